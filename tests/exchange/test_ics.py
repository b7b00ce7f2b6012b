"""Calendar entries as other programs read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from sheet_sync.exchange.ics import CalendarEntry, render_calendar

AS_OF = date(2026, 11, 24)


def read(*entries: CalendarEntry, zone: str = "Europe/Berlin") -> list[Any]:
    """The entries as the library reads them back."""
    calendar = icalendar.Calendar.from_ical(render_calendar(entries, AS_OF, ZoneInfo(zone)))
    return list(calendar.walk("VEVENT"))


def test_text_with_marks_of_the_format_is_read_back_as_it_was() -> None:
    text = "Dana; Reyes, PhD\\MD\nEND:VEVENT\nÅngström " + "long " * 40

    (event,) = read(CalendarEntry("u@x", AS_OF, text.replace("\n", " "), text, text.replace("\n", " ")))

    assert str(event["DESCRIPTION"]) == text
    assert str(event["SUMMARY"]) == text.replace("\n", " ")


@pytest.mark.parametrize(
    ("day", "expected_hour"), [(date(2026, 7, 1), 7), (date(2026, 11, 26), 8)], ids=["summer time", "winter time"]
)
def test_a_time_is_told_in_utc_with_summer_time_counted(day: date, expected_hour: int) -> None:
    (event,) = read(CalendarEntry("u@x", day, "Talk", start=time(9), minutes=20))

    assert event["DTSTART"].dt == datetime(day.year, day.month, day.day, expected_hour, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(day.year, day.month, day.day, expected_hour, 20, tzinfo=UTC)


def test_a_talk_near_midnight_may_fall_on_another_day_in_utc() -> None:
    (event,) = read(CalendarEntry("u@x", AS_OF, "Talk", start=time(0, 30)))

    assert event["DTSTART"].dt == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


def test_an_entry_without_a_time_blocks_nobodys_day() -> None:
    (event,) = read(CalendarEntry("u@x", date(2026, 12, 31), "Thank Dana"))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_the_last_day_of_the_calendar_is_no_error() -> None:
    assert len(read(CalendarEntry("u@x", date.max, "Thank Dana"))) == 1


def test_no_entries_are_an_empty_calendar() -> None:
    text = render_calendar((), AS_OF)

    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"VEVENT" not in text
    assert b"METHOD" not in text


def test_a_whole_day_says_that_it_is_a_day() -> None:
    """A day without ``VALUE=DATE`` is read as a moment by programs that keep to the standard (RFC 5545, 3.3.4)."""
    text = render_calendar((CalendarEntry("u@x", date(2026, 12, 31), "Thank Dana"),), AS_OF)

    assert b"\r\nDTSTART;VALUE=DATE:20261231\r\n" in text
    assert b"\r\nDTEND;VALUE=DATE:20270101\r\n" in text


def test_the_last_day_of_the_calendar_ends_by_itself() -> None:
    """There is no day after it, and an end that is no later than the start is invalid."""
    assert b"DTEND" not in render_calendar((CalendarEntry("u@x", date.max, "Thank Dana"),), AS_OF)
