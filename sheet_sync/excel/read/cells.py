"""What a cell's stored text means: its type, its format and the workbook's date system decide.

Source: ECMA-376 part 1, section 18.18.11 (cell types).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sheet_sync.core.values import ErrorValue, Scalar
from sheet_sync.excel.file.markup import MAX_NAME
from sheet_sync.excel.read.serials import Shown, from_iso, from_serial, whole_day
from sheet_sync.excel.read.strings import unescaped

if TYPE_CHECKING:
    from sheet_sync.excel.file.budget import Budget

Plain = Scalar | ErrorValue
Reading = Callable[[str], Plain]
"""The stored text of a cell to its value; ``ValueError`` or ``IndexError`` where it is none."""

_MAX_READINGS = 100_000
_EXACT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""


@dataclass(slots=True)
class CellReader:
    """Reads the values of one workbook's cells.

    ``shown`` tells what each cell format makes of a number.
    """

    strings: Sequence[str]
    shown: Sequence[Shown]
    is_1904: bool
    budget: Budget
    _readings: dict[tuple[str, str], Reading] = field(default_factory=dict)

    def reading(self, cell_type: str, style: str) -> Reading:
        """How cells of a type (the attribute ``t``) and format (``s``) are read.  Raises ``ValueError``."""
        key = (cell_type, style)
        reading = self._readings.get(key)
        if reading is None:
            reading = self._make_reading(cell_type, style)
            if len(self._readings) < _MAX_READINGS and len(style) < MAX_NAME:
                self._readings[key] = reading
        return reading

    def _make_reading(self, cell_type: str, style: str) -> Reading:
        if cell_type in ("", "n"):
            shown = self._shown(style)
            return number if shown is Shown.NUMBER else self._temporal(shown)
        reading = {
            "s": self._shared,
            "b": boolean,
            "e": _error,
            "str": self._text,
            "inlineStr": self._text,
            "d": _iso,
        }.get(cell_type)
        if reading is None:
            raise ValueError(f"there is no cell type {cell_type!r}")
        return reading

    def _shown(self, style: str) -> Shown:
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 10 else 0
        return self.shown[index] if index < len(self.shown) else Shown.NUMBER

    def _temporal(self, shown: Shown) -> Reading:
        is_1904 = self.is_1904
        is_plain = not is_1904 and shown is not Shown.DURATION

        def read(text: str) -> Plain:
            if is_plain and text.isdigit() and (day := whole_day(text)) is not None:
                return day
            value = number(text)
            moment = None if value is None else from_serial(value, shown, is_1904=is_1904)
            return value if moment is None else moment

        return read

    def _shared(self, text: str) -> Plain:
        if text.isdigit():
            return self.strings[int(text)] or None
        if not text.strip():
            return None
        if text.strip().isdigit():
            return self._shared(text.strip())
        raise IndexError(f"there is no shared text {text!r}")

    def _text(self, text: str) -> Plain:
        self.budget.take_text(len(text))
        return unescaped(text) or None


def number(text: str) -> int | float | None:
    """A number; whole ones as ``int``, as far as a ``float`` is exact.  Empty is ``None``.

    >>> number("3"), number("2.50"), number("1E3"), number("")
    (3, 2.5, 1000, None)
    """
    if text.isdigit() and len(text) <= _EXACT_DIGITS:
        return int(text)
    if not text or text.isspace():
        return None
    value = float(text)
    if not math.isfinite(value) or "_" in text or not text.isascii():
        raise ValueError(f"{text!r} is no number")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def boolean(text: str) -> bool | None:
    """TRUE or FALSE.  Empty is ``None``."""
    known = {"1": True, "true": True, "0": False, "false": False, "": None}
    word = text.strip().lower()
    if word not in known:
        raise ValueError(f"{text!r} is neither true nor false")
    return known[word]


def _error(text: str) -> ErrorValue | None:
    return ErrorValue(text.strip()) if text.strip() else None


def _iso(text: str) -> Plain:
    moment = from_iso(text)
    if moment is None and text.strip():
        raise ValueError(f"{text!r} is no date")
    return moment
