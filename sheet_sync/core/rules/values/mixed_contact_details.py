from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH10", Severity.INFO, where=notes("mixed-contact-details"))
def mixed_contact_details(cell: Cell, note: Note) -> Iterator[Finding]:
    """An email address and a phone number stand in one cell; each is recognised by its form.

    Wrong: `lena@copperfield.example / 206-555-0131`.
    Right: the address in Email, the number in Phone.
    """
    yield cell.noted(note)
