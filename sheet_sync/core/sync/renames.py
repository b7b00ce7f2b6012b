"""A column of the user's own under another header: still the same column, where its values say so.

A column keeps for good the key it was first seen under; a header that came to mean it later is an *alias* of that key.
So is one that differs in letter case, blanks or Unicode form alone: it is the same header.  Columns that the tool knows
need none of this: their aliases stand in the schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sheet_sync.core.sync.recognising import folded
from sheet_sync.core.sync.sync_state import State
from sheet_sync.core.sync.synced import (
    Cells,
    Key,
    ReadRow,
    ReadTable,
    ReplicaName,
    RowId,
    Rows,
    Value,
    alike,
    own_header,
)
from sheet_sync.core.tables import OWN

ENOUGH = 0.8
"""The share of values that must be the same for two columns to be one."""

Aliases = Mapping[str, Mapping[Key, Key]]
"""By table: the key of a header that came later, and the key that its column is known by."""
Reads = dict[ReplicaName, dict[str, ReadTable]]


@dataclass(frozen=True, slots=True)
class Rename:
    """A column that a replica shows under another header than at the last sync, or than others do (``is_same``: only in
    letter case and the like, so that each keeps its own)."""

    replica: ReplicaName
    table: str
    key: Key
    header_key: Key
    is_same: bool = False


def follow_renames(state: State, reads: Reads) -> tuple[Reads, tuple[Rename, ...]]:
    """What was read, each column under the key that it is known by; and which were renamed since the last sync."""
    followed = {
        name: {table: known_keys(read, state.aliases.get(table, {})) for table, read in tables.items()}
        for name, tables in reads.items()
    }
    renamed = tuple(_find_renames(state, followed))
    _follow(followed, renamed)
    same = tuple(_find_same(state, followed))
    _follow(followed, same)
    return followed, (*renamed, *same)


def _follow(reads: Reads, found: tuple[Rename, ...]) -> None:
    for each in found:
        read = reads[each.replica][each.table]
        reads[each.replica][each.table] = known_keys(read, {each.header_key: each.key})


def with_renames(aliases: Aliases, found: tuple[Rename, ...]) -> Aliases:
    """The aliases, and those just found; the header of the latest stands last."""
    extended = {table: dict(each) for table, each in aliases.items()}
    for each in found:
        known = extended.setdefault(each.table, {})
        known.pop(each.header_key, None)
        known[each.header_key] = each.key
    return extended


def newest_header(aliases: Mapping[Key, Key], key: Key) -> str:
    """What a column is called now."""
    return next((new for new, known in reversed(list(aliases.items())) if known == key), key).removeprefix(OWN)


def known_keys(read: ReadTable, aliases: Mapping[Key, Key]) -> ReadTable:
    """The table under known keys.  A header that stands beside the column it is an alias of is a column of its own."""
    new_names = {key: known for key, known in aliases.items() if key in read.columns and known not in read.columns}
    if not new_names:
        return read
    return replace(
        read,
        columns=tuple(new_names.get(key, key) for key in read.columns),
        rows=tuple(_renamed(row, new_names) for row in read.rows),
        header_keys={**read.header_keys, **{known: key for key, known in new_names.items()}},
    )


def _renamed(row: ReadRow, new_names: Mapping[Key, Key]) -> ReadRow:
    if not any(key in row.cells or key in row.held for key in new_names):
        return row
    cells = {new_names.get(key, key): value for key, value in row.cells.items()}
    return replace(row, cells=cells, held={new_names.get(key, key): value for key, value in row.held.items()})


def _find_renames(state: State, reads: Reads) -> Iterator[Rename]:
    for name, tables in reads.items():
        for table, read in tables.items():
            base = state.replica(name).bases.get(table, Rows())
            known = {*base.columns, *state.records.get(table, Rows()).columns}
            gone = [key for key in base.columns if key.startswith(OWN) and key not in read.columns]
            new = [key for key in read.columns if key.startswith(OWN) and key not in known]
            claims = {(c.row, c.key): c.values[name] for c in state.conflicts if c.table == table and name in c.values}
            known_cells = _Known(base.rows, claims)
            pairs = [(key, header) for key in gone for header in new if _is_one(known_cells, read, key, header)]
            for key, header in pairs:
                if sum(key == one for one, _ in pairs) == sum(header == one for _, one in pairs) == 1:
                    yield Rename(name, table, key, header)


def _find_same(state: State, reads: Reads) -> Iterator[Rename]:
    """Columns of one header that is written a little differently, as a column added in two places may be."""
    known: dict[tuple[str, str], Key] = {}
    for table, records in state.records.items():
        for key in records.columns:
            known.setdefault((table, folded(own_header(key))), key)
    for name, tables in reads.items():
        for table, read in tables.items():
            for key in read.columns:
                if key.startswith(OWN):
                    same = known.setdefault((table, folded(own_header(key))), key)
                    if same not in read.columns and same.startswith(OWN):
                        yield Rename(name, table, same, key, is_same=True)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the cells of a replica said when last synced: what it claims where there is a conflict, else its base."""

    base: Mapping[RowId, Cells]
    claims: Mapping[tuple[RowId, Key], Value]

    def cell(self, row: RowId, key: Key) -> Value:
        return self.claims[row, key] if (row, key) in self.claims else self.base.get(row, {}).get(key)


def _is_one(known: _Known, read: ReadTable, key: Key, header: Key) -> bool:
    """Whether a column that is gone and one that is new hold the same values in nearly all rows that have any."""
    same = filled = 0
    for row in read.rows:
        before = known.cell(row.id or "", key)
        now = row.cells.get(header)
        if before is not None or now is not None:
            filled += 1
            same += before is not None and alike(before, now)
    return filled > 0 and same >= ENOUGH * filled
