from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("EM04", Severity.INFO, where=notes("email-with-name"), fixable=True)
def email_with_name(cell: Cell, note: Note) -> Iterator[Finding]:
    """There is a name or other marks around an email address.

    Wrong: `Dana Reyes <dana@harbor.example>`.
    Right: `dana@harbor.example`.
    """
    yield cell.noted(note)
