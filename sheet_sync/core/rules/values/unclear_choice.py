from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("CH05", Severity.ERROR, where=notes("ask-choice"))
def unclear_choice(cell: Cell, note: Note) -> Iterator[Finding]:
    """The word could mean several of the choices, so none is used.

    Wrong: `rescheduled` in Status.
    Right: `Cancelled` for the old date, or the new date with `Scheduled`.
    """
    yield cell.noted(note)
