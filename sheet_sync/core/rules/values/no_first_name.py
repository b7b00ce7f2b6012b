from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("NM05", Severity.WARNING, where=notes("no-first-name"))
def no_first_name(cell: Cell, note: Note) -> Iterator[Finding]:
    """There is a last name without a first name.

    Wrong: an empty First name beside `Okafor`.
    Right: the first name, if you know it.
    """
    yield cell.noted(note)
