"""Rows taken out of a sheet: really, with everything below moved up, or else emptied where they stand.

A row is only emptied where taking it out would take something along that nobody asked to delete (what stands beside the
table, a comment), or would break what refers to it.  The note says which rows, and why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheet_sync.core.records import quoted_sheet
from sheet_sync.excel.edit import tables
from sheet_sync.excel.edit.movebook import move_rows
from sheet_sync.excel.edit.rowmove import Obstacle, RowMove
from sheet_sync.excel.edit.sheet_edit import CellWrite, SheetEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.core.changes import DeleteRow
    from sheet_sync.excel.edit.tables import Table
    from sheet_sync.excel.edit.workbook_edit import SheetEntry, WorkbookEdit


def delete_rows(book: WorkbookEdit, entry: SheetEntry, rows: Sequence[DeleteRow]) -> None:
    """Take rows out of a sheet, or empty those that cannot be taken out."""
    if not rows:
        return
    kept = _that_stay(SheetEdit(book, entry), rows)
    gone = _move_up(book, entry, {change.row for change in rows} - set(kept), kept)
    if not kept:
        return
    sheet = SheetEdit(book, entry)
    move = RowMove(entry.name, tuple(sorted(gone)))
    for change in rows:
        if change.row in kept and (now := move.row(change.row)) is not None:
            _empty(sheet, replace(change, row=now))
    sheet.finish()
    for row, reason in sorted(kept.items()):
        where = quoted_sheet(entry.name)
        book.notes.append(f"Row {row} of {where} was emptied and not taken out, for {reason}.")


def _move_up(book: WorkbookEdit, entry: SheetEntry, rows: set[int], kept: dict[int, str]) -> set[int]:
    """Take out as many of the rows as can be; the others join ``kept`` with the reason."""
    while rows:
        try:
            move_rows(book, entry, RowMove(entry.name, tuple(sorted(rows))))
        except Obstacle as obstacle:
            stay = (obstacle.rows & rows) or rows
            kept |= dict.fromkeys(stay, obstacle.reason)
            rows = rows - stay
        else:
            return rows
    return set()


def _that_stay(sheet: SheetEdit, rows: Sequence[DeleteRow]) -> dict[int, str]:
    """The rows that must stay for what stands beside the table, or for the table's sake, with the reason."""
    known = tables.read_tables(sheet.book, sheet.entry)
    sheet.load([change.row for change in rows])
    kept: dict[int, str] = {}
    for change in rows:
        first, last = _columns(change, known)
        row = sheet.row(change.row)
        beside = [c for c in row.with_content() if not first <= c <= last] if row is not None and last else []
        if beside:
            kept[change.row] = f"{sheet.ref(change.row, beside[0]).address} stands beside the table"
        elif other := next((t for t in known if _is_beside(t, change.row, first, last)), None):
            kept[change.row] = f"the table {other.name} lies beside it"
    for table in known:
        _keep_one(table, [change.row for change in rows], kept)
    return kept


def _columns(change: DeleteRow, known: Sequence[Table]) -> tuple[int, int]:
    """The columns of the table that the row belongs to; 0 and 0 for the whole row."""
    for table in known:
        inside = table.first_data_row <= change.row <= table.last_data_row
        if inside and (not change.last or (table.area.left <= change.last and table.area.right >= change.first)):
            return table.area.left, table.area.right
    return change.first, change.last


def _is_beside(table: Table, row: int, first: int, last: int) -> bool:
    overlaps = not last or (table.area.left <= last and table.area.right >= first)
    return table.area.top <= row <= table.area.bottom and not overlaps


def _keep_one(table: Table, rows: list[int], kept: dict[int, str]) -> None:
    """An Excel Table needs a row under its header: the first of all that go is only emptied."""
    inside = [row for row in rows if table.first_data_row <= row <= table.last_data_row]
    if inside and len(set(inside)) == table.last_data_row - table.first_data_row + 1 and not set(inside) & set(kept):
        kept[min(inside)] = f"the table {table.name} needs a row below its header"
    for row in rows:
        if table.area.holds(row, table.area.left) and row not in inside:
            kept.setdefault(row, f"it is the header or the totals row of the table {table.name}")


def _empty(sheet: SheetEdit, change: DeleteRow) -> None:
    row = sheet.row(change.row)
    first, last = _columns(change, tables.read_tables(sheet.book, sheet.entry))
    for column in row.with_content() if row is not None else ():
        in_array = any(area.holds(change.row, column) for _, area in sheet.index.areas)
        if not in_array and (not last or first <= column <= last):
            sheet.write(change.row, column, CellWrite(None))
