from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("MN01", Severity.ERROR, where=notes("unreadable-duration"))
def unreadable_minutes(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell should hold a number of minutes, and what stands there is none.

    Wrong: `short`.
    Right: `20`.
    """
    yield cell.noted(note)
