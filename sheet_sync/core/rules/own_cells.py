"""What there is to say about a cell in a column of the user's own: only what holds for any cell."""

from __future__ import annotations

from sheet_sync.core.readings import Do, Note
from sheet_sync.core.records import MAX_TEXT
from sheet_sync.core.values import Content, ErrorValue, Formula


def read_own_cell(content: Content) -> tuple[Note, ...]:
    """The notes on such a cell; none for nearly all of them."""
    if isinstance(content, Formula):
        content = content.result
    if isinstance(content, ErrorValue):
        return (Note("formula-error", Do.FLAG, f"The cell shows {content}.", "Mend its formula."),)
    if not isinstance(content, str):
        return ()
    if len(content) > MAX_TEXT:
        return (
            Note(
                "too-long",
                Do.FLAG,
                f"The text has {len(content):,} characters, and Excel allows {MAX_TEXT:,}.",
                "Shorten it.",
            ),
        )
    return ()
