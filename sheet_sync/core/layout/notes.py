"""What to say about a table's columns: missing, twice, read by a doubtful header, left as the user's own."""

from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.layout.headers import WEAK, aliases, headers_in
from sheet_sync.core.layout.search import Candidate, header_runs, is_table_of_its_own
from sheet_sync.core.readings import Do
from sheet_sync.core.records import CellRef, column_letters
from sheet_sync.core.schema import header_key
from sheet_sync.core.tables import LayoutNote, Table

_ASK_WHEN = frozenset({"follow up", "followup"})
_YES = frozenset({"y", "yes", "x", "true", "✓", "✔", "ja", "oui", "si"})


def notes_on(candidate: Candidate, table: Table) -> Iterator[LayoutNote]:
    """The notes on one found table."""
    yield from _missing(candidate, table)
    yield from _twice(candidate, table)
    yield from _doubtful(candidate, table)
    yield from _follow_ups(table)
    yield from _neighbours(candidate, table)
    yield from _without_header(candidate, table)


def _missing(candidate: Candidate, table: Table) -> Iterator[LayoutNote]:
    for wanted in candidate.mapping.missing:
        yield LayoutNote(
            "required-column-missing",
            Do.FLAG,
            CellRef(table.grid.name, table.header_row, 1),
            f"The sheet {table.grid.name} has no column {wanted.name}.",
            f"Add a column with the header {wanted.name}.",
            table.name,
        )


def _twice(candidate: Candidate, table: Table) -> Iterator[LayoutNote]:
    for column in candidate.mapping.twice:
        key = header_key(column.header)
        if key == "id":
            continue
        is_read = any(each.field is not None and header_key(each.header) == key for each in table.columns)
        which = "the first is read, and this one stays your own column" if is_read else "both stay your own columns"
        yield LayoutNote(
            "header-twice",
            Do.FLAG,
            CellRef(table.grid.name, table.header_row, column.number),
            f"The header “{column.header}” stands twice; {which}.",
            "Give one of the two another name.",
            table.name,
        )


def _doubtful(candidate: Candidate, table: Table) -> Iterator[LayoutNote]:
    known = aliases(table.schema)
    twice = {column.number for column in candidate.mapping.twice}
    for column in table.columns:
        where = CellRef(table.grid.name, table.header_row, column.number)
        if column.is_weak:
            assert column.field is not None
            yield LayoutNote(
                "column-read-as",
                Do.READ,
                where,
                f"“{column.header}” is read as {column.field.name}.",
                f"If it means something else, give it another header, or add a column {column.field.name}.",
                table.name,
            )
        elif column.field is None and header_key(column.header) == "id":
            yield LayoutNote(
                "foreign-id",
                Do.READ,
                where,
                "This ID column holds another program's numbers, so it stays your own column.",
                "",
                table.name,
            )
        elif column.number in candidate.mapping.losers and column.number not in twice:
            name = candidate.mapping.losers[column.number]
            if any(wanted.name == name and rank < WEAK for rank, wanted in known.get(header_key(column.header), ())):
                yield LayoutNote(
                    "column-left-own",
                    Do.READ,
                    where,
                    f"“{column.header}” stays your own column, since another column is read as {name}.",
                    "",
                    table.name,
                )


def _follow_ups(table: Table) -> Iterator[LayoutNote]:
    """A bare yes in a follow-up column promises something, but not when."""
    columns = [c for c in table.columns if c.field is None and header_key(c.header) in _ASK_WHEN]
    for column in columns:
        for row in table.rows:
            value = table.grid.at(row, column.number)
            if value is True or (isinstance(value, str) and value.strip().casefold() in _YES):
                yield LayoutNote(
                    "follow-up-without-day",
                    Do.ASK,
                    CellRef(table.grid.name, row, column.number),
                    f"{column.header} says yes, but not when.",
                    "Put the day into Snooze until, or what you promised into I promised.",
                    table.name,
                )


def _neighbours(candidate: Candidate, table: Table) -> Iterator[LayoutNote]:
    """Other tables on the same sheet, beside or below."""
    taken = {header.number for header in candidate.headers}
    beside = headers_in(table.grid.rows.get(table.header_row, [])) if table.list_object is None else ()
    for run in header_runs(beside):
        if run[0].number not in taken and is_table_of_its_own(run):
            where = CellRef(table.grid.name, table.header_row, run[0].number)
            message = f"A second table stands beside the first on the sheet {table.grid.name}; it is not read."
            yield LayoutNote("tables-side-by-side", Do.FLAG, where, message, "Give it a sheet of its own.", table.name)
    if candidate.until is not None:
        where = CellRef(table.grid.name, candidate.until, 1)
        message = f"A second table begins here, below the first on the sheet {table.grid.name}."
        yield LayoutNote("tables-stacked", Do.FLAG, where, message, "Give it a sheet of its own.", table.name)


def _without_header(candidate: Candidate, table: Table) -> Iterator[LayoutNote]:
    """Columns between those with a header that hold something, but have no header themselves."""
    if not candidate.headers or table.list_object is not None:
        return
    numbers = {header.number for header in candidate.headers}
    for number in range(min(numbers), max(numbers)):
        if number in numbers:
            continue
        filled = next((row for row in table.rows if table.grid.at(row, number) not in (None, "", False)), None)
        if filled is not None:
            where = CellRef(table.grid.name, filled, number)
            message = f"Column {column_letters(number)} has no header, so what stands in it is left where it is."
            yield LayoutNote("column-without-header", Do.FLAG, where, message, "Give it a header.", table.name)
