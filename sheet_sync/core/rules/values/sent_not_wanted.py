from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TY03", Severity.WARNING, where=notes("sent-not-wanted"))
def sent_not_wanted(cell: Cell, note: Note) -> Iterator[Finding]:
    """The talk is done, and N/A stands where the day of the thank-you belongs.

    A thank-you is owed after every talk, so the reminder stays.

    Wrong: `N/A` in Thank-you sent of a Done talk.
    Right: the day you sent it, or an empty cell until you did.
    """
    yield cell.noted(note)
