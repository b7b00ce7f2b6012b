"""IDs that stand beside another row than theirs: a sort took all columns but that of the IDs, or a block was pasted a
row too low.

The proof is in the rows: some say, cell for cell, what *other* known rows said.  Then the IDs follow what the rows say,
for a person's history belongs to the person and not to the place in the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sheet_sync.core.sync.recognising import FoldedKey, everything, likeness, natural
from sheet_sync.core.sync.synced import Cells, Key, ReadRow, RowId, Rows

Strayed = dict[int, RowId | None]
NaturalKeys = tuple[tuple[Key, ...], ...]

_ENOUGH = 2
"""Cells by which a row must differ from what its ID said; with one alone it was edited to say what another does."""
_MOST_PAIRS = 1_000_000
"""Rows times IDs that are compared with each other: some seconds' worth."""


def find_strayed(rows: Sequence[ReadRow], base: Rows, naturals: NaturalKeys) -> Strayed:
    """Whose rows these really are, by number: only those beside which the ID of another stands.

    ``None`` stands for a row that is none of the known.
    """
    known = base.rows
    changed = {row.number: row for row in rows if row.id in known and row.cells and row.cells != known[row.id or ""]}
    if not changed or len({row.id for row in changed.values()}) < len(changed):  # an ID there twice is a copy's
        return {}
    settled = {row.id for row in rows if row.number not in changed}
    free = {id_: cells for id_, cells in known.items() if id_ not in settled}
    unlabelled = [row for row in rows if row.id not in known]
    for id_ in _said_by(unlabelled, free).values():
        del free[id_]
    moved = _said_by(changed.values(), free)
    if not _is_proof(moved, changed, known):
        return {}
    rest = {number: row for number, row in changed.items() if number not in moved}
    left = {id_: cells for id_, cells in free.items() if id_ not in moved.values()}
    found: Strayed = {**moved, **_recognised(rest, left, naturals)}
    return {number: id_ for number, id_ in found.items() if id_ != changed[number].id}


def _said_by(rows: Iterable[ReadRow], free: Mapping[RowId, Cells]) -> dict[int, RowId]:
    """The rows that say exactly what a known row said, and which that is."""
    by_content: dict[FoldedKey, list[RowId]] = {}
    for id_, cells in free.items():
        if (key := everything(cells)) is not None:
            by_content.setdefault(key, []).append(id_)
    found: dict[int, RowId] = {}
    for row in rows:
        ids = by_content.get(everything(row.cells) or (), [])
        if ids:
            found[row.number] = ids.pop(0)
    return found


def _is_proof(moved: Mapping[int, RowId], changed: Mapping[int, ReadRow], known: Mapping[RowId, Cells]) -> bool:
    """Whether rows have changed places among themselves, or have so much of others that it was not typed."""
    ids = {number: changed[number].id or "" for number in moved}
    if moved and set(ids.values()) == set(moved.values()):
        return True
    plain = [number for number, id_ in ids.items() if _differing(changed[number].cells, known[id_]) >= _ENOUGH]
    if len(plain) != 1:
        return len(plain) > 1
    still_there = next((row for row in changed.values() if row.id == moved[plain[0]]), None)
    return still_there is None or likeness(still_there.cells, known[moved[plain[0]]]) < 0


def _differing(one: Cells, other: Cells) -> int:
    return sum(one.get(key) != other.get(key) for key in {*one, *other})


def _recognised(rest: dict[int, ReadRow], left: dict[RowId, Cells], naturals: NaturalKeys) -> Strayed:
    """Whose the rows are that were edited as well: by what they are called, then by what they have most of."""
    found: Strayed = {}
    for key_of in map(natural, naturals):
        ids = _only_ones({id_: key_of(cells) for id_, cells in left.items()})
        numbers = _only_ones({number: key_of(row.cells) for number, row in rest.items()})
        for key in ids.keys() & numbers.keys():
            found[numbers[key]] = ids[key]
            del rest[numbers[key]], left[ids[key]]
    for number, id_ in _most_alike(rest, left):
        if number in rest and id_ in left:
            found[number] = id_
            del rest[number], left[id_]
    return {**found, **dict.fromkeys(rest)}


def _most_alike(rest: Mapping[int, ReadRow], left: Mapping[RowId, Cells]) -> list[tuple[int, RowId]]:
    """Rows and IDs that may belong together, the surest first."""
    if len(rest) * len(left) > _MOST_PAIRS:
        return [(number, row.id) for number, row in rest.items() if row.id is not None and row.id in left]
    pairs = [
        (likeness(row.cells, cells), row.id == id_, -number, id_)
        for number, row in rest.items()
        for id_, cells in left.items()
    ]
    return [(-number, id_) for alike, is_own, number, id_ in sorted(pairs, reverse=True) if alike > 0 or is_own]


_Thing = TypeVar("_Thing", int, RowId)


def _only_ones(keys: Mapping[_Thing, FoldedKey | None]) -> dict[FoldedKey, _Thing]:
    """The things by their keys, without those that share one."""
    things: dict[FoldedKey, list[_Thing]] = {}
    for thing, key in keys.items():
        if key is not None:
            things.setdefault(key, []).append(thing)
    return {key: found[0] for key, found in things.items() if len(found) == 1}
