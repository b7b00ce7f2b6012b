from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM05", Severity.INFO, where=notes("time-without-am-pm"), fixable=True)
def time_without_am_pm(cell: Cell, note: Note) -> Iterator[Finding]:
    """A time typed as text does not say whether it is morning or evening; it is read as it stands.

    Wrong: `9:30` as text, for half past nine in the evening.
    Right: `9:30` as a real time, or `21:30`.
    """
    yield cell.noted(note)
