from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("MN04", Severity.WARNING, where=notes("duration-hours"))
def minutes_under_five(cell: Cell, note: Note) -> Iterator[Finding]:
    """A talk is shorter than five minutes; perhaps hours were meant.

    Wrong: `1.5` in Minutes.
    Right: `90`, if it took an hour and a half.
    """
    yield cell.noted(note)
