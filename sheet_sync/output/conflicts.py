"""Open conflicts, as lines to read or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sheet_sync.output.cells import told_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.app.conflicts import ListedConflict
    from sheet_sync.output.terminal import Terminal

_HOW = (
    "To settle one, choose under Keep in the sheet Conflicts and sync, or run: "
    "sheet-sync resolve ID --keep {choices}. Nothing is overwritten until then."
)


def print_conflicts(conflicts: Sequence[ListedConflict], terminal: Terminal) -> None:
    """One line for each claim, the claims of a conflict together; then how to settle them."""
    if not conflicts:
        terminal.say("Nothing is in conflict.")
        return
    header = ("ID", "Row", "Field", "Where", "Value")
    terminal.table(header, [line for conflict in conflicts for line in _lines(conflict)])
    names = dict.fromkeys(name for conflict in conflicts for name in conflict.values)
    terminal.say(_HOW.format(choices=" or ".join([*(name for name in names if " " not in name), "VALUE"])))


def _lines(conflict: ListedConflict) -> list[tuple[str, ...]]:
    row = f"{conflict.name} ({conflict.table}, {conflict.row})"
    texts = zip(conflict.values, told_apart(conflict.values.values()), strict=True)
    return [(conflict.id, row, conflict.field, conflict.titles.get(name, name), text) for name, text in texts]


def claims_in_words(conflict: ListedConflict) -> list[str]:
    """The claims of one conflict, numbered from 1: what to choose from."""
    texts = zip(conflict.values, told_apart(conflict.values.values()), strict=True)
    return [f"{number}  {text}  ({conflict.titles.get(name, name)})" for number, (name, text) in enumerate(texts, 1)]


def conflicts_document(conflicts: Sequence[ListedConflict]) -> dict[str, Any]:
    """The conflicts for ``--format json``; moments are in UTC."""
    return {
        "version": 1,
        "conflicts": [
            {
                "id": conflict.id,
                "table": conflict.table,
                "row": conflict.row,
                "name": conflict.name,
                "field": conflict.field,
                "values": dict(conflict.values),
                "since": conflict.since,
            }
            for conflict in conflicts
        ],
    }
