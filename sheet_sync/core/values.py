"""What a cell can hold, as typed values: the words every other room speaks.

A *scalar* is what a person can type into a cell; a *content* is what a cell can hold, which adds formulas
and error values.  Contents are compared typed: ``1``, ``True`` and ``"1"`` are three different things, a date is a
date however it is shown, and line ends or Unicode forms are no change.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Scalar = str | bool | int | float | date | datetime | time | timedelta | None
"""Empty is ``None``.  Whole numbers are ``int``; dates and times carry no zone, as in a spreadsheet."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error such as ``#N/A``; never the same as empty."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as text without the leading ``=``, and the result the spreadsheet last saved.

    ``result`` is ``None`` when no result was saved (a file written by a library, say) or when it is empty.
    """

    text: str
    result: Scalar | ErrorValue = None


Content = Scalar | ErrorValue | Formula


def shown(content: Content) -> Scalar | ErrorValue:
    """What the cell shows: a formula's result, anything else as it is."""
    return content.result if isinstance(content, Formula) else content


def normal(value: Scalar) -> Scalar:
    """The value in the form that is compared and stored.

    Text gets ``\\n`` line ends and Unicode NFC; empty text is ``None``; a whole ``float`` is an ``int``; a ``datetime``
    at midnight is a ``date``.
    """
    if isinstance(value, str):
        text = value
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        return text or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value


def same(one: Content, other: Content) -> bool:
    """Whether two contents are the same to a reader of the sheet, by type and value.

    >>> same(1, True), same("5", 5), same("", None), same(5.0, 5)
    (False, False, True, True)
    """
    if one is other:
        return True
    one = one if isinstance(one, ErrorValue | Formula) else normal(one)
    other = other if isinstance(other, ErrorValue | Formula) else normal(other)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-300)
    return type(one) is type(other) and one == other


def typed(content: Content) -> Content:
    """What a person would type to get that content."""
    if isinstance(content, Formula):
        return f"={content.text}"
    return str(content) if isinstance(content, ErrorValue) else shown(content)
