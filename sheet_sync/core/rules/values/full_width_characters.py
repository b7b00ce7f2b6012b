from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX05", Severity.INFO, where=notes("full-width"), fixable=True)
def full_width_characters(cell: Cell, note: Note) -> Iterator[Finding]:
    """Letters or digits are full-width, as East Asian keyboards type them.

    They look wide and count as other characters, so a search for the usual ones does not find them.

    Wrong: `０１２３`.
    Right: `0123`.
    """
    yield cell.noted(note)
