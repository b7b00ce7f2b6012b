from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM03", Severity.INFO, where=notes("time-as-text"), fixable=True)
def time_as_text(cell: Cell, note: Note) -> Iterator[Finding]:
    """A time is kept as text, so the spreadsheet cannot sort or count with it.

    Wrong: `10am` as text.
    Right: `10:00`, a real time.
    """
    yield cell.noted(note)
