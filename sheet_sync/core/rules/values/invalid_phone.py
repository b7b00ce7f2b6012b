from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH01", Severity.WARNING, where=notes("invalid-phone"))
def invalid_phone(cell: Cell, note: Note) -> Iterator[Finding]:
    """The phone number does not exist in its country.

    A digit is missing or too many, or the country code is missing.

    Wrong: `020 7946 0188` where Default country is US.
    Right: `+44 20 7946 0188`.
    """
    yield cell.noted(note)
