"""The calls of Sheets v4: who may, on what, and which module does it.

Every write works on a copy and puts it in place only when all went well.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers import appending, batch, masks, metadata, render, schema, values
from tests.servers.api_errors import Invalid, Json, not_found
from tests.servers.batch.work import Work
from tests.servers.model import Spreadsheet
from tests.servers.values import ValuesCall

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.masks import Mask
    from tests.servers.routes import Route
    from tests.servers.store import File, Store

_BODIES = {
    "values.update": ("ValueRange", "data"),
    "values.append": ("ValueRange", "data"),
    "values.batchUpdate": ("BatchUpdateValuesRequest", ""),
    "values.batchClear": ("BatchClearValuesRequest", ""),
    "values.clear": ("ClearValuesRequest", ""),
    "spreadsheets.batchUpdate": ("BatchUpdateSpreadsheetRequest", ""),
    "spreadsheets.create": ("Spreadsheet", ""),
    "developerMetadata.search": ("SearchDeveloperMetadataRequest", ""),
}
ANSWERS = {
    "values.get": "ValueRange",
    "values.update": "UpdateValuesResponse",
    "values.append": "AppendValuesResponse",
    "values.clear": "ClearValuesResponse",
    "values.batchGet": "BatchGetValuesResponse",
    "values.batchUpdate": "BatchUpdateValuesResponse",
    "values.batchClear": "BatchClearValuesResponse",
    "spreadsheets.get": "Spreadsheet",
    "spreadsheets.create": "Spreadsheet",
    "spreadsheets.batchUpdate": "BatchUpdateSpreadsheetResponse",
    "developerMetadata.get": "DeveloperMetadata",
    "developerMetadata.search": "SearchDeveloperMetadataResponse",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised call."""

    store: Store
    user: str
    route: Route
    query: dict[str, list[str]]
    body: Any

    def flag(self, name: str) -> bool:
        """A boolean parameter; ``False`` with a capital is accepted, too (recorded)."""
        return self.query.get(name, ["false"])[0].lower() == "true"

    def mask(self) -> Mask | None:
        """The ``fields`` parameter, checked against what the answer may hold."""
        text = self.query.get("fields", [""])[0]
        if not text:
            return None
        mask = masks.parse(text)
        schema.check_mask(mask, ANSWERS[self.route.kind])
        return mask


def answer(call: Call) -> Json:
    """Do the call and give the body of its answer.

    Raises:
        ApiError: it is refused; nothing has changed.
    """
    kind = call.route.kind
    if kind in _BODIES:
        schema.check_body(_BODIES[kind][0], call.body, _BODIES[kind][1])
    mask = call.mask()
    result = _CALLS[kind](call)
    if mask is None or kind in ("spreadsheets.get", "spreadsheets.batchUpdate"):
        return result
    cut: Json = masks.cut(mask, result)
    return cut


def _read(call: Call) -> tuple[File, Spreadsheet]:
    return call.store.spreadsheet(call.route.parts["file"], call.user, write=False)


def get(call: Call) -> Json:
    """``spreadsheets.get``."""
    file, book = _read(call)
    ranges = tuple(call.query.get("ranges", ()))
    return render.spreadsheet(book, _view(call, file, book, ranges, call.flag("includeGridData"), call.mask()))


def _view(
    call: Call, file: File, book: Spreadsheet, ranges: tuple[str, ...], grid: bool, mask: Mask | None
) -> render.View:
    now, guard = call.store.now_in(book), call.store.guard(file, call.user, book)
    return render.View(file.id, now, guard, ranges, include_grid=grid, mask=mask)


def create(call: Call) -> Json:
    """``spreadsheets.create``."""
    properties, sheets = call.body.get("properties", {}), call.body.get("sheets", [])
    book = Spreadsheet.new(properties.get("title") or "Untitled spreadsheet")
    book.properties |= {name: properties[name] for name in ("locale", "timeZone", "autoRecalc") if name in properties}
    file = call.store.create(call.user, book)
    work = Work(
        book, call.store.ids, call.store.guard(file, call.user, book), call.store.quirks, call.store.now_in(book)
    )
    if sheets:
        try:
            _make_sheets(work, sheets)
        except Invalid:
            del call.store.files[file.id]
            raise
    return render.spreadsheet(book, _view(call, file, book, (), False, None))


def _make_sheets(work: Work, sheets: list[Json]) -> None:
    """The sheets asked for instead of Sheet1; what they hold besides properties and data is not emulated."""
    work.book.sheets.clear()
    for wanted in sheets:
        if set(wanted) - {"properties", "data"}:
            raise Invalid("The emulator creates sheets with properties and data only.")
        batch.apply(work, [{"addSheet": {"properties": wanted.get("properties", {})}}])
        sheet = work.book.sheets[-1]
        for part in wanted.get("data", []):
            start = {
                "sheetId": sheet.id,
                "rowIndex": part.get("startRow", 0),
                "columnIndex": part.get("startColumn", 0),
            }
            batch.apply(work, [{"updateCells": {"start": start, "rows": part.get("rowData", []), "fields": "*"}}])


def batch_update(call: Call) -> Json:
    """``spreadsheets.batchUpdate``: all of it or nothing."""
    file, book = call.store.spreadsheet(call.route.parts["file"], call.user, write=True)
    copy, mask = book.copied(), call.mask()
    work = Work(
        copy, call.store.ids, call.store.guard(file, call.user, copy), call.store.quirks, call.store.now_in(copy)
    )
    result: Json = {"spreadsheetId": file.id, "replies": batch.apply(work, call.body.get("requests", []))}
    if call.body.get("includeSpreadsheetInResponse") and (mask is None or masks.wants(mask, "updatedSpreadsheet")):
        ranges, grid = tuple(call.body.get("responseRanges", ())), bool(call.body.get("responseIncludeGridData"))
        below = None if mask is None else mask.get("updatedSpreadsheet")
        result["updatedSpreadsheet"] = render.spreadsheet(copy, _view(call, file, copy, ranges, grid, below))
    call.store.replace(file, copy)
    cut: Json = masks.cut(mask, result) if mask else result
    return cut


def _reading(function: Callable[[ValuesCall], Json]) -> Callable[[Call], Json]:
    """A values call that changes nothing."""

    @functools.wraps(function)
    def run(call: Call) -> Json:
        file, book = _read(call)
        return function(ValuesCall(book, file.id, call.query, call.store.now_in(book), lambda sheet, box: None))

    return run


def _writing(function: Callable[[ValuesCall, Json], Json]) -> Callable[[Call], Json]:
    """A values call that works on a copy, which takes the original's place when it is done."""

    @functools.wraps(function)
    def run(call: Call) -> Json:
        file, book = call.store.spreadsheet(call.route.parts["file"], call.user, write=True)
        copy = book.copied()
        guard = call.store.guard(file, call.user, copy)
        result = function(ValuesCall(copy, file.id, call.query, call.store.now_in(copy), guard.touch), call.body)
        call.store.replace(file, copy)
        return result

    return run


def _at(call: Call) -> str:
    return call.route.parts["range"]


def metadata_get(call: Call) -> Json:
    """``developerMetadata.get``."""
    _, book = _read(call)
    for entry in metadata.entries(book):
        if entry.raw["metadataId"] == int(call.route.parts["metadata"]):
            return entry.json()
    raise not_found()


def metadata_search(call: Call) -> Json:
    """``developerMetadata.search``."""
    _, book = _read(call)
    matched = [
        {"developerMetadata": entry.json(), "dataFilters": [data_filter]}
        for data_filter in call.body.get("dataFilters", [])
        for entry in metadata.found(book, data_filter)
    ]
    return {"matchedDeveloperMetadata": matched} if matched else {}


_CALLS: dict[str, Callable[[Call], Json]] = {
    "spreadsheets.get": get,
    "spreadsheets.create": create,
    "spreadsheets.batchUpdate": batch_update,
    "values.get": lambda call: _reading(lambda inner: values.get(inner, _at(call)))(call),
    "values.batchGet": _reading(values.batch_get),
    "values.update": lambda call: _writing(lambda inner, body: values.update(inner, _at(call), body))(call),
    "values.append": lambda call: _writing(lambda inner, body: appending.append(inner, _at(call), body))(call),
    "values.clear": lambda call: _writing(lambda inner, body: values.clear(inner, _at(call)))(call),
    "values.batchUpdate": _writing(values.batch_update),
    "values.batchClear": _writing(values.batch_clear),
    "developerMetadata.get": metadata_get,
    "developerMetadata.search": metadata_search,
}
