from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.readings import Note
from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import notes, rule


@rule("TX01", Severity.ERROR, where=notes("formula-error"))
def formula_error(cell: Cell, note: Note) -> Iterator[Finding]:
    """A cell shows an error such as #N/A or #REF!, so nothing can be read from it.

    The spreadsheet could not work out the formula in this cell.  sheet-sync never takes such a cell for empty.

    Wrong: `#REF!` where a formula pointed to a row that was deleted.
    Right: the formula mended, or the value itself typed over it.
    """
    yield cell.noted(note)
