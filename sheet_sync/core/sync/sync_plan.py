"""A sync, decided: from what the store knows and what the replicas hold to the plan for each of them.

Pure.  The steps stand in the order of the classes below: *read* each replica as identified rows, *merge* them with the
records, *amend* (a restore, an undo), and *plan* what each replica must be given; then what the tool itself writes, on
the workbook as it will be: computed columns, the Problems sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheet_sync.core.book import Book
from sheet_sync.core.changes import Plan
from sheet_sync.core.records import Snapshot
from sheet_sync.core.sync.begun import Begun, still_wanted
from sheet_sync.core.sync.conflicts_sheet import Choice, marks_of, read_choices
from sheet_sync.core.sync.decisions import Decision, Reopened, remembering
from sheet_sync.core.sync.guards import Alarm, emptied_together, find_alarms
from sheet_sync.core.sync.matching import MakeId, Matched, match_table
from sheet_sync.core.sync.merge import RECORD, Claims, Conflict, TableMerge, joined_row, merge_table
from sheet_sync.core.sync.outgoing import Outgoing, find_outgoing, give_back
from sheet_sync.core.sync.reading_sides import SYNCED_TABLES, read_synced
from sheet_sync.core.sync.renames import Aliases, Rename, follow_renames, newest_header, with_renames
from sheet_sync.core.sync.settling import Settle, Settling, titles_of
from sheet_sync.core.sync.sync_state import Absent, Amendment, Event, ReplicaState, State, ToolCell, Wanted
from sheet_sync.core.sync.synced import Cells, Key, ReadTable, ReplicaName, RowId, Rows, Value, alike
from sheet_sync.core.sync.under_way import as_written

_TABLES = {table.name: table for table in SYNCED_TABLES}


@dataclass(slots=True)
class ReplicaPlan:
    """What one replica is given, and what is said about it.

    ``missed`` are cells, by table, row and field, that the replica did not write: protected, or edited meanwhile.
    """

    snapshot: Snapshot
    plan: Plan = field(default_factory=Plan)
    outgoing: dict[str, Outgoing] = field(default_factory=dict)
    tool: dict[str, dict[RowId, dict[str, ToolCell]]] = field(default_factory=dict)
    unwritten: list[tuple[str, RowId, Key, Value]] = field(default_factory=list)
    missed: set[tuple[str, RowId, str]] = field(default_factory=set)
    typed: list[tuple[str, RowId, str]] = field(default_factory=list)
    problems: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    owned: dict[str, frozenset[int]] = field(default_factory=dict)


@dataclass(slots=True)
class SyncPlan:
    """Everything a sync will do, before anything is touched.

    ``postponed`` are conflicts for which a choice was made that waits for a replica out of reach.
    """

    state: State
    reads: dict[ReplicaName, dict[str, ReadTable]]
    matched: dict[ReplicaName, dict[str, Matched]]
    sides: dict[ReplicaName, dict[str, Rows]]
    alarms: tuple[Alarm, ...] = ()
    merges: dict[str, TableMerge] = field(default_factory=dict)
    truth: dict[str, Rows] = field(default_factory=dict)
    amended: dict[str, set[RowId]] = field(default_factory=dict)
    reopened: dict[tuple[str, RowId, Key], Reopened] = field(default_factory=dict)
    replicas: dict[ReplicaName, ReplicaPlan] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    postponed: list[Conflict] = field(default_factory=list)
    begun: Begun | None = None
    titles: dict[ReplicaName, str] = field(default_factory=dict)
    only_read: frozenset[ReplicaName] = frozenset()
    absent: Mapping[ReplicaName, Absent] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    renames: tuple[Rename, ...] = ()

    @property
    def aliases(self) -> Aliases:
        """All headers that came to mean a column of the user's own later."""
        return with_renames(self.state.aliases, self.renames)

    def header(self, table: str, key: Key) -> str:
        """What a column is called now."""
        return newest_header(self.aliases.get(table, {}), key)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What is open, always in the same order."""
        return tuple(
            conflict
            for merge in self.merges.values()
            for conflict in sorted(merge.conflicts, key=lambda each: (each.row, each.key))
        )


def read_sides(
    state: State, books: Mapping[ReplicaName, Book], make_id: MakeId, absent: Mapping[ReplicaName, Absent] | None = None
) -> SyncPlan:
    """Every replica as identified rows; those that are ``absent`` stay as they were when last synced."""
    absent = absent or {}
    as_they_stand = {name: read_synced(book.layout, book.snapshot.grids) for name, book in books.items()}
    reads, renames = follow_renames(state, as_they_stand)
    plan = SyncPlan(state, reads, {name: {} for name in books}, {name: {} for name in books}, renames=renames)
    for name, book in books.items():
        for choice in read_choices(book.snapshot, name):
            plan.choices.setdefault(choice.id, []).append(choice)
    plan.only_read = frozenset(name for name, book in books.items() if book.snapshot.read_only is not None)
    plan.absent = absent
    places = {name: (book.snapshot.kind, book.snapshot.location) for name, book in books.items()}
    plan.titles = titles_of({**places, **{name: (each.kind, each.location) for name, each in absent.items()}})
    for table, schema in _TABLES.items():
        rows = {name: tables[table].rows for name, tables in reads.items() if table in tables}
        bases = {name: state.replica(name).bases.get(table, Rows()) for name in rows}
        records, retired = state.records.get(table, Rows()), state.retired.get(table, frozenset())
        for name, matched in match_table(table, schema.prefix, rows, records, bases, make_id, retired).items():
            plan.matched[name][table] = matched
            plan.sides[name][table] = _side(reads[name][table], matched)
    return plan


def _side(read: ReadTable, matched: Matched) -> Rows:
    return Rows(
        read.columns,
        {id_: row.cells for id_, row in matched.rows.items()},
        {id_: frozenset(row.held) for id_, row in matched.rows.items() if row.held},
    )


def merge_sides(plan: SyncPlan, wanted: Wanted) -> None:
    """Merge every table, settle what was chosen, and put in what was asked for."""
    state = plan.state
    prefer = remembering(state.decisions, wanted.prefer)
    settling = Settling(plan.choices, plan.titles, marks_of(state.conflicts), wanted.settle, prefer)
    for table in _TABLES:
        sides = {name: _side_or_emptied(plan, name, table) for name in plan.sides}
        present = {name: side for name, side in sides.items() if side is not None}
        records = state.records.get(table, Rows())
        bases = {name: _base(state.replica(name), table, side) for name, side in present.items()}
        merge = merge_table(records, bases, present, table, _waiting(state, table, present))
        plan.merges[table] = merge
        columns = dict.fromkeys([*records.columns, *(key for side in present.values() for key in side.columns)])
        rows = dict(records.rows)
        _apply(rows, merge.records)
        plan.truth[table] = Rows(tuple(columns), rows)
        _settle(plan, merge, rows, settling)
    plan.notes += settling.notes
    _amend_all(plan, wanted)
    _forget_joined(plan)


def _amend_all(plan: SyncPlan, wanted: Wanted) -> None:
    """Bring to its end what a command that was cut short had begun, and do what is asked for now."""
    before = plan.state.begun
    amendments: list[Amendment] = []
    if before is not None:
        amendments += still_wanted(before, plan.merges, plan.truth)
        _amend(plan, amendments)
        plan.notes.append(f"What {before.source} had begun when it was cut short is done now.")
    if wanted.amend is not None:
        asked = wanted.amend(plan.truth)
        _amend(plan, asked)
        amendments += asked
    is_asked = wanted.amend is not None or wanted.settle is not None
    if before is not None or is_asked:
        plan.begun = Begun(wanted.source if is_asked or before is None else before.source, tuple(amendments))


def _base(known: ReplicaState, table: str, side: Rows) -> Rows:
    return as_written(known.bases.get(table, Rows()), side, known.under_way.get(table, {}))


def _waiting(state: State, table: str, sides: Mapping[ReplicaName, Rows]) -> dict[RowId, dict[Key, Claims]]:
    """Claims of open conflicts whose owners are not here: a merged copy, a joined row, a replica out of reach."""
    waiting: dict[RowId, dict[Key, Claims]] = {}
    for conflict in state.conflicts:
        if conflict.table == table:
            claims = {name: v for name, v in conflict.values.items() if name != RECORD and name not in sides}
            if claims:
                waiting.setdefault(conflict.row, {})[conflict.key] = claims
    return waiting


def held_values(plan: SyncPlan, conflict: Conflict) -> dict[ReplicaName, Value]:
    """What every replica holds in the cell in conflict once it is written, and the claims of those who are not here."""
    key = conflict.key
    held = {
        name: side.rows[conflict.row].get(key)
        for name, tables in plan.sides.items()
        if (side := tables.get(conflict.table)) is not None
        and conflict.row in side.rows
        and key in side.free_keys(conflict.row)
    }
    reopened = plan.reopened.get((conflict.table, conflict.row, key), Reopened({}))
    held.update({name: v for name, v in reopened.held.items() if name in held and name not in plan.only_read})
    given = plan.truth[conflict.table].rows.get(conflict.row, {}).get(key)
    held |= {name: given for name in plan.sides if name not in held and _will_be_given(plan, name, conflict)}
    record = {RECORD: conflict.values[RECORD]} if RECORD in conflict.values else {}
    if any(alike(value, record.get(RECORD)) for value in held.values()):
        record = {}
    return {**held, **{name: v for name, v in conflict.values.items() if name not in held and name != RECORD}, **record}


def _will_be_given(plan: SyncPlan, name: ReplicaName, conflict: Conflict) -> bool:
    """Whether a replica that has no such cell yet gets it with this sync: the row, the column, or the whole table."""
    side = plan.sides[name].get(conflict.table)
    truth = plan.truth[conflict.table].rows
    if name in plan.only_read or conflict.row not in truth:
        return False
    if side is not None and conflict.key in side.columns:
        return conflict.row not in side.rows
    is_filled = any(cells.get(conflict.key) is not None for cells in truth.values())
    return is_filled and (side is None or conflict.key not in next_dropped(plan, name).get(conflict.table, ()))


def _side_or_emptied(plan: SyncPlan, name: ReplicaName, table: str) -> Rows | None:
    """The side; of a table that was there at the last sync and is gone, an empty one (the guards let it pass)."""
    side = plan.sides[name].get(table)
    base = plan.state.replica(name).bases.get(table)
    return Rows(base.columns) if side is None and base is not None and base.rows else side


def _apply(rows: dict[RowId, Cells], changed: Mapping[RowId, Cells | None]) -> None:
    for row, cells in changed.items():
        if cells is None:
            rows.pop(row, None)
        else:
            rows[row] = cells


def _settle(plan: SyncPlan, merge: TableMerge, rows: dict[RowId, Cells], settle: Settle) -> None:
    still_open = []
    for conflict in merge.conflicts:
        row = conflict.row
        held = held_values(plan, conflict)
        is_waiting = not plan.absent.keys().isdisjoint(conflict.values)  # what they say now, nobody knows
        choice = settle(conflict, held)
        if is_waiting and choice is not None:
            plan.postponed.append(conflict)
        if choice is None or is_waiting:
            still_open.append(conflict)
        else:
            merge.records[row] = rows[row] = _with(rows.get(row, {}), conflict.key, choice[0])
            plan.decisions.append(Decision(conflict.table, row, conflict.key, choice[0], held))
    merge.conflicts = still_open


def _with(cells: Cells, key: Key, value: Value) -> dict[Key, Value]:
    changed = {**cells, key: value}
    return {name: each for name, each in changed.items() if each is not None}


def _amend(plan: SyncPlan, amendments: Sequence[Amendment]) -> None:
    rows_of = {table: dict(plan.truth[table].rows) for table in {each.table for each in amendments}}
    for amendment in amendments:
        truth, merge, rows = plan.truth[amendment.table], plan.merges[amendment.table], rows_of[amendment.table]
        standing = {each.key: each.values for each in merge.conflicts if each.row == amendment.row}
        change = amendment.giving_way(standing)
        row = change.row
        if change.cells is None:
            rows.pop(row, None)
        else:
            base = {} if change.is_whole else rows.get(row, {})
            rows[row] = {key: value for key, value in {**base, **change.cells}.items() if value is not None}
        columns = dict.fromkeys([*truth.columns, *(change.cells or ())])
        plan.truth[change.table] = Rows(tuple(columns), rows)
        merge.records[row] = rows.get(row)
        merge.touched.add(row)
        merge.conflicts = [each for each in merge.conflicts if each.row != row or change.leaves_open(each.key)]
        merge.conflicts += [
            Conflict({**standing.get(key, {RECORD: rows[row].get(key)}), **claims}, change.table, row, key)
            for key, claims in change.claims.items()
        ]
        for key, reopened in change.reopens.items():
            merge.conflicts.append(Conflict(reopened.claims(rows[row].get(key)), change.table, row, key))
            plan.reopened[change.table, row, key] = reopened
        plan.amended.setdefault(change.table, set()).add(row)


def _forget_joined(plan: SyncPlan) -> None:
    """A row that was joined with another and is back speaks for itself: its claims on the other are void."""
    for table, merge in plan.merges.items():
        rows, still_open = plan.truth[table].rows, []
        for conflict in merge.conflicts:
            claims = {name: value for name, value in conflict.values.items() if joined_row(name) not in rows}
            if len(claims) == len(conflict.values):
                still_open.append(conflict)
            elif len(claims) > 1:
                still_open.append(replace(conflict, values=claims))
        merge.conflicts = still_open


def find_all_alarms(plan: SyncPlan, places: Mapping[ReplicaName, str]) -> tuple[Alarm, ...]:
    """What must not pass without a word, for all replicas."""
    bases = {name: _by_others(plan.state.replica(name)) for name in plan.sides}
    agreed = emptied_together(bases, plan.sides)
    return tuple(
        alarm
        for name, sides in plan.sides.items()
        for alarm in find_alarms(
            places[name], {table: base for table, base in bases[name].items() if table not in agreed}, sides
        )
    )


def _by_others(known: ReplicaState) -> dict[str, Rows]:
    """The bases without the rows that a sync that was cut short was about to take away: these are no losses."""
    return {
        table: replace(base, rows={row: cells for row, cells in base.rows.items() if doing.get(row, cells) is not None})
        if (doing := known.under_way.get(table))
        else base
        for table, base in known.bases.items()
    }


def plan_outgoing(plan: SyncPlan, name: ReplicaName) -> dict[str, Outgoing]:
    """What one replica's tables must become."""
    dropped = next_dropped(plan, name)
    outgoing = {
        table: find_outgoing(plan.truth[table], side, plan.merges[table], dropped.get(table, ()))
        for table, side in plan.sides[name].items()
    }
    for (table, row, key), reopened in plan.reopened.items():
        if table in outgoing and name in reopened.held:
            give_back(outgoing[table], plan.sides[name][table], row, key, reopened.held[name])
    for table, out in outgoing.items():
        if len(out.adds) > 1:
            out.adds = {row: out.adds[row] for row in in_order(plan, table, out.adds)}
    return outgoing


def in_order(plan: SyncPlan, table: str, rows: Iterable[RowId]) -> list[RowId]:
    """The rows as they stand in the first replica that has them, so that they arrive in the order they were typed."""
    places: dict[RowId, int] = {}
    for tables in plan.matched.values():
        found = tables[table].rows if table in tables else {}
        for row in sorted(found, key=lambda row: found[row].number):
            places.setdefault(row, len(places))
    return sorted(rows, key=lambda row: places.get(row, len(places)))


def next_dropped(plan: SyncPlan, name: ReplicaName) -> dict[str, tuple[Key, ...]]:
    """Per table the columns that the user has taken out of this replica, those of earlier syncs included."""
    state = plan.state.replica(name)
    dropped = {}
    for table, side in plan.sides[name].items():
        base = state.bases.get(table, Rows())
        present = {*side.columns, *(column.key for column in plan.reads[name][table].table.columns)}
        filled = next(iter(state.tool.get(table, {}).values()), {})
        gone = dict.fromkeys([*state.dropped.get(table, ()), *base.columns, *filled])
        dropped[table] = tuple(key for key in gone if key not in present)
    return dropped
