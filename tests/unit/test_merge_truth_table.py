"""The truth table of the merge of one cell, and that it is whole.

What counts is which of the values are the same: every way in which the record, each replica's base, and what each
replica holds now can be equal or different is one case (5 for one replica, 52 for two, 877 for three).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pytest

from sheet_sync.core.sync.merge import RECORD, Conflict, Settled, merge_cell, merge_table
from sheet_sync.core.sync.synced import Rows, Tick, Value

# r is the record; o and p are other values that a base has (that replica could not be written last time: it is behind);
# x and y are new.  What comes of it: the value that all agree on, or who claims something in a conflict.
ONE = {
    # base: now -> outcome
    "r": "r r, x x",
    "o": "r r, o r, x A|record",  # x: typed without having seen the record
}
TWO = {
    # bases of A and B: what A and B hold now -> outcome
    "r r": "rr r, rx x, xr x, xx x, xy A|B",
    "r o": "rr r, ro r, rx B|record, or o, oo o, ox A|B, xr x, xo x, xx x, xy A|B",
    "o r": "rr r, ro o, rx x, or r, oo o, ox x, xr A|record, xo A|B, xx x, xy A|B",
    "o o": "rr r, ro r, rx B|record, or r, oo r, ox B|record, xr A|record, xo A|record, xx A|B|record, xy A|B|record",
    "o p": "rr r, ro B|record, rp r, rx B|record, "
    "or r, oo B|record, op r, ox B|record, "
    "pr A|record, po A|B|record, pp A|record, px A|B|record, "
    "xr A|record, xo A|B|record, xp A|record, xx A|B|record, xy A|B|record",
}
NAMES = "ABC"
Pattern = tuple[int, ...]
"""Which values are the same: the record, the bases, what is there now; each with the number of its first like."""


def patterns(length: int) -> Iterator[Pattern]:
    """Every way in which that many values can be the same or different."""

    def grown(start: Pattern) -> Iterator[Pattern]:
        if len(start) == length:
            yield start
            return
        for number in range(max(start) + 2):
            yield from grown((*start, number))

    return grown((0,))


def pattern_of(values: Sequence[object]) -> Pattern:
    first = list(dict.fromkeys(values))
    return tuple(first.index(value) for value in values)


def read(table: Mapping[str, str]) -> dict[Pattern, tuple[str, str]]:
    """The cases by their pattern: the values as letters, and the outcome."""
    cases = {}
    for bases, lines in table.items():
        for line in lines.split(", "):
            now, outcome = line.split()
            values = "r" + bases.replace(" ", "") + now
            assert pattern_of(values) not in cases, f"{values} is there twice"
            cases[pattern_of(values)] = (values, outcome)
    return cases


CASES = {1: read(ONE), 2: read(TWO)}


def merged(values: Sequence[Value], waiting: Mapping[str, Value] | None = None) -> Settled | Conflict:
    count = (len(values) - 1) // 2
    names = NAMES[:count]
    bases, now = dict(zip(names, values[1:], strict=False)), dict(zip(names, values[1 + count :], strict=True))
    return merge_cell(values[0], bases, now, waiting or {})


def expected(values: Sequence[Value], letters: str, outcome: str) -> Settled | Conflict:
    """The outcome of a case in the table, with the values that its letters stand for."""
    count = (len(values) - 1) // 2
    if "|" not in outcome:
        return Settled(values[letters.index(outcome)])
    held = {**dict(zip(NAMES, values[1 + count :], strict=False)), RECORD: values[0]}
    return Conflict({name: held[name] for name in outcome.split("|")})


@pytest.mark.parametrize("count", [1, 2])
def test_the_table_has_every_case(count: int) -> None:
    assert CASES[count].keys() == set(patterns(1 + 2 * count))


ALIKE: tuple[tuple[Value, ...], ...] = (
    ("r", "o", "x", "p", "y"),
    (None, "5", 5, Tick.ON, 1),
    (Tick.OFF, 0, None, "0", 0.5),
    (date(2026, 11, 24), "2026-11-24", 46350, None, "24 Nov"),
    ("Dana", "Dana ", "dana", "Dan\N{NO-BREAK SPACE}a", None),
)
"""Values that stand for the five that can differ; those of one line are easily taken for each other."""


@pytest.mark.parametrize("different", ALIKE, ids=lambda values: str(values[0]))
@pytest.mark.parametrize(("count", "pattern"), [(count, each) for count in CASES for each in CASES[count]])
def test_one_and_two_replicas(count: int, pattern: Pattern, different: tuple[Value, ...]) -> None:
    letters, outcome = CASES[count][pattern]
    values = [different[number] for number in pattern]

    assert merged(values) == expected(values, letters, outcome)


@pytest.mark.parametrize("pattern", list(patterns(7)))
def test_three_replicas(pattern: Pattern) -> None:
    """One that says nothing new changes nothing, so the table of two has the answer.  Where all three say something
    new, they must say the same, and somebody who knew the record must be among them."""
    values = ["rabcdef"[number] for number in pattern]
    record, bases, now = values[0], values[1:4], values[4:]
    silent = next((at for at in range(3) if now[at] in (bases[at], record)), None)
    outcome = merged(values)

    if silent is None:
        claims = dict(zip(NAMES, now, strict=True)) | ({} if record in bases else {RECORD: record})
        assert outcome == (Settled(now[0]) if len(set(claims.values())) == 1 else Conflict(claims))
        return
    others = [at for at in range(3) if at != silent]
    two = [record, *(bases[at] for at in others), *(now[at] for at in others)]
    wanted = expected(two, *CASES[2][pattern_of(two)])
    if isinstance(wanted, Conflict):
        called = {NAMES[at]: NAMES[others[at]] for at in range(2)}
        wanted = Conflict({called.get(name, name): value for name, value in wanted.values.items()})
    assert outcome == wanted


@pytest.mark.parametrize("pattern", list(patterns(5)))
def test_no_replica_comes_before_another(pattern: Pattern) -> None:
    """Which of two is called A makes no difference."""
    record, *rest = ["rabcde"[number] for number in pattern]
    one, other = merged([record, *rest]), merged([record, rest[1], rest[0], rest[3], rest[2]])
    called = {"A": "B", "B": "A"}

    if isinstance(one, Conflict):
        assert isinstance(other, Conflict)
        assert one.values == {called.get(name, name): value for name, value in other.values.items()}
    else:
        assert one == other


NO_ROW = "-"
ROWS = list(itertools.product("-r", *["-ro"] * 2, *["-roxy"] * 2))
"""Every way in which a row of one cell can be recorded, known at two replicas, and be there now; ``-``: it is not."""


@pytest.mark.parametrize("values", ROWS, ids="".join)
def test_rows_of_two_replicas(values: tuple[str, ...]) -> None:
    """Nobody's edit is lost, nobody's row is deleted unseen, and a deletion that nobody contradicts is one."""
    record, bases, now = values[0], dict(zip("AB", values[1:3], strict=True)), dict(zip("AB", values[3:], strict=True))
    merge = merge_table(_row(record), {n: _row(v) for n, v in bases.items()}, {n: _row(v) for n, v in now.items()})

    after = merge.records.get("c-1", {} if record == NO_ROW else {"note": record})
    left = NO_ROW if after in (None, {}) else after["note"] if after else NO_ROW
    claims = {value for conflict in merge.conflicts for value in conflict.values.values()}
    known = {record} if record != NO_ROW else {*bases.values()}  # a row that was deleted is what it was at the editor's
    edited = {name for name in now if now[name] not in (NO_ROW, bases[name], *known)}
    gone = {name for name in now if now[name] == NO_ROW != bases[name]}
    unseen = record != NO_ROW and any(bases[name] != record for name in gone)
    for name in edited:
        assert now[name] in {left, *claims}, "an edit is lost"
    if edited:
        assert "c-1" not in merge.deleted
        assert after is not None
    elif gone and not unseen and all(now[name] in (NO_ROW, bases[name]) for name in now):
        assert left == NO_ROW
        assert merge.deleted == {"c-1": tuple(sorted(gone))}
    elif record != NO_ROW and not gone and not edited:
        assert left == record
    assert not (merge.conflicts and left == NO_ROW and record != NO_ROW), "a row in conflict is still a row"


def _row(value: str) -> Rows:
    return Rows(("note",), {} if value == NO_ROW else {"c-1": {"note": value}})


@pytest.mark.parametrize(("base", "now"), list(itertools.product(ALIKE[1], repeat=2)))
def test_values_that_look_the_same_are_edits_by_their_type(base: Value, now: Value) -> None:
    assert merge_cell(base, {"A": base}, {"A": now}) == Settled(now)
