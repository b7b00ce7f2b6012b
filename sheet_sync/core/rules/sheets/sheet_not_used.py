from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH20", Severity.WARNING, where=layout_notes("sheet-not-used"))
def sheet_not_used(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A sheet looks like a list of people or talks, but is not read.

    Wrong: a sheet Talks with the columns Date, Duration and Takeaways; nothing says whom the talks were with.
    Right: the same with a column Contact.
    """
    yield finding_of(note, book)
