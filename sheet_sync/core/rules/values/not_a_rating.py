from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RT01", Severity.WARNING, where=notes("not-a-rating"))
def not_a_rating(cell: Cell, note: Note) -> Iterator[Finding]:
    """The rating is not a number from 1 to 5.

    Wrong: `good`, `7`.
    Right: `4`.
    """
    yield cell.noted(note)
