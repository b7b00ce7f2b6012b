"""Requests about sheets as a whole, and about the spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers import colors, masks
from tests.servers.api_errors import Invalid, Json
from tests.servers.batch.work import Handler, Work, fields
from tests.servers.lines import blank
from tests.servers.model import Sheet
from tests.servers.render import sheet_properties

if TYPE_CHECKING:
    from tests.servers.masks import Mask

_GRID_SWITCHES = (
    "frozenRowCount",
    "frozenColumnCount",
    "hideGridlines",
    "rowGroupControlAfter",
    "columnGroupControlAfter",
)


def add_sheet(work: Work, body: Json) -> Json:
    """A new sheet at the end, or at the index asked for."""
    wanted = body.get("properties", {})
    if wanted.get("sheetType", "GRID") != "GRID":
        raise Invalid("The emulator has grids only.")
    grid = wanted.get("gridProperties", {})
    rows, columns = grid.get("rowCount", 1000), grid.get("columnCount", 26)
    work.book.check_size(rows * columns)
    sheet = Sheet.new(_new_id(work, wanted.get("sheetId")), _new_title(work, wanted.get("title")), rows, columns)
    index = wanted.get("index", len(work.book.sheets))
    work.book.sheets.insert(index, sheet)
    _set(work, sheet, wanted, {name: {} for name in wanted if name not in ("sheetId", "title", "sheetType", "index")})
    return {"properties": sheet_properties(sheet, work.book.sheets.index(sheet))}


def _new_id(work: Work, wanted: int | None) -> int:
    if wanted is None:
        return work.ids.number()
    if any(sheet.id == wanted for sheet in work.book.sheets):
        raise Invalid(f"Sheet with ID {wanted} already exists.")  # wording assumed
    return wanted


def _new_title(work: Work, wanted: str | None) -> str:
    if not wanted:
        number = len(work.book.sheets) + 1
        while work.book.by_title(f"Sheet{number}"):
            number += 1
        return f"Sheet{number}"
    _check_title(work, wanted, None)
    return wanted


def _check_title(work: Work, title: str, own: Sheet | None) -> None:
    there = work.book.by_title(title)
    if there is not None and there is not own:
        raise Invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def delete_sheet(work: Work, body: Json) -> None:
    """Take a sheet away; the last one stays."""
    sheet = work.sheet(body)
    if len(work.book.sheets) == 1:
        raise Invalid("You can't remove all the sheets in a document.")
    work.touch(sheet, sheet.grid)
    work.book.sheets.remove(sheet)
    work.book.named_ranges = [n for n in work.book.named_ranges if n["range"].get("sheetId", 0) != sheet.id]


def duplicate_sheet(work: Work, body: Json) -> Json:
    """A copy of a sheet with what is on it, metadata included."""
    source = work.book.by_id(body.get("sourceSheetId", 0))
    sheet = source.copied()
    title = body.get("newSheetName") or f"Copy of {source.title}"
    _check_title(work, title, None)
    sheet.properties |= {"sheetId": _new_id(work, body.get("newSheetId")), "title": title}
    _name_ranges_after(sheet, source.id)
    work.book.sheets.insert(body.get("insertSheetIndex", 0), sheet)
    return {"properties": sheet_properties(sheet, work.book.sheets.index(sheet))}


def _name_ranges_after(sheet: Sheet, old: int) -> None:
    """Let the ranges of a copied sheet name the copy."""
    ranges = [*sheet.merges, *(rule_range for rule in sheet.conditional for rule_range in rule["ranges"])]
    ranges += [item["range"] for item in (*sheet.protected, *sheet.tables, *sheet.banded) if "range" in item]
    ranges += [group["range"] for groups in sheet.groups.values() for group in groups]
    ranges += [sheet.basic_filter["range"]] if sheet.basic_filter else []
    for item in ranges:
        if item.get("sheetId", 0) == old:
            item["sheetId"] = sheet.id


def update_sheet_properties(work: Work, body: Json) -> None:
    """Title, place, size, visibility, colour: what the mask names."""
    properties = body.get("properties", {})
    _set(work, work.sheet(properties), properties, fields(body))


def _set(work: Work, sheet: Sheet, new: Json, mask: Mask) -> None:
    if "*" in mask:
        mask = {name: {} for name in ("title", "index", "hidden", "rightToLeft", "tabColorStyle", "gridProperties")}
    if "title" in mask:
        _check_title(work, new.get("title", ""), sheet)
        sheet.properties["title"] = new.get("title", "")
    if "index" in mask:
        _place(work, sheet, new.get("index", 0))
    if "gridProperties" in mask:
        _resize(work, sheet, new.get("gridProperties", {}), mask["gridProperties"])
    rest = {
        name: below for name, below in mask.items() if name in ("hidden", "rightToLeft", "tabColor", "tabColorStyle")
    }
    kept = colors.without_twins(sheet.properties, new)
    sheet.properties = masks.update(kept, new, rest)
    for switch in ("hidden", "rightToLeft"):
        if not sheet.properties.get(switch):
            sheet.properties.pop(switch, None)
    if all(each.properties.get("hidden") for each in work.book.sheets):
        raise Invalid("You can't hide all the sheets in a document.")


def _place(work: Work, sheet: Sheet, index: int) -> None:
    """The index counts the places before the move (documented): one to the right lands one short."""
    old = work.book.sheets.index(sheet)
    if index > len(work.book.sheets):
        raise Invalid(f"Sheet index {index} is out of range.")  # wording assumed
    work.book.sheets.remove(sheet)
    work.book.sheets.insert(index - 1 if index > old else index, sheet)


def _resize(work: Work, sheet: Sheet, new: Json, mask: Mask) -> None:
    for name, dimension in (("rowCount", "ROWS"), ("columnCount", "COLUMNS")):
        if name in new and (not mask or name in mask):
            if new[name] < 1:
                raise Invalid(f"gridProperties.{name} must be at least 1.")  # wording assumed
            across = len(sheet.columns if dimension == "ROWS" else sheet.rows)
            work.book.check_size((new[name] - len(sheet.lines(dimension))) * across)
            _set_count(sheet, dimension, new[name])
    for switch in _GRID_SWITCHES:
        if not mask or switch in mask:
            value = new.get(switch)
            if value:
                sheet.properties["gridProperties"][switch] = value
            else:  # recorded: vanishes when unset
                sheet.properties["gridProperties"].pop(switch, None)


def _set_count(sheet: Sheet, dimension: str, count: int) -> None:
    lines = sheet.lines(dimension)
    lines.extend(blank(dimension) for _ in range(count - len(lines)))
    del lines[count:]
    if dimension == "COLUMNS":
        for row in sheet.rows:
            row.cells = {column: cell for column, cell in row.cells.items() if column < count}


def update_spreadsheet_properties(work: Work, body: Json) -> None:
    """Title, locale, time zone."""
    new, mask = body.get("properties", {}), fields(body)
    for name in ("title", "locale", "timeZone", "autoRecalc"):
        if "*" in mask or name in mask:
            if not new.get(name):
                raise Invalid(f"properties.{name} must not be empty.")  # wording assumed
            work.book.properties[name] = new[name]


HANDLERS: dict[str, Handler] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
