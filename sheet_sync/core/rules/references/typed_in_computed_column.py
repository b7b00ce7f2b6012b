from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("ID04", Severity.INFO, where=notes("typed-in-computed-column"))
def typed_in_computed_column(cell: Cell, note: Note) -> Iterator[Finding]:
    """Something was typed into a column that sheet-sync fills.

    It is kept and not overwritten.  A day typed into Next contact reminds you on that day; the others are not used.

    Wrong: a day typed into Last contact.
    Right: a row in Touches for that day; Last contact then follows from it.
    """
    yield cell.noted(note)
