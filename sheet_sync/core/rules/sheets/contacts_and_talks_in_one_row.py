from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH09", Severity.WARNING, where=layout_notes("combined-sheet"))
def contacts_and_talks_in_one_row(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """One sheet keeps a person and the talk with them in the same row; it is read, but never written to.

    A second talk with the same person has no place there.

    Wrong: Name, Email, Interview date and What I learned in one row.
    Right: a Contacts sheet and an Interviews sheet; `sheet-sync init` makes them.
    """
    yield finding_of(note, book)
