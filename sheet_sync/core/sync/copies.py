"""Where a copy of the workbook parted from it: what a cloud drive's conflict copy is compared with.

The copy lacks whatever happened after the two parted, and that must not be taken for edits.  So the records are taken
back through the history, and the moment at which they are most like the copy is its base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sheet_sync.core.sync.merge import Conflict
from sheet_sync.core.sync.past import cells_before
from sheet_sync.core.sync.sync_state import Event
from sheet_sync.core.sync.synced import Cells, Key, ReadTable, ReplicaName, RowId, Rows, Value, alike, value_of
from sheet_sync.core.values import ErrorValue, Formula

Place = tuple[str, RowId]
Past = Sequence[tuple[int, Event]]
"""The history, newest first: the number of the sync, and what happened."""


def copy_bases(
    name: ReplicaName,
    copy: Mapping[str, ReadTable],
    records: Mapping[str, Rows],
    past: Past,
    still_open: Sequence[Conflict] = (),
) -> dict[str, Rows]:
    """The base of a copy, by table.

    A value that the cell has had since they parted is no edit of the copy's, and neither is one that an earlier merge
    of the copy brought in and that was not kept; unless a conflict about it is ``still_open``.
    """
    here = {(table, row.id): row.cells for table, read in copy.items() for row in read.rows if row.id is not None}
    columns = {table: read.columns for table, read in copy.items()}
    since = _parted(here, columns, records, past)
    rows = _taken_back(records, since)
    disputed = {(conflict.table, conflict.row, conflict.key) for conflict in still_open}
    overruled = [event for _, event in past if event.action == "kept" and event.source == name]
    for place, key, value in _values([*since, *overruled]):
        if place in here and place in rows and (*place, key) not in disputed and _is_held(here[place], key, value):
            rows[place] = {**rows[place], key: value}
    bases: dict[str, dict[RowId, Cells]] = {table: {} for table in copy}
    for (table, row), cells in rows.items():
        if table in bases:
            bases[table][row] = cells
    return {table: Rows(records.get(table, Rows()).columns, found) for table, found in bases.items()}


def _is_held(cells: Cells, key: Key, value: Value) -> bool:
    return value is not None and alike(cells.get(key), value)


def _parted(
    here: Mapping[Place, Cells], columns: Mapping[str, Sequence[Key]], records: Mapping[str, Rows], past: Past
) -> list[Event]:
    """What happened since, newest first: as much as brings the records nearest to the copy.

    The first sync is not taken back: a copy that knows its workbook was made after it.
    """
    rows: dict[Place, Cells | None] = dict(_places(records))

    def distance(place: Place) -> int:
        one, other = rows.get(place), here.get(place)
        if place[0] not in columns or (one is None and other is None):
            return 0
        if one is None or other is None:
            return 1
        return sum(not alike(one.get(key), other.get(key)) for key in columns[place[0]])

    total = best = sum(map(distance, {*rows, *here}))
    taken: list[Event] = []
    nearest = 0
    first = past[-1][0] if past else None
    for _, group in groupby((line for line in past if line[0] != first), key=lambda line: line[0]):
        for _, event in group:
            place = (event.table, event.row)
            total -= distance(place)
            rows[place] = cells_before(rows.get(place), [event])
            total += distance(place)
            taken.append(event)
        if total < best:
            best, nearest = total, len(taken)
    return taken[:nearest]


def _places(records: Mapping[str, Rows]) -> Iterator[tuple[Place, Cells]]:
    for name, table in records.items():
        for row, cells in table.rows.items():
            yield (name, row), cells


def _taken_back(records: Mapping[str, Rows], since: Sequence[Event]) -> dict[Place, Cells]:
    rows: dict[Place, Cells | None] = dict(_places(records))
    for event in since:
        rows[event.table, event.row] = cells_before(rows.get((event.table, event.row)), [event])
    return {place: cells for place, cells in rows.items() if cells is not None}


def _values(since: Sequence[Event]) -> Iterator[tuple[Place, Key, Value]]:
    """Every value that a cell was given since."""
    for event in since:
        if event.key is not None and event.new is not None and not isinstance(event.new, Formula | ErrorValue):
            yield (event.table, event.row), event.key, value_of(event.new)
