from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH03", Severity.WARNING, where=layout_notes("header-twice"))
def header_twice(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """Two columns of a table have the same header; the first is read.

    Wrong: two columns named Email.
    Right: Email, and a second column under another name.
    """
    yield finding_of(note, book)
