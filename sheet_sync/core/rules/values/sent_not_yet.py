from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TY04", Severity.INFO, where=notes("sent-not-yet", heard=True))
def sent_not_yet(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell says in words that nothing was sent yet; it counts as empty.

    A box that is not ticked says the same, and needs no remark.

    Wrong: `to do`.
    Right: an empty cell, and the day once you sent it.
    """
    if isinstance(cell.content, str):
        yield cell.noted(note)
