from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TY01", Severity.WARNING, where=notes("sent-day-unknown"))
def sent_day_unknown(cell: Cell, note: Note) -> Iterator[Finding]:
    """It says that it was sent, but not on which day.

    No thank-you is asked for any more.  sheet-sync never makes up a day.

    Wrong: `yes`.
    Right: the day, such as `2026-10-15`; or leave it so if you do not know.
    """
    yield cell.noted(note)
