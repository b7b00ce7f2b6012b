from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM07", Severity.WARNING, where=notes("time-with-zone"))
def time_with_zone(cell: Cell, note: Note) -> Iterator[Finding]:
    """A time names a time zone, which a time cell cannot keep.

    Wrong: `3pm ET` in Start.
    Right: `15:00` in Start, and "Eastern Time" in Where.
    """
    yield cell.noted(note)
