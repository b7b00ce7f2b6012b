"""The history, as a table or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sheet_sync.output.cells import shown
from sheet_sync.output.sync import SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.app.history import HistoryLine
    from sheet_sync.output.terminal import Terminal

_ACTIONS = {"added": "new row", "deleted": "row deleted", "kept": "kept aside"}


def print_history(lines: Sequence[HistoryLine], terminal: Terminal) -> None:
    """One line a change, the newest first, times as on this computer's clock; verbose with long texts whole."""
    if not lines:
        terminal.say("Nothing has changed yet.")
        return
    header = ("When", "Who", "Row", "Field", "From", "To")
    limit = None if terminal.verbose else 80
    terminal.table(header, [_cells(line, limit) for line in lines])
    if limit and any(len(str(value)) > limit for line in lines for value in (line.old, line.new) if value is not None):
        terminal.remark("Long texts are cut here. To see them whole: sheet-sync history ROW --verbose")


def _cells(line: HistoryLine, limit: int | None) -> tuple[str, ...]:
    field = line.field or _ACTIONS.get(line.action, "")
    if line.field and line.action == "kept":
        field = f"{line.field} (kept aside)"
    return (
        f"{line.at.astimezone():%Y-%m-%d %H:%M:%S}",
        SOURCES.get(line.source, line.source),
        f"{line.name} ({line.table}, {line.row})",
        field,
        "" if line.old is None else shown(line.old, limit),
        "" if line.new is None else shown(line.new, limit),
    )


def history_document(lines: Sequence[HistoryLine]) -> dict[str, Any]:
    """The history for ``--format json``; moments are in UTC."""
    return {
        "version": 1,
        "history": [
            {
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
