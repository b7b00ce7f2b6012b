from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT01", Severity.ERROR, where=notes("unreadable-date"))
def unreadable_date(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell should hold a date, and what stands there is none.

    Wrong: `soon` in Date.
    Right: `2026-10-14`.
    """
    yield cell.noted(note)
