from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("CH03", Severity.INFO, where=notes("choice-synonym"), fixable=True)
def choice_in_other_words(cell: Cell, note: Note) -> Iterator[Finding]:
    """Another word stands for one of the choices; it is read as that choice.

    Wrong: `reached out` in Status.
    Right: `Asked`.
    """
    yield cell.noted(note)
