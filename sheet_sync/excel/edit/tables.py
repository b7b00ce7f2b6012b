"""Excel Tables: their area and columns, and what must change with a row or a column more.

A table's part repeats what the sheet says: the header cells as column names, the area, the filter's area.  Where the
two differ, Excel repairs the file, so both are always changed together.
Source: ECMA-376 part 1, 18.5.1.2 (table), 18.5.1.3 (tableColumn).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import cellxml, splice

if TYPE_CHECKING:
    from sheet_sync.excel.edit.splice import Span
    from sheet_sync.excel.edit.workbook_edit import SheetEntry, WorkbookEdit


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as the table's part has it; ``formula`` is what Excel fills into new rows, ``None`` for none."""

    id: int
    name: str
    formula: str | None = None
    is_array: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet; ``area`` covers header, rows and totals.

    ``source`` is ``worksheet``, ``queryTable`` or ``xml``.
    """

    part: str
    name: str
    area: Area
    header_rows: int
    totals_rows: int
    columns: tuple[TableColumn, ...]
    source: str = "worksheet"

    @property
    def last_data_row(self) -> int:
        return self.area.bottom - self.totals_rows

    @property
    def first_data_row(self) -> int:
        return self.area.top + self.header_rows

    def is_header(self, row: int, column: int) -> bool:
        return bool(self.header_rows) and row < self.first_data_row and self.area.holds(row, column)

    def is_totals(self, row: int, column: int) -> bool:
        return row > self.last_data_row and self.area.holds(row, column)


def read_tables(book: WorkbookEdit, entry: SheetEntry) -> list[Table]:
    """The tables of a sheet, as they are now."""
    return [_read(part, book.edits.read(part)) for part in book.edits.related(entry.part, "table")]


def _read(part: str, data: bytes) -> Table:
    root = splice.root(data)
    attributes = root.open.all()
    columns = [_column(data, span) for span in _column_spans(data)]
    return Table(
        part,
        text_of(attributes.get(b"displayName") or attributes.get(b"name") or ""),
        Area.parse(attributes.get(b"ref") or ""),
        int(attributes.get(b"headerRowCount") or 1),
        int(attributes.get(b"totalsRowCount") or 0),
        tuple(columns),
        attributes.get(b"tableType") or "worksheet",
    )


def _column_spans(data: bytes) -> list[Span]:
    root = splice.root(data)
    for span in splice.children(data, root.open.end, root.inner_end):
        if span.open.local == b"tableColumns":
            return list(splice.children(data, span.open.end, span.inner_end))
    return []


def _column(data: bytes, span: Span) -> TableColumn:
    formula, is_array = None, False
    for child in splice.children(data, span.open.end, span.inner_end):
        if child.open.local == b"calculatedColumnFormula":
            formula = splice.unescaped(data[child.open.end : child.inner_end])
            is_array = child.open.get(b"array") in ("1", "true")
    return TableColumn(int(span.open.get(b"id") or 0), text_of(span.open.get(b"name") or ""), formula, is_array)


def text_of(name: str) -> str:
    """A name with its ``_xHHHH_`` escapes (line breaks, mostly) resolved."""
    return cellxml.unescape_text(name)


def grow(book: WorkbookEdit, table: Table, bottom: int) -> Table:
    """The table with its last data row at ``bottom``; the totals row, if any, below it."""
    area = replace(table.area, bottom=bottom + table.totals_rows)
    _resize(book, table, area, last_data_row=bottom)
    return replace(table, area=area)


def widen(book: WorkbookEdit, table: Table, headers: list[str]) -> Table:
    """The table with columns more at its right end.

    Raises:
        Refused: the table's columns come from a query or an XML file, or there is a column of that name.
    """
    if table.source != "worksheet":
        raise Refused(
            f"The table {table.name} gets its columns from another source, so no column can be added to it.",
            where=table.name,
            hint="Add the column in Excel, or convert the table to a range there (Table Design > Convert to Range).",
        )
    taken = {column.name.casefold() for column in table.columns}
    for header in headers:
        if header.casefold() in taken:
            raise Refused(f"The table {table.name} has a column {header} already.", where=table.name)
        taken.add(header.casefold())
    area = replace(table.area, right=table.area.right + len(headers))
    _resize(book, table, area, last_data_row=table.last_data_row)
    first = max((column.id for column in table.columns), default=0) + 1
    new = tuple(TableColumn(first + i, header) for i, header in enumerate(headers))
    _append_columns(book, table, new)
    return replace(table, area=area, columns=(*table.columns, *new))


def _append_columns(book: WorkbookEdit, table: Table, new: tuple[TableColumn, ...]) -> None:
    data = book.edits.read(table.part)
    root = splice.root(data)
    group = next(s for s in splice.children(data, root.open.end, root.inner_end) if s.open.local == b"tableColumns")
    before, colon, _ = group.open.name.rpartition(b":")
    xml = b"".join(
        b'<%btableColumn id="%d" name="%b"/>' % (before + colon, column.id, splice.escaped(escaped_name(column.name)))
        for column in new
    )
    count = splice.with_attributes(group.open, {b"count": str(len(table.columns) + len(new))})
    splices = [(group.start, group.open.end, count), (group.inner_end, group.inner_end, xml)]
    book.edits.write(table.part, splice.spliced(data, splices))


def escaped_name(name: str) -> str:
    """A column's name as the table's part has it: line breaks as ``_x000a_``."""
    return cellxml.escape_text(name, also="\t\n")


def _resize(book: WorkbookEdit, table: Table, area: Area, *, last_data_row: int) -> None:
    """Write the area into the table's own tag and its filter's (which leaves the totals row out)."""
    data = book.edits.read(table.part)
    root = splice.root(data)
    splices = [(root.start, root.open.end, splice.with_attributes(root.open, {b"ref": str(area)}))]
    for span in splice.children(data, root.open.end, root.inner_end):
        if span.open.local == b"autoFilter" and span.open.get(b"ref"):
            filtered = replace(area, bottom=last_data_row)
            tag = splice.with_attributes(span.open, {b"ref": str(filtered)})
            splices.append((span.start, span.open.end, tag))
    new = splice.spliced(data, splices)
    if new != data:
        book.edits.write(table.part, new)


def rename_column(book: WorkbookEdit, table: Table, column: int, name: str) -> None:
    """Give a column another name, as its header cell gets it."""
    data = book.edits.read(table.part)
    tag = _column_spans(data)[column - table.area.left].open
    new = splice.with_attributes(tag, {b"name": escaped_name(name)})
    book.edits.write(table.part, data[: tag.start] + new + data[tag.end :])
