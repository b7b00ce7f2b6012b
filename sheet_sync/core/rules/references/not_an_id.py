from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("ID03", Severity.WARNING, where=notes("typed-id"))
def not_an_id(cell: Cell, note: Note) -> Iterator[Finding]:
    """The ID column holds something that is not an ID of this table.

    IDs are given by sheet-sync, and are how a row is recognised.

    Wrong: `17` in ID.
    Right: an empty cell, which the next sync fills; numbers of your own go into a column of your own.
    """
    yield cell.noted(note)
