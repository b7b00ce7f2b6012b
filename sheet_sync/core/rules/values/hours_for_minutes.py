from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("MN04", Severity.WARNING, where=notes("duration-hours"))
def hours_for_minutes(cell: Cell, note: Note) -> Iterator[Finding]:
    """A length is so small that hours may be meant.

    Wrong: `1.5` in Minutes.
    Right: `90`.
    """
    yield cell.noted(note)
