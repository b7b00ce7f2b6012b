from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TM06", Severity.INFO, where=notes("time-range"), fixable=True)
def time_range(cell: Cell, note: Note) -> Iterator[Finding]:
    """A time has a beginning and an end; the first goes into Start, the length into Minutes.

    It is mended only where Minutes is empty.

    Wrong: `10:00 - 10:30` in Start.
    Right: `10:00` in Start and `30` in Minutes.
    """
    finding = cell.noted(note)
    start, minutes = cell.reading.value, cell.reading.also.get("Minutes")
    if isinstance(start, time) and isinstance(minutes, int) and not cell.entry.is_filled("Minutes"):
        changes = (cell.change(cell.key, start), cell.change("Minutes", minutes))
        finding = replace(finding, changes=tuple(one for one in changes if one) if all(changes) else ())
    yield finding
