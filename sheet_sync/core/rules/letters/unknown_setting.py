from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.readings import Note
from sheet_sync.core.records import CellRef
from sheet_sync.core.rules.finding import Finding, Severity, setting_finding
from sheet_sync.core.rules.rule import rule, settings


@rule("ST02", Severity.INFO, where=settings("unknown-setting"))
def unknown_setting(book: Book, ref: CellRef, note: Note) -> Iterator[Finding]:
    """A row on the Settings sheet is not a setting.

    Wrong: `Thank you in`.
    Right: `Thank-you within`.
    """
    yield setting_finding(book, ref, note)
