from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("RF02", Severity.ERROR, where=notes("ambiguous-reference"))
def ambiguous_reference(cell: Cell, note: Note) -> Iterator[Finding]:
    """A name fits more than one row, so it is unclear who or what is meant.

    sheet-sync never guesses.

    Wrong: `Anna Schmidt` in Interviews, Contact, with two contacts of that name.
    Right: the ID of the one you mean, such as `c-7k3f9q2m`.
    """
    yield cell.noted(note)
