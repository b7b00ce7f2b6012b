"""Rows that move up or down, and what becomes of the references to them.

A reference to a row that is taken out cannot be mended: Excel would make ``#REF!`` of it.  Here that is an obstacle,
and whoever asked for the row to go learns which one it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sheet_sync.core.records import MAX_ROW, Area
from sheet_sync.excel.read.formulas import SharedFormula


class Obstacle(Exception):
    """Something refers to moving rows and cannot be adjusted; ``rows`` are those that must stay (none named: all)."""

    def __init__(self, reason: str, rows: Iterable[int] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.rows = frozenset(rows)


@dataclass(frozen=True, slots=True)
class RowMove:
    """Rows of one sheet taken out (``gone``, ascending), or ``count`` empty ones put in before row ``at``."""

    sheet: str
    gone: tuple[int, ...] = ()
    at: int = 0
    count: int = 0

    @property
    def first(self) -> int:
        """The first row that is not where it was."""
        return self.gone[0] if self.gone else self.at

    def row(self, number: int) -> int | None:
        """Where a row is afterwards, ``None`` where it is gone."""
        if self.gone:
            before = bisect_left(self.gone, number)
            if before < len(self.gone) and self.gone[before] == number:
                return None
            return number - before
        return number + self.count if number >= self.at else number

    def rows(self, top: int, bottom: int) -> tuple[int, int] | None:
        """First and last of a run of rows afterwards, ``None`` where all are gone."""
        if self.gone:
            first = top - bisect_left(self.gone, top)
            last = bottom - bisect_left(self.gone, bottom + 1)
            return (first, MAX_ROW if bottom == MAX_ROW else last) if last >= first else None
        if bottom == MAX_ROW:
            return (top if top < self.at else min(top + self.count, MAX_ROW), MAX_ROW)
        return (top if top < self.at else top + self.count), (bottom if bottom < self.at else bottom + self.count)

    def gone_in(self, top: int, bottom: int) -> tuple[int, ...]:
        """Those taken out of a run of rows."""
        return self.gone[bisect_left(self.gone, top) : bisect_left(self.gone, bottom + 1)]

    def surviving(self, row: int) -> int:
        """That row, or the next one that stays (as numbered before)."""
        while self.row(row) is None:
            row += 1
        return row

    def area(self, area: Area) -> Area | None:
        """An area afterwards, ``None`` where it is gone."""
        rows = self.rows(area.top, area.bottom)
        return replace(area, top=rows[0], bottom=rows[1]) if rows is not None else None

    def sqref(self, text: str) -> str:
        """A list of areas afterwards, empty where none is left."""
        areas = (self.area(Area.parse(one)) for one in text.split())
        return " ".join(str(area) for area in areas if area is not None)

    def is_for(self, sheet: str) -> bool:
        """Whether a sheet's name is that of the sheet whose rows move."""
        return sheet.casefold() == self.sheet.casefold()


# --- formulas ---

_END = r"(?![\w.(!\[$])"
_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|(?P<sheet>'(?:[^']|'')+'|(?:\[\d+\])?[^\W\d][\w.\\?]*(?::[^\W\d][\w.\\?]*)?)!"
    rf"(?:(?P<q1>\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}})(?::(?P<q2>\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}}))?{_END}"
    rf"|(?P<q3>\$?[1-9]\d{{0,6}}):(?P<q4>\$?[1-9]\d{{0,6}}){_END})"
    r"|\[(?:[^\[\]]|\[[^\[\]]*\])*\]"  # a column of a table
    r"|(?<![\w.$!'\\])"
    rf"(?:(?P<u1>\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}})(?::(?P<u2>\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}}))?{_END}"
    rf"|(?P<u3>\$?[1-9]\d{{0,6}}):(?P<u4>\$?[1-9]\d{{0,6}}){_END})"
)
_ROW_PART = re.compile(r"(\$?)(\d+)$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to rows in a formula: the sheet named there (``None``: the formula's own), first and last end.

    It stands at ``[start, end)``, with the sheet's name at ``[outset, end)``.
    """

    outset: int
    start: int
    end: int
    sheet: str | None
    first: str
    last: str | None

    @property
    def rows(self) -> tuple[int, int]:
        """Its first and last row."""
        numbers = sorted(int(_row_part(end)[1]) for end in (self.first, self.last or self.first))
        return numbers[0], numbers[1]

    @property
    def is_fixed(self) -> bool:
        """Whether all its rows are fixed with ``$``."""
        return all(_row_part(end)[0] for end in (self.first, self.last or self.first))

    def is_on_row(self, row: int) -> bool:
        """Whether it is to that row alone, and not fixed."""
        ends = [_row_part(end) for end in (self.first, self.last or self.first)]
        return all(not fixed and int(number) == row for fixed, number in ends)


def _row_part(end: str) -> tuple[str, str]:
    match = _ROW_PART.search(end)
    assert match is not None
    return match[1], match[2]


def references(formula: str) -> list[Reference]:
    """The references to cells and rows in a formula; those to other workbooks, and to whole columns, are left out."""
    found: list[Reference] = []
    for match in _REFERENCE.finditer(formula):
        sheet = match["sheet"]
        first, last = (
            (match["q1"] or match["q3"], match["q2"] or match["q4"])
            if sheet
            else (
                match["u1"] or match["u3"],
                match["u2"] or match["u4"],
            )
        )
        if first is None or (sheet and "[" in sheet):
            continue
        start = match.start() if sheet is None else match.start() + len(sheet) + 1
        found.append(Reference(match.start(), start, match.end(), _unquoted(sheet), first, last))
    return found


def _unquoted(sheet: str | None) -> str | None:
    return sheet[1:-1].replace("''", "'") if sheet and sheet.startswith("'") else sheet


def moved(formula: str, move: RowMove, home: str | None) -> str:
    """A formula afterwards; ``home`` is the sheet it stands on.

    Raises:
        Obstacle: it refers to rows that are gone and to nothing else, or to the same cell on several sheets.
    """
    pieces: list[str] = []
    done = 0
    for reference in references(formula):
        sheet = reference.sheet if reference.sheet is not None else home
        if sheet is None:
            continue
        top, bottom = reference.rows
        if ":" in sheet:
            if bottom >= move.first:
                raise Obstacle(f"the formula {formula} refers to several sheets at once")
            continue
        if not move.is_for(sheet):
            continue
        rows = move.rows(top, bottom)
        if rows is None:
            raise Obstacle(f"the formula {formula} refers to it", move.gone_in(top, bottom))
        if rows != (top, bottom):
            pieces += [formula[done : reference.start], _rewritten(reference, rows)]
            done = reference.end
    return "".join([*pieces, formula[done:]]) if pieces else formula


def _rewritten(reference: Reference, rows: tuple[int, int]) -> str:
    if reference.last is None:
        return _with_row(reference.first, rows[0])
    numbers = [int(_row_part(end)[1]) for end in (reference.first, reference.last)]
    first, last = rows if numbers[0] <= numbers[1] else rows[::-1]
    return f"{_with_row(reference.first, first)}:{_with_row(reference.last, last)}"


def _with_row(end: str, row: int) -> str:
    return _ROW_PART.sub(lambda match: f"{match[1]}{row}", end)


def moved_relative(formula: str, move: RowMove, home: str, sqref: str) -> str:
    """A formula that is meant for the first cell of an area, as conditional formats and validations have it."""
    areas = [Area.parse(one) for one in sqref.split()]
    if not areas or not move.is_for(home):
        return moved(formula, move, home)
    top, left = min(area.top for area in areas), min(area.left for area in areas)
    first = move.surviving(top)
    if first != top:
        formula = SharedFormula(formula, top, left).at(first, left)
    return moved(formula, move, home)


def keeps_sharing(formula: str, row: int, home: str, move: RowMove) -> bool:
    """Whether the cells that share a formula, written as it stands in ``row``, can still share it afterwards.

    So it is when every reference to the moving rows is fixed, or to the formula's own row.
    """
    for reference in references(formula):
        sheet = reference.sheet if reference.sheet is not None else home
        if ":" in sheet or not move.is_for(sheet):
            continue
        if not reference.is_fixed and not (move.is_for(home) and reference.is_on_row(row)):
            return False
    return True
