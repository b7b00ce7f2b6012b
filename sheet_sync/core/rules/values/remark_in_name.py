from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("NM03", Severity.WARNING, where=notes("remark-in-name"))
def remark_in_name(cell: Cell, note: Note) -> Iterator[Finding]:
    """A remark stands where a name belongs.

    It would be printed in the greeting of a letter.

    Wrong: `Sam (ask for last name)`.
    Right: `Sam` in Name, the remark in Notes.
    """
    yield cell.noted(note)
