from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH02", Severity.INFO, where=notes("phone-format"), fixable=True)
def phone_format(cell: Cell, note: Note) -> Iterator[Finding]:
    """A phone number is usually written otherwise.

    Wrong: `2065550118`.
    Right: `+1 206-555-0118`.
    """
    yield cell.noted(note)
