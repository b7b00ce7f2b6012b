from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT15", Severity.ERROR, where=notes("date-without-year"))
def date_without_year(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date has no year, so it is not used.

    Wrong: `Oct 12`.
    Right: `2026-10-12`.
    """
    yield cell.noted(note)
