from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT06", Severity.INFO, where=notes("date-by-order"), fixable=True)
def date_by_order(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date such as 3/4/2026 is text, and is read by the Date order in Settings.

    Wrong: `3/4/2026` as text.
    Right: the same day as a real date.
    """
    yield cell.noted(note)
