from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM08", Severity.WARNING, where=notes("time-unclear"))
def unclear_time(cell: Cell, note: Note) -> Iterator[Finding]:
    """An hour could mean several things.

    Wrong: `8-9`: from 8 to 9, or some time between?
    Right: `8:00` in Start and `60` in Minutes.
    """
    yield cell.noted(note)
