"""``values.append``: guesses the table a range touches, and writes below it.

The tool never calls it; it is here because the recordings hold it, and to show what happens to those who do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers import values
from tests.servers.a1 import Box
from tests.servers.model import Row, new_column
from tests.servers.ranges import Target, resolve

if TYPE_CHECKING:
    from tests.servers.api_errors import Json
    from tests.servers.model import Sheet
    from tests.servers.values import ValuesCall


def append(call: ValuesCall, range_text: str, body: Json) -> Json:
    """Write after the last table the range touches; at the range's own start if it touches none (recorded)."""
    option = values.input_option(call.query.get("valueInputOption", [""])[0])
    target = resolve(call.book, range_text)
    rows = values.rows_of(body)
    table = last_table(target)
    top, left = (table.bottom, table.left) if table else (target.box.top, target.box.left)
    extent = Box(top, left, top + len(rows), left + max((len(row) for row in rows), default=0))
    if call.option("insertDataOption", "OVERWRITE", ("OVERWRITE", "INSERT_ROWS")) == "INSERT_ROWS":
        target.sheet.rows[top:top] = [Row() for _ in rows]
    _grow(target.sheet, extent)
    call.book.check_size()
    updates, written = values.put(call, target.sheet, extent, rows, option)
    if call.query.get("includeValuesInResponse", ["false"])[0].lower() == "true":
        updates["updatedData"] = values.echo(call, written)
    found = {"tableRange": Target(target.sheet, table).text} if table else {}
    return {"spreadsheetId": call.file_id, **found, "updates": updates}


def last_table(target: Target) -> Box | None:
    """The last block of touching cells with values that reaches into the range, or None."""
    sheet = target.sheet
    full = {(row, column) for row, column, cell in sheet.filled(sheet.grid) if cell.entered is not None}
    blocks = []
    while full:
        block = _block(full, full.pop())
        if block.overlaps(target.box):
            blocks.append(block)
    return max(blocks, key=lambda block: (block.bottom, block.right), default=None)


def _block(full: set[tuple[int, int]], start: tuple[int, int]) -> Box:
    """Take one block out of ``full``: cells that touch, corners counted (assumed)."""
    row, column = start
    box, border = Box(row, column, row + 1, column + 1), [start]
    while border:
        row, column = border.pop()
        box = Box(min(box.top, row), min(box.left, column), max(box.bottom, row + 1), max(box.right, column + 1))
        near = {(row + down, column + along) for down in (-1, 0, 1) for along in (-1, 0, 1)} & full
        full -= near
        border += near
    return box


def _grow(sheet: Sheet, extent: Box) -> None:
    sheet.rows += [Row() for _ in range(extent.bottom - len(sheet.rows))]
    sheet.columns += [new_column() for _ in range(extent.right - len(sheet.columns))]
