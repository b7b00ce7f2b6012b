"""Cells of a sheet given other values, and columns added at a table's right end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.records import MAX_COLUMN, quoted_sheet
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import splice, tables
from sheet_sync.excel.edit.filters import widen_filter
from sheet_sync.excel.edit.sheet_edit import CellWrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.core.changes import AddColumn, SetCell
    from sheet_sync.core.records import CellRef
    from sheet_sync.excel.edit.sheet_edit import SheetEdit

_WIDTH, _MAX_WIDTH = 12.0, 40.0
"""Characters; a date needs 11, Excel's own default of 8.43 would show it as ########."""


def set_cells(sheet: SheetEdit, changes: Sequence[SetCell]) -> None:
    """Ask for cells to be changed; a table's header cell takes its column's name along."""
    known = tables.read_tables(sheet.book, sheet.entry) if changes else []
    for change in changes:
        row, column = change.ref.row, change.ref.column
        value = change.value
        for table in known:
            if table.is_header(row, column):
                name = _header_name(change.ref, value)
                _rename(sheet, table, column, name)
                value = name
            elif table.is_totals(row, column):
                _refuse_totals(change.ref, table)
        sheet.write(row, column, CellWrite(value))


def _header_name(ref: CellRef, value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise Refused(
        f"{ref} is the header of a column in an Excel table, so it has to hold text; nothing was written.",
        where=str(ref),
        hint="Give the column a name.",
    )


def _rename(sheet: SheetEdit, table: tables.Table, column: int, name: str) -> None:
    old = table.columns[column - table.area.left].name
    if old == name:
        return
    ref = sheet.ref(table.area.top, column)
    if any(other.name.casefold() == name.casefold() for other in table.columns if other.name != old):
        raise Refused(f"The table {table.name} has a column {name} already, so {ref} was not changed.", where=str(ref))
    if _is_used(sheet, old):
        raise Refused(
            f"Formulas in {sheet.book.name} use the column {old} by its name, so its header {ref} was not changed.",
            where=str(ref),
            hint="Rename it in Excel, which changes the formulas too.",
        )
    tables.rename_column(sheet.book, table, column, name)


def _is_used(sheet: SheetEdit, name: str) -> bool:
    """Whether a formula anywhere names a column of a table so."""
    book = sheet.book
    wanted = splice.escaped(name)
    parts = [entry.part for entry in book.worksheets()] + [book.part]
    parts += [part for entry in book.worksheets() for part in book.edits.related(entry.part, "table")]
    for part in parts:
        last = b""
        for chunk in book.edits.stream(part):
            data = last + chunk
            if b"[" + wanted + b"]" in data or b"@" + wanted + b"]" in data:
                return True
            last = data[-len(wanted) - 2 :]
    return False


def _refuse_totals(ref: CellRef, table: tables.Table) -> None:
    raise Refused(
        f"{ref} is in the totals row of the table {table.name}, so nothing was written.",
        where=str(ref),
        hint="Change it in Excel.",
    )


# --- columns ---


def add_columns(sheet: SheetEdit, changes: Sequence[AddColumn]) -> None:
    """Ask for columns to be added, in the order of their numbers.

    Raises:
        Refused: the cells are in use, or the table cannot grow.
    """
    ordered = sorted(changes, key=lambda change: change.column)
    _refuse_used(sheet, ordered)
    for change in ordered:
        header = sheet.row(change.header_row)
        left = header.cells.get(change.column - 1) if header is not None else None
        style = left.style if left is not None else None
        if left is None and (earlier := sheet.writes.get(change.header_row, {}).get(change.column - 1)) is not None:
            style = earlier.style
        sheet.write(change.header_row, change.column, CellWrite(change.header, style))
        for row, value in change.values.items():
            sheet.write(row, change.column, CellWrite(value))
        _give_width(sheet, change)
    _widen_tables(sheet, ordered)
    for header_row in {change.header_row for change in ordered}:
        above = [change for change in ordered if change.header_row == header_row]
        widen_filter(sheet, header_row, {change.column for change in above}, _beside(above))


def _beside(changes: Sequence[AddColumn]) -> dict[int, str]:
    return {column: header for change in changes for column, header in change.beside.items()}


def _refuse_used(sheet: SheetEdit, changes: Sequence[AddColumn]) -> None:
    """Stop where a cell to be written holds something; the rows are looked at once for all columns."""
    wanted: dict[int, list[AddColumn]] = {}
    for change in changes:
        if change.column > MAX_COLUMN:
            raise Refused(f"{quoted_sheet(change.sheet)} has no column left for {change.header}.", where=change.sheet)
        for number in (change.header_row, *change.values):
            wanted.setdefault(number, []).append(change)
    if not wanted:
        return
    for row in sheet.scan(min(wanted), max(wanted)):
        for change in wanted.get(row.number, ()):
            cell = row.cells.get(change.column)
            if cell is not None and cell.has_content:
                ref = sheet.ref(row.number, change.column)
                raise Refused(
                    f"The new column {change.header} would go where {ref} already holds something, so nothing was "
                    "written.",
                    where=str(ref),
                    hint="Move what stands to the right of the table further away.",
                )


def _widen_tables(sheet: SheetEdit, ordered: Sequence[AddColumn]) -> None:
    known = tables.read_tables(sheet.book, sheet.entry) if ordered else []
    for table in known:
        above = [change for change in ordered if change.header_row == table.area.top]
        beside = _beside(above)
        headers = [header for column, header in sorted(beside.items()) if column > table.area.right]
        taken_in = len(headers)
        for change in above:
            if change.column == table.area.right + len(headers) + 1:
                headers.append(change.header)
        if len(headers) > taken_in:
            _refuse_beside(sheet, table, known, range(taken_in + 1, len(headers) + 1))
            tables.widen(sheet.book, table, headers)


def _refuse_beside(sheet: SheetEdit, table: tables.Table, known: Sequence[tables.Table], nth: range) -> None:
    """Stop where anything stands in the new columns, counted from the table's right end, or in its totals beside it."""
    new = range(table.area.right + nth.start, table.area.right + nth.stop)
    beside = range(table.area.right + 1, new.start)
    for row in sheet.scan(table.area.top, table.area.bottom):
        for column in row.with_content():
            if column in new or (column in beside and row.number > table.last_data_row):
                ref = sheet.ref(row.number, column)
                raise Refused(
                    f"The table {table.name} cannot grow to the right, for {ref} holds something; nothing was written.",
                    where=str(ref),
                    hint="Move what stands to the right of the table further away.",
                )
    for other in known:
        apart = other.area.top > table.area.bottom or other.area.bottom < table.area.top
        if other is not table and not apart and any(other.area.left <= c <= other.area.right for c in new):
            raise Refused(
                f"The table {table.name} cannot grow to the right, for the table {other.name} is in the way.",
                where=quoted_sheet(sheet.entry.name),
                hint="Move one of them further away.",
            )


def _give_width(sheet: SheetEdit, change: AddColumn) -> None:
    """Make the column wide enough for its header and a date, unless the user set a width for it."""
    columns = [tag for tag in splice.tags(sheet.head) if tag.local in (b"col", b"cols", b"sheetData")]
    prefix = sheet.index.prefix
    width = min(max(len(change.header) + 2.0, _WIDTH), _MAX_WIDTH)
    element = b'<%bcol min="%d" max="%d" width="%.2f" customWidth="1"/>' % (
        prefix,
        change.column,
        change.column,
        width,
    )
    at = None
    for tag in columns:
        if tag.local == b"col" and not tag.is_end:
            first, last = int(tag.get(b"min") or 0), int(tag.get(b"max") or 0)
            if first <= change.column <= last:
                return
            if first > change.column and at is None:
                at = tag.start
        elif tag.local == b"cols" and tag.is_end and at is None:
            at = tag.start
    if at is None:
        at = columns[-1].start  # sheetData, which follows the columns
        element = b"<%bcols>%b</%bcols>" % (prefix, element, prefix)
    sheet.head = sheet.head[:at] + element + sheet.head[at:]
