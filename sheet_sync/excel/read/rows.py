"""Plain rows of a sheet, read by a pattern: ten times as many a second as the parser.

A row is cut before each of its cells, so that every character of it is in one of the pieces, and each piece must have
one of the common forms to the last character.  Anything else (rich text, white space between cells, cells that do not
say where they are) is left to the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from sheet_sync.core.records import MAX_COLUMN, MAX_ROW, column_number
from sheet_sync.excel.file.markup import MAX_NAME
from sheet_sync.excel.read.pieces import MAX_KNOWN
from sheet_sync.excel.read.stream import Unusual
from sheet_sync.excel.read.strings import has_forbidden, plain_text

if TYPE_CHECKING:
    from sheet_sync.core.values import Content, Formula
    from sheet_sync.excel.read.sheet import SheetRun

_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"([^>]*)>')
_CELL = re.compile(r'<c r="([A-Z]{1,3})([0-9]+)')
_PARTS = 3
"""What a row is cut into before each cell: column, row, and all that stands up to the next cell."""
_FORMULA = re.compile(
    r'("[^<>/]*)><f((?: [A-Za-z][A-Za-z0-9]*="[^"<>&]*")*)(?:/>|>([^<]*)</f>)(?:<v>([^<]*)</v>|<v/>)?</c>'
)
_ATTRIBUTE = re.compile(r'([A-Za-z0-9]+)="([^"]*)"')
_HEAD_ATTRIBUTES = re.compile(r'(?:[ \t\n]+[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?="[^"<>&]*")*[ \t\n]*', re.ASCII)
_HEAD_ATTRIBUTE = re.compile(r'([\w.:-]+)="([^"]*)"')
_TRUE = ("1", "true")
_MAX_PREFIXES = 40
_MAX_SHAPES, _MAX_SHAPE_WIDTH = 1_000, 1_000


class Shapes(dict[tuple[str, ...], "itemgetter[tuple[Content, ...]] | None"]):
    """The columns of a row's cells, to what spreads them over the row: from a list of the contents and a last ``None``.

    ``None`` where the cells run from A on without a gap.
    """

    def __missing__(self, columns: tuple[str, ...]) -> itemgetter[tuple[Content, ...]] | None:
        places = [column_number(letters) - 1 for letters in columns]
        width = places[-1] + 1
        if sorted(set(places)) != places or width > MAX_COLUMN:
            raise Unusual
        order = dict(zip(places, range(len(places)), strict=True))
        shape = None if width == len(places) else itemgetter(*(order.get(place, -1) for place in range(width)))
        if len(self) < _MAX_SHAPES and width < _MAX_SHAPE_WIDTH:
            self[columns] = shape
        return shape


class RowHeads(dict[str, bool]):
    """What stands in a row's tag after its number, to whether the row is hidden; a prefix must be known."""

    def __init__(self, prefixes: set[str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def check(self, attributes: str) -> None:
        """Raise ``Unusual`` where only the parser can tell what they mean."""
        self[attributes]

    def __missing__(self, attributes: str) -> bool:
        if _HEAD_ATTRIBUTES.fullmatch(attributes) is None or has_forbidden(attributes):
            raise Unusual
        named = dict(_HEAD_ATTRIBUTE.findall(attributes))
        prefixes = {name.partition(":")[0] for name in named if ":" in name}
        if len(named) != attributes.count("=") or {"r", "xmlns"} & named.keys() or not prefixes <= self._prefixes:
            raise Unusual
        is_hidden = named.get("hidden") in _TRUE
        if len(self) < MAX_KNOWN and len(attributes) < MAX_NAME:
            self[attributes] = is_hidden
        return is_hidden


def read_rows(run: SheetRun, block: str) -> None:
    """Add the rows of a block to a run.

    Raises:
        Unusual: they are not all plain; the run is as before.
    """
    before = run.budget.cells, run.budget.slots
    try:
        if "<v" in block or not _pass_over(run, block):
            _read_rows(run, block)
    except Unusual:
        run.budget.cells, run.budget.slots = before
        raise


def _pass_over(run: SheetRun, block: str) -> bool:
    """Whether it is a block that only formats cells, as formats of whole columns leave behind by the million.

    With no value in it nothing can be misread; that an attribute stands twice in a tag is not noticed.
    """
    if len(run.prefixes) > _MAX_PREFIXES or _empty_rows(frozenset(run.prefixes)).fullmatch(block) is None:
        return False
    run.budget.take_rows(block.count("<row "))
    last = _ROW.match(block, block.rindex("<row "))
    assert last is not None
    run.row = int(last[1])
    return True


@lru_cache(maxsize=8)
def _empty_rows(prefixes: frozenset[str]) -> re.Pattern[str]:
    """Rows that hold formatted cells at most; an attribute's prefix must be one of those known."""
    known = "|".join(re.escape(prefix) for prefix in sorted(prefixes))
    attributes = rf'(?: (?:(?:{known}):)?(?!xmlns)[A-Za-z_][A-Za-z0-9_.-]*="[^"<>&]*")*+'
    cells = rf'(?:<c r="[A-Z]{{1,3}}\1"{attributes}/>)*+'
    number = "[1-9][0-9]{0,6}"
    return re.compile(rf'(?:<row r="({number})"{attributes}>{cells}</row>|<row r="{number}"{attributes}/>)*+')


def _read_rows(run: SheetRun, block: str) -> None:
    *segments, rest = block.split("</row>")
    rows = [_read_row(run, segment) for segment in segments]
    last, end = _skip_empty_rows(run, rest, 0)
    numbers = {row[0] for row in rows}
    if end != len(rest) or len(numbers) != len(rows) or not run.rows.keys().isdisjoint(numbers):
        raise Unusual
    run.budget.take_rows(block.count("<row "))
    run.row = last or rows[-1][0]
    for number, cells, is_hidden in rows:
        if cells:
            run.add_row(number, cells, is_hidden=is_hidden)


def _skip_empty_rows(run: SheetRun, segment: str, number: int) -> tuple[int, int]:
    """The number of the last of the rows without cells that a segment begins with, and where they end."""
    position = 0
    while (match := _ROW.match(segment, position)) and match[2].endswith("/"):
        run.heads.check(match[2].removesuffix("/"))
        number, position = int(match[1]), match.end()
    return number, position


def _read_row(run: SheetRun, segment: str) -> tuple[int, list[Content], bool]:
    """Number, contents and whether it is hidden, of the row that a segment ends with."""
    parts = _CELL.split(segment)
    head = _ROW.fullmatch(parts[0]) or _last_head(run, parts[0])
    number_text, attributes = head.groups()
    columns, numbers, pieces = tuple(parts[1::_PARTS]), parts[2::_PARTS], parts[3::_PARTS]
    is_hidden = run.heads[attributes]
    if numbers.count(number_text) != len(numbers) or int(number_text) > MAX_ROW:
        raise Unusual
    cells: list[Content]
    if "<f" in segment:
        cells = [
            _read_formula(run, int(number_text), letters, piece) if "<f" in piece else run.known[piece]
            for letters, piece in zip(columns, pieces, strict=True)
        ]
    else:
        cells = list(map(run.known.__getitem__, pieces))
    if cells and (spread := run.shapes[columns]) is not None:
        cells.append(None)
        cells = list(spread(cells))
    filled = len(cells) - cells.count(None)
    if filled:
        run.budget.take_row(filled, len(cells))
    while cells and cells[-1] is None:
        cells.pop()
    return int(number_text), cells, is_hidden


def _read_formula(run: SheetRun, row: int, letters: str, piece: str) -> Formula:
    """A cell with a formula; that the parser may come to read it once more does no harm."""
    match = _FORMULA.fullmatch(piece)
    if match is None:
        raise Unusual
    attributes, told, text, stored = match.groups()
    named = dict(_ATTRIBUTE.findall(told))
    if len(named) != told.count("=") or "xmlns" in named or has_forbidden(told):
        raise Unusual
    result = run.known.read(attributes, stored or "")
    try:
        return run.formulas.make(row, column_number(letters), named, plain_text(text or ""), result)
    except ValueError as error:
        raise Unusual from error


def _last_head(run: SheetRun, text: str) -> re.Match[str]:
    """The beginning of the one row with cells, after some without."""
    head = _ROW.fullmatch(text, _skip_empty_rows(run, text, 0)[1])
    if head is None:
        raise Unusual
    return head
