from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH07", Severity.INFO, where=notes("several-phones"))
def several_phones(cell: Cell, note: Note) -> Iterator[Finding]:
    """One cell holds several phone numbers; the first is used.

    Wrong: `206-555-0118 (w), 206-555-0177 (c)`.
    Right: one number in Phone, the other in a column of your own.
    """
    yield cell.noted(note)
