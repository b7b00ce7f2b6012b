from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("EM02", Severity.INFO, where=notes("email-case"), fixable=True)
def email_in_capitals(cell: Cell, note: Note) -> Iterator[Finding]:
    """An email address is typed in capitals.

    Mail arrives all the same; two spellings look like two people.

    Wrong: `Dana@Harbor.EXAMPLE`.
    Right: `dana@harbor.example`.
    """
    yield cell.noted(note)
