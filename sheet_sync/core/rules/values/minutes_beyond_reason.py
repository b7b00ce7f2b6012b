from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("MN06", Severity.WARNING, where=notes("duration-beyond-reason"))
def minutes_beyond_reason(cell: Cell, note: Note) -> Iterator[Finding]:
    """A length is nothing, less than nothing, or longer than a day.

    Wrong: `-30`, `4000`.
    Right: `30`.
    """
    yield cell.noted(note)
