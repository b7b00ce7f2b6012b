"""What a row command wrote, cell by cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.core.changes import AddSheet
from sheet_sync.core.followups.model import one_line
from sheet_sync.core.rows.row_edits import was_typed, written_cells
from sheet_sync.core.values import Formula

if TYPE_CHECKING:
    from sheet_sync.app.rows import Outcome
    from sheet_sync.core.values import Scalar
    from sheet_sync.output.terminal import Terminal


def print_outcome(outcome: Outcome, terminal: Terminal) -> None:
    """One sentence, then a line for each cell; what would be written is said as such."""
    if outcome.is_dry_run:
        terminal.result("Nothing was written; this is what would be:")
    terminal.say(outcome.message)
    for change in outcome.changes:
        if isinstance(change, AddSheet):
            terminal.result(f"  new sheet {change.spec.name}")
        before = was_typed(change)
        was = f" (was {_shown(before)})" if before is not None else ""
        for cell, value in written_cells(change).items():
            terminal.result(f"  {cell} = {_shown(value)}{was}")


def _shown(value: Scalar | Formula) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    if isinstance(value, date):
        return value.isoformat()
    return one_line(f"={value.text}" if isinstance(value, Formula) else str(value))
