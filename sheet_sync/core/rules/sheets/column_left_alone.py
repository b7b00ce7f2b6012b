from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH12", Severity.INFO, where=layout_notes("column-left-own"))
def column_left_alone(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A column could be a known one, but a better one is there, so it stays your own.

    It is kept and synced as it is.

    Wrong: nothing.
    Right: leave it, or rename it if it is the one that should be used.
    """
    yield finding_of(note, book)
