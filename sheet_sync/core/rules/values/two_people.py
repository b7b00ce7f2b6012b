from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("NM02", Severity.WARNING, where=notes("two-people"))
def two_people(cell: Cell, note: Note) -> Iterator[Finding]:
    """Two people share one row.

    Each of them is owed a letter of their own.

    Wrong: `Priya & Tom Lindqvist`.
    Right: a row for each.
    """
    yield cell.noted(note)
