"""Arithmetic with days, as people and spreadsheets count them.

Every function stays within the calendar: a day beyond the last one (9999-12-31) becomes the last one.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

FRIDAY = 4
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def add_days(day: date, days: int) -> date:
    """That many days later (or earlier, where negative).

    >>> add_days(date(2028, 2, 28), 1), add_days(date(9999, 12, 30), 400)
    (datetime.date(2028, 2, 29), datetime.date(9999, 12, 31))
    """
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def add_workdays(day: date, days: int) -> date:
    """That many days from Monday to Friday later; ``days`` is not negative.

    A Friday and one day is the Monday; so is a Saturday and one day.  No days at all is the same day, whatever day it
    is.  Source: Microsoft, WORKDAY function, without holidays.

    >>> str(add_workdays(date(2026, 11, 20), 1)), str(add_workdays(date(2026, 11, 21), 1))
    ('2026-11-23', '2026-11-23')
    """
    if days <= 0:
        return day
    start = min(day.weekday(), FRIDAY)  # a talk at the weekend counts from the Friday before it
    weeks, rest = divmod(start + days, 5)
    return add_days(day, weeks * 7 + rest - day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day that many months later, or the month's last day where it has no such day.

    >>> str(add_months(date(2027, 1, 31), 1)), str(add_months(date(2028, 1, 31), 1))
    ('2027-02-28', '2028-02-29')
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.max if year > date.max.year else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday (Monday is 0) after a day; a Monday's next Monday is a week later."""
    return add_days(day, (weekday - day.weekday() - 1) % 7 + 1)


def last_weekday(day: date, weekday: int) -> date:
    """The last such weekday (Monday is 0) before a day."""
    return add_days(day, -((day.weekday() - weekday - 1) % 7 + 1))


def spoken(day: date, as_of: date) -> str:
    """A day as one would say it: ``Thu 19 Nov``, with its year where that is not this one.

    >>> spoken(date(2026, 11, 19), date(2026, 11, 24)), spoken(date(2025, 11, 19), date(2026, 11, 24))
    ('Thu 19 Nov', 'Wed 19 Nov 2025')
    """
    text = f"{WEEKDAY_NAMES[day.weekday()][:3]} {day.day} {_SHORT_MONTHS[day.month - 1]}"
    return text if day.year == as_of.year else f"{text} {day.year}"


def spoken_distance(days: int) -> str:
    """How far a day lies from today: ``today``, ``tomorrow``, ``in 3 days``, ``2 days ago``."""
    if abs(days) <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days} days" if days > 0 else f"{-days} days ago"
