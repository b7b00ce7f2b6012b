from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("ST01", Severity.WARNING, where=notes("bad-setting"))
def bad_setting(cell: Cell, note: Note) -> Iterator[Finding]:
    """A setting cannot be used as it is typed, so its usual value is used.

    Wrong: `soon` for Thank-you within.
    Right: `1`.
    """
    yield cell.noted(note)
