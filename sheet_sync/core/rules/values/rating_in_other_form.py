from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RT02", Severity.INFO, where=notes("rating-form"), fixable=True)
def rating_in_other_form(cell: Cell, note: Note) -> Iterator[Finding]:
    """A rating is written in another form.

    Wrong: `4/5`, `★★★★`.
    Right: `4`.
    """
    yield cell.noted(note)
