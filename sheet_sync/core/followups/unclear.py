"""Cells that keep a follow-up from being reckoned, said in words: silence must never look like nothing due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.days import spoken
from sheet_sync.core.followups.keeping_touch import is_silent
from sheet_sync.core.followups.model import Case, Unclear, cell_of, one_line
from sheet_sync.core.followups.promises import is_open_promise
from sheet_sync.core.followups.requests import request_days
from sheet_sync.core.followups.thanks import thank_you_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.core.followups.dealings import Talk


def find_unclear(case: Case) -> Iterator[Unclear]:
    """Talks without a day that are owed something, talks gone by that nobody marked, requests of an unknown day."""
    for talk in case.dealings.talks:
        if talk.contact is None or not is_silent(talk.contact, case.as_of):
            yield from _about_talk(case, talk)
    for contact in case.book.contacts:
        if contact.value("Status") != "Asked" or is_silent(contact, case.as_of):
            continue
        asked_talks = [talk for talk in case.dealings.talks_with(contact) if talk.status == "Asked"]
        if request_days(case, contact, asked_talks)[1] is None:
            yield Unclear(
                cell_of(contact, "Status"),
                f"{one_line(contact.name)} is Asked, but no day says since when. Note it in Touches, or set Sent in "
                "Letters, to be reminded when to ask again.",
            )


def _about_talk(case: Case, talk: Talk) -> Iterator[Unclear]:
    who = one_line((talk.contact or talk.entry).name)
    if talk.day is None and (thank_you_for(talk, case.dealings).is_open or is_open_promise(talk.entry)):
        yield Unclear(
            cell_of(talk.entry, "Date", "Contact"),
            f"The talk with {who} has no date that can be read, so nothing is reckoned for it. Type its day.",
        )
    if talk.status == "Scheduled" and talk.day is not None and talk.day < case.as_of:
        yield Unclear(
            cell_of(talk.entry, "Status", "Date"),
            f"The talk with {who} on {spoken(talk.day, case.as_of)} has gone by and is still Scheduled. "
            "Set its Status to Done if it took place, else to Cancelled or Missed.",
        )
