from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH06", Severity.WARNING, where=layout_notes("job-tracker"))
def job_tracker(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """The sheet follows job applications, not people to talk to, so it is left alone.

    Wrong: a sheet with Applied, Offer and Rejected read as contacts.
    Right: a sheet of its own for the people you talk to.
    """
    yield finding_of(note, book)
