"""The answer of ``spreadsheets.get``, and of a batch that asks for the state after it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers import colors, defaults, masks, metadata
from tests.servers.cell_json import CellWriter
from tests.servers.formulas import Calculator
from tests.servers.protection import Guard
from tests.servers.ranges import ranged, resolve

if TYPE_CHECKING:
    from datetime import datetime

    from tests.servers.a1 import Box
    from tests.servers.api_errors import Json
    from tests.servers.masks import Mask
    from tests.servers.model import Line, Sheet, Spreadsheet

Boxes = dict[int, list[Any]]
_CELLS = ("sheets", "data", "rowData", "values")


@dataclass(frozen=True, slots=True)
class View:
    """What of a spreadsheet to show, and to whom. ``mask``: of the Spreadsheet resource; None when none was given."""

    file_id: str
    now: datetime
    guard: Guard
    ranges: tuple[str, ...] = ()
    include_grid: bool = False
    mask: Mask | None = None

    def wants(self, *path: str) -> bool:
        """Whether a part is to be built. A mask makes includeGridData ignored (documented)."""
        if self.mask is None:
            return self.include_grid or path[:2] != ("sheets", "data")
        return masks.wants(self.mask, *path)


def spreadsheet(book: Spreadsheet, view: View) -> Json:
    """The Spreadsheet resource, cut by the mask."""
    calculator = Calculator(book, view.now)
    boxes = _boxes(book, view.ranges)
    answer: Json = {
        "spreadsheetId": view.file_id,
        "properties": {**book.properties, "defaultFormat": defaults.FORMAT, "spreadsheetTheme": defaults.THEME},
        "sheets": [
            _sheet(book, sheet, index, view, calculator, boxes.get(sheet.id, [sheet.grid]))
            for index, sheet in enumerate(book.sheets)
            if not view.ranges or sheet.id in boxes
        ],
        "namedRanges": [ranged(named) for named in book.named_ranges],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{view.file_id}/edit",
        "developerMetadata": [e.json() for e in metadata.entries(book) if e.shelf is book.metadata],
    }
    answer = _without_empty(answer)
    if not view.mask:
        return answer
    cut: Json = masks.cut(masks.without(view.mask, *_CELLS), answer)
    return cut


def _boxes(book: Spreadsheet, ranges: tuple[str, ...]) -> Boxes:
    boxes: Boxes = {}
    for text in ranges:
        target = resolve(book, text)
        boxes.setdefault(target.sheet.id, []).append(target.box)
    return boxes


def _without_empty(answer: Json) -> Json:
    """Lists that hold nothing are left out (recorded: merges, filters, groups vanish when unset)."""
    return {name: value for name, value in answer.items() if value not in ([], None)}


def sheet_properties(sheet: Sheet, index: int) -> Json:
    """The SheetProperties resource."""
    grid = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns), **sheet.properties["gridProperties"]}
    properties = copy.deepcopy(sheet.properties) | {"index": index, "gridProperties": grid}
    completed: Json = colors.completed(properties)
    return completed


def _sheet(book: Spreadsheet, sheet: Sheet, index: int, view: View, calculator: Calculator, boxes: list[Box]) -> Json:
    answer: Json = {"properties": sheet_properties(sheet, index)}
    if view.wants("sheets", "data"):
        answer["data"] = [_grid_data(sheet, box, view, calculator) for box in boxes]
    answer |= {
        "merges": ranged(sheet.merges),
        "conditionalFormats": colors.completed(ranged(sheet.conditional)),
        "protectedRanges": [ranged(view.guard.shown(item)) for item in sheet.protected],
        "basicFilter": ranged(sheet.basic_filter),
        "bandedRanges": colors.completed(ranged(sheet.banded)),
        "rowGroups": ranged(sheet.groups["ROWS"]),
        "columnGroups": ranged(sheet.groups["COLUMNS"]),
        "tables": ranged(sheet.tables),
        "developerMetadata": [entry.json() for entry in metadata.on_sheet(sheet)],
    }
    return _without_empty(answer)


def _grid_data(sheet: Sheet, box: Box, view: View, calculator: Calculator) -> Json:
    answer: Json = {}
    if box.top:
        answer["startRow"] = box.top
    if box.left:
        answer["startColumn"] = box.left
    if view.wants("sheets", "data", "rowData"):
        answer["rowData"] = _row_data(sheet, box, view, calculator)
    for name, dimension, start, end in (
        ("rowMetadata", "ROWS", box.top, box.bottom),
        ("columnMetadata", "COLUMNS", box.left, box.right),
    ):
        if view.wants("sheets", "data", name):
            lines = sheet.lines(dimension)
            answer[name] = [_line(sheet, dimension, index, lines[index]) for index in range(start, end)]
    return _without_empty(answer)


def _row_data(sheet: Sheet, box: Box, view: View, calculator: Calculator) -> list[Json]:
    """One entry a row, ``{}`` for an empty one; rows and cells end where the last one with anything on it is.

    Recorded for notes; that a cell counts which has nothing the mask keeps is assumed.
    """
    writer = CellWriter(calculator, sheet, masks.below(view.mask or {}, *_CELLS))
    rows: list[Json] = []
    for index in range(box.top, box.bottom):
        cells = sheet.rows[index].cells
        inside = [column for column in cells if box.left <= column < box.right]
        values: list[Json] = [{} for _ in range(max(inside) - box.left + 1)] if inside else []
        for column in inside:
            values[column - box.left] = writer.json(index, column, cells[column])
        rows.append({"values": values} if values else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _line(sheet: Sheet, dimension: str, index: int, line: Line) -> Json:
    answer: Json = {"pixelSize": line.pixels}
    if line.hidden_by_user:
        answer["hiddenByUser"] = True
    if line.hidden_by_filter:
        answer["hiddenByFilter"] = True
    if line.metadata:
        answer["developerMetadata"] = [entry.json() for entry in metadata.on_line(sheet, dimension, index)]
    return answer
