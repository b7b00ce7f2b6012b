"""Days as typed on the command line: few forms, each with one meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from sheet_sync.core.days import WEEKDAY_NAMES, add_days, add_months, last_weekday, next_weekday
from sheet_sync.errors import WrongUsage

FORMS = "2026-11-24, +2w, 3 weeks, tomorrow or monday"
FORMS_BACK = "2026-11-24, yesterday, 2 weeks ago or monday"
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPAN = re.compile(r"(?:\+|in\s+)?\s*(\d{1,4})\s*([a-z]+?)s?(\s+ago)?")
_FIGURES = re.compile(r"(\d{1,4})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


def parse_day(text: str, as_of: date, *, looks_back: bool = False, order: str = "") -> date:
    """The day that is meant: a date, a span from today (``+2w``, ``3 weeks``, ``2 days ago``), or a name.

    A weekday is the next one, or with ``looks_back`` the last one before today.  ``order`` is the setting Date order;
    without it 31.12.2026 is read as German writes it, and a date with slashes only where one reading is possible.

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
    days = _in_figures(typed, order)
    if len(days) == 1:
        return days[0]
    if days:
        either = " or ".join(day.isoformat() for day in days)
        raise WrongUsage(
            f"“{text}” could be {either}.", hint=f"Type {either}, or set Date order on the Settings sheet."
        )
    raise WrongUsage(f"“{text}” is not a day.", hint=f"Type it as {FORMS_BACK if looks_back else FORMS}.")


def _in_figures(typed: str, order: str) -> list[date]:
    """The days that three numbers may mean: one, none, or two where only their order could tell."""
    found = _FIGURES.fullmatch(typed)
    if found is None:
        return _days([(int(typed[:4]), int(typed[4:6]), int(typed[6:]))]) if re.fullmatch(r"[0-9]{8}", typed) else []
    parts = [int(found[number]) for number in (1, 3, 4)]
    if len(found[1]) == 4:
        return _days([parts])
    if len(found[4]) != 4:
        return []
    one, two, year = parts
    by_day, by_month = (year, two, one), (year, one, two)
    if order == "M/D/Y":
        return _days([by_month]) or _days([by_day])
    if order == "D/M/Y" or found[2] == ".":
        return _days([by_day]) or _days([by_month])
    return _days([by_month, by_day])


def _days(candidates: Sequence[Sequence[int]]) -> list[date]:
    """Those that a calendar has, each once."""
    days: list[date] = []
    for year, month, day in candidates:
        with suppress(ValueError):
            made = date(year, month, day)
            if made not in days:
                days.append(made)
    return days


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
