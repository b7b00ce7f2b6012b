"""What the store learns from a sync, once every replica is written and read back: saved in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sheet_sync.core.layout import find_tables
from sheet_sync.core.records import Snapshot
from sheet_sync.core.sync.matching import Matched, match_table
from sheet_sync.core.sync.merge import Conflict
from sheet_sync.core.sync.outgoing import base_as_seen, next_base
from sheet_sync.core.sync.reading_sides import SYNCED_TABLES, read_synced
from sheet_sync.core.sync.renames import Aliases, known_keys
from sheet_sync.core.sync.sync_events import find_events
from sheet_sync.core.sync.sync_plan import ReplicaPlan, SyncPlan, next_dropped
from sheet_sync.core.sync.sync_state import Event, ToolCell
from sheet_sync.core.sync.synced import (
    Cells,
    Key,
    ReadTable,
    ReplicaName,
    RowId,
    Rows,
    Value,
    alike,
    own_header,
)
from sheet_sync.core.sync.tool_cells import changed_cells
from sheet_sync.core.sync.under_way import as_written


@dataclass(slots=True)
class TableBase:
    """The new base of one table of one replica: ``rows`` that changed, ``None`` where a row is there no more."""

    columns: tuple[Key, ...]
    dropped: tuple[Key, ...]
    rows: dict[RowId, Cells | None] = field(default_factory=dict)
    held: dict[RowId, frozenset[Key]] = field(default_factory=dict)
    tool: dict[RowId, Mapping[str, ToolCell]] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """Everything that changes in the store.  ``aliases`` are empty where none were found."""

    records: dict[str, dict[RowId, Cells | None]]
    columns: dict[str, tuple[Key, ...]]
    bases: dict[ReplicaName, dict[str, TableBase]]
    conflicts: tuple[Conflict, ...]
    events: tuple[Event, ...]
    aliases: Aliases = field(default_factory=dict)
    owned: dict[ReplicaName, dict[str, frozenset[int]]] = field(default_factory=dict)


def find_outcome(plan: SyncPlan, after: Mapping[ReplicaName, Snapshot], source: str) -> Outcome:
    """What is known once each replica in ``after`` reads as it does.  A replica that is not in it keeps its base."""
    return Outcome(
        records={table: dict(merge.records) for table, merge in plan.merges.items() if merge.records},
        columns={table: rows.columns for table, rows in plan.truth.items()},
        bases={name: _bases(plan, name, snapshot) for name, snapshot in after.items()},
        conflicts=plan.conflicts,
        events=(*find_events(plan, source), *plan.events),
        aliases=plan.aliases if plan.renames else {},
        owned={name: plan.replicas[name].owned for name in after},
    )


def _bases(plan: SyncPlan, name: ReplicaName, after: Snapshot) -> dict[str, TableBase]:
    reads = plan.reads[name]
    seen = plan.sides[name]
    if after is not plan.replicas[name].snapshot:
        as_they_stand = read_synced(find_tables(after.grids), after.grids)
        reads = {table: known_keys(read, plan.aliases.get(table, {})) for table, read in as_they_stand.items()}
        seen = _identified(plan, reads)
    dropped = next_dropped(plan, name)
    return {table.name: _base(plan, name, table.name, seen, dropped.get(table.name, ())) for table in SYNCED_TABLES}


def _identified(plan: SyncPlan, reads: Mapping[str, ReadTable]) -> dict[str, Rows]:
    """The tables that were read back, by ID; rows that appeared meanwhile are left for the next sync."""
    sides: dict[str, Rows] = {}
    for table in SYNCED_TABLES:
        if (read := reads.get(table.name)) is None:
            continue
        truth = plan.truth[table.name]
        matched: Matched = match_table(
            table.name,
            table.prefix,
            {"": read.rows},
            truth,
            {"": truth},
            lambda prefix, taken: f"{prefix}-{len(taken)}",
        )[""]
        known = {id_: row for id_, row in matched.rows.items() if id_ in truth.rows}
        sides[table.name] = Rows(
            read.columns,
            {id_: row.cells for id_, row in known.items()},
            {id_: frozenset(row.held) for id_, row in known.items() if row.held},
        )
    return sides


def _base(
    plan: SyncPlan, name: ReplicaName, table: str, seen: Mapping[str, Rows], dropped: tuple[Key, ...]
) -> TableBase:
    state, made = plan.state.replica(name), plan.replicas[name]
    before, truth, merge = state.bases.get(table, Rows()), plan.truth[table], plan.merges[table]
    now = seen.get(table, Rows())
    rows: set[RowId] = set(merge.touched)
    out = made.outgoing.get(table)
    if out is not None:
        rows.update(row for values in out.columns.values() for row in values)
    if not set(before.columns) <= set(now.columns):
        rows.update(before.rows)  # a column is gone: what it held must not be taken for emptied, should it come back
    if name in plan.only_read:
        disputed = {(conflict.row, conflict.key) for conflict in merge.conflicts}
        fresh = base_as_seen(before, now, rows, disputed)
    else:
        known_there = as_written(before, plan.sides[name].get(table, Rows()), state.under_way.get(table, {}))
        fresh = next_base(known_there, truth, now, rows, _written(plan, name, table, now))
    base = TableBase(now.columns, dropped)
    reopened = _reopened_bases(plan, name, table)
    for row in sorted(rows):
        cells = fresh.rows.get(row)
        if cells is not None and row in reopened:
            changed = {**cells, **{key: value for key, value in reopened[row].items() if key in now.columns}}
            cells = {key: value for key, value in changed.items() if value is not None}
        if cells != before.rows.get(row) or fresh.held.get(row) != before.held.get(row):
            base.rows[row] = cells
            base.held[row] = fresh.held.get(row, frozenset())
    known = state.tool.get(table, {})
    base.tool.update(changed_cells(known, _landed(made, table, known)))
    base.tool.update({row: {} for row in known if row not in truth.rows})
    return base


def _reopened_bases(plan: SyncPlan, name: ReplicaName, table: str) -> dict[RowId, dict[Key, Value]]:
    """What a side is in step with in cells that are in conflict again: what it holds there is an edit once more."""
    found: dict[RowId, dict[Key, Value]] = {}
    for (its_table, row, key), reopened in plan.reopened.items():
        if its_table == table:
            record = plan.truth[table].rows.get(row, {}).get(key)
            found.setdefault(row, {})[key] = reopened.bases.get(name, record)
    return found


def _landed(
    made: ReplicaPlan, table: str, known: Mapping[RowId, Mapping[str, ToolCell]]
) -> dict[RowId, Mapping[str, ToolCell]]:
    """The computed cells as they now stand: one that the replica could not write is as it was."""
    cells: dict[RowId, Mapping[str, ToolCell]] = dict(made.tool.get(table, {}))
    for row, name in {(row, header) for t, row, header in made.missed if t == table}:
        if name in cells.get(row, {}):
            rest = {each: cell for each, cell in cells[row].items() if each != name}
            before = known.get(row, {}).get(name)
            cells[row] = rest if before is None else {**rest, name: before}
    return cells


def _written(plan: SyncPlan, name: ReplicaName, table: str, now: Rows) -> dict[RowId, Collection[Key]]:
    """The cells that were written and are not what they were: a write that did not land is tried again next time."""
    out = plan.replicas[name].outgoing.get(table)
    unwritten = {(row, key) for t, row, key, _ in plan.replicas[name].unwritten if t == table}
    missed = {(row, header) for t, row, header in plan.replicas[name].missed if t == table}
    if out is None:
        return {}
    old = plan.sides[name].get(table, Rows()).rows
    return {
        row: [
            key
            for key in sets
            if (row, key) not in unwritten
            and (row, own_header(key)) not in missed
            and row in now.rows
            and not alike(now.rows[row].get(key), old.get(row, {}).get(key))
        ]
        for row, sets in out.sets.items()
    }
