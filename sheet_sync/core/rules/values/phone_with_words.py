from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("PH05", Severity.INFO, where=notes("phone-with-words"))
def phone_with_words(cell: Cell, note: Note) -> Iterator[Finding]:
    """There are words around a phone number.

    The number is used, and the words stay where they are.

    Wrong: `206-555-0118 (ask for Ron)`.
    Right: the number in Phone, the words in Notes.
    """
    yield cell.noted(note)
