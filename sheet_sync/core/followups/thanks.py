"""When a thank-you is due, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sheet_sync.core.days import add_days, add_workdays

if TYPE_CHECKING:
    from datetime import date

    from sheet_sync.core.followups.dealings import Dealings, Talk
    from sheet_sync.core.settings import Settings


class ThankYou(NamedTuple):
    """``due`` is ``None`` where none is owed, or where the talk's day cannot be read."""

    due: date | None
    status: str

    @property
    def is_open(self) -> bool:
        return self.status in ("Due", "Overdue", "Drafted")


def thank_you_due(talked_on: date, settings: Settings) -> date:
    """The last day on which a thank-you is in time."""
    within = max(settings.thank_you_within_days, 0)
    return add_workdays(talked_on, within) if settings.weekdays_only else add_days(talked_on, within)


def thank_you_for(talk: Talk, dealings: Dealings) -> ThankYou:
    """How the thank-you for a talk stands: Sent, Overdue, Drafted, Due or Not due, the first that is true.

    One is owed for each informational talk that took place; a rehearsal needs none.
    """
    is_owed = talk.is_done and not talk.is_practice
    due = thank_you_due(talk.day, dealings.book.settings) if is_owed and talk.day is not None else None
    letters = dealings.thank_you_letters(talk)
    if talk.entry.value("Thank-you sent") or any(letter.is_sent for letter in letters):
        return ThankYou(due, "Sent")
    if not is_owed:
        return ThankYou(None, "Not due")
    if due is not None and dealings.as_of > due:
        return ThankYou(due, "Overdue")
    return ThankYou(due, "Drafted" if any(True for _ in letters) else "Due")
