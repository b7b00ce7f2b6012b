"""The merge: records, what each replica looked like when last synced, and how it looks now -> what is true.

Pure, for any number of replicas by name.  Rows are matched by ID (:mod:`sheet_sync.core.sync.matching` has seen to
that); only rows in which something happened are looked at cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sheet_sync.core.sync.synced import Cells, Key, ReplicaName, RowId, Rows, Value, alike, projected

Claims = Mapping[ReplicaName, Value]
"""What is claimed of one cell, by who claims it."""
_NONE: Mapping[Any, Any] = {}
RECORD = "record"
"""The name under which a conflict carries the record's value, where an edit was made without having seen it."""
_JOINED = "row:"


def joined(row: RowId) -> ReplicaName:
    """The name under which a row that was joined with another claims a value."""
    return f"{_JOINED}{row}"


def joined_row(name: ReplicaName) -> RowId | None:
    """The row that claims under that name, ``None`` where a replica does."""
    return name.removeprefix(_JOINED) if name.startswith(_JOINED) else None


def public_name(name: ReplicaName) -> str:
    """Who claims, as others may read it: a replica's name, or the ID of a joined row."""
    return joined_row(name) or name


@dataclass(frozen=True, slots=True)
class Settled:
    """What all agree on."""

    value: Value


@dataclass(frozen=True, slots=True)
class Conflict:
    """One cell, edited to different values; nothing is overwritten until a person has chosen.

    ``values`` are the differing claims.  An edit made without having seen the record stands beside :data:`RECORD`, and
    so does the claim of somebody who is not there to be asked again: a merged copy, a joined row.
    """

    values: Mapping[ReplicaName, Value]
    table: str = ""
    row: RowId = ""
    key: Key = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell as a replica changed it: its value there when last synced, and now."""

    replica: ReplicaName
    row: RowId
    key: Key
    old: Value
    new: Value


@dataclass(slots=True)
class TableMerge:
    """What a merge of one table comes to.

    ``records`` holds the rows whose record changes: the new cells, or ``None`` where the row is deleted.  ``touched``
    are all rows that were looked at; no other row needs anything.  ``added`` and ``deleted`` name the replicas that
    did it, ``returned`` the replicas to which a row comes back because it was edited elsewhere.
    """

    records: dict[RowId, Cells | None] = field(default_factory=dict)
    touched: set[RowId] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    added: dict[RowId, tuple[ReplicaName, ...]] = field(default_factory=dict)
    deleted: dict[RowId, tuple[ReplicaName, ...]] = field(default_factory=dict)
    returned: dict[RowId, tuple[ReplicaName, ...]] = field(default_factory=dict)


def merge_cell(
    record: Value, bases: Mapping[ReplicaName, Value], values: Mapping[ReplicaName, Value], waiting: Claims = _NONE
) -> Settled | Conflict:
    """One cell: the only edit wins, equal edits agree, different ones are a conflict.

    A replica that was not written last time is behind the record: what is typed there is typed without having seen it.
    Unless somebody who had seen it made the same edit, the record's value stands beside it as a claim of its own.
    ``waiting`` are claims of an earlier conflict whose owners are not among the replicas: they never win by themselves.
    """
    edits = {name: v for name, v in values.items() if not alike(v, bases.get(name)) and not alike(v, record)}
    if not edits and not waiting:
        return Settled(record)
    is_seen = any(alike(bases.get(name), record) for name in edits)
    claims = {**edits, **({} if is_seen else {RECORD: record}), **waiting}
    first = next(iter(claims.values()))
    return Settled(first) if all(alike(value, first) for value in claims.values()) else Conflict(claims)


ByName = Mapping[ReplicaName, Rows]


def merge_table(
    records: Rows, bases: ByName, sides: ByName, table: str = "", waiting: Mapping[RowId, Mapping[Key, Claims]] = _NONE
) -> TableMerge:
    """One table of all replicas.  A replica that has no such table now, or was not read, is left out of ``sides``."""
    bases = {name: _seen_columns(bases.get(name, Rows()), side) for name, side in sides.items()}
    merge = TableMerge(touched=_touched(records, bases, sides).union(waiting))
    for row in sorted(merge.touched):
        here = {name: side for name, side in sides.items() if row in side.rows}
        gone = _gone(row, bases, here) if len(here) < len(sides) else ()
        record = records.rows.get(row)
        was_deleted = record is None and any(row in bases[name].rows for name in sides)
        if (gone or was_deleted) and not _is_edited(row, record, gone, bases, here):
            _note_deletion(merge, row, record, gone)
            continue
        if gone:
            merge.returned[row] = gone
        if was_deleted:  # edited in ignorance of the deletion: what the editor had before his eyes is the record
            record = {key: value for name in here for key, value in bases[name].rows.get(row, {}).items()}
        if here and (row in waiting or not _note_only_edit(merge, row, record, bases, sides)):
            _note_cells(merge, _Row(table, row, record, was_deleted, waiting.get(row, _NONE)), bases, here)
    return merge


def _seen_columns(base: Rows, side: Rows) -> Rows:
    """The base without the columns that the replica no longer has: taking out a column empties no cell elsewhere."""
    if set(base.columns) <= set(side.columns):
        return base
    return Rows(side.columns, projected(base.rows, side.columns), base.held)


def _touched(records: Rows, bases: ByName, sides: ByName) -> set[RowId]:
    """The rows in which a replica differs from its base, or its base from the record.

    Whole rows are compared as dictionaries, which is what makes a merge of 100,000 rows quick.
    """
    touched: set[RowId] = set()
    for name, side in sides.items():
        base, truth = bases[name].rows, records.rows
        if not set(records.columns) <= set(side.columns):
            truth = projected(truth, side.columns)
        known = base.get
        touched.update([row for row, cells in side.rows.items() if known(row) != cells])
        touched.update([row for row, cells in truth.items() if known(row) is not cells and known(row) != cells])
        touched.update(base.keys() - side.rows.keys(), base.keys() - truth.keys())
    return touched


def _gone(row: RowId, bases: ByName, here: ByName) -> tuple[ReplicaName, ...]:
    """The replicas in which the row was deleted since."""
    return tuple(name for name, base in bases.items() if name not in here and row in base.rows)


def _is_edited(row: RowId, record: Cells | None, gone: Iterable[ReplicaName], bases: ByName, here: ByName) -> bool:
    """Whether somebody changed a row that is deleted elsewhere, or the record holds what the deleter had not seen."""
    for name, side in here.items():
        base = bases[name]
        if row not in base.rows or _differ(side.rows[row], base.rows[row], side.free_keys(row)):
            return True
    if record is None:
        return False
    return any(_differ(record, bases[name].rows[row], bases[name].free_keys(row)) for name in gone)


def _differ(one: Cells, other: Cells, keys: Iterable[Key]) -> bool:
    return one != other and any(not alike(one.get(key), other.get(key)) for key in keys)


def _note_deletion(merge: TableMerge, row: RowId, record: Cells | None, gone: tuple[ReplicaName, ...]) -> None:
    if gone:
        merge.deleted[row] = gone
    if record is not None:
        merge.records[row] = None


def _note_only_edit(merge: TableMerge, row: RowId, record: Cells | None, bases: ByName, sides: ByName) -> bool:
    """By far the most frequent case, made quick: all were in step, and one replica edited the row.

    Gives whether it was that case; then the row as edited is the record.
    """
    author: ReplicaName | None = None
    for name, side in sides.items():
        cells, before = side.rows.get(row), bases[name].rows.get(row)
        if record is None or cells is None or row in side.held or (before is not record and before != record):
            return False
        if cells != record:
            if author is not None:
                return False
            author = name
    if author is None or record is None:
        return False
    cells = sides[author].rows[row]
    keys = sorted(_differing(cells, record))
    if any(isinstance(record.get(key), float) for key in keys):  # perhaps but a rounding, which is no edit
        return False
    merge.edits += [Edit(author, row, key, record.get(key), cells.get(key)) for key in keys]
    merge.records[row] = cells
    return True


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is merged cell by cell; ``record`` is ``None`` where it is new."""

    table: str
    id: RowId
    record: Cells | None
    was_deleted: bool
    waiting: Mapping[Key, Claims]


def _note_cells(merge: TableMerge, row: _Row, bases: ByName, here: ByName) -> None:
    """Merge a row cell by cell."""
    record = row.record
    if record is None:
        merge.added[row.id] = tuple(here)
        if len(here) == 1 and not row.waiting:  # nobody to agree with
            merge.records[row.id] = next(iter(here.values())).rows[row.id]
            return
    merged = dict(record or {})
    for key in _keys(row, bases, here):
        free = {name: side.rows[row.id].get(key) for name, side in here.items() if _is_free(side, row.id, key)}
        before = {name: bases[name].rows.get(row.id, {}).get(key) for name in free}
        outcome = merge_cell(merged.get(key), before, free, row.waiting.get(key, _NONE))
        if isinstance(outcome, Conflict):
            merge.conflicts.append(Conflict(outcome.values, row.table, row.id, key))
        elif outcome.value is None:
            merged.pop(key, None)
        else:
            merged[key] = outcome.value
        if record is not None or isinstance(outcome, Conflict):
            _note_edits(merge, row.id, key, (record or {}).get(key), before, free)
    if row.was_deleted or merged != record:
        merge.records[row.id] = merged


def _keys(row: _Row, bases: ByName, here: ByName) -> list[Key]:
    """The columns in which a replica differs from its base, or its base from the record: all others are settled."""
    record, keys = row.record or {}, set(row.waiting)
    for name, side in here.items():
        before = bases[name].rows.get(row.id, {})
        keys.update(_differing(side.rows[row.id], before), _differing(before, record))
    return sorted(keys)


def _differing(one: Cells, other: Cells) -> list[Key]:
    if one is other or one == other:
        return []
    return [*(key for key, value in one.items() if other.get(key) != value), *(key for key in other if key not in one)]


def _is_free(side: Rows, row: RowId, key: Key) -> bool:
    return key in side.columns and key not in side.held.get(row, ())


def _note_edits(
    merge: TableMerge,
    row: RowId,
    key: Key,
    record: Value,
    before: Mapping[ReplicaName, Value],
    values: Mapping[ReplicaName, Value],
) -> None:
    for name, value in values.items():
        if not alike(value, before[name]) and not alike(value, record):
            merge.edits.append(Edit(name, row, key, before[name], value))
