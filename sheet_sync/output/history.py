"""The history, as a table or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sheet_sync.core.schema import OWNED_SHEETS
from sheet_sync.output.cells import shown
from sheet_sync.output.sync import SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.app.history import HistoryLine
    from sheet_sync.output.terminal import Terminal

_ACTIONS = {"added": "new row", "deleted": "row deleted", "kept": "kept aside"}
_OF_CELLS = {"kept": "kept aside", "settled": "conflict settled", "reopened": "in conflict again"}


def print_history(lines: Sequence[HistoryLine], terminal: Terminal, *, full: bool = False) -> None:
    """One line a change, the newest first, times as on this computer's clock; in full with long texts whole."""
    if not lines:
        terminal.say("Nothing has changed yet.")
        return
    header = ("When", "Who", "Row", "Field", "From", "To", "Line")
    limit = None if full or terminal.verbose else 80
    terminal.table(header, [_cells(line, limit) for line in lines])
    kept = next((line for line in lines if line.action == "kept" and line.table not in OWNED_SHEETS), None)
    if kept is not None:
        terminal.remark(f"What was kept aside comes back by its line's number: sheet-sync restore --line {kept.number}")
    if limit and any(len(str(value)) > limit for line in lines for value in (line.old, line.new) if value is not None):
        terminal.remark("Long texts are cut here. To see them whole: sheet-sync history ROW --full")


def _cells(line: HistoryLine, limit: int | None) -> tuple[str, ...]:
    field = line.field or _ACTIONS.get(line.action, "")
    if line.field and line.action in _OF_CELLS:
        field = f"{line.field} ({_OF_CELLS[line.action]})"
    return (
        f"{line.at.astimezone():%Y-%m-%d %H:%M:%S}",
        SOURCES.get(line.source, line.source),
        f"{line.name} ({line.table}, {line.row})",
        field,
        "" if line.old is None else shown(line.old, limit),
        "" if line.new is None else shown(line.new, limit),
        str(line.number),
    )


def history_document(lines: Sequence[HistoryLine]) -> dict[str, Any]:
    """The history for ``--format json``; moments are in UTC."""
    return {
        "version": 1,
        "history": [
            {
                "line": line.number,
                "at": line.at,
                "source": line.source,
                "action": line.action,
                "table": line.table,
                "row": line.row,
                "name": line.name,
                "field": line.field,
                "old": line.old,
                "new": line.new,
            }
            for line in lines
        ],
    }
