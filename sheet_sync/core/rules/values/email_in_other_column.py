from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("EM05", Severity.INFO, where=notes("email-elsewhere"))
def email_in_other_column(cell: Cell, note: Note) -> Iterator[Finding]:
    """Email is empty, and another column has an address; that one is used.

    Wrong: an empty Email 1 beside a filled Email 2.
    Right: the address in the first column.
    """
    yield cell.noted(note)
