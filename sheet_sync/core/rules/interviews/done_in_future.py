from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheet_sync.core.book import Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rows, rule
from sheet_sync.core.rules.words import said


@rule("IN01", Severity.ERROR, where=rows("Interviews"))
def done_in_future(entry: Entry) -> Iterator[Finding]:
    """A talk is Done or Missed, but its date is still to come.

    Wrong: `Done` with the date `2027-10-14`, when today is 24 November 2026.
    Right: `Scheduled`, or the day on which you talked.
    """
    status, day = entry.value("Status"), entry.value("Date")
    if status in ("Done", "Missed") and isinstance(day, date) and day > entry.book.as_of:
        yield finding_at(
            entry,
            "Date",
            f"The talk is {status}, but {said(day)} is still to come.",
            "Put the date right, or set Status to Scheduled.",
        )
