from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RF01", Severity.ERROR, where=notes("unknown-reference"))
def unknown_reference(cell: Cell, note: Note) -> Iterator[Finding]:
    """A name does not fit any row, so it is unclear who or what is meant.

    Wrong: `Tom Brandt` in Interviews, Contact, with no such contact.
    Right: the name as it stands in Contacts, or a new row there.
    """
    yield cell.noted(note)
