from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH04", Severity.ERROR, where=layout_notes("transposed-sheet"))
def transposed_sheet(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """The fields stand in rows and the people across, so the sheet is not read.

    Wrong: Name, Email, Phone below one another, and a column for each person.
    Right: Name, Email, Phone side by side, and a row for each person (copy, then paste special with Transpose).
    """
    yield finding_of(note, book)
