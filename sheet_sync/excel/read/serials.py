"""Numbers that a cell shows as dates and times, and the ISO text that some programs store instead.

A serial counts days: 1 is 1900-01-01 (or 0 is 1904-01-01), the fraction is the time of day.  The 1900 system has a
29 February 1900, serial 60, which never was; serials before it are one less than the calendar says.
Source: ECMA-376 part 1, section 18.17.4 (dates and times), and 18.18.11 (cell type ``d``).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import IntEnum

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's dates carry no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 as above
_DAY_THAT_NEVER_WAS = 60
_MS_A_DAY = 86_400_000
_ORDINAL_1900 = _EPOCH_1900.toordinal()
_END_1900 = date.max.toordinal() - _ORDINAL_1900 + 1

_ISO = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)?"
    r"(?:(?:^|[T ])(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d+)?)?)?"
    r"(?:Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


class Shown(IntEnum):
    """What a number format makes of a number."""

    NUMBER = 0
    DATE = 1
    TIME = 2
    DURATION = 3


Moment = date | datetime | time | timedelta


def from_serial(serial: float, shown: Shown, *, is_1904: bool = False) -> Moment | None:
    """The date, moment, time of day or duration that a serial is; ``None`` where it is none (negative, year 10000).

    Whole days are a ``date``; less than a day is a ``time``, but a bare 0 shown as a date is no date.  Milliseconds are
    kept, what is finer is the noise of binary fractions.

    >>> from_serial(46350.5, Shown.DATE), from_serial(0.375, Shown.TIME), from_serial(1.5, Shown.DURATION)
    (datetime.datetime(2026, 11, 24, 12, 0), datetime.time(9, 0), datetime.timedelta(days=1, seconds=43200))
    """
    if not -3_000_000 < serial < 3_000_000:
        return None
    days, milliseconds = divmod(round(serial * _MS_A_DAY), _MS_A_DAY)
    if shown is Shown.DURATION:
        return timedelta(days=days, milliseconds=milliseconds)
    if days == 0 and (milliseconds or shown is Shown.TIME):
        return (_EPOCH_1900 + timedelta(milliseconds=milliseconds)).time()
    try:
        midnight = _day(days, is_1904=is_1904)
    except (OverflowError, ValueError):
        return None
    if midnight is None:
        return None
    return midnight + timedelta(milliseconds=milliseconds) if milliseconds else midnight.date()


def whole_day(digits: str) -> date | None:
    """The date that a whole serial of the 1900 system is, from March 1900 on: nearly all there are, and a short way."""
    serial = int(digits)
    return date.fromordinal(_ORDINAL_1900 + serial) if _DAY_THAT_NEVER_WAS < serial < _END_1900 else None


def _day(days: int, *, is_1904: bool) -> datetime | None:
    if is_1904:
        return _EPOCH_1904 + timedelta(days) if days >= 0 else None
    if days < 1 or days == _DAY_THAT_NEVER_WAS:
        return None
    return _EPOCH_1900 + timedelta(days if days > _DAY_THAT_NEVER_WAS else days + 1)


def from_iso(text: str) -> Moment | None:
    """The date, moment or time of day that an ISO 8601 text names, ``None`` where it names none.  A zone is left out.

    >>> from_iso("2026-11-24"), from_iso("2026-11-24T09:30:00Z"), from_iso("T09:30")
    (datetime.date(2026, 11, 24), datetime.datetime(2026, 11, 24, 9, 30), datetime.time(9, 30))
    """
    match = _ISO.fullmatch(text.strip().removeprefix("T"))
    if match is None or not (match["date"] or match["hour"]):
        return None
    try:
        day = date.fromisoformat(match["date"]) if match["date"] else None
        if match["hour"] is None:
            return day
        microseconds = round(float(match["fraction"] or 0) * 1_000_000)
        clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), min(microseconds, 999_999))
    except ValueError:
        return None
    if day is None:
        return clock
    return datetime.combine(day, clock) if clock != time() else day
