from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT13", Severity.ERROR, where=notes("relative-date"))
def relative_date(cell: Cell, note: Note) -> Iterator[Finding]:
    """A day is told from another day, and nobody can know later which one it was.

    Wrong: `last week`.
    Right: `2026-11-18`.
    """
    yield cell.noted(note)
