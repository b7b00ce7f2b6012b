from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("CH06", Severity.INFO, where=notes("place-and-where"), fixable=True)
def place_and_where(cell: Cell, note: Note) -> Iterator[Finding]:
    """One cell says how and where you talk.

    Wrong: `Zoom` in Place.
    Right: `Video` in Place, and Zoom or the link in Where.
    """
    yield cell.noted(note)
