"""Who is owed what, by when: thank-yous, second requests, talks to come, people to keep in touch with or write to.

One module a kind; each gives all that is open, and :func:`due` keeps what is within the days asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from sheet_sync.core.followups.dealings import Dealings
from sheet_sync.core.followups.keeping_touch import is_silent
from sheet_sync.core.followups.model import Case, FollowUp, FollowUpKind, State, Unclear
from sheet_sync.core.followups.promises import open_promises
from sheet_sync.core.followups.referrals import open_referrals
from sheet_sync.core.followups.requests import unanswered_requests
from sheet_sync.core.followups.stay_in_touch import clocks_running
from sheet_sync.core.followups.talks import talks_to_come
from sheet_sync.core.followups.thank_yous import open_thank_yous
from sheet_sync.core.followups.unclear import find_unclear

if TYPE_CHECKING:
    from sheet_sync.core.book import Book

__all__ = ["DEFAULT_WITHIN_DAYS", "FollowUp", "FollowUpKind", "State", "Unclear", "due", "open_followups", "unclear"]

DEFAULT_WITHIN_DAYS = 7

_FINDERS: dict[FollowUpKind, Callable[[Case], Iterator[FollowUp]]] = {
    FollowUpKind.THANK_YOU: open_thank_yous,
    FollowUpKind.NO_ANSWER: unanswered_requests,
    FollowUpKind.UPCOMING: talks_to_come,
    FollowUpKind.STAY_IN_TOUCH: clocks_running,
    FollowUpKind.REFERRAL: open_referrals,
    FollowUpKind.PROMISE: open_promises,
}


def due(
    book: Book,
    within_days: int = DEFAULT_WITHIN_DAYS,
    kinds: Collection[str] | None = None,
    dealings: Dealings | None = None,
) -> tuple[FollowUp, ...]:
    """What is overdue, due, or comes up within the days, most pressing first.

    ``kinds`` narrows it down.  A contact that is Closed or snoozed is silent, whatever is due.
    ``dealings`` are those of the book, where they were gathered already.
    """
    case = Case(book, dealings or Dealings(book), max(within_days, 0))
    return tuple(one for one in open_followups(case, kinds) if one.due <= case.horizon and not _is_silent(one, case))


def open_followups(case: Case, kinds: Collection[str] | None = None) -> list[FollowUp]:
    """All that is open, however far away, silent contacts included; most pressing first."""
    found = [one for kind, find in _FINDERS.items() if kinds is None or kind in kinds for one in find(case)]
    return sorted(found, key=lambda one: one.pressing)


def unclear(book: Book, dealings: Dealings | None = None) -> tuple[Unclear, ...]:
    """The cells that keep a follow-up from being reckoned, in the order of the sheets."""
    case = Case(book, dealings or Dealings(book), 0)
    return tuple(sorted(find_unclear(case), key=lambda one: one.cell))


def _is_silent(one: FollowUp, case: Case) -> bool:
    """Whether the person is; where a name fits several contacts, whether all of them are."""
    if one.contact is not None:
        return is_silent(one.contact, case.as_of)
    if one.interview is None or one.kind is FollowUpKind.REFERRAL:
        return False
    fitting = one.interview.referred("Contact").entries
    return bool(fitting) and all(is_silent(contact, case.as_of) for contact in fitting)
