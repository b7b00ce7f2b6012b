from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.book import Entry
from sheet_sync.core.rules.finding import Finding, Severity, finding_at
from sheet_sync.core.rules.rule import rule, unread


@rule("TX09", Severity.ERROR, where=unread())
def cell_not_understood(entry: Entry, field: str, error: Exception) -> Iterator[Finding]:
    """Reading a cell failed inside sheet-sync, so the cell was left out.

    That is a fault in the tool, not in your workbook.  All other cells were checked.

    Wrong: nothing that you did.
    Right: report what the cell holds; until it is mended, the same said in simpler words may do.
    """
    yield finding_at(
        entry,
        field,
        f"sheet-sync could not read this cell ({type(error).__name__}).",
        "That is a fault in the tool: please report what the cell holds. All other cells were checked.",
    )
