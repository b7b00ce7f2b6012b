"""What each typed cell means: a value to work with, and what there is to say about it.  Nothing typed is changed here.

``NOTE_KINDS`` lists every kind of note with a line that says what it is about; each kind has one rule of its own.
"""

from __future__ import annotations

from sheet_sync.core.interpret.cells import read_entry_cell
from sheet_sync.core.interpret.clean import Clean, clean_in_column
from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.kinds import NOTE_KINDS

__all__ = ["NOTE_KINDS", "Clean", "Context", "clean_in_column", "read_entry_cell"]
