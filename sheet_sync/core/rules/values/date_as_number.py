from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT09", Severity.INFO, where=notes("date-serial"), fixable=True)
def date_as_number(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date shows as a number such as 46332.

    Spreadsheets count days; this cell is not formatted as a date.

    Wrong: `46332`.
    Right: `2026-11-06`, a real date.
    """
    yield cell.noted(note)
