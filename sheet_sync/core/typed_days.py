"""Days as typed on the command line: few forms, each with one meaning."""

from __future__ import annotations

import re
from datetime import date

from sheet_sync.core.days import WEEKDAY_NAMES, add_days, add_months, last_weekday, next_weekday
from sheet_sync.errors import WrongUsage

FORMS = "2026-11-24, +2w, 3 weeks, tomorrow or monday"
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPAN = re.compile(r"(?:\+|in\s+)?\s*(\d{1,4})\s*([a-z]+?)s?(\s+ago)?")
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


def parse_day(text: str, as_of: date, *, looks_back: bool = False) -> date:
    """The day that is meant: an ISO date, a span from today (``+2w``, ``3 weeks``, ``2 days ago``), or a name.

    A weekday is the next one, or with ``looks_back`` the last one before today.

    Raises:
        WrongUsage: it is none of these.
    """
    typed = " ".join(text.split()).casefold()
    if typed in _NAMED:
        return add_days(as_of, _NAMED[typed])
    weekday = _weekday(typed)
    if weekday is not None:
        return last_weekday(as_of, weekday) if looks_back else next_weekday(as_of, weekday)
    if span := _SPAN.fullmatch(typed):
        moved = _moved(as_of, int(span[1]) * (-1 if span[3] else 1), span[2])
        if moved is not None:
            return moved
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise WrongUsage(f"“{text}” is not a day.", hint=f"Type it as {FORMS}.") from None


def _weekday(typed: str) -> int | None:
    name = typed.removeprefix("next ").removeprefix("on ")
    names = [weekday.casefold() for weekday in WEEKDAY_NAMES]
    return next((number for number, full in enumerate(names) if name in (full, full[:3])), None)


def _moved(as_of: date, count: int, unit: str) -> date | None:
    unit = _UNITS.get(unit, unit)
    if unit in ("day", "week"):
        return add_days(as_of, count * (7 if unit == "week" else 1))
    if unit in ("month", "year"):
        return add_months(as_of, count * (12 if unit == "year" else 1))
    return None
