from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("MN03", Severity.INFO, where=notes("duration-time"), fixable=True)
def minutes_as_time(cell: Cell, note: Note) -> Iterator[Finding]:
    """A length is kept as a time of day.

    Wrong: `0:45`.
    Right: `45`.
    """
    yield cell.noted(note)
