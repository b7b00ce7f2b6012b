from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("NM04", Severity.WARNING, where=notes("not-a-name"))
def not_a_name(cell: Cell, note: Note) -> Iterator[Finding]:
    """An email address, a number or a link stands where a name belongs.

    Wrong: `dana@harbor.example` in Name.
    Right: `Dana Reyes` in Name, the address in Email.
    """
    yield cell.noted(note)
