"""Requests that had no answer: ask once more, then leave it.

Source: reference on practice, section 4 (ask again after a week, once; never a third letter).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.days import add_days, spoken
from sheet_sync.core.followups.dealings import LETTER, TALK, TOUCH
from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sheet_sync.core.book import Entry
    from sheet_sync.core.followups.dealings import Talk

MOST_REQUESTS = 2
_REQUEST_LETTERS = ("request", "referral")
_ASKING_TOUCHES = ("Call", "Email", "Message", "Letter", "")
_STEP_FIRST = "Ask once more, in two or three friendly lines."
_STEP_LAST = "Leave it there: write to someone else, or set Status to Closed."


def unanswered_requests(case: Case) -> Iterator[FollowUp]:
    """Everyone who was asked, has not answered, and was left in peace for the days that the settings say."""
    for contact in case.book.contacts:
        asked_talks = [talk for talk in case.dealings.talks_with(contact) if talk.status == "Asked"]
        if contact.value("Status") == "Asked" or asked_talks:
            yield from _unanswered(case, contact, asked_talks)
    for talk in case.dealings.talks:
        if talk.contact is None and talk.status == "Asked":
            yield from _unanswered(case, None, [talk])


def _unanswered(case: Case, contact: Entry | None, talks: list[Talk]) -> Iterator[FollowUp]:
    requests, last = request_days(case, contact, talks)
    if last is None:
        return
    due = add_days(last, max(case.book.settings.ask_again_after_days, 0))
    if case.as_of < due:
        return  # a request just sent is no request without an answer
    state, days = case.state_of(due)
    times = max(len(requests), 1)
    talk = talks[-1].entry if talks else None
    acting = contact if contact is not None and contact.value("Status") == "Asked" else talk
    assert acting is not None
    yield FollowUp(
        FollowUpKind.NO_ANSWER,
        state,
        due,
        days,
        name=(contact or acting).name,
        why=f"asked {'once' if times == 1 else 'twice' if times == 2 else f'{times} times'}, last on "
        f"{spoken(last, case.as_of)}",
        next_step=_STEP_FIRST if times < MOST_REQUESTS else _STEP_LAST,
        cell=cell_of(acting, "Status"),
        contact=contact,
        interview=talk,
        asked=times,
    )


def request_days(case: Case, contact: Entry | None, talks: list[Talk]) -> tuple[set[date], date | None]:
    """The days on which one asked since the last talk, and the last day on which one was in touch at all."""
    asked = {talk.day for talk in talks if talk.day is not None and talk.day <= case.as_of}
    if contact is None:
        return asked, max(asked, default=None)
    events = case.dealings.events_with(contact)
    talked = max((event.day for event in events if event.what == TALK), default=None)
    since = [event for event in events if talked is None or event.day > talked]
    asked |= {event.day for event in since if event.what == LETTER and event.detail in _REQUEST_LETTERS}
    first = min(asked, default=None)
    asked |= {
        event.day
        for event in since
        if event.what == TOUCH and event.detail in _ASKING_TOUCHES and (first is None or event.day > first)
    }
    last = max([*asked, *(event.day for event in since if event.what in (LETTER, TOUCH))], default=None)
    return asked, last or (case.dealings.known_last_contact(contact) if talked is None else None)
