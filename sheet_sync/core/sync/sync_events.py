"""The history of a sync: what changed in the records, what was typed and is not in them, what was settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheet_sync.core.sync.decisions import Decision, Reopened
from sheet_sync.core.sync.deeds import attributed, by_cell
from sheet_sync.core.sync.letter_case import same_address
from sheet_sync.core.sync.merge import RECORD, Conflict, Edit, joined_row
from sheet_sync.core.sync.sync_plan import SyncPlan
from sheet_sync.core.sync.sync_state import Event
from sheet_sync.core.sync.synced import Cells, Key, ReplicaName, RowId, Rows, Value, alike, scalar_of, tool_cells
from sheet_sync.core.sync.under_way import is_done
from sheet_sync.core.values import Content, same, typed


def find_events(plan: SyncPlan, source: str) -> Iterator[Event]:
    """The history of this sync: what changed in the records, and what was typed that is not in them."""
    deeds = by_cell(plan.state.deeds)
    for table, merge in plan.merges.items():
        before, after = plan.state.records.get(table, Rows()).rows, plan.truth[table].rows
        yield from _kept(plan, table)
        edits: dict[RowId, list[Edit]] = {}
        for edit in merge.edits:
            edits.setdefault(edit.row, []).append(edit)
        for row in sorted(merge.touched | plan.amended.get(table, set())):
            changed = before.get(row), after.get(row)
            for event in _row_events(plan, table, row, changed, edits.get(row, ()), source):
                yield attributed(event, deeds) if deeds else event
    yield from _choices(plan, source)
    yield from _lost_with_rows(plan)


def _choices(plan: SyncPlan, source: str) -> Iterator[Event]:
    """The conflicts that were settled, also by a sync that was cut short, and those that are open again."""
    settled: dict[tuple[str, RowId, Key], Decision] = {}
    for each in (*plan.state.decisions, *plan.decisions):
        now = plan.truth[each.table].rows.get(each.row)
        is_silent = same_address(Conflict(each.held, each.table, each.row, each.key)) is not None
        if now is not None and alike(now.get(each.key), each.value) and not is_silent:
            settled.setdefault((each.table, each.row, each.key), each)
    for place, decision in settled.items():
        opened = Reopened(decision.held, _odd_bases(plan, *place))
        yield _choice(plan, source, "settled", place, opened)
    for place, opened in plan.reopened.items():
        yield _choice(plan, source, "reopened", place, opened)


def _choice(plan: SyncPlan, source: str, action: str, place: tuple[str, RowId, Key], opened: Reopened) -> Event:
    table, row, key = place
    before = plan.state.records.get(table, Rows()).rows.get(row, {}).get(key)
    now = plan.truth[table].rows.get(row, {}).get(key)
    to = _receivers(plan, table, row, key)
    values = scalar_of(before), scalar_of(now)
    return Event(source, action, table, row, key, *values, cells=opened.as_cells(), written_to=to)


def _odd_bases(plan: SyncPlan, table: str, row: RowId, key: Key) -> dict[ReplicaName, Value]:
    """What sides were last in step with where that was not the record."""
    record = plan.state.records.get(table, Rows()).rows.get(row, {}).get(key)
    bases = {name: plan.state.replica(name).bases.get(table, Rows()).rows.get(row) for name in plan.sides}
    known = {name: cells.get(key) for name, cells in bases.items() if cells is not None}
    return {name: value for name, value in known.items() if not alike(value, record)}


def find_overwritten(plan: SyncPlan) -> Iterator[Event]:
    """What was typed and no record will hold: it must be noted before it is written over."""
    for table in plan.merges:
        yield from _kept(plan, table)
    yield from _lost_with_rows(plan)
    yield from plan.events


def _row_events(
    plan: SyncPlan,
    table: str,
    row: RowId,
    changed: tuple[Cells | None, Cells | None],
    edits: Sequence[Edit],
    source: str,
) -> Iterator[Event]:
    merge, (old, new) = plan.merges[table], changed
    is_amended = row in plan.amended.get(table, set())
    if old is None and new is not None:
        by = source if is_amended else _doer(plan, table, row, merge.added.get(row, ()), source)
        yield Event(by, "added", table, row, cells=new, written_to=_receivers(plan, table, row))
    elif old is not None and new is None:
        by = source if is_amended else _doer(plan, table, row, merge.deleted.get(row, ()), source)
        yield Event(by, "deleted", table, row, cells=old, written_to=_receivers(plan, table, row))
    elif old is not None and new is not None and old != new:
        authors = {edit.key: edit.replica for edit in edits if alike(edit.new, new.get(edit.key))}
        for key in dict.fromkeys([*old, *new]):
            if not alike(old.get(key), new.get(key)):
                to = _receivers(plan, table, row, key)
                values = scalar_of(old.get(key)), scalar_of(new.get(key))
                yield Event(authors.get(key, source), "changed", table, row, key, *values, written_to=to)


def _doer(plan: SyncPlan, table: str, row: RowId, names: tuple[ReplicaName, ...], source: str) -> str:
    """Who did it, of those at whom it is found done: the first to whom no sync that was cut short had written it."""
    own = [name for name in names if not _was_under_way(plan, name, table, row)]
    return next(iter((*own, *names)), source)


def _was_under_way(plan: SyncPlan, name: ReplicaName, table: str, row: RowId, key: Key | None = None) -> bool:
    rows = plan.state.replica(name).under_way.get(table, {})
    value = plan.truth[table].rows.get(row, {}).get(key) if key is not None else None
    return is_done(plan.sides[name].get(table, Rows()), rows, row, key, value)


def _receivers(plan: SyncPlan, table: str, row: RowId, key: Key | None = None) -> tuple[ReplicaName, ...]:
    """The replicas that a change was written to, be it by an earlier sync that was cut short, or a later one will."""
    found = [name for name, absent in plan.absent.items() if not absent.is_only_read]
    for name, made in plan.replicas.items():
        out = made.outgoing.get(table)
        if out is None:
            continue
        if _was_under_way(plan, name, table, row, key):
            found.append(name)
            continue
        is_whole = row in out.adds or row in out.deletes
        if is_whole or (key is not None and (key in out.sets.get(row, {}) or row in out.columns.get(key, {}))):
            found.append(name)
    return tuple(found)


def _kept(plan: SyncPlan, table: str) -> Iterator[Event]:
    """What was typed and is not in the records: a claim in a conflict, an edit that a choice overruled."""
    known = {(c.row, c.key): c.values for c in plan.state.conflicts if c.table == table}
    merge, truth = plan.merges[table], plan.truth[table].rows
    claims = {
        (name, conflict.row, conflict.key): value
        for conflict in merge.conflicts
        for name, value in conflict.values.items()
        if name != RECORD and joined_row(name) is None and (table, conflict.row, conflict.key) not in plan.reopened
    }
    claims.update(_brought_by_a_sync_cut_short(plan, table))
    claims.update({(edit.replica, edit.row, edit.key): edit.new for edit in merge.edits})
    for (name, row, key), value in claims.items():
        earlier = known.get((row, key), {})
        is_known = name in earlier and alike(earlier[name], value)
        if value is not None and not is_known and not alike(truth.get(row, {}).get(key), value):
            yield Event(name, "kept", table, row, key, None, scalar_of(value))


def _brought_by_a_sync_cut_short(plan: SyncPlan, table: str) -> Iterator[tuple[tuple[ReplicaName, RowId, Key], Value]]:
    """What somebody had typed elsewhere and a sync that was cut short has written here, in no records yet: it may have
    been typed over where it came from."""
    before = plan.state.records.get(table, Rows()).rows
    for name, sides in plan.sides.items():
        rows = sides[table].rows if table in sides else {}
        for row, cells in plan.state.replica(name).under_way.get(table, {}).items():
            now, known = rows.get(row, {}), before.get(row, {})
            for key, value in (cells or {}).items():
                if alike(now.get(key), value) and not alike(known.get(key), value):
                    yield (name, row, key), value


def _lost_with_rows(plan: SyncPlan) -> Iterator[Event]:
    """What stands in cells that a plan takes away although it never synced: formulas, an ID that is none, what was
    typed over a computed column."""
    for name, made in plan.replicas.items():
        for table, out in made.outgoing.items():
            matched = plan.matched[name][table]
            for row in out.deletes:
                for key, content in (*matched.rows[row].held.items(), *_typed_over(plan, name, table, row)):
                    yield Event(name, "kept", table, row, key, None, typed(content))
            for row in matched.to_label:
                id_ = matched.rows[row].id
                if id_ and id_ not in plan.truth[table].rows:
                    yield Event(name, "kept", table, row, "ID", None, id_)


def _typed_over(plan: SyncPlan, name: ReplicaName, table: str, row: RowId) -> Iterator[tuple[str, Content]]:
    """What stands in a row's computed columns and is neither the tool's nor in the history."""
    known = plan.state.replica(name).tool.get(table, {}).get(row, {})
    for field_name, content in tool_cells(plan.reads[name][table].table, plan.matched[name][table].rows[row].number):
        is_known = field_name in known and same(content, known[field_name].value)
        if content is not None and not is_known:
            yield field_name, content
