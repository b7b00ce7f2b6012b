from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("EM01", Severity.ERROR, where=notes("not-an-email"))
def not_an_email(cell: Cell, note: Note) -> Iterator[Finding]:
    """The cell should hold an email address, and what stands there is none.

    No letter is addressed to it.

    Wrong: `dana@`, `dana[at]harbor.example`.
    Right: `dana@harbor.example`.
    """
    yield cell.noted(note)
