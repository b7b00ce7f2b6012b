from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM06", Severity.INFO, where=notes("time-range"), fixable=True)
def time_range(cell: Cell, note: Note) -> Iterator[Finding]:
    """A time has a beginning and an end; the first goes into Start, the length into Minutes.

    Wrong: `10:00 - 10:30` in Start.
    Right: `10:00` in Start and `30` in Minutes.
    """
    yield cell.noted(note)
