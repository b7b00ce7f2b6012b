"""Plain rows of a sheet, read by a pattern: ten times as many a second as the parser.

A row is plain when cells of the common forms make up all of it, which is proved by adding up their lengths; anything
else (formulas, rich text, white space between cells, cells without a reference) is left to the parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheet_sync.core.records import MAX_COLUMN, MAX_ROW, column_number
from sheet_sync.excel.stream import Unusual
from sheet_sync.excel.strings import plain_text

if TYPE_CHECKING:
    from sheet_sync.core.values import Content
    from sheet_sync.excel.cells import CellReader, Plain, Reading
    from sheet_sync.excel.sheet import SheetRun

_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"([^>]*)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]+)("[^>]*>(?:(?:<v>[^<]*</v>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?</c>)?)'
)
_CELL_BEFORE = len('<c r="')
_PIECE = re.compile(r'"([^<>/]*)(?:/|><v>([^<]*)</v></c|><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c|></c)>')
_ATTRIBUTES = re.compile(r'(?: (?:s="[0-9]{1,9}"|t="[A-Za-z]+"|cm="[0-9]+"|vm="[0-9]+"|ph="[01]"))*')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_MAX_KNOWN = 20_000


class KnownPieces(dict[str, "Plain"]):
    """What stands behind a cell's reference (``" s="1" t="s"><v>12</v></c>``), to the value it means.

    Cells are alike so often that most are looked up, not read.
    """

    def __init__(self, cells: CellReader) -> None:
        super().__init__()
        self._cells = cells
        self._readings: dict[str, Reading] = {}
        self._types: dict[str, str] = {}

    def __missing__(self, piece: str) -> Plain:
        match = _PIECE.fullmatch(piece)
        if match is None:
            raise Unusual
        attributes, stored, inline = match.groups()
        reading = self._readings.get(attributes) or self._learn(attributes)
        value = self._read(reading, stored, inline, is_inline=self._types[attributes] == "inlineStr")
        if len(self) >= _MAX_KNOWN:
            self.clear()
        self[piece] = value
        return value

    def _read(self, reading: Reading, stored: str | None, inline: str | None, *, is_inline: bool) -> Plain:
        if is_inline != (inline is not None) and (stored or inline):
            raise Unusual
        text = plain_text((inline if is_inline else stored) or "")
        try:
            return reading(text) if text else None
        except (ValueError, IndexError) as error:
            raise Unusual from error  # the parser knows which cell it is

    def _learn(self, attributes: str) -> Reading:
        if _ATTRIBUTES.fullmatch(attributes) is None:
            raise Unusual
        named = dict(_ATTRIBUTE.findall(attributes))
        if len(named) != attributes.count("="):
            raise Unusual
        cell_type = self._types[attributes] = named.get("t", "")
        try:
            reading = self._cells.reading(cell_type, named.get("s", ""))
        except ValueError as error:
            raise Unusual from error
        self._readings[attributes] = reading
        return reading


class Shapes(dict[tuple[str, ...], tuple[int, list[int]]]):
    """The columns of a row's cells, to the length of their letters and (unless they run from A on) their places."""

    def __missing__(self, columns: tuple[str, ...]) -> tuple[int, list[int]]:
        places = [column_number(letters) - 1 for letters in columns]
        if sorted(set(places)) != places or places[-1] >= MAX_COLUMN:
            raise Unusual
        shape = sum(map(len, columns)), [] if places[-1] == len(places) - 1 else places
        if len(self) < _MAX_KNOWN:
            self[columns] = shape
        return shape


def read_rows(run: SheetRun, block: str) -> None:
    """Add the rows of a block to a run.

    Raises:
        Unusual: they are not all plain; the run is as before.
    """
    if "<f" in block or "xmlns" in block:
        raise Unusual
    *segments, rest = block.split("</row>")
    rows = [_read_row(run, segment) for segment in segments]
    last = _skip_empty_rows(rest, 0)
    if last[1] != len(rest):
        raise Unusual
    numbers = [row[0] for row in rows]
    if len(set(numbers)) != len(numbers) or not run.rows.keys().isdisjoint(numbers):
        raise Unusual
    run.budget.take_rows(block.count("<row "))
    for number, cells, filled, is_hidden in rows:
        if cells:
            run.add_row(number, cells, filled, is_hidden=is_hidden)
    run.row = last[0] or numbers[-1]


def _skip_empty_rows(segment: str, number: int) -> tuple[int, int]:
    """The number of the last of the rows without cells that a segment begins with, and where they end."""
    position = 0
    while (match := _ROW.match(segment, position)) and match[2].endswith("/"):
        number, position = int(match[1]), match.end()
    return number, position


def _read_row(run: SheetRun, segment: str) -> tuple[int, list[Content], int, bool]:
    """Number, contents, how many are filled and whether it is hidden, of the row that a segment ends with."""
    head = _ROW.match(segment)
    if head is not None and head[2].endswith("/"):
        head = _ROW.match(segment, _skip_empty_rows(segment, 0)[1])
    if head is None or head[2].endswith("/"):
        raise Unusual
    number_text, attributes = head.groups()
    number, start = int(number_text), head.end()
    if number > MAX_ROW:
        raise Unusual
    found = _CELL.findall(segment, start)
    if not found:
        if start != len(segment):
            raise Unusual
        return number, [], 0, False
    columns, numbers, pieces = zip(*found, strict=True)
    letters, places = run.shapes[columns]
    count = len(pieces)
    length = count * (_CELL_BEFORE + len(number_text)) + letters + sum(map(len, pieces))
    if start + length != len(segment) or numbers.count(number_text) != count:
        raise Unusual
    cells: list[Content] = list(map(run.known.__getitem__, pieces))
    if places:
        spread: list[Content] = [None] * (places[-1] + 1)
        for place, value in zip(places, cells, strict=True):
            spread[place] = value
        cells = spread
    while cells and cells[-1] is None:
        cells.pop()
    return (
        number,
        cells,
        count - segment.count("/>", start),
        " hidden=" in attributes and bool(_HIDDEN.search(attributes)),
    )
