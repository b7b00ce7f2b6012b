from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("CH04", Severity.INFO, where=notes("choice-and-more"))
def choice_and_more(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell says which choice is meant, and something more.

    The tool does not change it, so that nothing is lost.

    Wrong: `Completed, thank you sent` in Status.
    Right: `Done` in Status, and the day in Thank-you sent.
    """
    yield cell.noted(note)
