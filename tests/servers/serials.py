"""Dates as Sheets stores them: days since 1899-12-30, the time of day as a fraction, no time zone.

Source: discovery document of Sheets v4, DateTimeRenderOption; 43831 for 2020-01-01 is recorded.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial knows no zone


def of_date(day: date) -> int:
    """The serial of a day."""
    return (day - EPOCH.date()).days


def of_moment(moment: datetime) -> float:
    """The serial of a naive moment."""
    return (moment - EPOCH) / timedelta(days=1)


def to_moment(serial: float) -> datetime:
    """The moment, to the millisecond: what lies below is the noise of a float."""
    return EPOCH + timedelta(milliseconds=round(serial * 86_400_000))


def now_in(zone: str, seconds: float) -> datetime:
    """The wall clock of the spreadsheet's time zone at a Unix time, as a naive moment."""
    try:
        local = datetime.fromtimestamp(seconds, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        local = datetime.fromtimestamp(seconds, UTC)
    return local.replace(tzinfo=None)
