from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH16", Severity.WARNING, where=layout_notes("example-row"))
def example_row(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A row looks like the example of a template, so it is left out.

    Wrong: `e.g. Jane Doe`.
    Right: the row deleted; or the real name, if it is a real person.
    """
    yield finding_of(note, book)
