from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rows, rule
from sheet_sync.core.rules.talks import minutes_of

LEAST_MINUTES = 5
"""No talk worth a row is shorter.  Source: the contract, section 4."""


@rule("IN05", Severity.WARNING, where=rows("Interviews"))
def minutes_under_five(entry: Entry) -> Iterator[Finding]:
    """A talk is shorter than five minutes; perhaps hours were meant.

    Wrong: `2` in Minutes.
    Right: `120`, if it took two hours.
    """
    minutes = minutes_of(entry)
    if minutes is None or not 0 < minutes < LEAST_MINUTES or entry.reading("Minutes").notes:
        return  # what was noted about the cell says it already
    yield finding_at(
        entry,
        "Minutes",
        f"A talk of {minutes:g} minutes is very short.",
        f"If you meant hours, type {minutes * 60:g}.",
    )
