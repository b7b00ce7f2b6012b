from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.ids import tidy_id
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, workbook


@rule("ID01", Severity.ERROR, where=workbook())
def id_twice(book: Book) -> Iterator[Finding]:
    """Two rows have the same ID, so they cannot be told apart.

    It happens when a row is copied to start a new one.  The next sync keeps the ID on the row that had it and gives the
    copy its own; check that the right one is kept.

    Wrong: `c-7k3f9q2m` in two rows of Contacts.
    Right: an empty ID in the copy; the next sync fills it.
    """
    for name in book.layout.tables:
        first: dict[str, int] = {}
        for entry in book.entries(name):
            id_ = entry.id
            if id_ is None:
                continue
            row = first.setdefault(tidy_id(id_), entry.number)
            if row != entry.number:
                yield finding_at(
                    entry,
                    "ID",
                    f"The ID {id_} stands in row {row} as well.",
                    "If this row began as a copy, empty its ID: the next sync gives it a new one.",
                )
