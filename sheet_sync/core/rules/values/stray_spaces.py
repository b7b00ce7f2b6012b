from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX03", Severity.INFO, where=notes("stray-space"), fixable=True)
def stray_spaces(cell: Cell, note: Note) -> Iterator[Finding]:
    """There are blanks before, after or doubled inside the text.

    They are hard to see, and they keep sorting, filtering and formulas such as VLOOKUP from finding the text.

    Wrong: `Quarterly ` with a blank at the end.
    Right: `Quarterly`.
    """
    yield cell.noted(note)
