"""Requests about whole rows and columns: insert, delete, append, move, size, hide, group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers import lines
from tests.servers.a1 import Box
from tests.servers.api_errors import Invalid, Json
from tests.servers.batch.work import Handler, Work, fields
from tests.servers.formatting import shown
from tests.servers.formulas import Calculator
from tests.servers.ranges import ranged

if TYPE_CHECKING:
    from tests.servers.model import Sheet

_DIMENSIONS = ("ROWS", "COLUMNS")


def _span(work: Work, body: Json, *, bounded: bool = False) -> tuple[Sheet, str, int, int]:
    """Sheet, dimension, start and end of a DimensionRange."""
    sheet, dimension = work.sheet(body), body.get("dimension", "")
    if dimension not in _DIMENSIONS:
        raise Invalid("No dimension was specified.")  # wording assumed
    count = len(sheet.lines(dimension))
    if bounded and "endIndex" not in body:
        raise Invalid("Both the start and end indexes must be bounded.")  # wording assumed
    start, end = body.get("startIndex", 0), body.get("endIndex", count)
    if start >= end:
        raise Invalid(f"range.endIndex[{end}] must be greater than range.startIndex[{start}]")  # wording assumed
    return sheet, dimension, start, end


def _whole(sheet: Sheet, dimension: str, start: int, end: int) -> Box:
    return Box(start, 0, end, len(sheet.columns)) if dimension == "ROWS" else Box(0, start, len(sheet.rows), end)


def _across(sheet: Sheet, dimension: str) -> int:
    """How many cells a row, or a column, has."""
    return len(sheet.columns if dimension == "ROWS" else sheet.rows)


def insert_dimension(work: Work, body: Json) -> None:
    """New rows or columns before an index; formulas, merges and named ranges follow."""
    sheet, dimension, start, end = _span(work, body.get("range", {}), bounded=True)
    inherit = bool(body.get("inheritFromBefore"))
    if start > len(sheet.lines(dimension)):
        raise Invalid(f"range.startIndex[{start}] is beyond the grid.")  # wording assumed
    work.book.check_size((end - start) * _across(sheet, dimension))
    if inherit and start == 0:
        raise Invalid("inheritFromBefore cannot be true when the start index is 0.")  # wording assumed
    if (
        0 < start < len(sheet.lines(dimension))
    ):  # assumed: a protected range is not cut in two by those who may not edit it
        work.cut(sheet, _whole(sheet, dimension, start - 1, start + 1), dimension)
    lines.insert(work.book, sheet, dimension, start, end - start, inherit_from_before=inherit)


def append_dimension(work: Work, body: Json) -> None:
    """New rows or columns at the end of the grid."""
    sheet, dimension, length = work.sheet(body), body.get("dimension", ""), body.get("length", 0)
    if dimension not in _DIMENSIONS or length <= 0:
        raise Invalid("A dimension and a length above 0 must be specified.")  # wording assumed
    work.book.check_size(length * _across(sheet, dimension))
    sheet.lines(dimension).extend(lines.blank(dimension) for _ in range(length))


def delete_dimension(work: Work, body: Json) -> None:
    """Rows or columns go, with what hangs on them."""
    sheet, dimension, start, end = _span(work, body.get("range", {}))
    count = len(sheet.lines(dimension))
    if start >= count:
        what = dimension.lower()
        raise Invalid(
            f"Cannot delete a {what[:-1]} that doesn't exist. Tried to delete {what[:-1]} index {start} "
            f"but there are only {count} {what}."
        )
    end = min(end, count)
    if end - start == count:
        raise Invalid(f"Sorry, it is not possible to delete all the {dimension.lower()}.")  # wording assumed
    work.touch(sheet, _whole(sheet, dimension, start, end))
    lines.delete(work.book, sheet, dimension, start, end - start)


def move_dimension(work: Work, body: Json) -> None:
    """Rows or columns change places; the target counts from before the move (documented)."""
    sheet, dimension, start, end = _span(work, body.get("source", {}), bounded=True)
    target, count = body.get("destinationIndex", 0), len(sheet.lines(dimension))
    if end > count or target > count:
        raise Invalid("The move reaches outside the grid.")  # wording assumed
    if start <= target < end:
        raise Invalid("The destination lies inside the source.")  # wording assumed
    work.touch(sheet, _whole(sheet, dimension, min(start, target), max(end, target)))
    lines.move(work.book, sheet, dimension, start, end, target)


def update_dimension_properties(work: Work, body: Json) -> None:
    """Size and visibility."""
    sheet, dimension, start, end = _span(work, body.get("range", {}))
    mask, properties = fields(body), body.get("properties", {})
    for line in sheet.lines(dimension)[start:end]:
        if "*" in mask or "pixelSize" in mask:
            line.pixels = properties.get("pixelSize", lines.blank(dimension).pixels)
        if "*" in mask or "hiddenByUser" in mask:
            line.hidden_by_user = properties.get("hiddenByUser", False)


def auto_resize(work: Work, body: Json) -> None:
    """Columns as wide as their text. The recorded width depends on a font's metrics: this one is a guess."""
    sheet, dimension, start, end = _span(work, body.get("dimensions", {}))
    if dimension != "COLUMNS":
        return
    calculator, locale = Calculator(work.book, work.now), work.book.properties["locale"]
    for column in range(start, min(end, len(sheet.columns))):
        box = Box(0, column, len(sheet.rows), column + 1)
        texts = [shown(calculator.value(sheet, r, c), cell, locale) for r, c, cell in sheet.filled(box)]
        sheet.columns[column].pixels = 6 + 7 * max(map(len, texts), default=2)


def add_group(work: Work, body: Json) -> Json:
    """Group rows or columns; a group inside another is one deeper."""
    sheet, dimension, start, end = _span(work, body.get("range", {}), bounded=True)
    groups = sheet.groups[dimension]
    span = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
    around = [g for g in groups if g["range"]["startIndex"] <= start and g["range"]["endIndex"] >= end]
    groups.append({"range": span, "depth": len(around) + 1})
    groups.sort(key=lambda group: (group["range"]["startIndex"], group["depth"]))
    toggle = "rowGroupControlAfter" if dimension == "ROWS" else "columnGroupControlAfter"
    sheet.properties["gridProperties"][toggle] = True  # stays after the group is gone (recorded)
    return {"dimensionGroups": ranged(groups)}


def delete_group(work: Work, body: Json) -> Json:
    """Take the deepest group of exactly this span away."""
    sheet, dimension, start, end = _span(work, body.get("range", {}), bounded=True)
    groups = sheet.groups[dimension]
    same = [g for g in groups if (g["range"]["startIndex"], g["range"]["endIndex"]) == (start, end)]
    if not same:
        raise Invalid("No group over the specified range.")  # wording assumed
    groups.remove(max(same, key=lambda group: int(group["depth"])))
    return {"dimensionGroups": ranged(groups)} if groups else {}


HANDLERS: dict[str, Handler] = {
    "insertDimension": insert_dimension,
    "appendDimension": append_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize,
    "addDimensionGroup": add_group,
    "deleteDimensionGroup": delete_group,
}
