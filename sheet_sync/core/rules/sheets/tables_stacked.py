from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH08", Severity.WARNING, where=layout_notes("tables-stacked"))
def tables_stacked(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A second table stands below the first on one sheet; only the first is read.

    Wrong: a row of headers, rows, an empty row, and another row of headers.
    Right: one sheet for each table.
    """
    yield finding_of(note, book)
