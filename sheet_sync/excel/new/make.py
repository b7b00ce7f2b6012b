"""A new workbook, pleasant to work in: frozen headers, filters, drop-downs, date formats, colours that mean something.

Everything about the columns comes from the schema.  The same rows make the same bytes.  Only *new* workbooks are made
with openpyxl; a workbook that somebody uses is never loaded and saved by it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sheet_sync.core.changes import SheetSpec
from sheet_sync.core.new_workbook.guide import GUIDE
from sheet_sync.core.records import MAX_TEXT, CellRef, column_letters
from sheet_sync.core.schema import (
    GUIDE_SHEET,
    SETTINGS,
    SETTINGS_SHEET,
    TABLES,
    Kind,
    TableSchema,
)
from sheet_sync.core.values import Scalar
from sheet_sync.errors import Refused

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from sheet_sync.excel.new.make_formats import Formats

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that XML cannot hold; a workbook writes them as ``_xHHHH_``."""

_LINE_POINTS = 15
_HEADER_POINTS = 24
_MAX_LINES = 20

Rows = Sequence[Mapping[str, Scalar]]

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_MADE_AT = datetime(2026, 1, 1)  # noqa: DTZ001 (a document property, without zone in the format)


def new_workbook(tables: Mapping[str, Rows], settings: Mapping[str, Scalar], owned: Iterable[SheetSpec] = ()) -> bytes:
    """An .xlsx with all tables, a guide and the settings.

    ``tables`` gives rows by table and field, ``settings`` values by setting, ``owned`` the sheets that the tool writes.
    """
    from openpyxl import Workbook

    from sheet_sync.excel.new.make_formats import Formats

    book = Workbook()
    book.remove(book.worksheets[0])
    formats = Formats(book)
    _write_guide(book.create_sheet(GUIDE_SHEET), formats)
    for schema in TABLES:
        _write_table(book.create_sheet(schema.name), schema, tables.get(schema.name, ()), formats)
    for spec in owned:
        _write_owned(book.create_sheet(spec.name), spec, formats)
    _write_settings(book.create_sheet(SETTINGS_SHEET), settings, formats)
    book.properties.created = book.properties.modified = _MADE_AT
    book.properties.creator = "sheet-sync"
    return _same_every_time(book)


def _write_guide(sheet: Worksheet, formats: Formats) -> None:
    sheet.sheet_view.showGridLines = False
    _print_setup(sheet, repeat_header=False)
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 96
    for number, (left, right) in enumerate(GUIDE, 1):
        is_heading = not right
        first, second = sheet.cell(number, 1, left), sheet.cell(number, 2, right)
        if number == 1:
            first.style = formats.title
        elif is_heading:
            first.style = formats.heading
        else:
            first.style = formats.command if left.startswith("sheet-sync") else formats.label
            second.style = formats.text


def _write_table(sheet: Worksheet, schema: TableSchema, rows: Rows, formats: Formats) -> None:
    for number, field in enumerate(schema.fields, 1):
        letters = column_letters(number)
        sheet.cell(1, number, field.name).style = formats.computed_header if field.computed else formats.header
        sheet.column_dimensions[letters].width = field.width
        # The format of the empty cells too, so that what is typed there looks right at once.
        formats.set_column(sheet, letters, formats.of(field))
        formats.explain_header(sheet, f"{letters}1", field)
    own = own_columns(schema, rows)
    for number, name in enumerate(own, len(schema.fields) + 1):
        _put(sheet, 1, number, name, formats.header)
        sheet.column_dimensions[column_letters(number)].width = 18
    for row_number, row in enumerate(rows, 2):
        for number, field in enumerate(schema.fields, 1):
            value = row.get(field.name)
            _put(sheet, row_number, number, value, formats.fit(value, formats.of(field)))
        for number, name in enumerate(own, len(schema.fields) + 1):
            _put(sheet, row_number, number, row.get(name), formats.fit(row.get(name), formats.text))
        sheet.row_dimensions[row_number].height = _height(row, schema)
    sheet.row_dimensions[1].height = _HEADER_POINTS
    last = max(len(rows) + 1, 2)
    if not rows:
        for number, field in enumerate(schema.fields, 1):
            sheet.cell(2, number).style = formats.of(field)
    formats.make_list_object(sheet, schema, len(schema.fields) + len(own), last)
    formats.add_choices(sheet, schema)
    formats.add_colours(sheet, schema)
    sheet.freeze_panes = "C2"
    _print_setup(sheet)


def _put(sheet: Worksheet, row: int, column: int, value: Scalar, style: str) -> None:
    """A typed value as it was typed: text that begins with ``=`` stays text, control characters are kept."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise Refused(
                f"{CellRef(sheet.title, row, column)} would hold {len(value):,} characters; Excel allows {MAX_TEXT:,}.",
                hint="Shorten that text, then try again.",
            )
        value = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"
    cell.style = style


def _height(row: Mapping[str, Scalar], schema: TableSchema) -> float:
    """Points that the wrapped texts of a row need, about; the program fits the row anew when it is edited."""
    wrapped = [(str(row[f.name]), f.width) for f in schema.fields if f.kind is Kind.LONG_TEXT and row.get(f.name)]
    lines = max((sum(1 + int(len(part) / width) for part in text.split("\n")) for text, width in wrapped), default=1)
    return _LINE_POINTS * min(lines, _MAX_LINES)


def own_columns(schema: TableSchema, rows: Rows) -> list[str]:
    """Columns of the user's own, to the right of the schema's, in the order in which they first occur."""
    return [name for name in dict.fromkeys(name for row in rows for name in row) if not schema.has(name)]


def _write_owned(sheet: Worksheet, spec: SheetSpec, formats: Formats) -> None:
    for row_number, row in enumerate(spec.rows, 1):
        for number, value in enumerate(row, 1):
            is_link = number in spec.link_columns
            style = formats.header if row_number == spec.header_row else formats.link if is_link else formats.text
            if isinstance(value, Scalar):
                _put(sheet, row_number, number, value, formats.fit(value, style))
            else:
                cell = sheet.cell(row_number, number, f"={value.text}")
                cell.style = style
    for number, width in enumerate(spec.widths, 1):
        sheet.column_dimensions[column_letters(number)].width = width
        formats.set_column(sheet, column_letters(number), formats.link if number in spec.link_columns else formats.text)
    sheet.freeze_panes = f"A{spec.header_row + 1}" if spec.freeze_header else None
    _print_setup(sheet)


def _write_settings(sheet: Worksheet, settings: Mapping[str, Scalar], formats: Formats) -> None:
    for number, (title, width) in enumerate((("Setting", 22), ("Value", 46), ("What it is for", 84)), 1):
        sheet.cell(1, number, title).style = formats.header
        sheet.column_dimensions[column_letters(number)].width = width
    for number, setting in enumerate(SETTINGS, 2):
        sheet.cell(number, 1, setting.name).style = formats.label
        value = settings.get(setting.name, setting.default)
        sheet.cell(number, 2, value).style = formats.setting
        sheet.cell(number, 3, setting.about).style = formats.hint
        if setting.choices:
            formats.add_list(sheet, f"B{number}", setting.choices)
    sheet.freeze_panes = "A2"
    _print_setup(sheet)


def _print_setup(sheet: Worksheet, *, repeat_header: bool = True) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if repeat_header:
        sheet.print_title_rows = "1:1"


def _same_every_time(book: Workbook) -> bytes:
    """The saved workbook without the moment it was saved."""
    saved, made = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _without_save_time(data)
            elif entry.filename.startswith("xl/worksheets/"):
                data = data.replace(b' customHeight="1"', b"")  # else no row would ever grow with its text again
            target.writestr(zipfile.ZipInfo(entry.filename, _ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _without_save_time(core_properties: bytes) -> bytes:
    stamp = _MADE_AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, core_properties)
