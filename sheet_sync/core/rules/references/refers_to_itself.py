from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.rules.finding import Cell, Finding, Severity
from sheet_sync.core.rules.rule import fields, rule
from sheet_sync.core.rules.words import quoted


@rule("RF04", Severity.ERROR, where=fields("Referred by", table="Contacts"))
def refers_to_itself(cell: Cell) -> Iterator[Finding]:
    """A contact is said to have been referred by itself.

    Wrong: `Dana Reyes` in Referred by, in the row of Dana Reyes.
    Right: the person who named Dana Reyes to you, or an empty cell.
    """
    if cell.entry.referred("Referred by").entry is cell.entry:
        yield cell.finding(
            f"{quoted(cell.content)} is the person in this row, who cannot have named themselves.",
            "Type the name of the person who told you of them, or empty the cell.",
        )
