from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TY04", Severity.INFO, where=notes("sent-not-yet"), fixable=True)
def sent_not_yet(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell says that nothing was sent yet; it counts as empty.

    Wrong: `to do`.
    Right: an empty cell, and the day once you sent it.
    """
    yield cell.noted(note)
