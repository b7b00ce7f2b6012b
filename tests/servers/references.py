"""The cell references inside a formula, and how they follow when rows move, appear or go.

Documented: inserting rows or columns adjusts formulas; copying adjusts relative references.  Where a deleted cell
leaves ``#REF!`` follows what Sheets shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.servers.a1 import column_index, column_letters, split_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")
    |(?P<ref>(?:(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?
        (?:\$?[A-Za-z]{1,3}\$?[0-9]+(?::\$?[A-Za-z]{1,3}(?:\$?[0-9]+)?)?
          |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]+:\$?[0-9]+)(?![\w(]))
    |(?P<error>\#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!))
    |(?P<name>[A-Za-z_][\w.]*)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    |(?P<op><>|<=|>=|[-+*/^&=<>%(),;])
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]+)?")


def tokens(formula: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of each part, nothing left out."""
    return ((match.lastgroup or "other", match[0]) for match in _TOKEN.finditer(formula))


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of a reference: zero-based, None where left out; pinned ones carry a ``$``."""

    column: int | None
    row: int | None
    column_pinned: bool = False
    row_pinned: bool = False

    @classmethod
    def parse(cls, text: str) -> Corner:
        match = _CORNER.fullmatch(text)
        assert match is not None, text
        column = column_index(match[2]) if match[2] else None
        row_pin = match[3] if match[2] else match[1]
        return cls(column, int(match[4]) - 1 if match[4] else None, bool(match[2] and match[1]), bool(row_pin))

    def __str__(self) -> str:
        column = "" if self.column is None else ("$" if self.column_pinned else "") + column_letters(self.column)
        row = "" if self.row is None else ("$" if self.row_pinned else "") + str(self.row + 1)
        return column + row

    def index(self, dimension: str) -> int | None:
        return self.row if dimension == "ROWS" else self.column

    def at(self, dimension: str, index: int) -> Corner:
        return replace(self, row=index) if dimension == "ROWS" else replace(self, column=index)


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as written: the sheet's name with its ``!``, and one or two corners."""

    prefix: str
    start: Corner
    end: Corner | None

    @classmethod
    def parse(cls, text: str) -> Ref:
        bang = text.rfind("!") + 1
        first, colon, second = text[bang:].partition(":")
        return cls(text[:bang], Corner.parse(first), Corner.parse(second) if colon else None)

    @property
    def sheet(self) -> str | None:
        return split_sheet(self.prefix + "A1")[0] if self.prefix else None

    def __str__(self) -> str:
        return f"{self.prefix}{self.start}" + (f":{self.end}" if self.end else "")


def rewritten(formula: str, change: Callable[[Ref], Ref | None]) -> str:
    """The formula with every reference changed; None becomes ``#REF!``."""
    parts = []
    for kind, text in tokens(formula):
        if kind == "ref":
            ref = change(Ref.parse(text))
            text = "#REF!" if ref is None else str(ref)
        parts.append(text)
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows or columns that appear (count > 0) before ``at``, or go (count < 0) from ``at`` on."""

    dimension: str
    at: int
    count: int

    def index(self, index: int) -> int | None:
        """Where an index goes; None if it goes away."""
        if index < self.at:
            return index
        if self.count < 0 and index < self.at - self.count:
            return None
        return index + self.count

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a half-open span goes: it grows with what is inserted inside, shrinks with what is deleted."""
        if self.count > 0:
            return (start + self.count if start >= self.at else start, end + self.count if end > self.at else end)
        lower = start - min(max(start - self.at, 0), -self.count)
        upper = end - min(max(end - self.at, 0), -self.count)
        return (lower, upper) if lower < upper else None

    def ref(self, ref: Ref) -> Ref | None:
        """The reference after the shift."""
        if ref.end is None:
            index = ref.start.index(self.dimension)
            moved = index if index is None else self.index(index)
            return None if moved is None else replace(ref, start=ref.start.at(self.dimension, moved))
        first, last = ref.start.index(self.dimension), ref.end.index(self.dimension)
        if first is None:
            return ref
        span = self.span(first, first + 1 if last is None else last + 1)
        if span is None:
            return None
        end = ref.end if last is None else ref.end.at(self.dimension, span[1] - 1)
        return Ref(ref.prefix, ref.start.at(self.dimension, span[0]), end)


def translated(formula: str, rows: int, columns: int) -> str:
    """The formula as if copied so many rows down and columns right."""
    if not rows and not columns:
        return formula

    def moved(corner: Corner) -> Corner | None:
        row = corner.row if corner.row is None or corner.row_pinned else corner.row + rows
        column = corner.column if corner.column is None or corner.column_pinned else corner.column + columns
        if (row or 0) < 0 or (column or 0) < 0:
            return None
        return replace(corner, row=row, column=column)

    def change(ref: Ref) -> Ref | None:
        start, end = moved(ref.start), moved(ref.end) if ref.end else None
        if start is None or (ref.end and end is None):
            return None
        return Ref(ref.prefix, start, end)

    return rewritten(formula, change)
