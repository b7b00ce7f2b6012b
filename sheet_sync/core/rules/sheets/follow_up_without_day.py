from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH19", Severity.WARNING, where=layout_notes("follow-up-without-day"))
def follow_up_without_day(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A follow-up column says yes, but not when, so nothing can remind you.

    Wrong: `Y` in Follow up.
    Right: the day in Snooze until, or what you promised in I promised.
    """
    yield finding_of(note, book)
