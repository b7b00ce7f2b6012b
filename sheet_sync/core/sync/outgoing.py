"""What one replica's table must become after a merge, row by row and still without cells.

Only what differs is named: a cell whose value is right is not rewritten, a cell in conflict is left as it is, a formula
belongs to its replica.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sheet_sync.core.sync.merge import TableMerge
from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows, Value, alike


@dataclass(slots=True)
class Outgoing:
    """Changes to one table of one replica.

    ``columns`` are new ones with their values in rows that are already there; ``adds`` hold whole rows.
    """

    sets: dict[RowId, dict[Key, Value]] = field(default_factory=dict)
    adds: dict[RowId, Cells] = field(default_factory=dict)
    deletes: list[RowId] = field(default_factory=list)
    columns: dict[Key, dict[RowId, Value]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sets or self.adds or self.deletes or self.columns)


def find_outgoing(truth: Rows, side: Rows, merge: TableMerge, dropped: Collection[Key] = ()) -> Outgoing:
    """What must be written to a replica that looks like ``side`` so that it agrees with ``truth``.

    ``dropped`` are columns that the user took out of this replica: they are not put back.
    """
    out = Outgoing()
    disputed = {(conflict.row, conflict.key) for conflict in merge.conflicts}
    for key in truth.columns:
        if key not in side.columns and key not in dropped:
            values = {row: cells[key] for row, cells in truth.rows.items() if cells.get(key) is not None}
            if values:
                out.columns[key] = {row: value for row, value in values.items() if row in side.rows}
    columns = (*side.columns, *out.columns)
    for row in sorted(merge.touched):
        wanted = truth.rows.get(row)
        if wanted is None:
            if row in side.rows:
                out.deletes.append(row)
        elif row not in side.rows:
            out.adds[row] = {key: wanted[key] for key in columns if wanted.get(key) is not None}
        elif sets := _cells_to_set(row, wanted, side, disputed):
            out.sets[row] = sets
    return out


def _cells_to_set(row: RowId, wanted: Cells, side: Rows, disputed: Collection[tuple[RowId, Key]]) -> dict[Key, Value]:
    actual, held = side.rows[row], side.held.get(row, frozenset())
    return {
        key: wanted.get(key)
        for key in side.columns
        if not alike(wanted.get(key), actual.get(key)) and key not in held and (row, key) not in disputed
    }


def give_back(out: Outgoing, side: Rows, row: RowId, key: Key, value: Value) -> None:
    """Have one cell say again what it said before a choice was made for it."""
    if row in side.rows and key in side.free_keys(row) and not alike(side.rows[row].get(key), value):
        out.sets.setdefault(row, {})[key] = value


def next_base(
    base: Rows, truth: Rows, seen: Rows, rows: Collection[RowId], written: Mapping[RowId, Collection[Key]]
) -> Rows:
    """The base after a sync: what the replica is known to hold of the truth, for the ``rows`` that were looked at.

    ``seen`` is the replica as it was read back.  A cell that shows the truth is in step.  So is one that was
    ``written``: should it show something else, somebody has edited it since, and that is found next time.  Any other
    cell (in conflict, a formula) keeps the base it had.
    """
    fresh: dict[RowId, Cells] = {}
    for row in rows:
        if row in seen.rows and row in truth.rows:
            fresh[row] = _base_of(row, base.rows.get(row, {}), truth.rows[row], seen, written.get(row, ()))
    return Rows(seen.columns, fresh, {row: held for row, held in seen.held.items() if row in fresh})


def base_as_seen(base: Rows, seen: Rows, rows: Collection[RowId], disputed: Collection[tuple[RowId, Key]]) -> Rows:
    """The base of a replica that may only be read: all that it shows is known, be it taken in or overruled.

    A cell in conflict keeps the base it had, so that what stands there stays an edit.
    """
    fresh: dict[RowId, Cells] = {}
    for row in rows:
        if row in seen.rows:
            before, actual, free = base.rows.get(row, {}), seen.rows[row], seen.free_keys(row)
            cells = {
                key: actual.get(key) if key in free and (row, key) not in disputed else before.get(key)
                for key in seen.columns
            }
            fresh[row] = {key: value for key, value in cells.items() if value is not None}
    return Rows(seen.columns, fresh, {row: held for row, held in seen.held.items() if row in fresh})


def _base_of(row: RowId, before: Cells, true: Cells, seen: Rows, written: Collection[Key]) -> Cells:
    actual, free = seen.rows[row], seen.free_keys(row)
    cells: dict[Key, Value] = {}
    for key in seen.columns:
        is_in_step = key in written or (key in free and alike(actual.get(key), true.get(key)))
        value = true.get(key) if is_in_step else before.get(key)
        if value is not None:
            cells[key] = value
    return cells
