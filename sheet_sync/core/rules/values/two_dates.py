from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT12", Severity.ERROR, where=notes("two-dates"))
def two_dates(cell: Cell, note: Note) -> Iterator[Finding]:
    """Two dates stand in one cell, so neither is used.

    Wrong: `10/8/26 & 10/15/26`.
    Right: one row for each talk, each with its date.
    """
    yield cell.noted(note)
