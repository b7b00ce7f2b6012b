"""Open conflicts, as lines to read or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sheet_sync.output.cells import shown, told_apart

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


def claims_in_full(conflict: ListedConflict) -> list[str]:
    """The claims of one conflict with all that they say, numbered from 1: what to choose from.

    Where long ones part late, or differ in what cannot be seen, that place stands below each.
    """
    lines = []
    texts = told_apart(conflict.values.values())
    for number, ((name, value), text) in enumerate(zip(conflict.values.items(), texts, strict=True), 1):
        whole = value.replace("\n", "\n     ") if isinstance(value, str) else text
        lines.append(f"{number}  {whole}  ({conflict.titles.get(name, name)})")
        if isinstance(value, str) and text not in (value, shown(value)):
            lines.append(f"   It parts from the other here: {text}")
    return lines


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
