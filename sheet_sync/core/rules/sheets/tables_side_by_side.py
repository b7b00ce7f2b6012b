from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH07", Severity.WARNING, where=layout_notes("tables-side-by-side"))
def tables_side_by_side(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """Two tables stand beside each other on one sheet; only the first is read.

    Wrong: contacts in columns A to F, and talks in columns H to L of the same sheet.
    Right: one sheet for each table.
    """
    yield finding_of(note, book)
