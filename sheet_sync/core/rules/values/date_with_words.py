from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT10", Severity.INFO, where=notes("date-with-words"))
def date_with_words(cell: Cell, note: Note) -> Iterator[Finding]:
    """There are words around a date.

    Wrong: `on 4 March 2026 I think`.
    Right: the date alone; the words go into Notes.
    """
    yield cell.noted(note)
