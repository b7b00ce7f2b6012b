from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TY02", Severity.INFO, where=notes("sent-no-year"), fixable=True)
def sent_without_year(cell: Cell, note: Note) -> Iterator[Finding]:
    """The day it was sent has no year; it is read as the first such day on or after the talk.

    Wrong: `sent 9/18`.
    Right: `2026-09-18`.
    """
    yield cell.noted(note)
