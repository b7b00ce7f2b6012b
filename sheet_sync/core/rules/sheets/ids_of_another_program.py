from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH15", Severity.INFO, where=layout_notes("foreign-id"))
def ids_of_another_program(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """The ID column holds numbers of another program; it is kept as a column of your own.

    Wrong: nothing.
    Right: leave it; sheet-sync adds an ID column of its own.
    """
    yield finding_of(note, book)
