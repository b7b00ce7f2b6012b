"""Promises made in a talk and not yet kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheet_sync.core.days import add_days, spoken
from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, cell_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sheet_sync.core.book import Entry
    from sheet_sync.core.followups.dealings import Talk

KEEP_WITHIN_DAYS = 7
"""Days after the talk within which a promise is to be kept: a week, as for writing to somebody who was named."""
KEPT_MARK = "done: "
_KEPT = re.compile(r"[\s\W]*(?:done|kept)\b|\s*(?:[✓✔☑✅]|\[[xX]\])", re.IGNORECASE)
_NOTHING = frozenset({"", "no", "none", "nothing", "n/a", "na", "-", "–", "—"})


def is_kept(text: str) -> bool:
    """Whether a promise is marked as kept: it begins with done, or with a tick.

    >>> is_kept("done: sent the article"), is_kept("✓ sent"), is_kept("Donate her books")
    (True, True, False)
    """
    return _KEPT.match(text) is not None


def is_open_promise(entry: Entry) -> bool:
    """Whether a row of Interviews holds a promise that is not marked as kept."""
    text = entry.text("I promised")
    return text.strip().casefold().rstrip(".") not in _NOTHING and not is_kept(text)


def open_promises(case: Case) -> Iterator[FollowUp]:
    """All promises that are not kept, from talks whose day is known."""
    for talk in case.dealings.talks:
        if talk.day is None or not is_open_promise(talk.entry):
            continue
        due = _due(talk)
        state, days = case.state_of(due)
        when = f" on {spoken(talk.day, case.as_of)}" if talk.day <= case.as_of else ""
        yield FollowUp(
            FollowUpKind.PROMISE,
            state,
            due,
            days,
            name=(talk.contact or talk.entry).name,
            why=f"promised{when}: {one_line(talk.entry.text('I promised'))}",
            next_step='Keep it, tell them, and put "done" in front of it.',
            cell=cell_of(talk.entry, "I promised"),
            contact=talk.contact,
            interview=talk.entry,
        )


def _due(talk: Talk) -> date:
    """A promise about a talk to come is to be kept by that talk."""
    assert talk.day is not None
    return talk.day if talk.status in ("Asked", "Scheduled") else add_days(talk.day, KEEP_WITHIN_DAYS)
