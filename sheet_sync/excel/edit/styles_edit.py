"""Cell formats: what kind of number a format shows, and formats added at the end of the list.

A cell names its format by position in ``cellXfs``.  Positions never change: a format that is needed and not there is
appended, as a copy of the cell's own with one thing different.
Source: ECMA-376 part 1, 18.8.10 (cellXfs), 18.8.30 (numFmt, with the built-in formats).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.new_workbook.sheet_colours import GREY, LINK, TEAL, WHITE
from sheet_sync.excel.edit import splice
from sheet_sync.excel.read.numberformats import built_in, of_code

if TYPE_CHECKING:
    from sheet_sync.excel.edit.edits import Edits
    from sheet_sync.excel.read.serials import Shown

GENERAL, DATE, TIME, TIME_SECONDS, DATE_TIME, ELAPSED, TEXT = 0, 14, 20, 21, 22, 46, 49

_NEW_STYLES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<styleSheet xmlns="%bspreadsheetml/%b">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


def _font(kind: bytes, colour: str) -> bytes:
    return b'<{p}font>%b<{p}sz val="11"/><{p}color rgb="FF%b"/><{p}name val="Calibri"/></{p}font>' % (
        kind,
        colour.encode("ascii"),
    )


class Styles:
    """The formats of one workbook; new ones are kept until :meth:`finish`."""

    def __init__(self, edits: Edits, workbook_part: str, *, is_strict: bool) -> None:
        self._edits = edits
        self._workbook_part = workbook_part
        self._is_strict = is_strict
        self.part = next(iter(edits.related(workbook_part, "styles")), None)
        self._data = edits.read(self.part) if self.part else self._fresh()
        self._lists = {span.open.local: span for span in splice.children(self._data, splice.root(self._data).open.end)}
        self._codes = {
            int(item.open.get(b"numFmtId") or 0): item.open.get(b"formatCode") or "" for item in self._items(b"numFmts")
        }
        self._formats = [self._data[item.start : item.end] for item in self._items(b"cellXfs")]
        self._count = len(self._formats)
        self._variants: dict[tuple[int, int], int] = {}
        self._appended: dict[bytes, list[bytes]] = {}
        self._shows: dict[int, Shown] = {}

    def _fresh(self) -> bytes:
        name = (
            (b"http://purl.oclc.org/ooxml/", b"main")
            if self._is_strict
            else (b"http://schemas.openxmlformats.org/", b"2006/main")
        )
        return _NEW_STYLES % name

    def _items(self, name: bytes) -> list[splice.Span]:
        found = self._lists.get(name)
        return list(splice.children(self._data, found.open.end, found.inner_end)) if found else []

    def _format(self, index: int) -> bytes:
        if 0 <= index < len(self._formats):
            return self._formats[index]
        return self._formats[0] if self._formats else b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'

    def shows(self, index: int) -> Shown:
        """What the format at ``index`` makes of a number."""
        if index not in self._shows:
            number = int(next(splice.tags(self._format(index))).get(b"numFmtId") or 0)
            self._shows[index] = of_code(self._codes[number]) if number in self._codes else built_in(number)
        return self._shows[index]

    def with_number_format(self, index: int, number_format: int) -> int:
        """The index of a format that is like the one at ``index`` with another built-in number format."""
        if (index, number_format) not in self._variants:
            old = self._format(index)
            tag = next(splice.tags(old))
            changes: dict[bytes, str | None] = {b"numFmtId": str(number_format), b"applyNumberFormat": "1"}
            new = splice.with_attributes(tag, changes) + old[tag.end :]
            self._variants[index, number_format] = self._append_format(new)
        return self._variants[index, number_format]

    def _append_format(self, new: bytes) -> int:
        for known, xml in enumerate(self._formats):
            if xml == new:
                return known
        self._formats.append(new)
        return len(self._formats) - 1

    def header(self) -> int:
        """A format for the header of a sheet that the tool adds, as in a new workbook: white and bold on teal."""
        font = self._append(b"fonts", _font(b"<{p}b/>", WHITE))
        ground = f'<{{p}}fgColor rgb="FF{TEAL}"/>'.encode() + b'<{p}bgColor indexed="64"/>'
        fill = self._append(
            b"fills", b'<{p}fill><{p}patternFill patternType="solid">' + ground + b"</{p}patternFill></{p}fill>"
        )
        return self._append_format(
            self._prefixed(
                b'<{p}xf numFmtId="0" fontId="%d" fillId="%d" borderId="0" xfId="0" applyFont="1" applyFill="1"'
                b' applyAlignment="1"><{p}alignment vertical="center" wrapText="1"/></{p}xf>' % (font, fill)
            )
        )

    def remark(self) -> int:
        """A format for what is said beside a table: grey and slanted."""
        return self._append_format(
            self._prefixed(
                b'<{p}xf numFmtId="0" fontId="%d" fillId="0" borderId="0" xfId="0" applyFont="1"'
                b' applyAlignment="1"><{p}alignment vertical="center" wrapText="1"/></{p}xf>'
                % self._append(b"fonts", _font(b"<{p}i/>", GREY))
            )
        )

    def wrapped(self, number_format: int = GENERAL) -> int:
        """A format for the cells below it: wrapped, from the top."""
        return self._append_format(
            self._prefixed(
                b'<{p}xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
                b' applyAlignment="1"><{p}alignment vertical="top" wrapText="1"/></{p}xf>' % number_format
            )
        )

    def link(self) -> int:
        """A format for links: blue, underlined, from the top."""
        look = _font(b"<{p}u/>", LINK)
        return self._append_format(
            self._prefixed(
                b'<{p}xf numFmtId="0" fontId="%d" fillId="0" borderId="0" xfId="0" applyFont="1"'
                b' applyAlignment="1"><{p}alignment vertical="top"/></{p}xf>' % self._append(b"fonts", look)
            )
        )

    def _prefixed(self, xml: bytes) -> bytes:
        before, colon, _ = splice.root(self._data).open.name.rpartition(b":")
        return xml.replace(b"{p}", before + colon)

    def _append(self, group: bytes, xml: bytes) -> int:
        """Put an item at the end of a list other than ``cellXfs``; gives its position."""
        new = self._prefixed(xml)
        old = [self._data[item.start : item.end] for item in self._items(group)]
        added = self._appended.setdefault(group, [])
        if new in old:
            return old.index(new)
        if new not in added:
            added.append(new)
        return len(old) + added.index(new)

    def finish(self) -> None:
        """Put the styles part with what was appended into the overlay, if anything was."""
        new_formats = self._formats[self._count :]
        if not new_formats:
            return
        splices = [self._grown(group, items) for group, items in self._appended.items() if items]
        splices.append(self._grown(b"cellXfs", new_formats))
        data = splice.spliced(self._data, [one for group in splices for one in group])
        if self.part is not None:
            self._edits.write(self.part, data)
            return
        folder = self._workbook_part.rpartition("/")[0]
        part = f"{folder}/styles.xml" if folder else "styles.xml"  # some readers look for this very name
        if self._edits.exists(part):
            part = self._edits.free_name(part.replace(".xml", "{}.xml"))
        self._edits.add(part, data, _STYLES_TYPE)
        base = (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
            if self._is_strict
            else ("http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        )
        self._edits.relate(self._workbook_part, f"{base}/styles", part)

    def _grown(self, group: bytes, items: list[bytes]) -> list[tuple[int, int, bytes]]:
        found = self._lists.get(group)
        count = str(len(self._items(group)) + len(items))
        xml = b"".join(items)
        if found is None:
            return self._inserted(group, count, xml)
        tag = splice.with_attributes(found.open, {b"count": count})
        if found.open.is_empty:
            return [(found.start, found.end, splice.opened(tag) + xml + b"</" + found.open.name + b">")]
        return [(found.start, found.open.end, tag), (found.inner_end, found.inner_end, xml)]

    def _inserted(self, group: bytes, count: str, xml: bytes) -> list[tuple[int, int, bytes]]:
        """A list that the part lacks, put where the schema wants it."""
        order = (b"numFmts", b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs")
        before = [self._lists[name].end for name in order[: order.index(group)] if name in self._lists]
        at = max(before, default=splice.root(self._data).open.end)
        head, tail = self._prefixed(b"<{p}" + group), self._prefixed(b"</{p}" + group + b">")
        return [(at, at, head + b' count="%b">' % count.encode() + xml + tail)]
