"""From a decided sync to what is said about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from sheet_sync.app.sync_report import MOST_NAMED, Counts, OpenConflict, ReplicaReport, SyncReport
from sheet_sync.core.book import Book
from sheet_sync.core.changes import AddColumn, AddSheet
from sheet_sync.core.layout.unread import unread_sheets
from sheet_sync.core.new_workbook.question_bank import GIVEN_QUESTIONS
from sheet_sync.core.schema import QUESTIONS
from sheet_sync.core.sync.cell_changes import CellChange, count_new_rows, list_cells
from sheet_sync.core.sync.conflict_ids import claims_in_order, conflict_id, listing_order
from sheet_sync.core.sync.conflict_view import RowNames
from sheet_sync.core.sync.conflicts_sheet import claims_of
from sheet_sync.core.sync.merge import Conflict, Edit, public_name
from sheet_sync.core.sync.settings_rows import SETTINGS_TABLE
from sheet_sync.core.sync.sync_plan import ReplicaPlan, SyncPlan, held_values
from sheet_sync.core.sync.synced import RowId, Value, alike, scalar_of
from sheet_sync.replica import Replica
from sheet_sync.store.place import backups_folder


def report_on(
    plan: SyncPlan, books: Mapping[str, Book], replicas: Mapping[str, Replica], *, dry_run: bool, store: Path
) -> SyncReport:
    """What a sync did, or would do."""
    backups, names = backups_folder(store, plan.state.project_id), RowNames(plan)
    return SyncReport(
        dry_run=dry_run,
        replicas=tuple(
            _replica(plan, name, books[name], replicas[name], names, None if dry_run else backups)
            for name in plan.replicas
        ),
        conflicts=tuple(sorted((_conflict(plan, each, names) for each in plan.conflicts), key=_order)),
        problems=_problems(plan),
        notes=tuple(_notes(plan, names)),
    )


def _replica(
    plan: SyncPlan, name: str, book: Book, replica: Replica, names: RowNames, backups: Path | None
) -> ReplicaReport:
    made = plan.replicas[name]
    cells = tuple(list_cells(made.plan, made.snapshot, book.layout))
    return ReplicaReport(
        name=name,
        kind=made.snapshot.kind,
        location=made.snapshot.location,
        changes_in=_changes_in(plan, name),
        changes_out=_changes_out(made, cells),
        requests=getattr(replica, "requests", 0) + getattr(made.snapshot, "requests", 0),
        cells=cells,
        columns=tuple((each.table, each.header) for each in made.plan.changes if isinstance(each, AddColumn)),
        sheets=tuple(each.spec.name for each in made.plan.changes if isinstance(each, AddSheet)),
        notes=(*made.notes, *(f"{note.where}: {note.message} {note.hint}" for note in unread_sheets(book.layout))),
        is_first=not plan.state.replica(name).bases,
        backup=str(backups) if made.plan and backups and made.snapshot.kind == "excel" else None,
        title=made.snapshot.title,
        came=_named(names, _came(plan, name)),
        gone=_named(names, _gone(plan, name)),
        removed=_named(names, ((table, row) for table, out in made.outgoing.items() for row in out.deletes)),
        given=sum(name in by and _is_given(plan, row) for row, by in plan.merges[QUESTIONS.name].added.items()),
    )


def _changes_in(plan: SyncPlan, name: str) -> Counts:
    known = {(c.table, c.row, c.key): c.values[name] for c in plan.state.conflicts if name in c.values}
    return Counts(
        added=sum(1 for _ in _came(plan, name)),
        changed=sum(
            edit.replica == name and edit.row not in merge.added and not _is_known(edit, table, known)
            for table, merge in plan.merges.items()
            for edit in merge.edits
        ),
        deleted=sum(1 for _ in _gone(plan, name)),
    )


def _gone(plan: SyncPlan, name: str) -> Iterator[tuple[str, RowId]]:
    """The rows that were deleted in a replica, but for those that this very sync was asked to bring back."""
    for table, merge in plan.merges.items():
        for row, by in merge.deleted.items():
            if name in by and row not in plan.truth[table].rows:
                yield table, row


def _came(plan: SyncPlan, name: str) -> Iterator[tuple[str, RowId]]:
    """The new rows of people's that a replica has."""
    for table, merge in plan.merges.items():
        for row, by in merge.added.items():
            if name in by and not _came_with_tool(plan, table, row):
                yield table, row


def _named(names: RowNames, rows: Iterable[tuple[str, RowId]]) -> tuple[str, ...]:
    return tuple(names.of(table, row) for table, row in islice(rows, MOST_NAMED))


def _is_known(edit: Edit, table: str, known: Mapping[tuple[str, str, str], Value]) -> bool:
    """Whether an earlier sync saw that edit, and left it as a claim in a conflict."""
    place = (table, edit.row, edit.key)
    return place in known and alike(known[place], edit.new)


def _came_with_tool(plan: SyncPlan, table: str, row: RowId) -> bool:
    """Whether a new row is no row of a person's: a setting, or a question just as ``init`` put it there."""
    return table == SETTINGS_TABLE.name or (table == QUESTIONS.name and _is_given(plan, row))


def _is_given(plan: SyncPlan, row: RowId) -> bool:
    cells = plan.truth[QUESTIONS.name].rows.get(row, {})
    return (cells.get("Topic"), cells.get("Ask"), cells.get("Question")) in GIVEN_QUESTIONS


def _changes_out(made: ReplicaPlan, cells: tuple[CellChange, ...]) -> Counts:
    return Counts(
        added=sum(len(out.adds) for out in made.outgoing.values())
        + sum(count_new_rows(each) for each in made.plan.changes if isinstance(each, AddSheet)),
        changed=sum(cell.how == "set" for cell in cells),
        deleted=sum(len(out.deletes) for out in made.outgoing.values()),
    )


def _problems(plan: SyncPlan) -> dict[str, int]:
    """Of several replicas the one with the most to say: their tables are the same."""
    worst: dict[str, int] = {"error": 0, "warning": 0, "info": 0}
    for made in plan.replicas.values():
        for severity, count in made.problems.items():
            worst[severity] = max(worst.get(severity, 0), count)
    return worst


def _conflict(plan: SyncPlan, conflict: Conflict, names: RowNames) -> OpenConflict:
    table, row, key = conflict.table, conflict.row, conflict.key
    claims = claims_of(conflict, held_values(plan, conflict))
    values = claims_in_order({public_name(name): scalar_of(value) for name, value in claims.items()})
    return OpenConflict(conflict_id(conflict), table, row, plan.header(table, key), names.of(table, row), values)


def _order(conflict: OpenConflict) -> tuple[str, ...]:
    return listing_order(conflict.table, conflict.name, conflict.field, conflict.id)


def _notes(plan: SyncPlan, names: RowNames) -> Iterator[str]:
    yield from plan.notes
    for conflict in plan.postponed:
        field, name = plan.header(conflict.table, conflict.key), names.of(conflict.table, conflict.row)
        yield f"What was chosen for {field} of {name} ({conflict.table}) waits until all places can be read."
    for table, merge in plan.merges.items():
        for row in merge.returned:
            yield f"{names.of(table, row)} ({table}) was deleted in one place and edited in another: the row is back."
    for name, made in plan.replicas.items():
        for table, row, key, value in made.unwritten:
            field = plan.header(table, key)
            yield (
                f"{names.of(table, row)} ({table}, {row}): {field} is now {value}, which does not fall "
                f"into the two name columns of the {name} side. Type it there yourself."
            )
        for table, tables in plan.matched[name].items():
            if tables.copies:
                count = len(tables.copies)
                rows = "row was a copy of another, ID and all, and has" if count == 1 else "rows were copies and have"
                yield f"{table}: {count} {rows} an ID of its own now."
            if tables.strayed:
                yield _strayed(table, len(tables.strayed))


def _strayed(table: str, count: int) -> str:
    rows = "1 row" if count == 1 else f"{count} rows"
    return (
        f"{table}: beside {rows} stood the ID of another row, as after a sort that leaves out the ID column. "
        "The IDs follow what the rows say, so nothing is mixed up."
    )
