from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT02", Severity.ERROR, where=notes("ambiguous-date"))
def ambiguous_date(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date could be two different days, so it is not used.

    3/4/2026 is 4 March to some and 3 April to others, and sheet-sync does not guess.

    Wrong: `3/4/2026` as text, with no Date order in Settings.
    Right: `2026-03-04`; or set Date order on the Settings sheet to the way you type dates.
    """
    yield cell.noted(note)
