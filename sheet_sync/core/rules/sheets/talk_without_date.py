from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Book
from sheet_sync.core.rules.finding import Finding, Severity, finding_of
from sheet_sync.core.rules.rule import layout_notes, rule
from sheet_sync.core.tables import LayoutNote


@rule("SH18", Severity.WARNING, where=layout_notes("talk-without-date"))
def talk_without_date(note: LayoutNote, book: Book) -> Iterator[Finding]:
    """A row of a sheet that keeps people and talks has a talk without a day, so that talk is not read.

    Wrong: `TBD` in Interview date.
    Right: the day of the talk.
    """
    yield finding_of(note, book)
