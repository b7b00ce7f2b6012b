from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.readings import Note
from sheet_sync.core.records import CellRef
from sheet_sync.core.rules.finding import Finding, Severity, setting_finding
from sheet_sync.core.rules.rule import rule, settings


@rule("ST01", Severity.WARNING, where=settings("bad-setting"))
def bad_setting(book: Book, ref: CellRef, note: Note) -> Iterator[Finding]:
    """A setting cannot be used as it is typed, so its usual value is used.

    Wrong: `soon` for Thank-you within.
    Right: `1`.
    """
    yield setting_finding(book, ref, note)
