from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RF03", Severity.INFO, where=notes("short-reference"), fixable=True)
def short_reference(cell: Cell, note: Note) -> Iterator[Finding]:
    """A short form of a name is used; exactly one contact fits today.

    A second Dana in your list would make it unclear.

    Wrong: `Dana`.
    Right: `Dana Reyes`.
    """
    yield cell.noted(note)
