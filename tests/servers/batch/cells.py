"""Requests that write cells where they are: values, formats, notes, validation, merges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.servers import validation
from tests.servers.a1 import Box
from tests.servers.api_errors import Invalid, Json
from tests.servers.batch.work import Handler, Work, fields
from tests.servers.cell_json import written
from tests.servers.model import EMPTY, Formula
from tests.servers.references import translated

if TYPE_CHECKING:
    from tests.servers.masks import Mask
    from tests.servers.model import Cell, Sheet


def update_cells(work: Work, body: Json) -> None:
    """``range``: cells it covers but the rows do not are cleared; ``start``: only what is sent is touched."""
    mask, rows = fields(body), body.get("rows", [])
    if "range" in body:
        sheet, box = work.box(body["range"])
    elif "start" in body:
        sheet, start = work.sheet(body["start"]), body["start"]
        box = extent_of(start.get("rowIndex", 0), start.get("columnIndex", 0), rows)
        _check_on_grid(sheet, box)
    else:
        raise Invalid("Must specify either range or start.")  # wording assumed
    work.touch(sheet, box)
    if "range" in body:
        _clear_uncovered(sheet, box, rows, mask)
    write_rows(work, sheet, box, rows, mask)


def extent_of(top: int, left: int, rows: list[Json]) -> Box:
    """The cells that RowData written at a corner would touch."""
    return Box(top, left, top + len(rows), left + max((len(row.get("values", [])) for row in rows), default=0))


def _check_on_grid(sheet: Sheet, box: Box) -> None:
    if box.right > len(sheet.columns):
        tried, last, what = box.right - 1, len(sheet.columns) - 1, "column"
    elif box.bottom > len(sheet.rows):
        tried, last, what = box.bottom - 1, len(sheet.rows) - 1, "row"
    else:
        return
    raise Invalid(f"Attempting to write {what}: {tried}, beyond the last requested {what} of: {last}")


def _clear_uncovered(sheet: Sheet, box: Box, rows: list[Json], mask: Mask) -> None:
    for row, column, cell in list(sheet.filled(box)):
        down, along = row - box.top, column - box.left
        if down >= len(rows) or along >= len(rows[down].get("values", [])):
            sheet.put(row, column, written(cell, {}, mask))


def write_rows(work: Work, sheet: Sheet, box: Box, rows: list[Json], mask: Mask) -> None:
    """Write CellData rows into a box; what lies outside it is refused (wording from an issue tracker)."""
    extent = extent_of(box.top, box.left, rows)
    if extent.right > box.right or extent.bottom > box.bottom:
        what = "column" if extent.right > box.right else "row"
        tried, last = (extent.right, box.right) if what == "column" else (extent.bottom, box.bottom)
        raise Invalid(f"Attempting to write {what}: {tried - 1}, beyond the last requested {what} of: {last - 1}")
    for down, row in enumerate(rows):
        for along, data in enumerate(row.get("values", [])):
            at = box.top + down, box.left + along
            _write(work, sheet, at, written(sheet.cell(*at), data, mask))


def _write(work: Work, sheet: Sheet, at: tuple[int, int], cell: Cell) -> None:
    kind = ((cell.format or {}).get("numberFormat") or {}).get("type")
    is_number = isinstance(cell.entered, int | float) and not isinstance(cell.entered, bool)
    if kind == "TEXT" and is_number and not work.quirks.text_cells_keep_numbers:
        cell = cell.with_value(str(cell.entered))
    if work.quirks.strict_validation_refuses:
        validation.check(cell, *at)
    sheet.put(*at, cell)


def repeat_cell(work: Work, body: Json) -> None:
    """One CellData for every cell of a range; a formula's references move along (documented)."""
    mask, data = fields(body), body.get("cell", {})
    sheet, box = work.box(body.get("range", {}))
    work.touch(sheet, box)
    for row, column in box.cells():
        cell = written(sheet.cell(row, column), data, mask)
        if isinstance(cell.entered, Formula) and ("*" in mask or "userEnteredValue" in mask):
            moved = translated(cell.entered.text, row - box.top, column - box.left)
            cell = replace(cell, entered=Formula(moved))
        _write(work, sheet, (row, column), cell)


def set_data_validation(work: Work, body: Json) -> None:
    """A rule for a range; without one, rules are cleared."""
    sheet, box = work.box(body.get("range", {}))
    work.touch(sheet, box)
    rule = body.get("rule")
    for row, column in box.cells():
        sheet.put(row, column, replace(sheet.cell(row, column), validation=rule))


def merge_cells(work: Work, body: Json) -> None:
    """Merge a range whole, by rows or by columns; only the value at the top left of each stays (recorded)."""
    sheet, box = work.box(body.get("range", {}))
    work.touch(sheet, box)
    sheet.merges = [merge for merge in sheet.merges if not sheet.box(merge).overlaps(box)]
    for part in _parts(box, body.get("mergeType", "MERGE_ALL")):
        sheet.merges.append(sheet.range(part))
        for row, column in part.cells():
            if (row, column) != (part.top, part.left):
                sheet.put(row, column, sheet.cell(row, column).with_value(None))


def _parts(box: Box, kind: str) -> list[Box]:
    if kind == "MERGE_ROWS":
        return [replace(box, top=row, bottom=row + 1) for row in range(box.top, box.bottom)]
    if kind == "MERGE_COLUMNS":
        return [replace(box, left=column, right=column + 1) for column in range(box.left, box.right)]
    return [box]


def unmerge_cells(work: Work, body: Json) -> None:
    """Take apart every merge the range holds; one it only cuts is refused (documented)."""
    sheet, box = work.box(body.get("range", {}))
    work.touch(sheet, box)
    for merge in sheet.merges:
        part = sheet.box(merge)
        if part.overlaps(box) and not box.holds(part):
            raise Invalid("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [merge for merge in sheet.merges if not sheet.box(merge).overlaps(box)]


def clear_box(sheet: Sheet, box: Box) -> None:
    """Empty cells wholly: value, format, note, rule."""
    for row, column, _ in list(sheet.filled(box)):
        sheet.put(row, column, EMPTY)


HANDLERS: dict[str, Handler] = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "setDataValidation": set_data_validation,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
}
