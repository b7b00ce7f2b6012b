"""Rows taken out of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.excel.sheet_edit import CellWrite, SheetEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.core.changes import DeleteRow
    from sheet_sync.excel.workbook_edit import SheetEntry, WorkbookEdit


def delete_rows(book: WorkbookEdit, entry: SheetEntry, rows: Sequence[DeleteRow]) -> None:
    if not rows:
        return
    sheet = SheetEdit(book, entry)
    for change in rows:
        row = sheet.row(change.row)
        for column in row.with_content() if row is not None else ():
            if not change.last or change.first <= column <= change.last:
                sheet.write(change.row, column, CellWrite(None))
    sheet.finish()
