from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("ST02", Severity.INFO, where=notes("unknown-setting"))
def unknown_setting(cell: Cell, note: Note) -> Iterator[Finding]:
    """A row on the Settings sheet is not a setting.

    Wrong: `Thank you in`.
    Right: `Thank-you within`.
    """
    yield cell.noted(note)
