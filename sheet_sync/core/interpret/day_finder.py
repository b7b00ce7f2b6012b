"""Dates inside a text: every form in which people type a day, found with its place and its doubts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from sheet_sync.core.interpret.calendar_words import MONTHS


class Doubt(Enum):
    """Why a found date is not simply a day."""

    NONE = "none"
    ORDER_USED = "read by the date order"
    AMBIGUOUS = "day or month first"
    AGAINST_ORDER = "typed against the date order"
    NO_YEAR = "no year"
    NO_DAY = "no day"
    RANGE = "several days"
    IMPOSSIBLE = "no such day"


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A date at ``start:end`` of the plain text.

    ``days`` are the days it may be: one, or two where the order is in doubt.  Without a year, ``month_days`` has the
    months and days it may be instead.
    """

    start: int
    end: int
    doubt: Doubt
    days: tuple[date, ...] = ()
    month_days: tuple[tuple[int, int], ...] = ()
    has_short_year: bool = False


def plain(text: str) -> str:
    """A text as dates are looked for in it: lower case, accents off, dashes and blanks of one sort."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[‐-―−]", "-", text).casefold().split())


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(MONTHS, key=len, reverse=True))
    ordinal = r"(?:st|nd|rd|th|er|º|ª)?"
    joins = r"(?:-|to|bis|au|&|and|und|et|y|or|oder|/)"
    return re.compile(
        rf"""
        (?<![\w/])(?:
          (?P<iy>\d{{4}})(?P<is>[-/.])(?P<im>\d{{1,2}})(?P=is)(?P<id>\d{{1,2}})(?!\d)
        | (?P<na>\d{{1,2}})\s?(?P<ns>[-/.])\s?(?P<nb>\d{{1,2}})\s?(?P=ns)\s?(?P<ny>\d{{4}}|\d{{2}})(?![\w/])
        | (?P<cy>(?:19|20)\d\d)(?P<cm>0[1-9]|1[0-2])(?P<cd>[0-3]\d)(?!\d)
        | (?P<ra>\d{{1,2}}){ordinal}\.?\s?{joins}\s?(?P<rb>\d{{1,2}}){ordinal}\.?[\s-]?(?:de\s|of\s)?
          (?P<rm>{month})\b\.?
          (?:[\s,-]+\d{{4}}(?!\d))?
        | (?P<sm>{month})\b\.?\s?(?P<sa>\d{{1,2}}){ordinal}\s?{joins}\s?(?P<sb>\d{{1,2}}){ordinal}(?![\d:])
          (?:[\s,]+\d{{4}}(?!\d))?
        | (?P<dd>\d{{1,2}}){ordinal}[\s./-]{{0,2}}(?:of\s|de\s)?(?P<dm>{month})\b\.?
          (?:[\s,./-]{{0,2}}(?:de\s|del\s)?(?P<dy>\d{{4}}|'?\d{{2}})(?![\w:]))?
        | (?P<mm>{month})\b\.?[\s./-]{{0,2}}(?P<md>\d{{1,2}}){ordinal}(?![\w:])(?:(?:,?\s?|[-/.])(?P<my>\d{{4}})(?!\d)
          |(?:,\s?'?|\s')(?P<mz>\d{{2}})(?![\w:]))?
        | (?P<em>{month})\b\.?[\s,./-]{{0,2}}(?P<ey>\d{{4}})(?!\d)
        | (?P<fm>\d{{1,2}})[-/.](?P<fy>\d{{4}})(?![\d/.-])
        | (?P<gy>\d{{4}})[-/.](?P<gm>\d{{1,2}})(?![\d/.-])
        | (?P<ha>\d{{1,2}})(?P<hs>[/.])(?P<hb>\d{{1,2}})\.?(?![\w/:])
        )
        """,
        re.VERBOSE,
    )


def find_days(text: str, order: str, as_of: date) -> list[FoundDay]:
    """All dates in a :func:`plain` text, from left to right."""
    return [found for match in _pattern().finditer(text) for found in _found(match, order, as_of)]


def _found(match: re.Match[str], order: str, as_of: date) -> Iterator[FoundDay]:
    g = match.groupdict()
    at = (match.start(), match.end())
    if g["iy"]:
        yield _full(at, int(g["iy"]), int(g["im"]), int(g["id"]))
    elif g["na"]:
        yield _numeric(at, int(g["na"]), int(g["nb"]), g["ny"], order, as_of)
    elif g["cy"]:
        yield _full(at, int(g["cy"]), int(g["cm"]), int(g["cd"]))
    elif g["rm"] or g["sm"]:
        yield FoundDay(*at, Doubt.RANGE)
    elif g["dm"]:
        yield _worded(at, MONTHS[g["dm"]], int(g["dd"]), g["dy"], as_of)
    elif g["mm"]:
        yield _worded(at, MONTHS[g["mm"]], int(g["md"]), g["my"] or g["mz"], as_of)
    elif g["ha"]:
        yield _yearless(at, int(g["ha"]), int(g["hb"]), order)
    else:
        month = MONTHS[g["em"]] if g["em"] else int(g["fm"] or g["gm"])
        yield FoundDay(*at, Doubt.NO_DAY if 1 <= month <= 12 else Doubt.IMPOSSIBLE)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day, or ``None`` where no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def whole_year(typed: str, as_of: date) -> int:
    """A year as meant: two digits lie between 80 years back and 20 ahead of today.

    >>> whole_year("26", date(2026, 11, 24)), whole_year("'99", date(2026, 11, 24))
    (2026, 1999)
    """
    digits = typed.lstrip("'")
    if len(digits) > 2:
        return int(digits)
    year = as_of.year - as_of.year % 100 + int(digits)
    if year > as_of.year + 20:
        return year - 100
    return year + 100 if year < as_of.year - 80 else year


def _full(at: tuple[int, int], year: int, month: int, day: int, short: bool = False) -> FoundDay:
    found = day_or_none(year, month, day)
    if found is None:
        return FoundDay(*at, Doubt.IMPOSSIBLE)
    return FoundDay(*at, Doubt.NONE, (found,), has_short_year=short)


def _worded(at: tuple[int, int], month: int, day: int, typed_year: str | None, as_of: date) -> FoundDay:
    if typed_year:
        return _full(at, whole_year(typed_year, as_of), month, day, short=len(typed_year.lstrip("'")) == 2)
    if day_or_none(2000, month, day):  # 2000 has a 29 February
        return FoundDay(*at, Doubt.NO_YEAR, month_days=((month, day),))
    if day > 31 or day == 0:
        return FoundDay(*at, Doubt.NO_DAY)
    return FoundDay(*at, Doubt.IMPOSSIBLE)


def _numeric(at: tuple[int, int], one: int, two: int, typed_year: str, order: str, as_of: date) -> FoundDay:
    short = len(typed_year) == 2
    year = whole_year(typed_year, as_of)
    if order == "Y-M-D" and short:
        return _full(at, whole_year(f"{one:02}", as_of), two, int(typed_year), short=True)
    month_first, day_first = day_or_none(year, one, two), day_or_none(year, two, one)
    if month_first and day_first and month_first != day_first:
        if order in ("M/D/Y", "D/M/Y"):
            days = (month_first,) if order == "M/D/Y" else (day_first,)
            return FoundDay(*at, Doubt.ORDER_USED, days, has_short_year=short)
        return FoundDay(*at, Doubt.AMBIGUOUS, (month_first, day_first), has_short_year=short)
    day = month_first or day_first
    if day is None:
        return FoundDay(*at, Doubt.IMPOSSIBLE)
    against = month_first != day_first and order == ("D/M/Y" if month_first else "M/D/Y")
    return FoundDay(*at, Doubt.AGAINST_ORDER if against else Doubt.NONE, (day,), has_short_year=short)


def _yearless(at: tuple[int, int], one: int, two: int, order: str) -> FoundDay:
    forms = {"M/D/Y": (one, two), "Y-M-D": (one, two), "D/M/Y": (two, one)}
    possible = [pair for pair in dict.fromkeys(((one, two), (two, one))) if day_or_none(2000, *pair)]
    if not possible:
        return FoundDay(*at, Doubt.IMPOSSIBLE)
    wanted = forms.get(order)
    chosen = (wanted,) if wanted is not None and wanted in possible else tuple(possible)
    return FoundDay(*at, Doubt.NO_YEAR, month_days=chosen)
