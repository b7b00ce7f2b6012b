from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH17", Severity.WARNING, where=layout_notes("perhaps-divider"))
def perhaps_a_heading(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A row may be a heading inside the table; it is read as a row.

    Wrong: `ALUMNI` alone in a row of Contacts.
    Right: a column of your own that says who is an alumnus.
    """
    yield finding_of(note, book)
