from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT05", Severity.INFO, where=notes("date-as-text"), fixable=True)
def date_as_text(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date is kept as text, so the spreadsheet cannot sort or count with it.

    The day is clear, and sheet-sync uses it.

    Wrong: `4 March 2026` as text.
    Right: the same day as a real date.
    """
    yield cell.noted(note)
