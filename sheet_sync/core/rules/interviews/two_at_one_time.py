from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.talks import Slot, slots_by_day
from sheet_sync.core.rules.words import said


@rule("IN07", Severity.WARNING, where=workbook())
def two_at_one_time(book: Book) -> Iterator[Finding]:
    """Two talks are at the same time.

    A talk without Minutes counts as long as Talk length on the Settings sheet says.  Cancelled and Missed talks do not
    count.

    Wrong: one talk at 10:00 for 30 minutes, another at 10:15, on the same day.
    Right: another time for one of them.
    """
    for day, slots in slots_by_day(book).items():
        timed = sorted((slot for slot in slots if slot.start is not None), key=Slot.order)
        latest: Slot | None = None
        for slot in timed:
            if latest is not None and slot.begins < latest.ends:
                yield finding_at(
                    slot.entry,
                    "Start",
                    f"On {said(day)} at {said(slot.start)} you are still talking with {latest.entry.name} "
                    f"(row {latest.entry.number}, from {said(latest.start)}).",
                    "Move one of the two, or put its time right.",
                )
            if latest is None or slot.ends > latest.ends:
                latest = slot
