"""A formula filled into other cells: a workbook stores its text once and says where else it goes.

openpyxl's translator does the same, but importing it costs more than reading a workbook of 500 rows.
Source: ECMA-376 part 1, section 18.3.1.40 (shared formulas) and 18.17.2 (grammar of formulas).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sheet_sync.core.records import MAX_COLUMN, MAX_ROW, column_letters, column_number

_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|'(?:[^']|'')*'"  # a quoted sheet
    r"|\[(?:[^\[\]]|\[[^\[\]]*\])*\]"  # a column of a table, another workbook
    r"|(?<![\w.$])(?P<cell>(?P<column_fixed>\$?)(?P<column>[A-Za-z]{1,3})(?P<row_fixed>\$?)(?P<row>[1-9][0-9]{0,6}))"
    r"(?![\w.(!\[])"
    r"|(?<![\w.$:])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!\[$])"
    r"|(?<![\w.$:])(?P<rows>\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6})(?![\w.(!\[$])"
)
MAX_FORMULA = 8_192
"""Characters of a formula.  Source: Microsoft, Excel specifications and limits."""
_OUT_OF_SHEET = "#REF!"


@dataclass(frozen=True, slots=True)
class SharedFormula:
    """A formula as it stands in the cell at ``row`` and ``column``."""

    text: str
    row: int
    column: int

    def at(self, row: int, column: int) -> str:
        """The text for another cell: relative references move along, fixed ones (``$``) stay.

        >>> SharedFormula('SUM(A1:$B$2)&"A1"', 1, 3).at(3, 4)
        'SUM(B3:$B$2)&"A1"'
        """
        down, right = row - self.row, column - self.column
        if not (down or right):
            return self.text
        parts = _cut_before(self.text) if len(self.text) <= MAX_FORMULA else _cut(self.text)
        return "".join(part if isinstance(part, str) else _moved(part, down, right) for part in parts)


def _cut(text: str) -> tuple[str | re.Match[str], ...]:
    """The text cut into what stays and the references."""
    parts: list[str | re.Match[str]] = []
    done = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup is not None:
            parts += [text[done : match.start()], match]
            done = match.end()
    return (*parts, text[done:])


_cut_before = lru_cache(maxsize=64)(_cut)


def _moved(match: re.Match[str], down: int, right: int) -> str:
    if match["cell"]:
        column = _moved_column(match["column_fixed"], match["column"], right)
        row = _moved_row(match["row_fixed"], match["row"], down)
        return f"{column}{row}" if column and row else _OUT_OF_SHEET
    ends = match[0].split(":")
    fixed = ["$" if end.startswith("$") else "" for end in ends]
    if match["columns"]:
        moved = [_moved_column(f, end.lstrip("$"), right) for f, end in zip(fixed, ends, strict=True)]
    else:
        moved = [_moved_row(f, end.lstrip("$"), down) for f, end in zip(fixed, ends, strict=True)]
    return ":".join(moved) if all(moved) else _OUT_OF_SHEET


def _moved_column(fixed: str, letters: str, right: int) -> str:
    if fixed:
        return f"${letters}"
    column = column_number(letters) + right
    return column_letters(column) if 1 <= column <= MAX_COLUMN else ""


def _moved_row(fixed: str, row: str, down: int) -> str:
    if fixed:
        return f"${row}"
    number = int(row) + down
    return str(number) if 1 <= number <= MAX_ROW else ""
