"""The filter of a plain range: it takes in new columns, or a sort by its arrows would leave them behind.

A sheet says the filter's area twice: in its own part, and in a hidden name by which Excel knows it.
Source: ECMA-376 part 1, 18.3.1.2 (autoFilter), 18.2.5 (definedName, _xlnm._FilterDatabase).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area, column_letters
from sheet_sync.excel.edit import splice

if TYPE_CHECKING:
    from collections.abc import Collection

    from sheet_sync.excel.edit.sheet_edit import SheetEdit
    from sheet_sync.excel.edit.splice import Tag
    from sheet_sync.excel.edit.workbook_edit import WorkbookEdit

_NAME = "_xlnm._FilterDatabase"


def widen_filter(sheet: SheetEdit, header_row: int, columns: Collection[int], beside: Collection[int] = ()) -> None:
    """Let the sheet's filter take in new columns that stand right beside it, or ``beside`` columns that do."""
    found = _filter_of(sheet)
    if found is None:
        return
    tag, area = found
    right = area.right
    while area.top == header_row and (right + 1 in columns or right + 1 in beside):
        right += 1
    if not any(area.right < column <= right for column in columns):
        return
    wider = splice.with_attributes(tag, {b"ref": str(replace(area, right=right))})
    sheet.tail = sheet.tail[: tag.start] + wider + sheet.tail[tag.end :]
    _widen_name(sheet.book, _position(sheet), area, right)


def _filter_of(sheet: SheetEdit) -> tuple[Tag, Area] | None:
    """The sheet's own filter; those within custom views are left as they were saved."""
    depth = 0
    for tag in splice.tags(sheet.tail, sheet.tail.index(b">") + 1):
        if tag.is_end:
            depth -= 1
            continue
        if tag.local == b"autoFilter" and depth == 0 and (ref := tag.get(b"ref")):
            return tag, Area.parse(ref)
        depth += not tag.is_empty
    return None


def _position(sheet: SheetEdit) -> int:
    return next(i for i, entry in enumerate(sheet.book.sheets) if entry.part == sheet.entry.part)


def _widen_name(book: WorkbookEdit, position: int, area: Area, right: int) -> None:
    data = book.edits.read(book.part)
    old = f"${column_letters(area.left)}${area.top}:${column_letters(area.right)}${area.bottom}"
    new = f"${column_letters(area.left)}${area.top}:${column_letters(right)}${area.bottom}"
    for tag in splice.tags(data):
        if tag.local != b"definedName" or tag.is_end or tag.is_empty or tag.get(b"name") != _NAME:
            continue
        end = data.index(b"<", tag.end)
        text = splice.unescaped(data[tag.end : end])
        if tag.get(b"localSheetId") == str(position) and text.endswith(f"!{old}"):
            changed = splice.escaped(text.removesuffix(old) + new)
            book.edits.write(book.part, data[: tag.end] + changed + data[end:])
            return
