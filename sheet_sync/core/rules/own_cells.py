"""What there is to say about a cell in a column of the user's own: what is wrong in any cell, not how it is typed."""

from __future__ import annotations

from sheet_sync.core.interpret.saying import flag
from sheet_sync.core.interpret.text import is_plain, tidy
from sheet_sync.core.readings import Note
from sheet_sync.core.values import Content, ErrorValue, Formula

_ANYWHERE = frozenset({"control-characters", "formula-like-text", "too-long"})


def read_own_cell(content: Content) -> tuple[Note, ...]:
    """The notes on such a cell; none for nearly all of them."""
    if isinstance(content, Formula):
        content = content.result
    if isinstance(content, ErrorValue):
        return (flag("formula-error", f"The cell shows {content}.", "Mend the formula in it."),)
    if not isinstance(content, str) or not content or is_plain(content):
        return ()
    return tuple(note for note in tidy(content, keep_lines=True)[1] if note.kind in _ANYWHERE)
