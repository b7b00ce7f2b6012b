"""Thank-yous: one is owed for each informational talk that took place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.days import spoken
from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, State, cell_of
from sheet_sync.core.followups.thanks import thank_you_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEPS = {
    State.OVERDUE: "Write it today: late is better than never.",
    State.DUE: "Write it today.",
    State.UPCOMING: "Write it while the talk is fresh.",
}
_STEP_DRAFTED = "Read your draft once more and send it."
_STEP_THEN = ' Then fill in "Thank-you sent".'


def open_thank_yous(case: Case) -> Iterator[FollowUp]:
    """All thank-yous that are owed and whose day is known."""
    for talk in case.dealings.talks:
        thanks = thank_you_for(talk, case.dealings)
        if not thanks.is_open or thanks.due is None or talk.day is None:
            continue
        state, days = case.state_of(thanks.due)
        is_drafted = any(True for _ in case.dealings.thank_you_letters(talk))
        step = _STEP_DRAFTED if is_drafted else _STEPS[state]
        yield FollowUp(
            FollowUpKind.THANK_YOU,
            state,
            thanks.due,
            days,
            name=(talk.contact or talk.entry).name,
            why=f"talk on {spoken(talk.day, case.as_of)}",
            next_step=step + _STEP_THEN,
            cell=cell_of(talk.entry, "Thank-you sent", "Contact"),
            contact=talk.contact,
            interview=talk.entry,
        )
