"""Calendar entries as iCalendar text that Outlook, Google and Apple calendars take.

Times are in UTC and need no time-zone table; what has no time is all day.  There is no METHOD and no ATTENDEE, so that
no program mails anybody, and UIDs are stable, so that a second import moves entries instead of doubling them.
Source: RFC 5545, and reference on headers and habits, section 3, iCalendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_SEQUENCE_FROM = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry: all of ``day``, or from ``start`` for ``minutes`` where a time is known."""

    uid: str
    day: date
    summary: str
    description: str = ""
    location: str = ""
    start: time | None = None
    minutes: int = 30


def render_calendar(entries: Iterable[CalendarEntry], as_of: date, zone: tzinfo | None = None) -> bytes:
    """The entries as one iCalendar file.

    ``zone`` is where the entries' times are told, by default where this computer stands.  What is written on a later
    day takes the place of what an earlier day wrote.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//sheet-sync//follow-ups//EN")
    calendar.add("version", "2.0")
    stamp = datetime.combine(as_of, time(), UTC)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp)
        event.add("sequence", max((as_of - _SEQUENCE_FROM).days, 0))
        event.add("summary", entry.summary)
        if entry.description:
            event.add("description", entry.description)
        if entry.location:
            event.add("location", entry.location)
        if entry.start is None:
            event.add("dtstart", entry.day)  # a plain date, so that the library adds VALUE=DATE
            if entry.day < date.max:
                event.add("dtend", entry.day + timedelta(days=1))  # the end is the first day that is free again
            event.add("transp", "TRANSPARENT")
        else:
            begins = datetime.combine(entry.day, entry.start.replace(tzinfo=None), zone).astimezone(UTC)
            event.add("dtstart", begins)
            event.add("dtend", begins + timedelta(minutes=max(entry.minutes, 1)))
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
