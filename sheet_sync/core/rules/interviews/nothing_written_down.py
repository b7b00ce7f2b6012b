from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.missing import shows_error
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.talks import is_informational


@rule("IN03", Severity.WARNING, where=workbook())
def nothing_written_down(book: Book) -> Iterator[Finding]:
    """A talk is Done, but nothing of it is written down.

    The thank-you letter quotes what you learned, and so does the comparison of what different people told you.  Answers
    on the Answers sheet count.

    Wrong: `Done`, and What I learned is empty.
    Right: two or three sentences, the same day if you can.
    """
    answered = {
        interview.number
        for answer in book.entries("Answers")
        if (interview := answer.referred("Interview").entry) is not None and answer.is_filled("Answer")
    }
    for entry in book.interviews:
        if entry.value("Status") != "Done" or not is_informational(entry) or entry.number in answered:
            continue
        if isinstance(day := entry.value("Date"), date) and day > book.as_of:
            continue  # it cannot be Done, which another rule says
        if not entry.text("What I learned").strip() and not shows_error(entry, "What I learned"):
            yield finding_at(
                entry,
                "What I learned",
                f"The talk with {entry.name} is Done, but nothing is written down.",
                "Write down what you learned while you remember it: the thank-you letter quotes it.",
            )
