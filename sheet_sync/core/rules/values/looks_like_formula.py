from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX06", Severity.WARNING, where=notes("formula-like-text"))
def looks_like_formula(cell: Cell, note: Note) -> Iterator[Finding]:
    """A text begins like a formula and would become one if it were typed again.

    sheet-sync keeps it as text and puts a quote before it in every CSV file.
    Look at it if you did not type it yourself.

    Wrong: `=HYPERLINK("http://...")` as text in Notes.
    Right: the text without the sign at its start, or with a word before it.
    """
    yield cell.noted(note)
