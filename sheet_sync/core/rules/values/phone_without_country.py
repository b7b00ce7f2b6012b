from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH06", Severity.INFO, where=notes("phone-without-country"))
def phone_without_country(cell: Cell, note: Note) -> Iterator[Finding]:
    """A phone number has no country code, and Settings names no Default country.

    It cannot be checked, nor dialled from abroad.

    Wrong: `206-555-0118` with an empty Default country.
    Right: `+1 206-555-0118`; or `US` as Default country on the Settings sheet.
    """
    yield cell.noted(note)
