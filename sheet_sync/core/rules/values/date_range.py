from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT11", Severity.ERROR, where=notes("date-range"))
def date_range(cell: Cell, note: Note) -> Iterator[Finding]:
    """Several days stand where one day belongs, so no day is used.

    Wrong: `Oct 12-13`.
    Right: the day of the talk.
    """
    yield cell.noted(note)
