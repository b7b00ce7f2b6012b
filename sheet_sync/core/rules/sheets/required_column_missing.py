from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH02", Severity.ERROR, where=layout_notes("required-column-missing"))
def required_column_missing(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A table lacks a column that it cannot do without.

    A header counts under any of its usual names, and wherever it stands.

    Wrong: an Interviews sheet without a Date column.
    Right: a column with the header Date.
    """
    yield finding_of(note, book)
