"""One row of a sheet: its cells where they stand, and the splices that give some of them another value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sheet_sync.core.records import MAX_COLUMN, column_letters, column_number
from sheet_sync.excel.edit import splice
from sheet_sync.excel.edit.rowindex import NotASheet
from sheet_sync.excel.edit.splice import Span, Tag

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ROW_TAG = re.compile(rb"<row((?:\s[^<>/]*)?)>")
_CELL_TAG = re.compile(rb"<c r=\"([A-Z]{1,3})([1-9][0-9]{0,6})\"([^<>\"']*(?:\"[^<>\"]*\"[^<>\"']*)*)>")
_USUAL_ADDRESS = re.compile(rb" r=\"([A-Z]{1,3})([1-9][0-9]{0,6})\"")

Splice = tuple[int, int, bytes]


@dataclass(slots=True)
class Cell:
    """A cell as it stands in its row's bytes (``data``)."""

    column: int
    span: Span
    data: bytes
    _parts: dict[bytes, Span] | None = None

    @property
    def parts(self) -> dict[bytes, Span]:
        """The elements inside, by name; looked for only when they are asked for."""
        if self._parts is None:
            inside = splice.children(self.data, self.span.open.end, self.span.inner_end)
            self._parts = {part.open.local: part for part in inside}
        return self._parts

    @property
    def tag(self) -> Tag:
        return self.span.open

    @property
    def style(self) -> int:
        told = self.tag.get(b"s")
        return int(told) if told and told.isdigit() else 0

    @property
    def type(self) -> str:
        return self.tag.get(b"t") or "n"

    @property
    def formula(self) -> Span | None:
        """Its ``f`` element."""
        return self.parts.get(b"f")

    @property
    def has_content(self) -> bool:
        """Whether it holds a formula or anything that shows."""
        value, text = self.parts.get(b"v"), self.parts.get(b"is")
        return self.formula is not None or (value is not None and value.inner_end > value.open.end) or text is not None


@dataclass(slots=True)
class Row:
    """A row: ``data`` from its start tag on, perhaps with what stands between it and the next."""

    data: bytes
    number: int
    span: Span
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def tag(self) -> Tag:
        return self.span.open

    @property
    def style(self) -> int | None:
        """The format of cells that the row does not have, ``None`` where the row has none of its own."""
        told = self.tag.get(b"s")
        if told and told.isdigit() and self.tag.get(b"customFormat") in ("1", "true"):
            return int(told)
        return None

    def content(self, part: Span | None) -> bytes:
        """What stands inside an element of the row."""
        return b"" if part is None else self.data[part.open.end : part.inner_end]

    def with_content(self) -> list[int]:
        """The columns whose cells hold something."""
        return [column for column, cell in self.cells.items() if cell.has_content]


def parse_row(data: bytes, number: int) -> Row:
    """The row whose start tag stands at the beginning of ``data``.

    Raises:
        NotASheet: a cell says that it stands elsewhere.
    """
    plain = _plain_row(data, number)
    if plain is not None:
        return plain
    span = next(splice.children(data), None)
    if span is None:
        raise NotASheet(f"row {number} has no end")
    row = Row(data, number, span)
    column = 0
    for child in splice.children(data, span.open.end, span.inner_end):
        if child.open.local == b"c":
            column = _column(child.open, number, column)
            row.cells[column] = Cell(column, child, data)
    return row


def _plain_row(data: bytes, number: int) -> Row | None:
    """A row as most programs write it, cell by cell with nothing between; ``None`` where it is not like that."""
    start = _ROW_TAG.match(data)
    end = data.rfind(b"</row>")
    if start is None or end < 0 or data[end + 6 :].strip() or b"<!" in data or b"<?" in data or b"<extLst" in data:
        return None
    opened = Tag(0, start.end(), b"row", start[1], False, False)
    row = Row(data, number, Span(opened, end, end + 6))
    found = list(_CELL_TAG.finditer(data, start.end(), end))
    if data.count(b"<c") != len(found) or (found[0].start() if found else end) != start.end():
        return None
    address = str(number).encode("ascii")
    stops = [match.start() for match in found[1:]] + [end]
    for match, stop in zip(found, stops, strict=False):
        is_empty = match[3].endswith(b"/")
        inner_end = match.end() if is_empty else stop - 4
        if match[2] != address or (stop != match.end() if is_empty else data[inner_end:stop] != b"</c>"):
            return None
        column = column_number(match[1].decode("ascii"))
        if column > MAX_COLUMN:
            return None
        tag = Tag(match.start(), match.end(), b"c", data[match.start() + 2 : match.end() - 1], False, is_empty)
        row.cells[column] = Cell(column, Span(tag, inner_end, stop), data)
    return row


def _column(tag: Tag, row: int, before: int) -> int:
    usual = _USUAL_ADDRESS.match(tag.attributes)
    if usual is not None and int(usual[2]) == row and (column := column_number(usual[1].decode())) <= MAX_COLUMN:
        return column
    told = tag.get(b"r")
    if told is None and before < MAX_COLUMN:
        return before + 1
    match = _ADDRESS.fullmatch(told or "")
    if match is None or int(match[2]) != row or column_number(match[1]) > MAX_COLUMN:
        raise NotASheet(f"a cell of row {row} says that it is {told or 'beyond the last column'!r}")
    return column_number(match[1])


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell becomes: type, content and format; ``style`` ``None`` leaves the format as it is."""

    type: str | None
    xml: bytes
    style: int | None = None


def set_cells(row: Row, cells: dict[int, NewCell], prefix: bytes) -> list[Splice]:
    """The splices that make the cells of ``row`` what ``cells`` says, new ones in their place among the others."""
    splices: list[Splice] = []
    absent: dict[int, bytes] = {}
    for column, new in sorted(cells.items()):
        old = row.cells.get(column)
        if old is None:
            absent[column] = cell_xml(row.number, column, new, prefix)
        else:
            splices.append((old.span.start, old.span.end, _changed(row, old, new)))
    return [*splices, *_inserted(row, absent, prefix), *_widened_spans(row, absent)]


def cell_xml(row: int, column: int, new: NewCell, prefix: bytes) -> bytes:
    """A cell that was not there."""
    style = b' s="%d"' % new.style if new.style else b""
    kind = b' t="%b"' % new.type.encode("ascii") if new.type else b""
    start = b'<%bc r="%b%d"%b%b' % (prefix, column_letters(column).encode("ascii"), row, style, kind)
    if not new.xml:
        return start + b"/>"
    return start + b">" + new.xml + b"</" + prefix + b"c>"


def row_xml(number: int, attributes: bytes, cells: dict[int, NewCell], prefix: bytes) -> bytes:
    """A row that was not there; ``attributes`` are those beside its number."""
    inner = b"".join(cell_xml(number, column, new, prefix) for column, new in sorted(cells.items()))
    start = b'<%brow r="%d"%b' % (prefix, number, attributes)
    return start + b">" + inner + b"</" + prefix + b"row>" if inner else start + b"/>"


def _changed(row: Row, old: Cell, new: NewCell) -> bytes:
    changes: dict[bytes, str | None] = {b"t": new.type, b"cm": None, b"vm": None}
    if new.style is not None and new.style != old.style:
        changes[b"s"] = str(new.style)
    present = old.tag.all()
    tag = splice.with_attributes(old.tag, {k: v for k, v in changes.items() if v is not None or k in present})
    others = b"".join(
        row.data[part.start : part.end] for name, part in old.parts.items() if name not in (b"f", b"v", b"is")
    )
    inner = new.xml + others
    if not inner:
        return tag if old.tag.is_empty else tag[:-1].rstrip() + b"/>"
    return splice.opened(tag) + inner + b"</" + old.tag.name + b">"


def _inserted(row: Row, absent: dict[int, bytes], prefix: bytes) -> list[Splice]:
    if not absent:
        return []
    if row.tag.is_empty:
        start = splice.opened(row.data[row.span.start : row.tag.end])
        return [(row.span.start, row.span.end, start + b"".join(absent.values()) + b"</" + prefix + b"row>")]
    splices: list[Splice] = []
    for column, xml in absent.items():
        after = next((cell for other, cell in row.cells.items() if other > column), None)
        at = after.span.start if after is not None else _end_of_cells(row)
        splices.append((at, at, xml))
    return splices


def _end_of_cells(row: Row) -> int:
    """Where a cell after the last one goes: behind it, before whatever else a row may hold."""
    return max((cell.span.end for cell in row.cells.values()), default=row.tag.end)


def _widened_spans(row: Row, absent: dict[int, bytes]) -> list[Splice]:
    """Keep the ``spans`` hint true where cells stand outside of it now."""
    told = row.tag.get(b"spans")
    if not told or not absent or row.tag.is_empty or not re.fullmatch(r"\d+:\d+", told):
        return []
    first, last = map(int, told.split(":"))
    wider = f"{min(first, *absent)}:{max(last, *absent)}"
    if wider == told:
        return []
    return [(row.tag.start, row.tag.end, splice.with_attributes(row.tag, {b"spans": wider}))]
