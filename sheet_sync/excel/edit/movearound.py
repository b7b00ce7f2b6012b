"""What stands around the rows and in other parts, after rows of a sheet were taken out or put in.

Everything that can refer to rows is listed here, element by element and part by part.  What is not listed is taken for
an obstacle: it might refer to rows in a way that nobody looked at.
Source: ECMA-376 part 1, 18.3.1.99 (worksheet), 20.5 (drawings), 21.2 (charts); MS-XLSX 2.2 (extensions); MS-OI29500.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.excel.edit import splice
from sheet_sync.excel.edit.rowmove import Obstacle, RowMove, moved, moved_relative

if TYPE_CHECKING:
    from sheet_sync.excel.edit.splice import Span, Tag
    from sheet_sync.excel.edit.workbook_edit import SheetEntry, WorkbookEdit

Splice = tuple[int, int, bytes]
Change = Callable[[bytes], bytes]

_WITHOUT_ROWS = frozenset(
    b"sheetPr dimension sheetViews sheetFormatPr cols sheetCalcPr sheetProtection phoneticPr printOptions pageMargins"
    b" pageSetup headerFooter colBreaks customProperties drawing legacyDrawing legacyDrawingHF drawingHF picture"
    b" tableParts webPublishItems".split()
)
_WITH_ROWS = frozenset(
    b"protectedRanges autoFilter sortState mergeCells conditionalFormatting dataValidations hyperlinks rowBreaks"
    b" ignoredErrors cellWatches oleObjects controls extLst AlternateContent".split()
)
_KNOWN_EXTENSIONS = frozenset(
    b"conditionalFormattings dataValidations sparklineGroups slicerList timelineRefs ignoredErrors PLV".split()
)
_KNOWN_RELATIONS = frozenset(
    (
        *("table", "drawing", "vmlDrawing", "comments", "threadedComment", "hyperlink", "printerSettings", "image"),
        *("pivotTable", "slicer", "timeline", "ctrlProp", "oleObject", "package", "customProperty"),
        "tableSingleCells",
    )
)
_ROW_NUMBER = re.compile(rb"(<(?:\w+:)?row>)(\d+)(</)")
_VML_ROW = re.compile(rb"(<x:Row>)\s*(\d+)\s*(</x:Row>)")
_VML_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_ANCHOR = re.compile(rb"<(\w+:)?(twoCellAnchor|oneCellAnchor)\b([^>]*)>.*?</(?:\w+:)?\2>", re.DOTALL)
_TEXT_LINK = re.compile(rb'(\stextlink=")([^"]*)(")')


# --- the sheet itself ---


def moved_tail(tail: bytes, move: RowMove, home: str, *, is_home: bool) -> bytes:
    """What follows the rows of a sheet.

    Raises:
        Obstacle: something there cannot be adjusted.
    """
    start = tail.index(b">") + 1
    splices: list[Splice] = []
    for span in splice.children(tail, start):
        name = span.open.local
        if is_home and name not in _WITHOUT_ROWS and name not in _WITH_ROWS:
            raise Obstacle(f"the sheet has {name.decode()}")
        if name in _WITH_ROWS:
            splices += _Mover(tail, move, home, is_home=is_home).element(span)
    return splice.spliced(tail, splices)


class _Mover:
    """Adjusts one element behind the rows, with all that is inside of it."""

    def __init__(self, data: bytes, move: RowMove, home: str, *, is_home: bool) -> None:
        self.data, self.move, self.home, self.is_home = data, move, home, is_home

    def element(self, span: Span) -> list[Splice]:
        """The splices for an element and everything in it; one whose whole area is gone goes too."""
        name = span.open.local
        if name == b"extLst":
            return self._inside(span)
        if name == b"ext":
            self._refuse_unknown(span)
            return self._inside(span)
        if name in (b"conditionalFormatting", b"dataValidation") and span.open.get(b"sqref") is not None:
            return self._with_formulas(span, span.open.get(b"sqref") or "", None)
        if name in (b"conditionalFormatting", b"dataValidation", b"sparkline"):
            return self._extended(span)
        if name in (b"from", b"to"):
            return [self._anchor_row(span)] if self.is_home else []
        return self._plain(span)

    def _inside(self, span: Span) -> list[Splice]:
        return [
            one for child in splice.children(self.data, span.open.end, span.inner_end) for one in self.element(child)
        ]

    def _refuse_unknown(self, span: Span) -> None:
        for child in splice.children(self.data, span.open.end, span.inner_end):
            if self.is_home and child.open.local not in _KNOWN_EXTENSIONS:
                raise Obstacle(f"the sheet has {child.open.local.decode()}")

    def _plain(self, span: Span) -> list[Splice]:
        tag, name = span.open, span.open.local
        if not self.is_home:
            return self._inside(span)
        if name == b"mergeCell":
            return self._merged(span)
        if name == b"brk":
            row = self.move.row(int(tag.get(b"id") or 0))
            return [_gone(span)] if row is None else [_changed(tag, b"id", str(row))]
        for attribute in (b"sqref", b"ref"):
            if told := tag.get(attribute):
                new = self.move.sqref(told)
                if not new:
                    return [_gone(span)]
                inside = self._counted(span)
                location = self._location(tag)
                changed: dict[bytes, str | None] = {attribute: new, **location}
                return [(tag.start, tag.end, splice.with_attributes(tag, changed)), *inside]
        if name == b"cellWatch" and (told := tag.get(b"r")):
            new = self.move.sqref(told)
            return [_changed(tag, b"r", new)] if new else [_gone(span)]
        return self._counted(span)

    def _location(self, tag: Tag) -> dict[bytes, str]:
        told = tag.get(b"location") if tag.local == b"hyperlink" else None
        if not told:
            return {}
        try:
            return {b"location": moved(told, self.move, self.home)}
        except Obstacle:
            return {}  # a link to a cell that is gone leads to its place

    def _merged(self, span: Span) -> list[Splice]:
        area = Area.parse(span.open.get(b"ref") or "")
        if area.bottom > area.top and self.move.gone_in(area.top, area.top):
            raise Obstacle(f"the merged cells {area} begin in it", [area.top])
        new = self.move.area(area)
        if new is None or (new.top, new.left) == (new.bottom, new.right):
            return [_gone(span)]
        return [_changed(span.open, b"ref", str(new))]

    def _counted(self, span: Span) -> list[Splice]:
        """A list: where entries go, its count follows, and an empty list goes too."""
        inside = self._inside(span)
        told = span.open.get(b"count")
        gone = [one for one in inside if one[2] == b"" and one[1] > one[0]]
        if not gone:
            return inside
        children = list(splice.children(self.data, span.open.end, span.inner_end))
        left = len(children) - sum(any(one[:2] == (c.start, c.end) for one in gone) for c in children)
        if not left:
            return [_gone(span)]
        counted = [_changed(span.open, b"count", str(left))] if told is not None else []
        if span.open.local == b"rowBreaks" and span.open.get(b"manualBreakCount"):
            tag = splice.with_attributes(span.open, {b"count": str(left), b"manualBreakCount": str(left)})
            counted = [(span.open.start, span.open.end, tag)]
        return [*counted, *inside]

    def _with_formulas(self, span: Span, sqref: str, sqref_text: Span | None) -> list[Splice]:
        """An area with formulas that are meant for its first cell."""
        new = self.move.sqref(sqref) if self.is_home else sqref
        if not new:
            return [_gone(span)]
        splices: list[Splice] = []
        if new == sqref:
            pass
        elif sqref_text is None:
            splices.append(_changed(span.open, b"sqref", new))
        else:
            splices.append((sqref_text.open.end, sqref_text.inner_end, splice.escaped(new)))
        for formula in self._formulas(span):
            old = splice.unescaped(self.data[formula.open.end : formula.inner_end])
            changed = moved_relative(old, self.move, self.home, sqref)
            if changed != old:
                splices.append((formula.open.end, formula.inner_end, splice.escaped(changed)))
        return splices

    def _formulas(self, span: Span) -> list[Span]:
        found: list[Span] = []
        for child in splice.children(self.data, span.open.end, span.inner_end):
            if child.open.local in (b"formula", b"formula1", b"formula2", b"f"):
                holds = list(splice.children(self.data, child.open.end, child.inner_end))
                found += self._formulas(child) if holds else [child]
            else:
                found += self._formulas(child)
        return found

    def _extended(self, span: Span) -> list[Splice]:
        """The same in an extension, where the area is an element of its own."""
        for child in splice.children(self.data, span.open.end, span.inner_end):
            if child.open.local == b"sqref":
                sqref = splice.unescaped(self.data[child.open.end : child.inner_end])
                if span.open.local == b"sparkline" and self.is_home and not self.move.sqref(sqref):
                    raise Obstacle("a sparkline stands in it", [Area.parse(sqref).top])
                return self._with_formulas(span, sqref, child)
        return self._inside(span)

    def _anchor_row(self, span: Span) -> Splice:
        data = self.data[span.start : span.end]
        return span.start, span.end, _ROW_NUMBER.sub(lambda match: _moved_index(match, self.move), data)


def _gone(span: Span) -> Splice:
    return span.start, span.end, b""


def _changed(tag: Tag, attribute: bytes, value: str) -> Splice:
    return tag.start, tag.end, splice.with_attributes(tag, {attribute: value})


def _moved_index(match: re.Match[bytes], move: RowMove) -> bytes:
    """A row counted from 0, as drawings do; one that is gone becomes the next that stays."""
    new = move.row(move.surviving(int(match[2]) + 1))
    assert new is not None
    return match[1] + str(new - 1).encode("ascii") + match[3]


# --- the parts that belong to the sheet ---


def move_sheet_parts(book: WorkbookEdit, entry: SheetEntry, move: RowMove) -> None:
    """Adjust comments, drawings, tables and pivot tables of the sheet whose rows move.

    Raises:
        Obstacle: one of them cannot be adjusted.
    """
    for relationship in book.edits.relationships(entry.part):
        kind, part = relationship.type.rpartition("/")[2], relationship.target
        if kind not in _KNOWN_RELATIONS:
            raise Obstacle(f"the sheet has a part of the kind {kind}")
        if relationship.is_external:
            continue
        if kind in ("comments", "threadedComment"):
            _move_comments(book, part, move)
        elif kind == "vmlDrawing":
            _rewrite(book, part, lambda data: _moved_vml(data, move))
        elif kind == "drawing":
            _rewrite(book, part, lambda data: _moved_drawing(data, move))
        elif kind == "pivotTable":
            _move_pivot(book, part, move)
        elif kind == "tableSingleCells":
            _rewrite(book, part, lambda data: _moved_attribute(data, b"singleXmlCell", b"r", move))


def _rewrite(book: WorkbookEdit, part: str, change: Change) -> None:
    data = book.edits.read(part)
    new = change(data)
    if new != data:
        book.edits.write(part, new)


def _move_comments(book: WorkbookEdit, part: str, move: RowMove) -> None:
    def change(data: bytes) -> bytes:
        for tag in splice.tags(data):
            if tag.local in (b"comment", b"threadedComment") and not tag.is_end and (ref := tag.get(b"ref")):
                row = Area.parse(ref).top
                if move.row(row) is None:
                    raise Obstacle("a comment stands in it", [row])
        for name in (b"comment", b"threadedComment"):
            data = _moved_attribute(data, name, b"ref", move)
        return data

    _rewrite(book, part, change)


def _moved_attribute(data: bytes, name: bytes, attribute: bytes, move: RowMove) -> bytes:
    splices: list[Splice] = []
    for tag in splice.tags(data):
        if tag.local == name and not tag.is_end and (told := tag.get(attribute)):
            new = move.sqref(told)
            if not new:
                raise Obstacle(f"{name.decode()} stands in it", [Area.parse(told).top])
            if new != told:
                splices.append(_changed(tag, attribute, new))
    return splice.spliced(data, splices)


def _moved_vml(data: bytes, move: RowMove) -> bytes:
    data = _VML_ROW.sub(lambda match: _moved_index(match, move), data)
    return _VML_ANCHOR.sub(lambda match: _moved_vml_anchor(match, move), data)


def _moved_vml_anchor(match: re.Match[bytes], move: RowMove) -> bytes:
    """Left column and offset, top row and offset, right column and offset, bottom row and offset."""
    numbers = match[2].split(b",")
    if len(numbers) != 8:
        return match[0]
    for at in (2, 6):
        new = move.row(move.surviving(int(numbers[at]) + 1))
        assert new is not None
        numbers[at] = b" %d" % (new - 1) if numbers[at][:1].isspace() else b"%d" % (new - 1)
    return match[1] + b",".join(numbers) + match[3]


def _moved_drawing(data: bytes, move: RowMove) -> bytes:
    def anchor(match: re.Match[bytes]) -> bytes:
        if b'editAs="absolute"' in match[3]:
            return match[0]
        head = len(match[0]) - len(match[0].split(b">", 1)[1])
        end = match[0].find(b"</" + (match[1] or b"") + (b"to>" if match[2] == b"twoCellAnchor" else b"from>"))
        body = _ROW_NUMBER.sub(lambda row: _moved_index(row, move), match[0][head:end])
        return match[0][:head] + body + match[0][end:]

    return _ANCHOR.sub(anchor, data)


def _move_pivot(book: WorkbookEdit, part: str, move: RowMove) -> None:
    def change(data: bytes) -> bytes:
        for tag in splice.tags(data):
            if tag.local == b"location" and (ref := tag.get(b"ref")):
                area = Area.parse(ref)
                if move.gone_in(area.top, area.bottom):
                    raise Obstacle("a pivot table stands in it", move.gone_in(area.top, area.bottom))
                if area.top < move.first <= area.bottom:
                    raise Obstacle("a pivot table stands across it")
        return _moved_attribute(data, b"location", b"ref", move)

    _rewrite(book, part, change)
