from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook


@rule("AN01", Severity.INFO, where=workbook())
def answer_twice(book: Book) -> Iterator[Finding]:
    """One talk has two answers to the same question.

    Wrong: two rows in Answers with the same Interview and the same Question.
    Right: one row that holds both.
    """
    first: dict[tuple[int, int], int] = {}
    for entry in book.entries("Answers"):
        interview, question = entry.referred("Interview").entry, entry.referred("Question").entry
        if interview is None or question is None:
            continue
        row = first.setdefault((interview.number, question.number), entry.number)
        if row != entry.number:
            yield finding_at(
                entry,
                "Answer",
                f"Row {row} is an answer of the same talk to the same question.",
                f"Put both into row {row}, then delete this row.",
            )
