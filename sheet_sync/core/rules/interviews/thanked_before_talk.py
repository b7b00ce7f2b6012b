from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheet_sync.core.book import Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rows, rule
from sheet_sync.core.rules.words import said


@rule("IN06", Severity.ERROR, where=rows("Interviews"))
def thanked_before_talk(entry: Entry) -> Iterator[Finding]:
    """The thank-you was sent before the talk took place, so one of the two days is wrong.

    As it stands no thank-you is asked for.

    Wrong: Thank-you sent `2026-10-12` for a talk on `2026-10-14`.
    Right: the day on which you really sent it.
    """
    sent, day = entry.value("Thank-you sent"), entry.value("Date")
    if type(sent) is date and type(day) is date and sent < day:
        yield finding_at(
            entry,
            "Thank-you sent",
            f"The thank-you was sent on {said(sent)}, before the talk on {said(day)}.",
            "Put right whichever of the two days is wrong.",
        )
