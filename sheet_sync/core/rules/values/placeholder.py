from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX02", Severity.INFO, where=notes("placeholder"), fixable=True)
def placeholder(cell: Cell, note: Note) -> Iterator[Finding]:
    """A stand-in such as TBD, N/A or ? is read as an empty cell.

    It stays as it is until you type the value.  In a column that must be filled it counts as missing.

    Wrong: `TBD` in Date of a talk that is agreed.
    Right: the date, or an empty cell while there is none.
    """
    yield cell.noted(note)
