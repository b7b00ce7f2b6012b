from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH13", Severity.INFO, where=layout_notes("column-read-as"))
def column_read_as(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A column was read as a known one by a header that could mean other things too.

    Wrong: Title, if it holds Mr. and Dr.
    Right: Job title, if that is what it holds.
    """
    yield finding_of(note, book)
