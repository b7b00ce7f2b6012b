"""The open conflicts of a sync, as its readers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.sync.conflicts_sheet import ConflictsView, lines_of, marks_of
from sheet_sync.core.sync.merge import joined_row
from sheet_sync.core.sync.sync_plan import SyncPlan, held_values
from sheet_sync.core.sync.synced import Rows

if TYPE_CHECKING:
    from sheet_sync.core.sync.merge import Conflict
    from sheet_sync.core.sync.synced import ReplicaName, RowId

_NAMING = ("Name", "Contact", "Question", "Subject", "Setting")
"""The fields that a row is called by, the first that is filled."""


def conflicts_view(plan: SyncPlan, name: ReplicaName) -> ConflictsView:
    """What goes on one replica's Conflicts sheet."""
    lines = tuple(
        line
        for conflict in plan.conflicts
        for line in lines_of(conflict, held_values(plan, conflict), name, _row_name(plan, conflict, name))
    )
    owners = {owner for line in lines for owner in line.owners}
    joined = {owner: f"the joined row {row}" for owner in owners if (row := joined_row(owner)) is not None}
    choices = {id_: [each for each in found if each.replica == name] for id_, found in plan.choices.items()}
    written = None if plan.state.replica(name).was_cut_short else marks_of(plan.state.conflicts)
    return ConflictsView(lines, written, choices, {**plan.titles, **joined})


def _row_name(plan: SyncPlan, conflict: Conflict, name: ReplicaName) -> str:
    return row_name(plan, conflict.table, conflict.row, name)


def row_name(plan: SyncPlan, table: str, row: RowId, reader: ReplicaName = "") -> str:
    """What a row is called: a person's name, a question, else its ID; a name in conflict as it stands at the reader's,
    else anywhere."""
    recorded = plan.truth[table].rows.get(row) or plan.state.records.get(table, Rows()).rows.get(row, {})
    disputed = {conflict.key for conflict in plan.merges[table].conflicts if conflict.row == row}
    sides = sorted(plan.sides, key=lambda name: name != reader)
    shown = [plan.sides[name].get(table, Rows()).rows.get(row, {}) for name in sides]
    claimed = [{key: cells[key] for key in disputed & cells.keys()} for cells in shown]
    found = next((cells[key] for cells in (recorded, *claimed) for key in _NAMING if cells.get(key)), None)
    return str(found) if found is not None else row
