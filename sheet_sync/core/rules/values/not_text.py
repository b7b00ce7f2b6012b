from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX08", Severity.WARNING, where=notes("not-text"))
def not_text(cell: Cell, note: Note) -> Iterator[Finding]:
    """A date, a number or a tick stands where text is expected.

    Spreadsheets turn some texts into dates on their own: type 3-4 and it becomes 3 April.
    Look whether this is what you typed.

    Wrong: a date in Job title.
    Right: the text as you meant it, with an apostrophe before it if the spreadsheet changes it again.
    """
    yield cell.noted(note)
