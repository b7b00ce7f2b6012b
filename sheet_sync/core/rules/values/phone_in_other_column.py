from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH09", Severity.INFO, where=notes("phone-elsewhere"))
def phone_in_other_column(cell: Cell, note: Note) -> Iterator[Finding]:
    """Phone is empty, and another column has a number; that one is used.

    Wrong: an empty Cell beside a filled Work phone.
    Right: the number in the first column.
    """
    yield cell.noted(note)
