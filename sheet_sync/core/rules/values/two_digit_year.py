from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("DT07", Severity.INFO, where=notes("two-digit-year"), fixable=True)
def two_digit_year(cell: Cell, note: Note) -> Iterator[Finding]:
    """The year of a date has only two digits.

    It is read as the nearest such year, at most 20 years ahead.

    Wrong: `4 Mar 26`.
    Right: `2026-03-04`.
    """
    yield cell.noted(note)
