"""The open conflicts of a sync, as its readers see them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheet_sync.core.sync.conflicts_sheet import ConflictsView, lines_of, marks_of
from sheet_sync.core.sync.merge import joined_row
from sheet_sync.core.sync.sync_plan import SyncPlan, held_values
from sheet_sync.core.sync.synced import Rows

if TYPE_CHECKING:
    from sheet_sync.core.sync.synced import Cells, Key, ReplicaName, RowId

_NAMING = ("Name", "Contact", "Question", "Subject", "Setting")
"""The fields that a row is called by, the first that is filled."""


def conflicts_view(plan: SyncPlan, name: ReplicaName) -> ConflictsView:
    """What goes on one replica's Conflicts sheet."""
    names = RowNames(plan)
    lines = tuple(
        replace(line, header=plan.header(conflict.table, conflict.key))
        for conflict in plan.conflicts
        for line in lines_of(
            conflict, held_values(plan, conflict), name, names.of(conflict.table, conflict.row, reader=name)
        )
    )
    owners = {owner for line in lines for owner in line.owners}
    joined = {owner: f"the joined row {row}" for owner in owners if (row := joined_row(owner)) is not None}
    choices = {id_: [each for each in found if each.replica == name] for id_, found in plan.choices.items()}
    written = None if plan.state.replica(name).was_cut_short else marks_of(plan.state.conflicts, name)
    return ConflictsView(lines, written, choices, {**plan.titles, **joined})


class RowNames:
    """What rows are called: a person's name, a question, else the ID."""

    def __init__(self, plan: SyncPlan) -> None:
        self._plan = plan
        self._disputed: dict[tuple[str, RowId], set[Key]] = {}
        for table, merge in plan.merges.items():
            for conflict in merge.conflicts:
                self._disputed.setdefault((table, conflict.row), set()).add(conflict.key)

    def of(self, table: str, row: RowId, reader: ReplicaName = "") -> str:
        """The name as it was recorded; one that is in conflict as it stands at the reader's, or anywhere.

        All computers that write one Google Sheet call the row the same.
        """
        plan = self._plan
        recorded = plan.truth[table].rows.get(row) or plan.state.records.get(table, Rows()).rows.get(row, {})
        claimed = {name: self._claimed(name, table, row) for name in plan.sides}
        at_readers = {**recorded, **claimed.get(reader, {})}
        every = (at_readers, *claimed.values())
        found = next((cells[key] for cells in every for key in _NAMING if cells.get(key)), None)
        return str(found) if found is not None else row

    def _claimed(self, replica: ReplicaName, table: str, row: RowId) -> Cells:
        """What a replica will show in the cells of the row that are in conflict."""
        cells = self._plan.sides[replica].get(table, Rows()).rows.get(row, {})
        keys = self._disputed.get((table, row), set())
        reopened = {key: each.held for key in keys if (each := self._plan.reopened.get((table, row, key))) is not None}
        again = {key: held[replica] for key, held in reopened.items() if replica in held}
        return {key: value for key, value in {**cells, **again}.items() if key in keys}
