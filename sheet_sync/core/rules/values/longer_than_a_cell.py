from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX07", Severity.ERROR, where=notes("too-long"))
def longer_than_a_cell(cell: Cell, note: Note) -> Iterator[Finding]:
    """The text is longer than the 32,767 characters that an Excel cell can hold.

    Excel would cut it when it saves; a Google Sheet that holds it cannot be brought into Excel.

    Wrong: a whole transcript in What I learned.
    Right: the main points in the cell, the transcript in a file of its own.
    """
    yield cell.noted(note)
