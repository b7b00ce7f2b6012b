"""Contacts to keep in touch with: due after their interval, overdue some time after that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.core.days import add_months, spoken
from sheet_sync.core.followups.keeping_touch import MONTHS_BETWEEN, clock, snoozed_until
from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, State, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.core.book import Entry

_ACQUAINTED = ("Met", "In touch", None)
_STEP = "Send a few lines: something you read, did or learned. Ask for nothing."


def clocks_running(case: Case) -> Iterator[FollowUp]:
    """Every contact to write to within the days looked at: by its clock, or by the day that the user noted."""
    for contact in case.book.contacts:
        by_clock, noted = _by_clock(contact, case), _by_note(contact, case)
        found = [one for one in (noted, by_clock) if one is not None]
        if found:
            yield min(found, key=lambda one: one.due)


def _by_clock(contact: Entry, case: Case) -> FollowUp | None:
    """The clock that runs out, unless one writes to or meets them anyway."""
    interval = contact.value("Stay in touch")
    if interval not in MONTHS_BETWEEN:
        return None
    last = case.dealings.known_last_contact(contact)
    if last is None:
        is_acquainted = contact.value("Status") in _ACQUAINTED and not _is_talk_noted(contact, case)
        return _never_noted(contact, case) if is_acquainted else None
    timing = clock(contact, last, case.book.settings.overdue_after_times)
    if timing is None or timing.due > case.horizon or _is_seen_anyway(contact, case):
        return None
    state, days = case.state_of(timing.due, timing.in_time_until)
    return FollowUp(
        FollowUpKind.STAY_IN_TOUCH,
        state,
        timing.due,
        days,
        name=contact.name,
        why=f"last contact {spoken(last, case.as_of)}, {interval.lower()}",
        next_step=_STEP,
        cell=cell_of(contact, "Stay in touch"),
        contact=contact,
    )


def _by_note(contact: Entry, case: Case) -> FollowUp | None:
    """The day that the user typed into Next contact, until they are in touch on that day or after it."""
    if not contact.is_filled("Next contact"):
        return None
    day = contact.value("Next contact")
    if not isinstance(day, date) or day > case.horizon or _may_be_reckoned(contact, day, case):
        return None
    last = case.dealings.last_contact(contact)
    if last is not None and last >= day:
        return None
    state, days = case.state_of(day)
    return FollowUp(
        FollowUpKind.STAY_IN_TOUCH,
        state,
        day,
        days,
        name=contact.name,
        why=f"you noted to follow up on {spoken(day, case.as_of)}",
        next_step="Write to them, and note it in Touches; or type another day.",
        cell=cell_of(contact, "Next contact"),
        contact=contact,
    )


def _may_be_reckoned(contact: Entry, day: date, case: Case) -> bool:
    """Whether the tool may have written that day: it follows a snooze, or some interval after some earlier contact."""
    if day == snoozed_until(contact):
        return True
    known = {event.day for event in case.dealings.events_with(contact)}
    return any(add_months(each, months) == day for each in known for months in MONTHS_BETWEEN.values())


def _never_noted(contact: Entry, case: Case) -> FollowUp:
    """One is acquainted with them and wants to stay in touch, but no talk, touch or letter is on record."""
    return FollowUp(
        FollowUpKind.STAY_IN_TOUCH,
        State.DUE,
        case.as_of,
        0,
        name=contact.name,
        why=f"no contact noted yet, {contact.text('Stay in touch').lower()}",
        next_step="Write to them, or note in Touches when you last did.",
        cell=cell_of(contact, "Stay in touch"),
        contact=contact,
    )


def _is_talk_noted(contact: Entry, case: Case) -> bool:
    """Whether there is a talk with them, still open, or perhaps with a namesake."""
    if case.dealings.may_have_talked_with(contact):
        return True
    return any(talk.status in ("Asked", "Scheduled") for talk in case.dealings.talks_with(contact))


def _is_seen_anyway(contact: Entry, case: Case) -> bool:
    """Whether an answer of theirs is awaited, or a talk with them is within the days looked at."""
    if contact.value("Status") == "Asked":
        return True
    return any(
        talk.status == "Scheduled" and talk.day is not None and case.as_of <= talk.day <= case.horizon
        for talk in case.dealings.talks_with(contact)
    )
