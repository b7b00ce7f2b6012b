"""Sheets added at the end of a workbook: Problems, Conflicts, Dashboard, Settings.

Source: ECMA-376 part 1, 18.3.1.99 (worksheet, with the order of its children), 18.2.19 (sheets).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area, CellRef, column_letters, quoted_sheet
from sheet_sync.core.values import Formula
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import cellxml, rowedit, splice, styles_edit, tables
from sheet_sync.excel.edit.rowedit import NewCell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sheet_sync.core.changes import SheetSpec, Written
    from sheet_sync.excel.edit.workbook_edit import WorkbookEdit

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_MAX_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_MAX_CHOICES = 255
"""Characters of a drop-down's choices written out.  Source: Microsoft, Excel specifications and limits."""
_ROWS_WITH_CHOICES = 1000


def add_sheets(book: WorkbookEdit, specs: Sequence[SheetSpec]) -> None:
    """Add sheets to the workbook.

    Raises:
        Refused: there is one of that name, the name is none, or the workbook's structure is protected.
    """
    for spec in specs:
        _refuse(book, spec, [other.name for other in specs if other is not spec])
        folder = book.part.rpartition("/")[0]
        part = book.edits.free_name(f"{folder}/worksheets/sheet{{}}.xml" if folder else "worksheets/sheet{}.xml")
        table = _table_part(book, spec)
        book.edits.add(part, b"", _SHEET_TYPE)
        table_id = book.edits.relate(part, f"{book.office}/table", table) if table else None
        book.edits.write(part, _sheet_xml(book, spec, table_id))
        position = _list(book, spec, book.edits.relate(book.part, f"{book.office}/worksheet", part))
        for name, area, hidden in _names(spec, is_table=table_id is not None):
            _name(book, spec, position, name, area, hidden)


def _refuse(book: WorkbookEdit, spec: SheetSpec, others: list[str]) -> None:
    name = spec.name
    if any(name.casefold() == other.casefold() for other in [*(sheet.name for sheet in book.sheets), *others]):
        raise Refused(f"{book.name} has a sheet named {name} already, so it was not added.", where=book.name)
    if not name or len(name) > _MAX_NAME or _NOT_IN_NAMES.search(name):
        raise Refused(f"{name} is no name for a sheet: at most {_MAX_NAME} characters, without [ ] : * ? / \\.")
    for tag in splice.tags(book.edits.read(book.part)):
        if tag.local == b"workbookProtection" and tag.get(b"lockStructure") in ("1", "true"):
            raise Refused(
                f"{book.name} is protected against new sheets, so the sheet {name} could not be added.",
                where=book.name,
                hint="In Excel, choose Review > Protect Workbook to lift the protection, and save.",
            )


def _list(book: WorkbookEdit, spec: SheetSpec, relationship: str) -> int:
    """Put the sheet at the end of the workbook's list; gives its position there, counted from 0."""
    data = book.edits.read(book.part)
    root = splice.root(data)
    group = next(s for s in splice.children(data, root.open.end, root.inner_end) if s.open.local == b"sheets")
    items = list(splice.children(data, group.open.end, group.inner_end))
    number = max((int(item.open.get(b"sheetId") or 0) for item in items), default=0) + 1
    before, colon, _ = group.open.name.rpartition(b":")
    declared = f"{book.office}".encode("ascii")
    element = b'<%bsheet name="%b" sheetId="%d" xmlns:r="%b" r:id="%b"/>' % (
        before + colon,
        splice.escaped(spec.name),
        number,
        declared,
        relationship.encode("ascii"),
    )
    book.edits.write(book.part, data[: group.inner_end] + element + data[group.inner_end :])
    return len(items)


def _names(spec: SheetSpec, *, is_table: bool) -> Iterator[tuple[bytes, str, bool]]:
    """Names that Excel gives areas of its own accord: the filter's, the header on each page."""
    if not spec.freeze_header:
        return
    area = _area(spec)
    last = column_letters(area.right)
    if not is_table and _has_filter(spec):
        yield b"_xlnm._FilterDatabase", f"${column_letters(area.left)}${area.top}:${last}${area.bottom}", True
    yield b"_xlnm.Print_Titles", f"${spec.header_row}:${spec.header_row}", False


def _name(book: WorkbookEdit, spec: SheetSpec, position: int, name: bytes, area: str, is_hidden: bool) -> None:
    data = book.edits.read(book.part)
    root = splice.root(data)
    before, colon, _ = root.open.name.rpartition(b":")
    prefix = before + colon
    name = b'<%bdefinedName name="%b" localSheetId="%d"%b>%b</%bdefinedName>' % (
        prefix,
        name,
        position,
        b' hidden="1"' if is_hidden else b"",
        splice.escaped(f"{quoted_sheet(spec.name)}!{area}"),
        prefix,
    )
    spans = {span.open.local: span for span in splice.children(data, root.open.end, root.inner_end)}
    if (group := spans.get(b"definedNames")) is not None and not group.open.is_empty:
        at = group.inner_end
    else:
        at = max(spans[each].end for each in _BEFORE_NAMES if each in spans)
        name = b"<%bdefinedNames>%b</%bdefinedNames>" % (prefix, name, prefix)
    book.edits.write(book.part, data[:at] + name + data[at:])


_BEFORE_NAMES = (b"sheets", b"functionGroups", b"externalReferences")


# --- the sheet ---


def _sheet_xml(book: WorkbookEdit, spec: SheetSpec, table_id: str | None) -> bytes:
    pieces = [
        _XML,
        b'<worksheet xmlns="%b" xmlns:r="%b">' % (book.main_namespace.encode("ascii"), book.office.encode("ascii")),
        b'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        _views(spec),
        b"<sheetFormatPr%b/>" % _row_height(b"defaultRowHeight", spec.row_height),
        _columns(spec),
        b"<sheetData>",
        *_rows(book, spec),
        b"</sheetData>",
        b"" if table_id or not _has_filter(spec) else b'<autoFilter ref="%b"/>' % str(_area(spec)).encode("ascii"),
        _choices(spec),
        b'<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
        b'<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
        b'<tableParts count="1"><tablePart r:id="%b"/></tableParts>' % table_id.encode("ascii") if table_id else b"",
        b"</worksheet>",
    ]
    return b"".join(pieces)


_LOW = 15.0
"""The height of a row of one line, in points."""


def _height_of(spec: SheetSpec, row: int) -> bytes:
    """The height of a row that is not as high as the others: a header, which has two lines where there are remarks."""
    if row == spec.header_row and spec.has_remarks:
        return _row_height(b"ht", 2 * _LOW)
    return _row_height(b"ht", _LOW) if spec.row_height is not None and row <= spec.header_row else b""


def _row_height(attribute: bytes, height: float | None) -> bytes:
    """A height that stays whatever the text; without one, what a row is that holds none."""
    if height is None:
        return b' %b="%g"' % (attribute, _LOW)
    return b' %b="%g" customHeight="1"' % (attribute, height)


def _has_filter(spec: SheetSpec) -> bool:
    return len(spec.rows) > spec.header_row and spec.freeze_header


def _views(spec: SheetSpec) -> bytes:
    if not spec.freeze_header or not spec.header_row:
        return b'<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    first = b"A%d" % (spec.header_row + 1)
    return (
        b'<sheetViews><sheetView workbookViewId="0">'
        b'<pane ySplit="%d" topLeftCell="%b" activePane="bottomLeft" state="frozen"/>'
        b'<selection pane="bottomLeft" activeCell="%b" sqref="%b"/></sheetView></sheetViews>'
        % (spec.header_row, first, first, first)
    )


def _columns(spec: SheetSpec) -> bytes:
    if not spec.widths:
        return b""
    columns = b"".join(
        b'<col min="%d" max="%d" width="%.2f" customWidth="1"/>' % (number, number, width)
        for number, width in enumerate(spec.widths, 1)
    )
    return b"<cols>%b</cols>" % columns


def _rows(book: WorkbookEdit, spec: SheetSpec) -> Iterator[bytes]:
    styles = book.styles
    header, plain, dated = styles.header(), styles.wrapped(), styles.wrapped(styles_edit.DATE)
    for number, values in enumerate(spec.rows, 1):
        cells: dict[int, NewCell] = {}
        for column, value in enumerate(values, 1):
            if value is None or value == "":
                continue
            if number == spec.header_row:
                style = header if column <= spec.table_width else styles.remark()
            elif column in spec.link_columns:
                style = styles.link()
            else:
                style = dated if column in spec.date_columns and number > spec.header_row else plain
            cells[column] = _cell(book, spec, number, column, value, style)
        if cells:
            yield rowedit.row_xml(number, _height_of(spec, number), cells, b"")


def _cell(book: WorkbookEdit, spec: SheetSpec, row: int, column: int, value: Written, style: int) -> NewCell:
    inside = cellxml.inside(value, str(CellRef(spec.name, row, column)), book.epoch)
    book.has_new_formulas |= inside.is_formula
    plain = value.result if isinstance(value, Formula) else value
    wanted = cellxml.fitting_format(plain, book.styles.shows(style))
    return NewCell(inside.type, inside.xml, style if wanted is None else book.styles.with_number_format(style, wanted))


def _choices(spec: SheetSpec) -> bytes:
    validations = []
    first, last = spec.header_row + 1, max(len(spec.rows), spec.header_row + _ROWS_WITH_CHOICES)
    for column, choices in sorted(spec.choices.items()):
        listed = ",".join(choices)
        if not choices or len(listed) > _MAX_CHOICES or any("," in choice for choice in choices):
            continue
        area = str(Area(first, column, last, column)).encode("ascii")
        text = splice.escaped(f'"{listed.replace(chr(34), chr(34) * 2)}"')
        validations.append(
            b'<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="%b">'
            b"<formula1>%b</formula1></dataValidation>" % (area, text)
        )
    if not validations:
        return b""
    return b'<dataValidations count="%d">%b</dataValidations>' % (len(validations), b"".join(validations))


# --- the table in it ---


def _area(spec: SheetSpec) -> Area:
    """The table on the sheet."""
    return Area(spec.header_row, 1, max(len(spec.rows), spec.header_row + 1), spec.table_width)


def _table_part(book: WorkbookEdit, spec: SheetSpec) -> str | None:
    """The part of the Excel Table over header and rows, ``None`` where the sheet is to be a plain one."""
    if spec.as_list_object is None:
        return None
    headers = [str(name or "") for name in spec.rows[spec.header_row - 1]]
    if not headers or len({name.casefold() for name in headers}) < len(headers) or not all(headers):
        raise Refused(f"The sheet {spec.name} cannot be an Excel Table: its headers are not all different.")
    names, ids = _used_names(book)
    name, number = spec.as_list_object, 1
    while name.casefold() in names:
        number += 1
        name = f"{spec.as_list_object}{number}"
    folder = book.part.rpartition("/")[0]
    part = book.edits.free_name(f"{folder}/tables/table{{}}.xml" if folder else "tables/table{}.xml")
    book.edits.add(part, _table_xml(book, spec, name, max(ids, default=0) + 1, headers), _TABLE_TYPE)
    return part


def _used_names(book: WorkbookEdit) -> tuple[set[str], set[int]]:
    """The names that tables and cells go by (they share one space), and the tables' numbers."""
    names: set[str] = set()
    ids: set[int] = set()
    parts = [part for entry in book.worksheets() for part in book.edits.related(entry.part, "table")]
    parts += [part for part in book.edits.added if "/tables/" in f"/{part}"]
    for part in parts:
        tag = splice.root(book.edits.read(part)).open
        names |= {(tag.get(b"displayName") or "").casefold(), (tag.get(b"name") or "").casefold()}
        ids.add(int(tag.get(b"id") or 0))
    for tag in splice.tags(book.edits.read(book.part)):
        if tag.local == b"definedName" and not tag.is_end:
            names.add((tag.get(b"name") or "").casefold())
    return names, ids


def _table_xml(book: WorkbookEdit, spec: SheetSpec, name: str, number: int, headers: list[str]) -> bytes:
    area = str(_area(spec)).encode("ascii")
    columns = b"".join(
        b'<tableColumn id="%d" name="%b"/>' % (i, splice.escaped(tables.escaped_name(header)))
        for i, header in enumerate(headers, 1)
    )
    return (
        _XML
        + b'<table xmlns="%b" id="%d" name="%b" displayName="%b" ref="%b" totalsRowShown="0"><autoFilter ref="%b"/>'
        b'<tableColumns count="%d">%b</tableColumns><tableStyleInfo name="TableStyleLight1" showFirstColumn="0"'
        b' showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
        % (
            book.main_namespace.encode("ascii"),
            number,
            splice.escaped(name),
            splice.escaped(name),
            area,
            area,
            len(headers),
            columns,
        )
    )
