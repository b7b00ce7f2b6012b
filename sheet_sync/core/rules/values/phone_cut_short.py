from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH08", Severity.ERROR, where=notes("digits-lost"))
def phone_cut_short(cell: Cell, note: Note) -> Iterator[Finding]:
    """The spreadsheet cut a phone number short, and its digits are gone.

    Wrong: `2.07E+09`.
    Right: the number typed again, with its country code, which keeps it text.
    """
    yield cell.noted(note)
