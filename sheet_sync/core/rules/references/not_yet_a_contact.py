from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RF06", Severity.INFO, where=notes("not-yet-a-contact"))
def not_yet_a_contact(cell: Cell, note: Note) -> Iterator[Finding]:
    """Someone was named to you who is not yet in your Contacts.

    You are reminded of people you were referred to only once they have a row.

    Wrong: `Sam Ortega` in Referred me to, and no such contact.
    Right: a row for Sam Ortega in Contacts, with the one who named them in Referred by.
    """
    yield cell.noted(note)
