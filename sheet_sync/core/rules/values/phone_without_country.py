from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity, finding_at
from sheet_sync.core.rules.rule import once, rule
from sheet_sync.core.rules.words import counted


@rule("PH06", Severity.INFO, where=once("phone-without-country"))
def phone_without_country(cell: Cell, note: Note, number: int) -> Iterator[Finding]:
    """Phone numbers have no country code, and Settings names no Default country.

    They cannot be checked, nor dialled from abroad.  It is said once, at the first of them.

    Wrong: `206-555-0118` with an empty Default country.
    Right: `US` as Default country on the Settings sheet; or `+1 206-555-0118`.
    """
    others = f" The same holds for {counted(number - 1, 'other number')}." if number > 1 else ""
    yield finding_at(cell.entry, cell.key, f"{note.message}{others}", note.hint, where=note.where)
