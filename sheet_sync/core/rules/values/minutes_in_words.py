from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("MN02", Severity.INFO, where=notes("duration-words"), fixable=True)
def minutes_in_words(cell: Cell, note: Note) -> Iterator[Finding]:
    """A length is written with words or a unit.

    Wrong: `half an hour`, `1h15`.
    Right: `30`, `75`.
    """
    yield cell.noted(note)
