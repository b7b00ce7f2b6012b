from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM02", Severity.ERROR, where=notes("impossible-time"))
def impossible_time(cell: Cell, note: Note) -> Iterator[Finding]:
    """No clock shows this time.

    Wrong: `25:00`.
    Right: `15:00`, or whichever you meant.
    """
    yield cell.noted(note)
