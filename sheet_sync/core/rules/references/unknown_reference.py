from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RF01", Severity.ERROR, where=notes("unknown-reference"))
def unknown_reference(cell: Cell, note: Note) -> Iterator[Finding]:
    """A name does not fit any row, so it is unclear who or what is meant.

    In Referred by, a word of your own such as Mom may stay: it is a warning there.

    Wrong: `Tom Brandt` in Interviews, Contact, with no such contact.
    Right: the name as it stands in Contacts, or a new row there.
    """
    is_needed = cell.entry.table.schema.field(cell.key).required
    yield cell.noted(note, severity=Severity.ERROR if is_needed else Severity.WARNING)
