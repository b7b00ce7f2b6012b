"""Which row is which: by ID, and where an ID is missing, wiped or there twice, by what the row says.

Rows are never told apart by their position: people sort.  A row without a usable ID is linked to a known row only where
that is plain (the same content, the same email, the same name and organization) and only where one row fits; of rows
that agree in all of these, which are one person entered twice, the most alike are linked.  IDs that a sort left behind
are seen first: :mod:`sheet_sync.core.sync.strayed_ids`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from sheet_sync.core.ids import is_id
from sheet_sync.core.sync.recognising import FoldedKey, everything, likeness, natural
from sheet_sync.core.sync.strayed_ids import find_strayed
from sheet_sync.core.sync.synced import Cells, Key, ReadRow, ReplicaName, RowId, Rows

MakeId = Callable[[str, Collection[RowId]], RowId]
"""Gives a new ID for a table's prefix that is none of those taken: :func:`sheet_sync.core.ids.new_id`."""

NATURAL_KEYS: Mapping[str, tuple[tuple[Key, ...], ...]] = {
    "Contacts": (("Email",), ("Name", "Organization")),
    "Interviews": (("Contact", "Date", "Start"), ("Contact", "Date")),
    "Questions": (("Question",),),
    "Answers": (("Interview", "Question"),),
    "Touches": (("Contact", "Date", "How"),),
    "Letters": (("Kind", "Contact", "Interview", "Subject"),),
}
"""What makes two rows plainly the same, the surest first; every part must be filled."""


_MOST_PAIRS = 100_000
"""Rows times IDs of one key that are compared with each other; more are taken as they stand."""


@dataclass(slots=True)
class Matched:
    """One replica's table, its rows identified.

    ``to_label`` are the rows whose ID cell must be written; ``copies`` those that had another row's ID; ``linked``
    those recognised as a known row; ``strayed`` those beside which another row's ID stood, and that ID.
    """

    rows: dict[RowId, ReadRow] = field(default_factory=dict)
    to_label: list[RowId] = field(default_factory=list)
    copies: list[RowId] = field(default_factory=list)
    linked: list[RowId] = field(default_factory=list)
    strayed: dict[RowId, RowId] = field(default_factory=dict)


@dataclass(slots=True)
class _Unlabelled:
    """Rows of one replica that still need an ID, by number; ``copied`` are the numbers of those with another's ID."""

    rows: dict[int, ReadRow]
    copied: set[int]


def match_table(
    table: str,
    prefix: str,
    read: Mapping[ReplicaName, Sequence[ReadRow]],
    records: Rows,
    bases: Mapping[ReplicaName, Rows],
    make_id: MakeId,
    retired: Collection[RowId] = (),
) -> dict[ReplicaName, Matched]:
    """Identify the rows of one table in every replica.  ``retired`` are IDs of deleted rows: never given again."""
    matched: dict[ReplicaName, Matched] = {}
    unlabelled: dict[ReplicaName, _Unlabelled] = {}
    for name, rows in read.items():
        base = bases.get(name, Rows())
        strange = _changed_ids(rows, base, {*records.rows, *retired})
        strayed = find_strayed(rows, base, NATURAL_KEYS.get(table, ()))
        matched[name], unlabelled[name] = _by_id(rows, prefix, base, records, strange, strayed)
    for name, rest in unlabelled.items():
        if rest.rows:
            _link(table, name, matched, rest, records, bases.get(name, Rows()))
            _label(prefix, name, matched, rest, {*records.rows, *retired}, make_id)
    return matched


def _changed_ids(rows: Sequence[ReadRow], base: Rows, known: set[RowId]) -> set[RowId]:
    """IDs that nobody gave, on rows that say exactly what a known row said whose ID is gone: typed over by hand.

    Or given by another computer, to a row that was added on both: the lesser ID stays, or each would put back its own
    for ever.
    """
    strange = [row for row in rows if row.id is not None and row.id not in known and row.id not in base.rows]
    if not strange:
        return set()
    here = {row.id for row in rows}
    lost = sorted(id_ for id_, cells in base.rows.items() if cells and id_ not in here and id_ in known)
    last = {everything(base.rows[id_]): id_ for id_ in lost}
    return {row.id for row in strange if row.id is not None and row.id > last.get(everything(row.cells), row.id)}


def _by_id(
    rows: Sequence[ReadRow],
    prefix: str,
    base: Rows,
    records: Rows,
    strange: set[RowId],
    strayed: Mapping[int, RowId | None],
) -> tuple[Matched, _Unlabelled]:
    """The rows that carry a well-formed ID, one each; all others still need one."""
    matched, rest = Matched(), _Unlabelled({}, set())
    twice: dict[RowId, list[ReadRow]] = {}
    for row in rows:
        if row.number in strayed:
            _take_strayed(matched, rest, row, strayed[row.number])
        elif row.id is None or row.id in strange or not is_id(row.id, prefix):
            rest.rows[row.number] = row
        elif row.id in matched.rows:
            twice.setdefault(row.id, [matched.rows[row.id]]).append(row)
        else:
            matched.rows[row.id] = row
    for id_, same in twice.items():
        kept = _original(same, base.rows.get(id_) or records.rows.get(id_) or {})
        matched.rows[id_] = kept
        rest.rows.update((row.number, row) for row in same if row is not kept)
        rest.copied.update(row.number for row in same if row is not kept)
    return matched, rest


def _take_strayed(matched: Matched, rest: _Unlabelled, row: ReadRow, id_: RowId | None) -> None:
    if id_ is None:
        rest.rows[row.number] = row
        return
    assert row.id is not None
    matched.rows[id_] = row
    if id_ != row.id:
        matched.to_label.append(id_)
        matched.strayed[id_] = row.id


def _original(rows: Sequence[ReadRow], known: Cells) -> ReadRow:
    """Of several rows with one ID the one that is most like the known row, the upper one where they are equal."""
    return max(rows, key=lambda row: (likeness(row.cells, known), -row.number))


def _link(
    table: str,
    name: ReplicaName,
    matched: Mapping[ReplicaName, Matched],
    rest: _Unlabelled,
    records: Rows,
    base: Rows,
) -> None:
    """Give back their IDs to rows that plainly are known ones that this replica shows no more, or not yet."""
    pool = _missing_here(name, matched, records, base)
    keys = NATURAL_KEYS.get(table, ())
    for key_of in (everything, *map(natural, keys)):
        for ids, numbers in _that_fit(pool, rest, key_of):
            if key_of is everything or len(ids) == len(numbers) == 1:  # else unclear which is meant, so none is taken
                _take(matched[name], rest, pool, zip(ids, numbers, strict=False))
    if len(keys) > 1:  # one person, entered several times: equal in all that tells people apart
        for ids, numbers in _that_fit(pool, rest, natural(tuple(dict.fromkeys(chain(*keys))))):
            _take(matched[name], rest, pool, _most_alike(ids, numbers, rest, pool))


def _that_fit(
    pool: Mapping[RowId, Cells], rest: _Unlabelled, key_of: Callable[[Cells], FoldedKey | None]
) -> list[tuple[list[RowId], list[int]]]:
    """The known rows and the rows without ID that have a key in common, by that key."""
    if not pool or not rest.rows:
        return []
    known = _grouped((id_, key_of(cells)) for id_, cells in pool.items())
    found = _grouped((row.number, key_of(row.cells)) for row in rest.rows.values())
    return [(known[key], numbers) for key, numbers in found.items() if key in known]


def _most_alike(
    ids: Iterable[RowId], numbers: Sequence[int], rest: _Unlabelled, pool: Mapping[RowId, Cells]
) -> Iterator[tuple[RowId, int]]:
    """Each known row and the row without ID that is most like it, the surest pair first."""
    ids = list(ids)
    if len(ids) * len(numbers) > _MOST_PAIRS:
        yield from zip(ids, numbers, strict=False)
        return
    pairs = [(likeness(rest.rows[number].cells, pool[id_]), -number, id_) for id_ in ids for number in numbers]
    taken: set[RowId | int] = set()
    for _, number, id_ in sorted(pairs, reverse=True):
        if not taken & {id_, -number}:
            taken |= {id_, -number}
            yield id_, -number


def _take(matched: Matched, rest: _Unlabelled, pool: dict[RowId, Cells], pairs: Iterable[tuple[RowId, int]]) -> None:
    for id_, number in [*pairs]:
        del pool[id_]
        matched.rows[id_] = rest.rows.pop(number)
        matched.to_label.append(id_)
        matched.linked.append(id_)


def _missing_here(
    name: ReplicaName, matched: Mapping[ReplicaName, Matched], records: Rows, base: Rows
) -> dict[RowId, Cells]:
    """Known rows that the replica does not show under their ID: wiped or deleted here, or added elsewhere."""
    here = matched[name].rows
    pool: dict[RowId, Cells] = {id_: cells for id_, cells in records.rows.items() if id_ not in here}
    for other, theirs in matched.items():
        if other != name:
            pool.update(
                (id_, row.cells) for id_, row in theirs.rows.items() if id_ not in here and id_ not in base.rows
            )
    pool.update((id_, cells) for id_, cells in base.rows.items() if id_ not in here)
    return pool


def _label(
    prefix: str,
    name: ReplicaName,
    matched: Mapping[ReplicaName, Matched],
    rest: _Unlabelled,
    known: set[RowId],
    make_id: MakeId,
) -> None:
    taken = known.union(*(theirs.rows for theirs in matched.values()))
    for row in rest.rows.values():
        id_ = make_id(prefix, taken)
        taken.add(id_)
        matched[name].rows[id_] = row
        matched[name].to_label.append(id_)
        if row.number in rest.copied:
            matched[name].copies.append(id_)


_Thing = TypeVar("_Thing")


def _grouped(pairs: Iterable[tuple[_Thing, FoldedKey | None]]) -> dict[FoldedKey, list[_Thing]]:
    groups: dict[FoldedKey, list[_Thing]] = {}
    for thing, key in pairs:
        if key is not None:
            groups.setdefault(key, []).append(thing)
    return groups
