from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("CH01", Severity.ERROR, where=notes("unknown-choice"))
def not_a_choice(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell holds none of the words that its column knows.

    Follow-ups, letters and counts go by these words.

    Wrong: `Thinking about it` in Status.
    Right: one of the choices in the cell's drop-down list.
    """
    yield cell.noted(note)
