from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("CH02", Severity.INFO, where=notes("choice-case"), fixable=True)
def choice_in_other_case(cell: Cell, note: Note) -> Iterator[Finding]:
    """A choice is written with other capitals, blanks or marks.

    Wrong: `in touch`.
    Right: `In touch`.
    """
    yield cell.noted(note)
