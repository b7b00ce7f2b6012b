from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM04", Severity.INFO, where=notes("time-serial"), fixable=True)
def time_as_number(cell: Cell, note: Note) -> Iterator[Finding]:
    """A time shows as a number such as 0.5.

    Spreadsheets keep times as parts of a day; this cell is not formatted as a time.

    Wrong: `0.5`.
    Right: `12:00`.
    """
    yield cell.noted(note)
