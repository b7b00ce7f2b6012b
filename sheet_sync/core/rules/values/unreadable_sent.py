from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TY05", Severity.ERROR, where=notes("unreadable-sent"))
def unreadable_sent(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell should hold the day something was sent, and what stands there is neither a day nor yes.

    Wrong: `card?`.
    Right: `2026-10-15`, `yes`, or an empty cell.
    """
    yield cell.noted(note)
