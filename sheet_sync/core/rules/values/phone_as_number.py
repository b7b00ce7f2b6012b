from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH03", Severity.INFO, where=notes("phone-as-number"), fixable=True)
def phone_as_number(cell: Cell, note: Note) -> Iterator[Finding]:
    """A phone number is kept as a number, which loses its plus sign and its zeros.

    Wrong: `2065550171` as a number.
    Right: `+1 206-555-0171` as text.
    """
    yield cell.noted(note)
