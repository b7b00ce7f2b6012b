from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH05", Severity.ERROR, where=layout_notes("two-groups"))
def two_groups_of_columns(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """Two groups of columns have the same header, and only the banner above tells them apart, so the sheet is not read.

    Wrong: Location under a banner JOB and again under a banner INTERVIEW.
    Right: one row of headers, each of which stands once.
    """
    yield finding_of(note, book)
