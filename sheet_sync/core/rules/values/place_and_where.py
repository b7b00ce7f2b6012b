from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("CH06", Severity.INFO, where=notes("place-and-where"), fixable=True)
def place_and_where(cell: Cell, note: Note) -> Iterator[Finding]:
    """One cell says how and where you talk.

    It is mended only where Where is empty.

    Wrong: `Zoom` in Place.
    Right: `Video` in Place, and Zoom or the link in Where.
    """
    finding = cell.noted(note)
    place, where = cell.reading.value, cell.reading.also.get("Where")
    if isinstance(place, str) and isinstance(where, str) and not cell.entry.is_filled("Where"):
        changes = (cell.change(cell.key, place), cell.change("Where", where))
        finding = replace(finding, changes=tuple(one for one in changes if one) if all(changes) else ())
    yield finding
