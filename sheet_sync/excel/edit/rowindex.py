"""Where the rows of a sheet stand in its markup, found in one pass over the unpacked bytes.

    head    everything up to and with <sheetData>
    rows    what is inside; ``numbers[i]`` is the row that begins at ``starts[i]`` and ends before ``starts[i + 1]``
    tail    from </sheetData> on

Two ways lead there.  The quick one searches for row tags; it is right as long as there is no comment, CDATA section or
processing instruction among the rows, every row says its number first, and they ascend.  Anything else is left to the
exact one, which looks at every tag.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from sheet_sync.core.records import MAX_ROW, Area
from sheet_sync.excel.edit import splice
from sheet_sync.excel.file.budget import MAX_TAGS, OverBudget
from sheet_sync.excel.file.markup import BadXml

KEEP_BYTES = 72 * 2**20
"""Rows up to this size are kept unpacked between reading and writing; larger ones are unpacked again."""
MAX_HEAD_BYTES = 4 * 2**20
"""What stands before the rows.  A format for each of 16,384 columns is about 1 MB."""
MAX_TAIL_BYTES = 16 * 2**20
"""What stands after the rows.  100,000 links to web pages are about 7 MB."""
MAX_EXACT_BYTES = 128 * 2**20
"""Rows that are looked at tag by tag, and so are held in memory whole."""
MAX_FORMULA_AREAS = 30_000
"""Shared formulas, array formulas and data tables of one sheet: each column of formulas is one, or some."""
MAX_ROW_BYTES = 16 * 2**20
"""One row.  16,384 formatted numbers are about 1 MB."""
_TOO_MUCH = "holds more in one sheet than its size lets one expect"
_SHEET_DATA = b"sheetData"


class NotASheet(Exception):
    """The part is not the markup of a worksheet; the text says why, for ``--verbose``."""


@dataclass(slots=True)
class RowIndex:
    """One sheet's rows.

    ``areas`` are the array formulas and data tables, by kind (``array``, ``dataTable``); ``shared`` the formulas that
    other cells share, in order: number, area, and where the ``f`` element stands among the rows.
    """

    head: bytes
    tail: bytes
    prefix: bytes
    numbers: array[int] = field(default_factory=lambda: array("L"))
    starts: array[int] = field(default_factory=lambda: array("Q"))
    size: int = 0
    has_formulas: bool = False
    is_ordered: bool = True
    areas: list[tuple[str, Area]] = field(default_factory=list)
    shared: list[tuple[str, Area, int]] = field(default_factory=list)
    _again: Callable[[], Iterator[bytes]] = field(default=lambda: iter(()))
    _kept: list[bytes] | None = None

    def rows(self) -> Iterator[bytes]:
        """The bytes between head and tail, in pieces."""
        if self._kept is not None:
            yield from self._kept
            return
        skip, left = len(self.head), self.size
        for chunk in self._again():
            piece = chunk[skip : skip + left] if skip or len(chunk) > left else chunk
            skip = max(0, skip - len(chunk))
            left -= len(piece)
            if piece:
                yield piece
            if not left:
                return

    def position(self, number: int) -> int | None:
        """Which of the rows has that number: the last one, where a broken file has several."""
        if not self.is_ordered:
            return next((i for i in reversed(range(len(self.numbers))) if self.numbers[i] == number), None)
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def insertion(self, number: int) -> int:
        """Where a row of that number, which is absent, goes: before the first row with a greater one."""
        if not self.is_ordered:
            at = next((i for i, other in enumerate(self.numbers) if other > number), len(self.numbers))
        else:
            at = bisect_left(self.numbers, number)
        return self.starts[at] if at < len(self.starts) else self.size

    def position_at(self, offset: int) -> int:
        """Which of the rows holds the byte at ``offset``."""
        return bisect_right(self.starts, offset) - 1

    def positions(self, first: int, last: int) -> range | list[int]:
        """Which of the rows are numbered ``first`` to ``last``."""
        if not self.is_ordered:
            return [i for i, number in enumerate(self.numbers) if first <= number <= last]
        return range(bisect_left(self.numbers, first), bisect_right(self.numbers, last))

    def span(self, position: int) -> tuple[int, int]:
        """Where the row at ``position`` (in the list) begins, and where the next one does."""
        return self.starts[position], (self.starts[position + 1] if position + 1 < len(self.starts) else self.size)

    def fetch(self, positions: Iterable[int]) -> dict[int, bytes]:
        """The bytes of some rows, by position in the list; what stands between a row and the next is included."""
        return dict(self.walk(sorted(set(positions))))

    def walk(self, positions: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """The same row by row, for ascending positions, in one pass over the sheet."""
        waiting = iter(positions)
        position = next(waiting, None)
        pieces: list[bytes] = []
        offset = 0
        for chunk in self.rows():
            stop = offset + len(chunk)
            while position is not None:
                start, end = self.span(position)
                if start >= stop:
                    break
                if end - start > MAX_ROW_BYTES:
                    raise OverBudget(_TOO_MUCH)
                pieces.append(chunk[max(0, start - offset) : end - offset])
                if end > stop:
                    break
                yield position, pieces[0] if len(pieces) == 1 else b"".join(pieces)
                pieces = []
                position = next(waiting, None)
            if position is None:
                return
            offset = stop


def index_rows(stream: Callable[[], Iterator[bytes]]) -> RowIndex:
    """Read a sheet part once and find its rows.

    Raises:
        NotASheet: there is no ``sheetData``, or the markup makes no sense.
        BadXml: it has a document type, which no spreadsheet program writes.
        OverBudget: there is more than a spreadsheet program writes, or than can be looked at in some seconds.
    """
    index = _quick(stream)
    return index if index is not None else _exact(_joined(stream(), MAX_EXACT_BYTES))


def _joined(chunks: Iterable[bytes], limit: int) -> bytes:
    """Pieces as one, as long as it is not longer than the limit."""
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size > limit:
            raise OverBudget(_TOO_MUCH)
    return b"".join(pieces)


# --- the beginning, alike for both ---


def _split_head(chunks: Iterator[bytes]) -> tuple[bytes, bytes, bytes, bool]:
    """Head, what was read beyond it, the prefix of names, and whether ``<sheetData/>`` is empty."""
    buffer = b""
    for chunk in chunks:
        if len(buffer) > MAX_HEAD_BYTES:
            raise OverBudget(_TOO_MUCH)
        buffer += chunk
        if _SHEET_DATA not in buffer:
            continue
        for tag in splice.tags(buffer):
            if tag.local == _SHEET_DATA and not tag.is_end:
                if b"<!DOCTYPE" in buffer[: tag.start]:
                    raise BadXml("it has a document type", is_unsafe=True)
                prefix, colon, _ = tag.name.rpartition(b":")
                return buffer[: tag.end], buffer[tag.end :], prefix + colon, tag.is_empty
    raise NotASheet("there is no sheetData")


def _opened_head(head: bytes, prefix: bytes) -> tuple[bytes, bytes]:
    """Head and the beginning of the tail for an empty ``<sheetData/>``, opened so that rows can stand inside."""
    start = head.rindex(b"<" + prefix + _SHEET_DATA)
    return head[:start] + splice.opened(head[start:]), b"</" + prefix + _SHEET_DATA + b">"


# --- the quick way ---


def _quick(stream: Callable[[], Iterator[bytes]]) -> RowIndex | None:
    chunks = stream()
    head, rest, prefix, is_empty = _split_head(chunks)
    if is_empty:
        opened, closing = _opened_head(head, prefix)
        return RowIndex(opened, closing + _joined(chain((rest,), chunks), MAX_TAIL_BYTES), prefix, _kept=[])
    index = RowIndex(head, b"", prefix, _again=stream, _kept=[])
    scan = _Scan(index, prefix)
    tail = scan.run(rest, chunks)
    if tail is None:
        return None
    index.tail = tail
    return index


class _Scan:
    """Finds row tags chunk by chunk; a tag cut by a chunk's end is carried over whole."""

    def __init__(self, index: RowIndex, prefix: bytes) -> None:
        self.index = index
        name = re.escape(prefix)
        self.row = re.compile(rb"<%brow(?=[\s/>])(?:\s+r\s*=\s*[\"'](\d{1,7})[\"'])?" % name)
        self.end = re.compile(rb"</%bsheetData\s*>" % name)
        self.end_start = b"</" + prefix + b"sheetData"
        self.formula_start = b"<" + prefix + b"f"
        self.formula = re.compile(rb"<%bf(?=[\s/>])([^>]*)>" % name)
        self.last = 0

    def run(self, rest: bytes, chunks: Iterator[bytes]) -> bytes | None:
        """The tail, or ``None`` where the rows need the exact way."""
        carry = b""
        chunk: bytes | None = rest
        while chunk is not None:
            data = carry + chunk if carry else chunk
            if (at := data.find(self.end_start)) >= 0 and (end := self.end.match(data, at)):
                if not self._take(data[: end.start()]):
                    return None
                return _joined(chain((data[at:],), chunks), MAX_TAIL_BYTES)
            cut = data.rfind(b"<")
            if cut < 0:
                carry = data
            else:
                if not self._take(data[:cut]):
                    return None
                carry = data[cut:]
            if len(carry) > 2**20:
                return None
            chunk = next(chunks, None)
        raise NotASheet("sheetData has no end")

    def _take(self, data: bytes) -> bool:
        if b"<!" in data or b"<?" in data:
            return False
        index = self.index
        offset = index.size
        numbers, starts, last = index.numbers, index.starts, self.last
        for match in self.row.finditer(data):
            found = match[1]
            if found is None or (number := int(found)) <= last or number > MAX_ROW:
                return False
            numbers.append(number)
            starts.append(offset + match.start())
            last = number
        self.last = last
        if self.formula_start in data:
            self._formulas(data)
        index.size += len(data)
        if index._kept is not None:
            index._kept.append(data)
            if index.size > KEEP_BYTES:
                index._kept = None
        return True

    def _formulas(self, data: bytes) -> None:
        for match in self.formula.finditer(data):
            self.index.has_formulas = True
            if match[1]:
                note_area(self.index, next(splice.tags(match[0])), self.index.size + match.start())


def note_area(index: RowIndex, tag: splice.Tag, at: int) -> None:
    """Remember the area of an array formula, a data table or a shared formula."""
    kind, area = tag.get(b"t"), tag.get(b"ref")
    if not area or kind not in ("array", "dataTable", "shared"):
        return
    try:
        parsed = Area.parse(area)
    except ValueError as error:
        raise NotASheet(f"a formula's area is {area!r}") from error
    if kind == "shared":
        index.shared.append((tag.get(b"si") or "", parsed, at))
    else:
        index.areas.append((kind, parsed))
    if len(index.shared) + len(index.areas) > MAX_FORMULA_AREAS:
        raise OverBudget(_TOO_MUCH)


# --- the exact way ---


def _exact(data: bytes) -> RowIndex:
    head, _, prefix, _ = _split_head(iter((data,)))
    start = len(head)
    index = RowIndex(head, b"", prefix)
    depth = number = 0
    for count, tag in enumerate(splice.tags(data, start)):
        if count > MAX_TAGS:
            raise OverBudget(_TOO_MUCH)
        if depth == 0 and tag.is_end:
            if tag.local != _SHEET_DATA:
                raise NotASheet(f"sheetData is closed by {tag.name!r}")
            index.tail, index.size = _joined((data[tag.start :],), MAX_TAIL_BYTES), tag.start - start
            index._kept = [data[start : tag.start]]
            index.is_ordered = all(one < other for one, other in pairwise(index.numbers))
            return index
        if depth == 0 and not tag.is_end:
            if tag.local != b"row":
                raise NotASheet(f"{tag.name!r} stands among the rows")
            number = _row_number(tag, number)
            index.numbers.append(number)
            index.starts.append(tag.start - start)
        elif tag.local == b"f" and not tag.is_end:
            index.has_formulas = True
            note_area(index, tag, tag.start - start)
        if not tag.is_empty:
            depth += -1 if tag.is_end else 1
    raise NotASheet("sheetData has no end")


def _row_number(tag: splice.Tag, before: int) -> int:
    told = tag.get(b"r")
    if told is None:
        return before + 1
    if not told.strip().isdigit() or not 1 <= int(told) <= MAX_ROW:
        raise NotASheet(f"a row is numbered {told!r}")
    return int(told)
