from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX04", Severity.WARNING, where=notes("control-characters"), fixable=True)
def control_characters(cell: Cell, note: Note) -> Iterator[Finding]:
    """Invisible characters hide in the text.

    They come along when text is copied from a web page or a PDF; they can break letters and searches.

    Wrong: `Dana` with a bell character inside.
    Right: the same text typed again, without it.
    """
    yield cell.noted(note)
