"""From what the user types to a row that the records know: an ID, a cell, or a name, be the row deleted or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.ids import is_id, tidy_id
from sheet_sync.core.records import CellRef
from sheet_sync.core.schema import OWNED_SHEETS
from sheet_sync.core.sync.reading_sides import SYNCED_TABLES, read_synced
from sheet_sync.core.sync.recognising import folded
from sheet_sync.core.sync.renames import Aliases, known_keys
from sheet_sync.core.sync.synced import Cells, Key, RowId, own_header
from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from sheet_sync.core.records import Snapshot

KnownRows = Mapping[tuple[str, RowId], Cells]
"""Rows by table and ID."""
NAMING = ("Name", "Contact", "Question", "Subject", "Setting")
"""The fields that a row is called by, the first that is filled."""


@dataclass(frozen=True, slots=True)
class PastRow:
    """A row of the records, and the column where one cell is meant."""

    table: str
    row: RowId
    name: str
    key: Key | None = None


def name_of_cells(cells: Cells, row: RowId) -> str:
    """What a row is called."""
    return str(next((cells[key] for key in NAMING if cells.get(key)), row))


def is_named(cells: Cells) -> bool:
    """Whether a row is called anything but its ID."""
    return any(cells.get(key) for key in NAMING)


def find_past_row(
    typed: str, known: KnownRows, snapshot: Snapshot | None, field: str | None, aliases: Aliases
) -> PastRow:
    """The row that is meant.  ``known`` are all rows ever recorded, ``snapshot`` the workbook as it is.

    Raises:
        WrongUsage: no row fits, or more than one.
    """
    if typed.casefold().endswith((".xlsx", ".xlsm")):
        raise WrongUsage(f"{typed} is a workbook, not a row.", hint=f'Name the workbook after -w: -w "{typed}"')
    if "!" in typed:
        found = _at_cell(typed, known, snapshot, aliases)
    elif is_id(tidy_id(typed)):
        found = _by_id(tidy_id(typed), known)
    else:
        found = _by_name(typed, known)
    if field is None:
        return found
    return PastRow(found.table, found.row, found.name, _key(field, found.table, known, aliases.get(found.table, {})))


def _by_id(id_: RowId, known: KnownRows) -> PastRow:
    for (table, row), cells in known.items():
        if row == id_:
            return PastRow(table, row, name_of_cells(cells, row))
    raise WrongUsage(f"No row with the ID {id_} has ever been synced.", hint="sheet-sync history lists what has.")


def _by_name(typed: str, known: KnownRows) -> PastRow:
    wanted = folded(typed)
    for schema in SYNCED_TABLES:
        found = [
            PastRow(table, row, name_of_cells(cells, row))
            for (table, row), cells in known.items()
            if table == schema.name and folded(name_of_cells(cells, row)) == wanted
        ]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(each.row for each in found)
            raise WrongUsage(
                f"{len(found)} rows of {schema.name} are called “{typed}”: {ids}.", hint="Name one by its ID."
            )
    raise WrongUsage(
        f"No row called “{typed}” has ever been synced.", hint="Name it by its ID or its cell, such as Contacts!E5."
    )


def _at_cell(typed: str, known: KnownRows, snapshot: Snapshot | None, aliases: Aliases) -> PastRow:
    from sheet_sync.core.layout import find_tables

    try:
        ref = CellRef.parse(typed)
    except ValueError as error:
        raise WrongUsage(f"“{typed}” does not name a cell.", hint="Type it as Contacts!E5.") from error
    reads = read_synced(find_tables(snapshot.grids), snapshot.grids) if snapshot is not None else {}
    on_sheet = (each for each in reads.values() if each.table.grid.name.casefold() == ref.sheet.casefold())
    read = next(on_sheet, None)
    owned = next((each for each in OWNED_SHEETS if each.casefold() == ref.sheet.casefold()), None)
    if read is None and owned is not None:  # what was typed there is kept under the cell it stood in
        return PastRow(owned, ref.address, ref.address)
    if read is None:
        raise WrongUsage(f"There is no table on a sheet named “{ref.sheet}”.")
    table = read.table
    row = next((each for each in read.rows if each.number == ref.row), None)
    if row is None or row.id is None or (table.name, row.id) not in known:
        raise WrongUsage(f"Row {ref.row} of {ref.sheet} has not been synced yet.", hint="Run sheet-sync sync first.")
    column = next((each for each in table.columns if each.number == ref.column), None)
    if column is None:
        raise WrongUsage(f"{ref} is in no column of {table.name}, so it has no history.", hint="Give it a header.")
    typed_key = read.split_name.name if read.split_name and column.part else column.key
    renamed = known_keys(read, aliases.get(table.name, {}))
    key = next((known for known, header in renamed.header_keys.items() if header == typed_key), typed_key)
    is_synced = key in renamed.columns
    if not is_synced and key != "ID":
        raise WrongUsage(f"{column.header} is filled by sheet-sync, so it has no history of its own.")
    return PastRow(table.name, row.id, name_of_cells(row.cells, row.id), key if is_synced else None)


def _key(field: str, table: str, known: KnownRows, aliases: Mapping[Key, Key]) -> Key:
    """The column of that header, be it one that the column had before, or has no value under in this row."""
    schema = next(each for each in SYNCED_TABLES if each.name == table)
    typed = (key for (where, _), cells in known.items() if where == table for key in cells)
    for key in dict.fromkeys([*(each.name for each in schema.fields), *aliases, *typed]):
        if folded(own_header(key)) == folded(field):
            return aliases.get(key, key)
    raise WrongUsage(f"{table} has no column “{field}”.", hint="Name the column as it stands in the header.")
