from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RF07", Severity.INFO, where=notes("referral-in-source"))
def referral_in_source(cell: Cell, note: Note) -> Iterator[Finding]:
    """Found through names one of your contacts; it is read as Referred by.

    Wrong: `via Lena Whitfield` in Found through.
    Right: `Lena Whitfield` in Referred by.
    """
    yield cell.noted(note)
