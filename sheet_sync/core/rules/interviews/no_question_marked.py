from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook
from sheet_sync.core.rules.talks import is_informational


@rule("IN09", Severity.WARNING, where=workbook())
def no_question_marked(book: Book) -> Iterator[Finding]:
    """A talk is scheduled, and no question is marked to be asked.

    Know what you want to learn before you go.

    Wrong: a talk next Tuesday, and Ask is empty in every row of Questions.
    Right: `Always` or `Sometimes` in Ask, for five to ten questions.
    """
    if any(question.value("Ask") in ("Always", "Sometimes") for question in book.entries("Questions")):
        return
    coming = [
        (day, entry.number, entry)
        for entry in book.interviews
        if entry.value("Status") == "Scheduled" and is_informational(entry)
        if isinstance(day := entry.value("Date"), date) and day >= book.as_of
    ]
    if coming:
        entry = min(coming)[2]
        yield finding_at(
            entry,
            "Contact",
            f"You talk with {entry.name} soon, and no question is marked to be asked.",
            "On the Questions sheet set Ask to Always or Sometimes for five to ten questions.",
        )
