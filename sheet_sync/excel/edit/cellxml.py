"""A value as the inside of a cell element, and the number format it asks for.

Text is written as inline strings: the shared list stays as it is, and Excel and LibreOffice move them there on saving.
Source: ECMA-376 part 1, 18.3.1.4 (c), 18.18.11 (cell types), 22.9.2.19 (``_xHHHH_``); 18.17.4.1 (dates as numbers).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sheet_sync.core.records import MAX_TEXT
from sheet_sync.core.values import ErrorValue, Formula, Scalar
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import styles_edit as formats
from sheet_sync.excel.edit.splice import escaped
from sheet_sync.excel.read.serials import Shown

if TYPE_CHECKING:
    from sheet_sync.core.changes import Written

_MAX_FORMULA = 8_192
"""Characters of a formula.  Source: Microsoft, Excel specifications and limits."""
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_BUG_ENDS = datetime(1900, 3, 1)  # noqa: DTZ001
_DAY = timedelta(days=1)

# What XML cannot hold, and text that would be taken for such an escape.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TEXT_SPECIAL = re.compile("[&<>]")
_TEXT_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Inside:
    """A cell's type attribute (``None`` for numbers) and what stands between its tags."""

    type: str | None
    xml: bytes
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class Epoch:
    """How the workbook counts days."""

    is_1904: bool = False

    def serial(self, moment: datetime) -> float | int:
        """The number of days that stands for a moment.  Raises ``ValueError`` before the first day it can count."""
        days = (moment - (_EPOCH_1904 if self.is_1904 else _EPOCH_1900)) / _DAY
        if not self.is_1904 and moment < _LEAP_BUG_ENDS:
            days -= 1  # Excel counts a 29 February 1900 that never was
        if days < (0 if self.is_1904 else 1):
            raise ValueError(moment)
        return int(days) if days.is_integer() else days


def escape_text(text: str, also: str = "") -> str:
    """Text in which what XML cannot hold (and the characters of ``also``) is written as ``_xHHHH_``."""
    if _UNHOLDABLE.search(text):
        text = _UNHOLDABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    for character in also:
        text = text.replace(character, f"_x{ord(character):04x}_")
    return text


def unescape_text(text: str) -> str:
    """The way back from :func:`escape_text`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def text_xml(text: str) -> bytes:
    """Text as the content of a ``t`` element."""
    text = escape_text(text)
    if _TEXT_SPECIAL.search(text):
        text = _TEXT_SPECIAL.sub(lambda match: _TEXT_ESCAPES[match[0]], text)
    return text.encode("utf-8")


def inside(value: Written, where: str, epoch: Epoch, *, prefix: bytes = b"", as_iso: bool = False) -> Inside:
    """What to put into the cell ``where``; ``prefix`` is that of the sheet's element names (``x:``).

    ``as_iso`` asks for dates as ISO text, as the neighbours hold them.

    Raises:
        Refused: no Excel cell can hold the value.
    """
    if value is None or value == "":
        return Inside(None, b"")
    if isinstance(value, Formula):
        return _formula(value, where, epoch, prefix)
    if isinstance(value, str):
        return _text(value, where, prefix)
    if isinstance(value, bool):
        return Inside("b", _element(prefix, b"v", b"%d" % value))
    if isinstance(value, int | float):
        return Inside(None, _element(prefix, b"v", _number(value, where)))
    if as_iso and isinstance(value, date):
        return Inside("d", _element(prefix, b"v", value.isoformat().encode("ascii")))
    return Inside(None, _element(prefix, b"v", _days(value, where, epoch)))


def _text(value: str, where: str, prefix: bytes) -> Inside:
    if (length := len(value.encode("utf-16-le", "surrogatepass")) // 2) > MAX_TEXT:
        twice = ", of which an emoji takes two" if length != len(value) else ""
        raise Refused(
            f"The text for {where} has {length:,} characters, but an Excel cell holds at most {MAX_TEXT:,}{twice}.",
            where=where,
            hint="Shorten it, or split it over two cells.",
        )
    if _SURROGATES.search(value):
        raise Refused(
            f"The text for {where} holds half a character, which no file can hold.",
            where=where,
            hint="Type the text again.",
        )
    keeps = b' xml:space="preserve"' if value != value.strip() or "\n" in value or "  " in value else b""
    text = b"<%bt%b>%b</%bt>" % (prefix, keeps, text_xml(value), prefix)
    return Inside("inlineStr", _element(prefix, b"is", text))


def _element(prefix: bytes, name: bytes, inner: bytes) -> bytes:
    return b"<%b%b>%b</%b%b>" % (prefix, name, inner, prefix, name)


def _number(value: float, where: str) -> bytes:
    if isinstance(value, int):
        if abs(value) > 2**1023 or int(float(value)) != value:
            raise Refused(
                f"The number for {where} has too many digits: Excel would round it.",
                where=where,
                hint="Write it as text instead.",
            )
        return str(value).encode("ascii")
    if not math.isfinite(value):
        raise Refused(
            f"{value} for {where} is not a number that a cell can hold.",
            where=where,
            hint="Leave the cell empty, or write it as text.",
        )
    return (str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)).encode("ascii")


def _days(value: date | time | timedelta, where: str, epoch: Epoch) -> bytes:
    if isinstance(value, datetime | time) and value.tzinfo is not None:
        raise Refused(
            f"The time for {where} carries a time zone, which a cell cannot hold.",
            where=where,
            hint="Give the local time without a zone.",
        )
    if isinstance(value, timedelta):
        return _number(value / _DAY, where)
    if isinstance(value, time):
        return _number((datetime.combine(date(2000, 1, 1), value) - datetime(2000, 1, 1)) / _DAY, where)  # noqa: DTZ001
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    try:
        return _number(epoch.serial(moment), where)
    except ValueError as error:
        first = 1904 if epoch.is_1904 else 1900
        raise Refused(
            f"{value.isoformat()} for {where} is too early: dates in this workbook begin with the year {first}.",
            where=where,
            hint="Write it as text instead.",
        ) from error


def _formula(value: Formula, where: str, epoch: Epoch, prefix: bytes) -> Inside:
    if len(value.text) > _MAX_FORMULA:
        raise Refused(
            f"The formula for {where} is longer than Excel's limit of {_MAX_FORMULA:,} characters.", where=where
        )
    formula = _element(prefix, b"f", escaped(value.text.removeprefix("=")))
    result = value.result
    if isinstance(result, ErrorValue):
        return Inside("e", formula + _element(prefix, b"v", escaped(result.code)), is_formula=True)
    if isinstance(result, str):
        return Inside("str", formula + _element(prefix, b"v", text_xml(result)), is_formula=True)
    if result is None:
        return Inside(None, formula, is_formula=True)
    plain = inside(result, where, epoch, prefix=prefix)
    return Inside(plain.type, formula + plain.xml, is_formula=True)


def fitting_format(value: Scalar | ErrorValue, shown: Shown) -> int | None:
    """The built-in number format that a value needs where a cell's own would make something else of it."""
    if isinstance(value, datetime):
        return None if shown is Shown.DATE else formats.DATE_TIME
    if isinstance(value, date):
        return None if shown is Shown.DATE else formats.DATE
    if isinstance(value, time):
        return None if shown is Shown.TIME else (formats.TIME_SECONDS if value.second else formats.TIME)
    if isinstance(value, timedelta):
        return None if shown is Shown.DURATION else formats.ELAPSED
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None if shown is Shown.NUMBER else formats.GENERAL
    return None
