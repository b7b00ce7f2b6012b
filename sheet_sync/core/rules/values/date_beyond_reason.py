from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT04", Severity.ERROR, where=notes("date-beyond-reason"))
def date_beyond_reason(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date lies so far in the past or the future that it cannot be meant.

    Wrong: `0206-03-04`, or a talk in the year 2206.
    Right: the year put right.
    """
    yield cell.noted(note)
