"""Conflicts that a sync settled before it was cut short: the choice may be gone from the sheet, and still holds.

Noted before anything is written, and forgotten when all that was to be written is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.sync.synced import Key, ReplicaName, RowId, Value, alike

if TYPE_CHECKING:
    from sheet_sync.core.sync.merge import Claims, Conflict
    from sheet_sync.core.sync.settling import Settle


@dataclass(frozen=True, slots=True)
class Decision:
    """The value kept for one cell, and what everybody held there at that moment."""

    table: str
    row: RowId
    key: Key
    value: Value
    held: Mapping[ReplicaName, Value]

    def stands(self, held: Claims) -> bool:
        """Whether nobody has typed anything since."""
        known = (*self.held.values(), self.value)
        return all(any(alike(value, each) for each in known) for value in held.values())


def remembering(decisions: Iterable[Decision], otherwise: Settle | None) -> Settle:
    """Settles as was decided before, and what was not by ``otherwise``."""
    by_cell = {(each.table, each.row, each.key): each for each in decisions}

    def settle(conflict: Conflict, held: Claims) -> tuple[Value] | None:
        decision = by_cell.get((conflict.table, conflict.row, conflict.key))
        if decision is not None and decision.stands(held):
            return (decision.value,)
        return otherwise(conflict, held) if otherwise is not None else None

    return settle
