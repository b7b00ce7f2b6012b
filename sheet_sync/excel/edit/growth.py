"""What refers to a table that got rows: areas that ended at its last row end at the new one, as Excel does it.

Conditional formats, data validations and filters of the sheet, defined names, the series of charts, the sources of
pivot tables.  Areas that ended elsewhere, and formulas in cells, are left as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.excel.edit import splice

if TYPE_CHECKING:
    from sheet_sync.excel.edit.sheet_edit import SheetEdit
    from sheet_sync.excel.edit.workbook_edit import WorkbookEdit

_BY_SQREF = frozenset({b"conditionalFormatting", b"dataValidation", b"ignoredError"})
_AREA = r"(\$?[A-Za-z]{1,3}\$?)([1-9]\d{0,6}):(\$?[A-Za-z]{1,3}\$?)([1-9]\d{0,6})"
_SHEET_AREA = re.compile(rf"('(?:[^']|'')+'|[^\s'!,()]+)!{_AREA}")
_NAMES_AND_AREAS = re.compile(rf"(?:{_SHEET_AREA.pattern},?)+")


@dataclass(frozen=True, slots=True)
class Growth:
    """A table's columns, its last row before (or where else something of it ended), and its last row after."""

    sheet: str
    left: int
    right: int
    old: frozenset[int]
    new: int

    def of_area(self, area: Area) -> Area:
        """The area as it is afterwards."""
        ends_there = area.bottom in self.old and area.left <= self.right and area.right >= self.left
        return replace(area, bottom=self.new) if ends_there else area

    def of_sqref(self, sqref: str) -> str:
        """A list of areas, as conditional formats have it."""
        return " ".join(str(self.of_area(Area.parse(one))) for one in sqref.split())

    def of_reference(self, text: str) -> str:
        """A formula that is a list of areas with sheets (``Contacts!$A$2:$A$30``); any other stays as it is."""
        if not _NAMES_AND_AREAS.fullmatch(text):
            return text
        return _SHEET_AREA.sub(self._of_match, text)

    def _of_match(self, match: re.Match[str]) -> str:
        name = match[1][1:-1].replace("''", "'") if match[1].startswith("'") else match[1]
        area = Area.parse(f"{match[2]}{match[3]}:{match[4]}{match[5]}")
        if name.casefold() != self.sheet.casefold() or self.of_area(area) == area:
            return match[0]
        return f"{match[1]}!{match[2]}{match[3]}:{match[4]}{self.new}"


def grow_all(sheet: SheetEdit, growth: Growth) -> None:
    """Let everything that ended at the old last row end at the new one."""
    sheet.tail = _grown_tail(sheet.tail, growth)
    book = sheet.book
    _grow_names(book, growth)
    for part in parts_of(book, "drawingml.chart+xml", "chartex+xml"):
        _grow_formulas(book, part, growth)
    for part in parts_of(book, "pivotCacheDefinition+xml"):
        _grow_source(book, part, growth)


def parts_of(book: WorkbookEdit, *endings: str) -> list[str]:
    """The existing parts whose content type ends so."""
    types = book.package.content_types
    return [part for part in book.package.parts if types.of(part).endswith(endings) and book.edits.exists(part)]


def _grown_tail(tail: bytes, growth: Growth) -> bytes:
    splices: list[tuple[int, int, bytes]] = []
    depth = 0
    extension: list[bytes] = []
    for tag in splice.tags(tail, tail.index(b">") + 1):
        if tag.is_end:
            depth -= 1
            extension = extension[:depth]
            continue
        if tag.local in _BY_SQREF and (sqref := tag.get(b"sqref")):
            splices.append(_with(tag, b"sqref", growth.of_sqref(sqref)))
        elif tag.local == b"autoFilter" and depth == 0 and (ref := tag.get(b"ref")):
            splices.append(_with(tag, b"ref", growth.of_sqref(ref)))
        elif tag.local == b"sqref" and any(name in _BY_SQREF for name in extension):
            end = tail.index(b"<", tag.end)
            new = growth.of_sqref(splice.unescaped(tail[tag.end : end]))
            splices.append((tag.end, end, splice.escaped(new)))
        if not tag.is_empty:
            extension = [*extension[:depth], tag.local]
            depth += 1
    return splice.spliced(tail, splices)


def _with(tag: splice.Tag, attribute: bytes, value: str) -> tuple[int, int, bytes]:
    changed = splice.with_attributes(tag, {attribute: value}) if tag.get(attribute) != value else None
    return tag.start, tag.end if changed else tag.start, changed or b""


def _grow_names(book: WorkbookEdit, growth: Growth) -> None:
    data = book.edits.read(book.part)
    new = grown_texts(data, b"definedName", growth)
    if new != data:
        book.edits.write(book.part, new)


def _grow_formulas(book: WorkbookEdit, part: str, growth: Growth) -> None:
    data = book.edits.read(part)
    new = grown_texts(data, b"f", growth)
    if new != data:
        book.edits.write(part, new)


def grown_texts(data: bytes, name: bytes, growth: Growth) -> bytes:
    """A part in which the text of every element of that name has grown."""
    splices: list[tuple[int, int, bytes]] = []
    for tag in splice.tags(data):
        if tag.local == name and not tag.is_end and not tag.is_empty:
            end = data.index(b"<", tag.end)
            old = splice.unescaped(data[tag.end : end])
            new = growth.of_reference(old)
            if new != old:
                splices.append((tag.end, end, splice.escaped(new)))
    return splice.spliced(data, splices)


def _grow_source(book: WorkbookEdit, part: str, growth: Growth) -> None:
    data = book.edits.read(part)
    for tag in splice.tags(data):
        ref = tag.get(b"ref") if tag.local == b"worksheetSource" else None
        if ref and (tag.get(b"sheet") or "").casefold() == growth.sheet.casefold() and tag.get(b"name") is None:
            start, end, new = _with(tag, b"ref", growth.of_sqref(ref))
            book.edits.write(part, data[:start] + new + data[end:])
            return
