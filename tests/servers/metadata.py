"""Developer metadata: entries on the spreadsheet, a sheet, a row or a column, and how they are looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.servers.a1 import Box
from tests.servers.api_errors import Invalid, Json
from tests.servers.ranges import ranged, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.model import Sheet, Spreadsheet

_DIMENSIONS = {"ROWS": "ROW", "COLUMNS": "COLUMN"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry where it is: ``shelf`` is the list that holds it, ``raw`` the entry without its location."""

    shelf: list[Json]
    raw: Json
    location: Json

    def json(self) -> Json:
        """As answers give it."""
        return {**self.raw, "location": ranged(self.location)}


def entries(book: Spreadsheet) -> Iterator[Entry]:
    """All entries of a spreadsheet."""
    for raw in book.metadata:
        yield Entry(book.metadata, raw, {"locationType": "SPREADSHEET", "spreadsheet": True})
    for sheet in book.sheets:
        yield from on_sheet(sheet)
        for dimension in ("ROWS", "COLUMNS"):
            for index, line in enumerate(sheet.lines(dimension)):
                if line.metadata:
                    yield from on_line(sheet, dimension, index)


def on_sheet(sheet: Sheet) -> Iterator[Entry]:
    """Those of a sheet as a whole."""
    for raw in sheet.metadata:
        yield Entry(sheet.metadata, raw, {"locationType": "SHEET", "sheetId": sheet.id})


def on_line(sheet: Sheet, dimension: str, index: int) -> Iterator[Entry]:
    """Those of one row or column."""
    shelf = sheet.lines(dimension)[index].metadata
    span = {"sheetId": sheet.id, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
    for raw in shelf:
        yield Entry(shelf, raw, {"locationType": _DIMENSIONS[dimension], "dimensionRange": span})


def shelf_of(book: Spreadsheet, location: Json) -> list[Json]:
    """The list that holds the metadata of a location.

    Raises:
        Invalid: the location is none, or spans more than one row or column (documented; wording assumed).
    """
    if location.get("spreadsheet"):
        return book.metadata
    if "dimensionRange" in location:
        span = location["dimensionRange"]
        sheet, dimension = book.by_id(span.get("sheetId", 0)), span.get("dimension")
        start, end = span.get("startIndex", 0), span.get("endIndex", -1)
        if dimension not in _DIMENSIONS or end - start != 1 or end > len(sheet.lines(dimension)):
            raise Invalid("The dimension range must represent a single row or column.")
        shelf: list[Json] = sheet.lines(dimension)[start].metadata
        return shelf
    if "sheetId" in location:
        return book.by_id(location["sheetId"]).metadata
    raise Invalid("Developer metadata must have a location.")


def found(book: Spreadsheet, data_filter: Json) -> list[Entry]:
    """The entries a DataFilter selects."""
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        return [entry for entry in entries(book) if _matches(entry, lookup)]
    sheet, box = _filter_box(book, data_filter)
    return [entry for entry in entries(book) if _lies_in(entry.location, sheet, box)]


def _filter_box(book: Spreadsheet, data_filter: Json) -> tuple[Sheet, Box]:
    if "a1Range" in data_filter:
        target = resolve(book, data_filter["a1Range"])
        return target.sheet, target.box
    if "gridRange" in data_filter:
        sheet = book.by_id(data_filter["gridRange"].get("sheetId", 0))
        return sheet, sheet.box(data_filter["gridRange"])
    raise Invalid("No data filter was specified.")  # wording assumed


def _matches(entry: Entry, lookup: Json) -> bool:
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if name in lookup and entry.raw.get(name) != lookup[name]:
            return False
    if "locationType" in lookup and entry.location["locationType"] != lookup["locationType"]:
        return False
    where = lookup.get("metadataLocation")
    if not where:
        return True
    wanted = {name: value for name, value in where.items() if name != "locationType"}
    return wanted.items() <= entry.location.items()


def _lies_in(location: Json, sheet: Sheet, box: Box) -> bool:
    span = location.get("dimensionRange")
    if span is None or span["sheetId"] != sheet.id:
        return location.get("sheetId") == sheet.id and box == sheet.grid
    start, end = (box.top, box.bottom) if span["dimension"] == "ROWS" else (box.left, box.right)
    return bool(start <= span["startIndex"] < end)
