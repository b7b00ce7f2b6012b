from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH14", Severity.WARNING, where=layout_notes("column-without-header"))
def column_without_header(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """Cells of a table stand in a column without a header, so they are not read.

    Wrong: remarks to the right of the last header.
    Right: a header above them.
    """
    yield finding_of(note, book)
