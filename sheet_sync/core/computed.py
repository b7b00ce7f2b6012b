"""The columns that the tool fills, but for IDs and what ``letters`` writes.

They follow from what the user typed, the settings and the day alone: what stands in a computed column is never read
here, so computing twice gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.followups.dealings import Dealings
from sheet_sync.core.followups.keeping_touch import clock, is_closed, snoozed_until
from sheet_sync.core.followups.thanks import thank_you_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.values import Scalar

RowKey = tuple[str, int]
"""A table's name and a row's number in its sheet."""


def computed(book: Book) -> Mapping[RowKey, Mapping[str, Scalar]]:
    """What the computed columns of each row should hold, ``None`` where the cell should be empty."""
    dealings = Dealings(book)
    rows: dict[RowKey, Mapping[str, Scalar]] = {}
    for contact in book.contacts:
        last = dealings.last_contact(contact)
        rows["Contacts", contact.number] = {
            "Last contact": last,
            "Next contact": _next_contact(book, contact, last),
        }
    for talk in dealings.talks:
        thanks = thank_you_for(talk, dealings)
        rows["Interviews", talk.entry.number] = {"Thank-you due": thanks.due, "Thank-you status": thanks.status}
    return rows


def _next_contact(book: Book, contact: Entry, last: date | None) -> date | None:
    """The day to write again, put off by a snooze; none for a closed contact or one without an interval."""
    if last is None or is_closed(contact):
        return None
    timing = clock(contact, last, book.settings.overdue_after_times)
    if timing is None:
        return None
    return max(timing.due, snoozed_until(contact) or timing.due)
