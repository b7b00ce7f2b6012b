"""The answer of one ``spreadsheets.get`` as a snapshot: grids of typed cells, just as they come from an Excel file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sheet_sync.core.records import MAX_COLUMN, MAX_ROW, Area, Grid, ListObject
from sheet_sync.core.values import Content
from sheet_sync.google.book import BookState, GoogleSnapshot, Kept, SheetState, TypedTable
from sheet_sync.google.cells import CHIP_FIELDS, number_format_of, read_cell
from sheet_sync.google.keeping import MARK_KEY, PROJECT_KEY, is_kept_title, was_untouched
from sheet_sync.google.links import link_of

Json = dict[str, Any]

CELL_FIELDS = (
    f"userEnteredValue,effectiveValue,userEnteredFormat.numberFormat,effectiveFormat.numberFormat,{CHIP_FIELDS}"
)
DATA_FIELDS = f"data(startRow,startColumn,rowMetadata(hiddenByUser,hiddenByFilter),rowData.values({CELL_FIELDS}))"
FILTER_FIELDS = "basicFilter(range,tableId,filterSpecs)"
BOOK_FIELDS = (
    "spreadsheetId,properties.title,developerMetadata(metadataKey,metadataValue),"
    "sheets(properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),"
    "merges,protectedRanges(range,unprotectedRanges,namedRangeId,tableId,requestingUserCanEdit,warningOnly),"
    f"tables(tableId,name,range,columnProperties.columnName),{FILTER_FIELDS},{DATA_FIELDS}),"
    "namedRanges(namedRangeId,range)"
)
"""All that is asked for, in one request.  A mask makes Google leave out what nobody reads: colours, widths, charts."""


def read_spreadsheet(answer: Json, *, read_only: str | None = None, requests: int = 0) -> GoogleSnapshot:
    """The snapshot of an answer to :data:`BOOK_FIELDS`."""
    file_id = answer.get("spreadsheetId", "")
    named = {each.get("namedRangeId"): each.get("range", {}) for each in answer.get("namedRanges", ())}
    all_sheets = [_sheet(raw, named) for raw in answer.get("sheets", ()) if _is_grid(raw)]
    sheets = [sheet for sheet in all_sheets if not is_kept_title(sheet.title)]
    kept = [_kept(sheet) for sheet in all_sheets if is_kept_title(sheet.title)]
    marks = {each.get("metadataKey"): each.get("metadataValue") for each in answer.get("developerMetadata", ())}
    project = marks.get(PROJECT_KEY)
    state = BookState(
        file_id, {sheet.title: sheet for sheet in sheets}, MARK_KEY in marks, PROJECT_KEY in marks, tuple(kept)
    )
    grids = tuple(sheet.grid for sheet in sheets)
    link = link_of(file_id)
    return GoogleSnapshot(
        kind="google",
        location=link,
        fingerprint=fingerprint(grids, project),
        grids=grids,
        project_id=project,
        read_only=read_only,
        links={sheet.title: f"{link}#gid={sheet.id}" for sheet in sheets},
        state=state,
        requests=requests,
        title=answer.get("properties", {}).get("title", ""),
    )


def fingerprint(grids: tuple[Grid, ...], project_id: str | None) -> str:
    """A text that changes whenever a cell, a sheet or the project ID does."""
    hashed = hashlib.sha256(repr(project_id).encode())
    for grid in grids:
        hashed.update(repr((grid.name, grid.is_hidden, grid.list_objects)).encode())
        for row in sorted(grid.rows):
            hashed.update(repr((row, grid.rows[row])).encode("utf-8", "backslashreplace"))
    return hashed.hexdigest()


def _is_grid(raw: Json) -> bool:
    """Whether it is a sheet of cells; a chart on a sheet of its own has none, connected data cannot be written."""
    return bool(raw.get("properties", {}).get("sheetType", "GRID") == "GRID")


def _sheet(raw: Json, named: dict[Any, Json]) -> SheetState:
    properties = raw["properties"]
    size = properties.get("gridProperties", {})
    rows, columns = size.get("rowCount", 0), size.get("columnCount", 0)
    cells, formats, hidden = _cells(raw.get("data", ()))
    tables = tuple(_table(each, rows, columns) for each in raw.get("tables", ()))
    locked = tuple(_locked(raw, named, tables, rows, columns))
    grid = Grid(
        name=properties.get("title", ""),
        rows=cells,
        merged=tuple(area_of(each, rows, columns) for each in raw.get("merges", ())),
        list_objects=tuple(_list_object(each, rows, columns) for each in raw.get("tables", ())),
        hidden_rows=frozenset(hidden),
        is_hidden=bool(properties.get("hidden")),
        is_protected=any(area == Area(1, 1, rows, columns) for area in locked),
    )
    return SheetState(properties.get("sheetId", 0), grid.name, rows, columns, grid, formats, locked, tables)


def _cells(data: Any) -> tuple[dict[int, list[Content]], dict[tuple[int, int], Json], set[int]]:
    """The cells by row, the types of their number formats, and the rows that are hidden."""
    rows: dict[int, list[Content]] = {}
    formats: dict[tuple[int, int], Json] = {}
    hidden: set[int] = set()
    for part in data:
        top, left = part.get("startRow", 0) + 1, part.get("startColumn", 0)
        for number, raw in enumerate(part.get("rowData", ()), top):
            values = raw.get("values")
            if values and (contents := _row(values, number, left, formats)):
                rows[number] = contents
        for number, line in enumerate(part.get("rowMetadata", ()), top):
            if line and (line.get("hiddenByUser") or line.get("hiddenByFilter")):
                hidden.add(number)
    return rows, formats, hidden


def _row(values: list[Json], number: int, left: int, formats: dict[tuple[int, int], Json]) -> list[Content]:
    contents: list[Content] = [None] * left
    for column, cell in enumerate(values, left + 1):
        if not cell:
            contents.append(None)
            continue
        contents.append(read_cell(cell))
        if "userEnteredFormat" in cell and (number_format := number_format_of(cell)):
            formats[number, column] = number_format
    while contents and contents[-1] is None:
        contents.pop()
    return contents


def area_of(raw: Json, rows: int = MAX_ROW, columns: int = MAX_COLUMN) -> Area:
    """A GridRange, whose open sides reach to the sheet's edge."""
    return Area(
        raw.get("startRowIndex", 0) + 1,
        raw.get("startColumnIndex", 0) + 1,
        raw.get("endRowIndex", rows),
        raw.get("endColumnIndex", columns),
    )


def _table(raw: Json, rows: int, columns: int) -> TypedTable:
    return TypedTable(str(raw.get("tableId", "")), area_of(raw.get("range", {}), rows, columns))


def _list_object(raw: Json, rows: int, columns: int) -> ListObject:
    names = tuple(str(column.get("columnName", "")) for column in raw.get("columnProperties", ()))
    return ListObject(str(raw.get("name", "")), area_of(raw.get("range", {}), rows, columns), names)


def _locked(
    raw: Json, named: dict[Any, Json], tables: tuple[TypedTable, ...], rows: int, columns: int
) -> Iterator[Area]:
    """What the signed-in user may not edit.  A sheet protected but for some ranges counts row by row around them."""
    for each in raw.get("protectedRanges", ()):
        if each.get("requestingUserCanEdit") or each.get("warningOnly"):
            continue
        table = next((t for t in tables if t.id == str(each.get("tableId"))), None)
        area = (
            table.area
            if table
            else area_of(each.get("range") or named.get(each.get("namedRangeId"), {}), rows, columns)
        )
        free = [area_of(item, rows, columns) for item in each.get("unprotectedRanges", ())]
        yield from _without(area, free)


def _without(area: Area, free: list[Area]) -> Iterator[Area]:
    """The rectangles that remain of an area once others are cut out of it."""
    parts = [area]
    for hole in free:
        parts = [rest for part in parts for rest in _cut(part, hole)]
    yield from parts


def _cut(part: Area, hole: Area) -> Iterator[Area]:
    top, bottom = max(part.top, hole.top), min(part.bottom, hole.bottom)
    left, right = max(part.left, hole.left), min(part.right, hole.right)
    if top > bottom or left > right:
        yield part
        return
    around = (
        Area(part.top, part.left, top - 1, part.right),
        Area(bottom + 1, part.left, part.bottom, part.right),
        Area(top, part.left, bottom, left - 1),
        Area(top, right + 1, bottom, part.right),
    )
    yield from (each for each in around if each.top <= each.bottom and each.left <= each.right)


def _kept(sheet: SheetState) -> Kept:
    return Kept(sheet.id, sheet.title, was_untouched(sheet.title, sheet.grid))
