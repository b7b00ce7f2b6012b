"""What to write to one replica: the merged rows first, then what the tool fills, on the workbook as it will be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sheet_sync.core.book import Book
from sheet_sync.core.changes import AddSheet, Change, Plan, SetCell, SetProjectId, SheetSpec
from sheet_sync.core.computed import computed
from sheet_sync.core.problems_sheet import problems_sheet
from sheet_sync.core.records import Snapshot
from sheet_sync.core.rules import check, counts
from sheet_sync.core.schema import CONFLICTS_SHEET, TABLES
from sheet_sync.core.sync.applied import apply_plan
from sheet_sync.core.sync.conflict_ids import conflict_id
from sheet_sync.core.sync.conflict_view import conflicts_view
from sheet_sync.core.sync.conflicts_sheet import conflicts_sheet
from sheet_sync.core.sync.new_tables import NewTable
from sheet_sync.core.sync.owned_sheets import marks_of, plan_owned_sheet
from sheet_sync.core.sync.planning import TablePlan, add_computed_columns, name_parts, plan_table, rename_column
from sheet_sync.core.sync.settings_rows import SETTINGS_TABLE, new_settings_sheet
from sheet_sync.core.sync.sync_plan import ReplicaPlan, SyncPlan, in_order, next_dropped, plan_outgoing
from sheet_sync.core.sync.sync_state import Event, Wanted
from sheet_sync.core.sync.synced import COMPUTED, ReplicaName, RowId, own_header, typed_ids
from sheet_sync.core.sync.tool_cells import Fields, plan_tool_cells
from sheet_sync.core.sync.typed_over import typed_findings
from sheet_sync.core.sync.unfit import without_unfit
from sheet_sync.core.values import Scalar, typed


@dataclass(slots=True)
class _Draft:
    """A replica's plan while it is put together."""

    snapshot: Snapshot
    as_of: date
    known: tuple[Plan, Book]
    tables: dict[str, TablePlan] = field(default_factory=dict)
    added: dict[str, NewTable] = field(default_factory=dict)
    more: list[Change] = field(default_factory=list)

    def plan(self) -> Plan:
        changes: list[Change] = [change for table in self.tables.values() for change in table.changes()]
        changes += [AddSheet(table.spec()) for table in self.added.values()]
        return Plan((*changes, *self.more))

    def book(self) -> Book:
        """The workbook as it will be; what is known of it is kept as long as nothing is added to the plan."""
        plan, (known, book) = self.plan(), self.known
        if plan != known:
            book = Book(apply_plan(self.snapshot, plan), self.as_of)
            self.known = (plan, book)
        return book


def plan_replica(plan: SyncPlan, name: ReplicaName, book: Book, wanted: Wanted) -> ReplicaPlan:
    """Everything that one replica must be given."""
    made = ReplicaPlan(book.snapshot, outgoing=plan_outgoing(plan, name))
    if book.snapshot.read_only is not None:
        return _one_way(made, book)
    draft = _Draft(book.snapshot, wanted.as_of, (Plan(), book))
    if book.snapshot.project_id != plan.state.project_id:
        draft.more.append(SetProjectId(plan.state.project_id))
    parts = name_parts(read for tables in plan.reads.values() for read in tables.values())
    dropped = next_dropped(plan, name)
    for table, out in made.outgoing.items():
        aliases = plan.aliases.get(table, {})
        draft.tables[table] = plan_table(plan.reads[name][table], plan.matched[name][table], out, parts, aliases)
        _rename_columns(draft.tables[table], plan, name)
        add_computed_columns(draft.tables[table], dropped.get(table, ()))
        made.unwritten += [(table, *each) for each in draft.tables[table].unwritten]
    settings = plan.truth[SETTINGS_TABLE.name].rows
    if settings and SETTINGS_TABLE.name not in draft.tables:
        draft.more.append(AddSheet(new_settings_sheet(settings)))
    for schema in TABLES:
        truth = plan.truth[schema.name]
        if schema.name not in draft.tables and truth.rows:
            truth = replace(truth, rows={row: truth.rows[row] for row in in_order(plan, schema.name, truth.rows)})
            draft.added[schema.name] = NewTable.of(schema, truth, plan.aliases.get(schema.name, {}))
    _fill_computed(plan, name, draft, made)
    _write_problems(plan, name, draft, made)
    _write_conflicts(plan, name, draft, made)
    made.plan = draft.plan()
    if book.snapshot.kind == "excel":
        _leave_out_unfit(made, book.snapshot.first_day)
    return made


def _leave_out_unfit(made: ReplicaPlan, first_day: date) -> None:
    """What comes from a Google Sheet may be longer, or a date earlier, than a cell of an Excel file can hold."""
    made.plan, unfit = without_unfit(made.plan, first_day)
    for each in unfit:
        made.notes.append(str(each))
        if each.table and each.row is not None:
            made.missed.add((each.table, each.row, each.field))


def _rename_columns(table: TablePlan, plan: SyncPlan, name: ReplicaName) -> None:
    """Carry over a new header of a column of the user's own, unless this side has given it one of its own."""
    here = {each.key for each in plan.renames if each.replica == name and each.table == table.table.name}
    elsewhere = {
        each.key: own_header(each.header_key)
        for each in plan.renames
        if each.replica != name and each.table == table.table.name and each.key not in here and not each.is_same
    }
    for key, header in elsewhere.items():
        rename_column(table, key, header)


def _one_way(made: ReplicaPlan, book: Book) -> ReplicaPlan:
    """A replica that one may only view: its edits come in, nothing goes out."""
    made.problems = counts(check(book))
    made.notes.append(f"{book.snapshot.location} is only read: {book.snapshot.read_only}")
    made.outgoing = {}
    return made


def _fill_computed(plan: SyncPlan, name: ReplicaName, draft: _Draft, made: ReplicaPlan) -> None:
    book = draft.book()
    by_id = _by_id(book, computed(book))
    state = plan.state.replica(name)
    for table, table_plan in draft.tables.items():
        if table not in COMPUTED:
            continue
        is_tied = draft.snapshot.project_id is not None
        tool = plan_tool_cells(table_plan, by_id.get(table, {}), state, name, is_tied=is_tied)
        made.tool[table] = tool.cells
        made.typed += [(table, *each) for each in tool.typed]
        plan.events += tool.events
    for table, new in draft.added.items():
        new.computed.update(by_id.get(table, {}))


def _by_id(book: Book, rows: Mapping[tuple[str, int], Mapping[str, Scalar]]) -> dict[str, dict[RowId, Fields]]:
    found: dict[str, dict[RowId, Fields]] = {}
    for table in COMPUTED:
        if table in book.layout.tables:
            for number, id_ in typed_ids(book.layout.tables[table]):
                if (table, number) in rows:
                    found.setdefault(table, {})[id_] = rows[table, number]
    return found


def _write_problems(plan: SyncPlan, name: ReplicaName, draft: _Draft, made: ReplicaPlan) -> None:
    book = draft.book()
    known_ids = {table: rows.rows for table, rows in plan.truth.items()}
    findings = (*check(book, known_ids=known_ids), *typed_findings(book, made.typed))
    made.problems = counts(findings)
    if not _write_owned(plan, name, draft, made, problems_sheet(findings, draft.snapshot.links)):
        made.notes.append(
            "The sheet Problems is your own, so the problems are not listed in it. "
            "Rename it, and the next sync adds a sheet for them; sheet-sync check shows them, too."
        )


def _write_owned(plan: SyncPlan, name: ReplicaName, draft: _Draft, made: ReplicaPlan, spec: SheetSpec) -> bool:
    """Bring a sheet of the tool's up to date; what somebody typed there is kept first.  Whether the sheet is ours."""
    owned = plan_owned_sheet(draft.snapshot, spec, plan.state.replica(name).owned.get(spec.name, ()))
    if owned is None:
        return False
    draft.more += owned.changes
    made.owned[spec.name] = marks_of(spec)
    plan.events += [
        Event(name, "kept", spec.name, change.ref.address, change.field, None, typed(change.old))
        for change in owned.typed
    ]
    answered = {choice.ref for conflict in plan.conflicts for choice in plan.choices.get(conflict_id(conflict), ())}
    unsaid = [change for change in owned.typed if change.ref not in answered]  # of a choice it was said why it is none
    if unsaid:
        made.notes.append(_kept(unsaid, plan.titles.get(name, name)))
    return True


def _kept(typed_cells: Sequence[SetCell], title: str) -> str:
    first = typed_cells[0].ref
    what = (
        f"What you typed into {first} in {title}"
        if len(typed_cells) == 1
        else f"{len(typed_cells)} cells typed into {first.sheet} in {title}"
    )
    return (
        f"{what} gave way, for {first.sheet} is written anew by every sync. It is kept: see sheet-sync history "
        f'"{first}". Notes are safe in the columns to the right.'
    )


def _write_conflicts(plan: SyncPlan, name: ReplicaName, draft: _Draft, made: ReplicaPlan) -> None:
    """The Conflicts sheet, made with the first conflict."""
    view = conflicts_view(plan, name)
    if not view.lines and draft.snapshot.grid(CONFLICTS_SHEET) is None:
        return
    spec = conflicts_sheet(view, draft.snapshot.grid(CONFLICTS_SHEET))
    if not _write_owned(plan, name, draft, made, spec) and view.lines:
        made.notes.append(
            "The sheet Conflicts is your own, so the conflicts are not listed in it. "
            "Rename it, and the next sync adds a sheet for them; sheet-sync conflicts shows them, too."
        )
