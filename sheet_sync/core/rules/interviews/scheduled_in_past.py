from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheet_sync.core.book import Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rows, rule
from sheet_sync.core.rules.words import said


@rule("IN02", Severity.ERROR, where=rows("Interviews"))
def scheduled_in_past(entry: Entry) -> Iterator[Finding]:
    """A talk is still Scheduled, but its date has gone by.

    A thank-you is asked for only once the talk is Done, so this one could be forgotten.

    Wrong: `Scheduled` with the date of last week.
    Right: `Done`, `Missed` or `Cancelled`; or the new date, if it was moved.
    """
    day = entry.value("Date")
    if entry.value("Status") == "Scheduled" and isinstance(day, date) and day < entry.book.as_of:
        yield finding_at(
            entry,
            "Status",
            f"The talk is still Scheduled, but {said(day)} has gone by.",
            "Set Status to Done, Missed or Cancelled, or type the new date.",
        )
