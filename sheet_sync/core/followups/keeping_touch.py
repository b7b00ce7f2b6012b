"""The stay-in-touch clock: when to write to a contact again."""

from __future__ import annotations

from datetime import date
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from sheet_sync.core.days import add_days, add_months

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry

MONTHS_BETWEEN = {"Monthly": 1, "Quarterly": 3, "Twice a year": 6, "Yearly": 12}


class Clock(NamedTuple):
    """When the next letter is due, and the last day on which it is not yet overdue."""

    due: date
    in_time_until: date


def clock(contact: Entry, last: date, overdue_after_times: float) -> Clock | None:
    """The clock of a contact last heard of on that day; ``None`` where the user does not want one.

    It is overdue once ``overdue_after_times`` of the interval, in days, have gone by; never before it is due.
    """
    months = MONTHS_BETWEEN.get(contact.text("Stay in touch"))
    if months is None:
        return None
    due = add_months(last, months)
    days = (due - last).days
    return Clock(due, max(due, add_days(last, floor(days * min(overdue_after_times, 1000)))))


def is_closed(contact: Entry) -> bool:
    """Whether the user is done with this contact."""
    return contact.text("Status") == "Closed"


def snoozed_until(contact: Entry) -> date | None:
    """The first day on which reminders about this contact are wanted again, where the user named one."""
    day = contact.value("Snooze until")
    return day if isinstance(day, date) else None


def is_silent(contact: Entry, as_of: date) -> bool:
    """Whether nothing is to be said about this contact: it is closed, or snoozed until a later day."""
    until = snoozed_until(contact)
    return is_closed(contact) or (until is not None and until > as_of)
