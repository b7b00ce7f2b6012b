"""Contacts to keep in touch with: due after their interval, overdue some time after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.days import spoken
from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, State, cell_of
from sheet_sync.core.keeping_touch import MONTHS_BETWEEN, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.core.book import Entry

_ACQUAINTED = ("Met", "In touch", None)
_STEP = "Send a few lines: something you read, did or learned. Ask for nothing."


def clocks_running(case: Case) -> Iterator[FollowUp]:
    """Every contact whose clock runs out within the days looked at, unless one writes to or meets them anyway."""
    for contact in case.book.contacts:
        interval = contact.value("Stay in touch")
        if interval not in MONTHS_BETWEEN:
            continue
        last = case.dealings.known_last_contact(contact)
        if last is None:
            if contact.value("Status") in _ACQUAINTED and not _is_talk_noted(contact, case):
                yield _never_noted(contact, case)
            continue
        timing = clock(contact, last, case.book.settings.overdue_after_times)
        if timing is None or timing.due > case.horizon or _is_seen_anyway(contact, case):
            continue
        state, days = case.state_of(timing.due, timing.in_time_until)
        yield FollowUp(
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
