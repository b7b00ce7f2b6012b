"""Sheets that the tool adds, as pleasant to work in as those that ``init`` makes in Excel.

Frozen header, widths, formats by column, drop-downs; a sheet with a table's own header gets its colours, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sheet_sync.core.changes import SheetSpec, Written
from sheet_sync.core.new_workbook.sheet_colours import GREY, PALE, TEAL, WHITE, Look, colourings
from sheet_sync.core.records import Area
from sheet_sync.core.schema import TABLES_BY_NAME, Kind, TableSchema
from sheet_sync.google.cells import needed_format, written_value
from sheet_sync.google.keeping import grid_range

Json = dict[str, Any]

_SPARE_ROWS = 200
"""Empty rows that are formatted: each is read again at every sync, and new rows look like those above them."""
_PIXELS_A_CHARACTER = 7.5
_ROWS_A_REQUEST = 2000


def _colour(text: str) -> Json:
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}


_LOOKS: dict[Look, Json] = {
    Look.OVERDUE: {"backgroundColorStyle": _colour("F8C9C4")},
    Look.DUE: {"backgroundColorStyle": _colour("FBE3B0")},
    Look.SENT: {"backgroundColorStyle": _colour("DCEFDD")},
    Look.MEND: {"backgroundColorStyle": _colour("FDE4E1")},
    Look.CLOSED: {"textFormat": {"foregroundColorStyle": _colour("A0A8AE")}},
    Look.OVERDUE_NAME: {"textFormat": {"bold": True, "foregroundColorStyle": _colour("B3261E")}},
}
_NUMBER_FORMATS: dict[Kind, Json] = {
    Kind.DATE: {"type": "DATE", "pattern": "yyyy-mm-dd"},
    Kind.SENT: {"type": "DATE", "pattern": "yyyy-mm-dd"},
    Kind.TIME: {"type": "TIME", "pattern": "hh:mm"},
    Kind.ID: {"type": "TEXT"},
    Kind.PHONE: {"type": "TEXT"},
    Kind.EMAIL: {"type": "TEXT"},
}
_LOOK_FIELDS = "userEnteredFormat(textFormat,backgroundColorStyle,wrapStrategy,verticalAlignment)"
_BODY = {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
_BODY_FIELDS = "userEnteredFormat(wrapStrategy,verticalAlignment)"
_COMPUTED = {
    **_BODY,
    "textFormat": {"foregroundColorStyle": _colour(GREY)},
    "backgroundColorStyle": _colour(PALE),
}
_REMARK = {
    "textFormat": {"italic": True, "foregroundColorStyle": _colour(GREY)},
    "wrapStrategy": "WRAP",
    "verticalAlignment": "MIDDLE",
}
_ONE_TO_FIVE = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to be added, and the number it will have.  ``rows`` is how many it will hold once more are written."""

    id: int
    spec: SheetSpec
    rows: int = 0

    @property
    def schema(self) -> TableSchema | None:
        """The table whose sheet it is, ``None`` for any other."""
        schema = TABLES_BY_NAME.get(self.spec.name)
        if schema is None or not self.spec.rows:
            return None
        names = tuple(field.name for field in schema.fields)
        return schema if self.spec.rows[self.spec.header_row - 1][: len(names)] == names else None

    @property
    def height(self) -> int:
        return max(len(self.spec.rows), self.rows) + _SPARE_ROWS

    @property
    def width(self) -> int:
        return max((len(row) for row in self.spec.rows), default=1)

    def below(self, first: int, last: int) -> Json:
        """The cells below the header, from one column to another."""
        return grid_range(self.id, Area(self.spec.header_row + 1, first, self.height, last))


def new_sheet_requests(sheet: NewSheet) -> Iterator[Json]:
    """Everything that makes the sheet."""
    spec = sheet.spec
    size: Json = {"rowCount": sheet.height, "columnCount": sheet.width}
    if spec.freeze_header:
        size["frozenRowCount"] = spec.header_row
    yield {"addSheet": {"properties": {"sheetId": sheet.id, "title": spec.name, "gridProperties": size}}}
    yield from _looks(sheet)
    for start in range(0, len(spec.rows), _ROWS_A_REQUEST):
        rows = spec.rows[start : start + _ROWS_A_REQUEST]
        yield _values(sheet, start, rows)
    yield from _dates(sheet)
    yield from _widths(sheet)
    yield from _choices(sheet)
    yield from _colours(sheet)


def _values(sheet: NewSheet, start: int, rows: tuple[tuple[Written, ...], ...]) -> Json:
    def cell(value: Written) -> Json:
        entered = written_value(value)
        return {"userEnteredValue": entered} if entered else {}

    return {
        "updateCells": {
            "rows": [{"values": [cell(value) for value in row]} for row in rows],
            "fields": "userEnteredValue",
            "start": {"sheetId": sheet.id, "rowIndex": start, "columnIndex": 0},
        }
    }


def _looks(sheet: NewSheet) -> Iterator[Json]:
    """Header and body, column by column where they are a table's."""
    header_row, schema = sheet.spec.header_row, sheet.schema
    if sheet.spec.freeze_header:
        header = grid_range(sheet.id, Area(header_row, 1, header_row, sheet.spec.table_width))
        yield _format(header, _header_look(TEAL), _LOOK_FIELDS)
        if sheet.spec.has_remarks:
            beside = grid_range(sheet.id, Area(header_row, sheet.spec.table_width + 1, header_row, sheet.width))
            yield _format(beside, _REMARK, _LOOK_FIELDS)
    if schema is None:
        yield _format(sheet.below(1, sheet.width), _BODY, _BODY_FIELDS)
    for number, field in enumerate(schema.fields if schema else (), 1):
        if field.computed:
            top = grid_range(sheet.id, Area(header_row, number, header_row, number))
            yield _format(top, _header_look(GREY), _LOOK_FIELDS)
            yield _format(sheet.below(number, number), _COMPUTED, _LOOK_FIELDS)
        elif field.kind is Kind.LONG_TEXT:
            yield _format(sheet.below(number, number), _BODY, _BODY_FIELDS)
        if field.kind in _NUMBER_FORMATS:
            look = {"numberFormat": _NUMBER_FORMATS[field.kind]}
            yield _format(sheet.below(number, number), look, "userEnteredFormat.numberFormat")


def _format(where: Json, look: Json, fields: str) -> Json:
    return {"repeatCell": {"range": where, "cell": {"userEnteredFormat": look}, "fields": fields}}


def _header_look(colour: str) -> Json:
    return {
        "textFormat": {"bold": True, "foregroundColorStyle": _colour(WHITE)},
        "backgroundColorStyle": _colour(colour),
        "wrapStrategy": "WRAP",
        "verticalAlignment": "MIDDLE",
    }


def _dates(sheet: NewSheet) -> Iterator[Json]:
    """Dates and times in cells whose column has no format for them."""
    formats = {
        number: _NUMBER_FORMATS[field.kind]
        for number, field in enumerate(sheet.schema.fields if sheet.schema else (), 1)
        if field.kind in _NUMBER_FORMATS
    }
    for column in sorted(sheet.spec.date_columns - set(formats)):
        formats[column] = _NUMBER_FORMATS[Kind.DATE]
        yield _format(sheet.below(column, column), {"numberFormat": formats[column]}, "userEnteredFormat.numberFormat")
    for row, cells in enumerate(sheet.spec.rows, 1):
        for column, value in enumerate(cells, 1):
            present = formats.get(column) if row > sheet.spec.header_row else None
            if (wanted := needed_format(value, present)) is not None:
                where = grid_range(sheet.id, Area(row, column, row, column))
                yield _format(where, {"numberFormat": wanted}, "userEnteredFormat.numberFormat")


def _widths(sheet: NewSheet) -> Iterator[Json]:
    for index, width in enumerate(sheet.spec.widths):
        if index >= sheet.width:
            return
        span = {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
        pixels = round(width * _PIXELS_A_CHARACTER) + 8
        yield {"updateDimensionProperties": {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def _choices(sheet: NewSheet) -> Iterator[Json]:
    """Drop-downs; another word stays allowed, for a person may know better."""
    for column, choices in sorted(sheet.spec.choices.items()):
        yield _validation(sheet, column, "ONE_OF_LIST", choices)
    for number, field in enumerate(sheet.schema.fields if sheet.schema else (), 1):
        if field.kind is Kind.RATING:
            yield _validation(sheet, number, "ONE_OF_LIST", _ONE_TO_FIVE)


def _validation(sheet: NewSheet, column: int, kind: str, values: tuple[str, ...]) -> Json:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    rule = {"condition": condition, "strict": False, "showCustomUi": True}
    return {"setDataValidation": {"range": sheet.below(column, column), "rule": rule}}


def name_choices(sheets: dict[str, NewSheet]) -> Iterator[Json]:
    """Drop-downs of names and questions, once all sheets are there."""
    for sheet in sheets.values():
        for number, field in enumerate(sheet.schema.fields if sheet.schema else (), 1):
            table = field.refers_to
            if field.kind is Kind.REFERENCE and table in ("Contacts", "Questions") and table in sheets:
                yield _validation(sheet, number, "ONE_OF_RANGE", (f"={table}!$B$2:$B",))


def _colours(sheet: NewSheet) -> Iterator[Json]:
    for index, colouring in enumerate(colourings(sheet.schema) if sheet.schema else ()):
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f"={colouring.formula}"}]}
        rule = {
            "ranges": [sheet.below(colouring.first, colouring.last)],
            "booleanRule": {"condition": condition, "format": _LOOKS[colouring.look]},
        }
        yield {"addConditionalFormatRule": {"rule": rule, "index": index}}
