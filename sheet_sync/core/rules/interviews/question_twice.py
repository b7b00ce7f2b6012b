from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.likeness import folded
from sheet_sync.core.rules.rule import rule, workbook


@rule("QU01", Severity.INFO, where=workbook())
def question_twice(book: Book) -> Iterator[Finding]:
    """A question stands in the list twice, so its answers are compared apart.

    Wrong: `How did you come to this work?` in two rows of Questions.
    Right: one row.
    """
    first: dict[str, int] = {}
    for entry in book.entries("Questions"):
        text = folded(entry.text("Question"))
        row = first.setdefault(text, entry.number) if text else entry.number
        if row != entry.number:
            yield finding_at(
                entry,
                "Question",
                f"This question stands in row {row} as well.",
                f"Keep one of the two. Answers to this one can name row {row}'s question.",
            )
