from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("MN05", Severity.WARNING, where=notes("duration-range"))
def minutes_range(cell: Cell, note: Note) -> Iterator[Finding]:
    """A length goes from one number to another.

    Wrong: `20-30`.
    Right: `30`, the minutes you ask for or used.
    """
    yield cell.noted(note)
