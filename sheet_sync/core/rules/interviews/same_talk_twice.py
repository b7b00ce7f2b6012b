from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.talks import Slot, slots_by_day
from sheet_sync.core.rules.words import said


@rule("IN08", Severity.WARNING, where=workbook())
def same_talk_twice(book: Book) -> Iterator[Finding]:
    """Two rows are the same person on the same day; perhaps it is one talk, entered twice.

    Two talks on one day with two different starts are left alone.

    Wrong: two rows for Dana Reyes on `2026-10-14`.
    Right: one row; or a Start in both, if you talked twice.
    """
    for day, slots in slots_by_day(book).items():
        first: dict[int, Slot] = {}
        for slot in slots if len(slots) > 1 else ():
            contact = book.contact_of(slot.entry)
            if contact is None:
                continue
            other = first.setdefault(contact.number, slot)
            if other is not slot and (slot.start is None or other.start is None):
                yield finding_at(
                    slot.entry,
                    "Date",
                    f"Row {other.entry.number} is a talk with {contact.name} on {said(day)} as well.",
                    "Delete one of the two rows if it is the same talk, or type the Start of both.",
                )
