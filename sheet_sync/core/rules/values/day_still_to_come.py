from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import fields, rule
from sheet_sync.core.rules.words import said

_WHAT = {"Thank-you sent": "was sent", "Sent": "was sent", "Date": "happened"}


@rule("DT16", Severity.WARNING, where=fields("Thank-you sent", "Sent", "Date"))
def day_still_to_come(cell: Cell) -> Iterator[Finding]:
    """Something is said to be sent or done on a day that is still to come.

    Wrong: `2027-10-15` in Thank-you sent, when today is 24 November 2026.
    Right: the day it was sent, or an empty cell until then.
    """
    day = cell.reading.value
    if cell.entry.table.name == "Interviews" and cell.key == "Date":
        return  # a talk may well be to come; whether it can be Done is another rule
    if type(day) is date and day > cell.book.as_of:
        yield cell.finding(
            f"{said(day)} is still to come, so nothing {_WHAT[cell.key]} on that day yet.",
            "Look at the year and the month. Leave the cell empty if it is only planned.",
        )
