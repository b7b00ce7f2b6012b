"""Talks that are agreed and still to come."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, cell_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.core.followups.dealings import Talk

_STEP_TALK = "Read your notes and your questions once more."
_STEP_TODAY = "Read your notes and your questions, and be there a few minutes early."
_STEP_PRACTICE = "Rehearse your questions against the clock."


def talks_to_come(case: Case) -> Iterator[FollowUp]:
    """The scheduled talks from today on."""
    for talk in case.dealings.talks:
        if talk.status != "Scheduled" or talk.day is None or talk.day < case.as_of:
            continue
        state, days = case.state_of(talk.day)
        step = _STEP_TODAY if talk.day == case.as_of else _STEP_TALK
        yield FollowUp(
            FollowUpKind.UPCOMING,
            state,
            talk.day,
            days,
            name=(talk.contact or talk.entry).name,
            why=_how(talk),
            next_step=_STEP_PRACTICE if talk.is_practice else step,
            cell=cell_of(talk.entry, "Date"),
            contact=talk.contact,
            interview=talk.entry,
        )


def _how(talk: Talk) -> str:
    """``talk at 10:00, Video``: what is known of it."""
    start, place = talk.entry.value("Start"), one_line(talk.entry.text("Place"))
    what = "practice talk" if talk.is_practice else "talk"
    at = f" at {start:%H:%M}" if isinstance(start, time) else ""
    return f"{what}{at}{', ' + place if place else ''}"
