from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT14", Severity.ERROR, where=notes("date-without-day"))
def date_without_day(cell: Cell, note: Note) -> Iterator[Finding]:
    """A month or a season stands where a day belongs.

    Wrong: `10/2026`, `spring`.
    Right: a day, such as `2026-10-14`.
    """
    yield cell.noted(note)
