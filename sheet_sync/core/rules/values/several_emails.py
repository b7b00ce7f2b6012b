from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("EM03", Severity.INFO, where=notes("several-emails"))
def several_emails(cell: Cell, note: Note) -> Iterator[Finding]:
    """One cell holds several email addresses; letters go to the first.

    The others are kept where they are.

    Wrong: `dana@harbor.example; dana@post.example`.
    Right: one address in Email, the other in a column of your own.
    """
    yield cell.noted(note)
