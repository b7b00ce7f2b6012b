from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM01", Severity.ERROR, where=notes("unreadable-time"))
def unreadable_time(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell should hold a time of day, and what stands there is none.

    Wrong: `after lunch`.
    Right: `13:30`.
    """
    yield cell.noted(note)
