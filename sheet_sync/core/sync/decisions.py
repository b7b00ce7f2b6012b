"""Conflicts that a sync settled before it was cut short: the choice may be gone from the sheet, and still holds.

Noted before anything is written, and forgotten when all that was to be written is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sheet_sync.core.sync.merge import RECORD
from sheet_sync.core.sync.synced import Key, ReplicaName, RowId, Value, alike

if TYPE_CHECKING:
    from sheet_sync.core.sync.merge import Claims, Conflict
    from sheet_sync.core.sync.settling import Settle

_BASE = "base:"


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


@dataclass(frozen=True, slots=True)
class Reopened:
    """A settled conflict as it was: what each side held, which is given back to it, and what it had last been in step
    with where that is not the record."""

    held: Mapping[ReplicaName, Value]
    bases: Mapping[ReplicaName, Value] = field(default_factory=dict)

    def claims(self, record: Value) -> dict[ReplicaName, Value]:
        """What is claimed of the cell again."""
        found = {name: value for name, value in self.held.items() if not alike(value, record)}
        return {**found, RECORD: record} if self.bases or len(found) < 2 else found

    def as_cells(self) -> dict[str, Value]:
        """As the history keeps it."""
        return {**self.held, **{f"{_BASE}{name}": value for name, value in self.bases.items()}}

    @classmethod
    def of_cells(cls, cells: Mapping[str, Value]) -> Reopened:
        bases = {name.removeprefix(_BASE): value for name, value in cells.items() if name.startswith(_BASE)}
        return cls({name: value for name, value in cells.items() if not name.startswith(_BASE)}, bases)


def remembering(decisions: Iterable[Decision], otherwise: Settle | None) -> Settle:
    """Settles as was decided before, and what was not by ``otherwise``."""
    by_cell = {(each.table, each.row, each.key): each for each in decisions}

    def settle(conflict: Conflict, held: Claims) -> tuple[Value] | None:
        decision = by_cell.get((conflict.table, conflict.row, conflict.key))
        if decision is not None and decision.stands(held):
            return (decision.value,)
        return otherwise(conflict, held) if otherwise is not None else None

    return settle
