"""Changes to single rows, each only the cells that it needs, and never over a formula."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, Change, SetCell
from sheet_sync.core.followups.model import one_line
from sheet_sync.core.ids import new_id
from sheet_sync.core.new_columns import new_column
from sheet_sync.core.new_workbook.new_sheets import table_sheet
from sheet_sync.core.schema import TOUCHES
from sheet_sync.core.values import Formula, shown
from sheet_sync.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.values import Scalar


def set_field(entry: Entry, field: str, value: Scalar) -> Change:
    """Give a row's field a value; a table without that column gets it at its right end.

    A cell with a box to tick is ticked instead of being given a day.

    Raises:
        Refused: the cell holds a formula, or the sheet is one that is read only.
    """
    _refuse_combined(entry.book, entry.table.grid.name)
    table, ref = entry.table, entry.ref(field)
    if ref is None:
        return new_column(table, field, {entry.number: value})
    old = table.grid.at(ref.row, ref.column)
    if isinstance(old, Formula):
        raise Refused(
            f"{ref} holds a formula, which is yours to change, so nothing was written.",
            where=str(ref),
            hint=f"Type the value over it in {ref} if the formula is no longer wanted.",
        )
    if isinstance(old, bool) and isinstance(value, date):
        value = True
    return SetCell(ref, value, old, table.name, entry.id, field)


def add_touch(book: Book, contact: Entry, day: date, how: str | None, note: str) -> tuple[Change, ...]:
    """A new row in Touches; a workbook without that sheet gets it.

    Raises:
        Refused: no name or ID tells this contact from another one, or people and talks share the rows of one sheet.
    """
    if book.layout.combined is not None:
        _refuse_combined(book, book.layout.combined)
    values: dict[str, Scalar] = {"Contact": reference_to(book, contact), "Date": day, "How": how, "Note": note}
    table = book.layout.tables.get("Touches")
    taken = {entry.id or "" for entry in book.entries("Touches")}
    values["ID"] = row_id = new_id(TOUCHES.prefix, taken)
    if table is None:
        _refuse_taken_sheet(book)
        return (AddSheet(table_sheet(TOUCHES, [[values.get(field.name) for field in TOUCHES.fields]])),)
    _refuse_combined(book, table.grid.name)
    columns: list[AddColumn] = []
    numbers: dict[str, int] = {}
    for field in values:
        column = table.column(field)
        if column is None and field in ("ID", "How"):
            continue  # sync adds the one, and the note says the other
        if column is None:
            columns.append(new_column(table, field, taken=[made.column for made in columns]))
            numbers[field] = columns[-1].column
        else:
            numbers[field] = column.number
    cells = {number: values[field] for field, number in numbers.items() if values[field] is not None}
    return (*columns, AddRow(table.grid.name, table.last_row, cells, table.name, row_id))


def reference_to(book: Book, contact: Entry) -> str:
    """How another sheet refers to a contact: by its name where no one else fits it, else by its ID.

    Raises:
        Refused: several contacts have the name, and this one has no ID yet.
    """
    name = contact.text("Name")
    match = book.people.match(name) if name else None
    if match is not None and match.entry is contact:
        return name
    if contact.id:
        return contact.id
    raise Refused(
        f"{one_line(contact.name)} cannot be told from another contact of that name, so nothing was written.",
        hint="Run sync first: it gives every row an ID.",
    )


def written_cells(change: Change) -> Mapping[str, Scalar | Formula]:
    """What a change writes, by cell as the spreadsheet names it, for the user to read."""
    from sheet_sync.core.records import CellRef

    if isinstance(change, SetCell):
        return {str(change.ref): change.value}
    if isinstance(change, AddRow):
        return {str(CellRef(change.sheet, change.after + 1, at)): value for at, value in sorted(change.values.items())}
    if isinstance(change, AddColumn):
        header = {str(CellRef(change.sheet, change.header_row, change.column)): change.header}
        cells = {str(CellRef(change.sheet, row, change.column)): value for row, value in change.values.items()}
        return {**header, **cells}
    if isinstance(change, AddSheet):
        name = change.spec.name
        return {
            str(CellRef(name, row, column)): value
            for row, cells in enumerate(change.spec.rows, 1)
            for column, value in enumerate(cells, 1)
            if row > change.spec.header_row and value is not None
        }
    return {}


def was_typed(change: Change) -> Scalar:
    """What stood in a cell before, ``None`` where nothing did."""
    old = shown(change.old) if isinstance(change, SetCell) else None
    return old if isinstance(old, str | bool | int | float | date) and old != "" else None


def _refuse_combined(book: Book, sheet: str) -> None:
    if book.layout.combined == sheet:
        raise Refused(
            f"{sheet} keeps people and talks in one row, so it is read but not written.",
            where=sheet,
            hint="sheet-sync init makes a workbook of it with a sheet for each; yours stays as it is.",
        )


def _refuse_taken_sheet(book: Book) -> None:
    taken = book.snapshot.grid(TOUCHES.name)
    if taken is not None:
        raise Refused(
            f"The sheet {taken.name} is there, but its columns are not those of this table, so nothing was written.",
            where=taken.name,
            hint="Give it the columns Contact, Date, How and Note, or rename it.",
        )
