"""Addresses: A1 notation, GridRange JSON, and the box of cells both mean.

A box is zero-based and half-open, as the API's own indexes are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.api_errors import Json

_CELL = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]*)?")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def __bool__(self) -> bool:
        return self.height > 0 and self.width > 0

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a cell."""
        return bool(self & other)

    def __and__(self, other: Box) -> Box:
        return Box(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    def holds(self, other: Box) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self & other == other

    def cells(self) -> Iterator[tuple[int, int]]:
        """Each (row, column), row by row."""
        return ((row, column) for row in range(self.top, self.bottom) for column in range(self.left, self.right))


def column_letters(index: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """0 for ``A``."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def quoted(title: str) -> str:
    """A sheet's name as answers spell it: quoted only where it must be.

    ``'D3'`` and names with spaces or emoji are recorded; that a letter outside ASCII alone is enough is assumed.
    """
    if _PLAIN_NAME.fullmatch(title) and not _LOOKS_LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def spell(box: Box) -> str:
    """``A1:D4``, or ``A1`` for a single cell."""
    first = f"{column_letters(box.left)}{box.top + 1}"
    last = f"{column_letters(box.right - 1)}{box.bottom}"
    return first if first == last else f"{first}:{last}"


def split_sheet(text: str) -> tuple[str | None, str]:
    """Sheet name (unquoted) and the rest: ``'My list'!A1`` gives ``My list`` and ``A1``."""
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
        if match:
            return match[1].replace("''", "'"), match[2] or ""
    name, bang, rest = text.rpartition("!")
    return (name, rest) if bang else (None, text)


@dataclass(frozen=True, slots=True)
class Reference:
    """Corners as written; None where a row or a column was left out; ``is_single`` tells ``A1`` from ``A1:A1``."""

    top: int | None
    left: int | None
    bottom: int | None
    right: int | None
    is_single: bool

    def box(self, rows: int, columns: int) -> Box:
        """The rectangle in a grid of this size, corners put in order, not yet cut to the grid."""
        tops = sorted(value for value in (self.top, self.bottom) if value is not None)
        lefts = sorted(value for value in (self.left, self.right) if value is not None)
        bottom = tops[-1] + 1 if self.bottom is not None else max(rows, tops[0] + 1 if tops else 0)
        right = lefts[-1] + 1 if self.right is not None else max(columns, lefts[0] + 1 if lefts else 0)
        return Box(tops[0] if tops else 0, lefts[0] if lefts else 0, bottom, right)


def parse_reference(text: str) -> Reference | None:
    """``A1``, ``A1:D4``, ``A:C``, ``2:5``, ``A1:C``, ``A2:2``; None if it is none of these."""
    first, colon, second = text.partition(":")
    start = _CELL.fullmatch(first)
    end = _CELL.fullmatch(second) if colon else start
    if not start or not end or not first or not any(start.groups()) or not any(end.groups()):
        return None
    if not colon and not all(start.groups()):
        return None
    (left, top), (right, bottom) = _corner(start), _corner(end)
    return Reference(top, left, bottom, right, is_single=not colon)


def _corner(match: re.Match[str]) -> tuple[int | None, int | None]:
    return (column_index(match[1]) if match[1] else None, int(match[2]) - 1 if match[2] else None)


def grid_box(grid_range: Json, rows: int, columns: int) -> Box:
    """The box of a GridRange; a missing index means: to the edge of the grid."""
    return Box(
        grid_range.get("startRowIndex", 0),
        grid_range.get("startColumnIndex", 0),
        grid_range.get("endRowIndex", rows),
        grid_range.get("endColumnIndex", columns),
    )


def grid_range(sheet_id: int, box: Box) -> Json:
    """The GridRange of a box."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }
