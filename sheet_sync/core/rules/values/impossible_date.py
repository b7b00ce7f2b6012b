from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT03", Severity.ERROR, where=notes("impossible-date"))
def impossible_date(cell: Cell, note: Note) -> Iterator[Finding]:
    """The day does not exist.

    Wrong: `31 Feb 2026`.
    Right: the day you meant, such as `2026-02-28`.
    """
    yield cell.noted(note)
