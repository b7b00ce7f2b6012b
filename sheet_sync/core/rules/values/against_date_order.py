from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT08", Severity.WARNING, where=notes("contradicts-date-order"), fixable=True)
def against_date_order(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date is clear, but is not typed in the order that Settings names.

    Perhaps others are mixed up as well.

    Wrong: `13/10/2026` where Date order is M/D/Y.
    Right: `10/13/2026`, or a real date.
    """
    yield cell.noted(note)
