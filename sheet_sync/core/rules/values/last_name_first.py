from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("NM01", Severity.INFO, where=notes("last-first"), fixable=True)
def last_name_first(cell: Cell, note: Note) -> Iterator[Finding]:
    """A name is typed last name first.

    Letters greet a person by the name as you typed it.

    Wrong: `Reyes, Dana`.
    Right: `Dana Reyes`.
    """
    yield cell.noted(note)
