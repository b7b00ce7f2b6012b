from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH11", Severity.ERROR, where=layout_notes("no-header"))
def header_row_missing(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A sheet has the name of a table, but no row of headers that is known, so it is left alone.

    Wrong: a sheet Contacts that begins with the first person.
    Right: a row with the headers, such as Name and Email, above the first person.
    """
    yield finding_of(note, book)
