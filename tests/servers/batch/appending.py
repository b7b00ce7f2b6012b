"""``appendCells``: below the last row with data, or at the end of a table's body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers import lines
from tests.servers.a1 import Box
from tests.servers.api_errors import Invalid, Json
from tests.servers.batch.cells import extent_of, write_rows
from tests.servers.batch.tables import find_table
from tests.servers.batch.work import Handler, Work, fields
from tests.servers.model import Row

if TYPE_CHECKING:
    from tests.servers.model import Sheet


def append_cells(work: Work, body: Json) -> None:
    """After the last row with data, notes and totals included; new rows come where the grid ends (documented)."""
    mask, rows = fields(body), body.get("rows", [])
    if "tableId" in body:
        sheet, box = _make_room_in_table(work, body["tableId"], rows)
    else:
        sheet = work.sheet(body)
        box = extent_of(last_row(sheet) + 1, 0, rows)
        sheet.rows += [Row() for _ in range(box.bottom - len(sheet.rows))]
    if box.right > len(sheet.columns):
        last = len(sheet.columns) - 1
        raise Invalid(f"Attempting to write column: {box.right - 1}, beyond the last requested column of: {last}")
    work.touch(sheet, box)
    write_rows(work, sheet, box, rows, mask)


def last_row(sheet: Sheet) -> int:
    """The index of the last row with data; -1 without any. A note is data, a format alone is not (assumed)."""
    for index in range(len(sheet.rows) - 1, -1, -1):
        if any(cell.entered is not None or cell.note for cell in sheet.rows[index].cells.values()):
            return index
    return -1


def _make_room_in_table(work: Work, table_id: str, rows: list[Json]) -> tuple[Sheet, Box]:
    """Rows at the end of a table: the free ones below it, or new ones where something stands there (assumed)."""
    sheet, table = find_table(work, table_id)
    body = sheet.box(table["range"])
    box = extent_of(body.bottom, body.left, rows)
    below = Box(body.bottom, body.left, box.bottom, body.right)
    free = below.bottom <= len(sheet.rows) and all(cell.entered is None for _, _, cell in sheet.filled(below))
    if not free:
        lines.insert(work.book, sheet, "ROWS", body.bottom, len(rows), inherit_from_before=True)
    table["range"]["endRowIndex"] = box.bottom
    return sheet, box


HANDLERS: dict[str, Handler] = {"appendCells": append_cells}
