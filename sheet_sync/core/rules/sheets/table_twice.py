from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH10", Severity.WARNING, where=layout_notes("table-twice"))
def table_twice(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """Two sheets hold the same kind of table, and only one of them is read.

    Wrong: Contacts and Contacts (2), each with names and emails.
    Right: all rows on one sheet.
    """
    yield finding_of(note, book)
