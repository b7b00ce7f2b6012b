from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH04", Severity.INFO, where=notes("phone-letters"), fixable=True)
def phone_with_letters(cell: Cell, note: Note) -> Iterator[Finding]:
    """A phone number has letters in place of digits.

    Wrong: `206-JKL-0144`.
    Right: `206-555-0144`.
    """
    yield cell.noted(note)
