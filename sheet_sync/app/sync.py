"""``sync``: read every replica, merge it with the records, write what must change, and remember.

The order is what makes it safe to kill: decide everything, note what is about to be written, write, read back, and only
then move the records in one transaction.  A sync that was cut short is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync import __version__
from sheet_sync.app.settled import find_settled
from sheet_sync.app.sync_report import ReplicaReport, SyncReport
from sheet_sync.errors import Refused, SheetSyncError, WorkbookChanged, WorkbookUnreadable

if TYPE_CHECKING:
    from sheet_sync.app.gathering import Gathered
    from sheet_sync.core.book import Book
    from sheet_sync.core.matching import MakeId
    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.settling import Settle
    from sheet_sync.core.sync_plan import SyncPlan
    from sheet_sync.core.sync_state import Amend, State, Wanted
    from sheet_sync.replica import Replica
    from sheet_sync.store.projects import KnownReplica
    from sheet_sync.store.store import Store

ATTEMPTS = 3
_COPIES_KNOWN = 50


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What a sync is asked to do.

    ``partners`` are locations to pair the workbook with from now on, ``also`` those of copies to merge this once.
    ``amend`` and ``settle`` change the records; ``source`` names who asked.  ``prefer`` settles the conflicts that are
    left: a replica's name, or ``newest``.
    """

    as_of: date
    store: Path
    dry_run: bool = False
    allow_deletions: bool = False
    allow_empty: bool = False
    as_new: bool = False
    replace: bool = False
    partners: tuple[str, ...] = ()
    source: str = "sync"
    amend: Amend | None = None
    settle: Settle | None = None
    also: tuple[str, ...] = ()
    prefer: str | None = None
    make_id: MakeId | None = None

    @property
    def is_plain(self) -> bool:
        asked = (self.as_new, self.replace, self.amend, self.settle, self.prefer, self.partners, self.also)
        return not any(asked)


Open = Callable[[str, Path | None], "Replica"]
"""Opens the replica at a location; the folder is for the versions that a write replaces."""


def open_with_backups(location: str, backups: Path | None) -> Replica:
    from sheet_sync.app.opening import open_replica

    return open_replica(location, backups=backups)


def sync(location: str, options: SyncOptions, open_: Open = open_with_backups) -> SyncReport:
    """Bring a workbook, and whatever it is paired with, into step.

    Raises:
        WorkbookUnreadable: it cannot be read, or is not of a shape that can be synced.
        Refused: too much is gone, it is a copy, it is open elsewhere, or it kept changing while the sync ran.
    """
    if options.is_plain:
        settled = find_settled(location, options.as_of, options.store)
        if settled is not None:
            return _nothing_to_do(location, options, settled)
    first = open_(location, None)
    if not options.dry_run:
        _refuse_absent(first)
    with _alone(options):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _sync_once(location, options, open_)
            except WorkbookChanged:
                if attempt == ATTEMPTS:
                    raise
    raise AssertionError  # the loop returns or raises


def _nothing_to_do(location: str, options: SyncOptions, summary: Mapping[str, object]) -> SyncReport:
    problems = summary.get("problems")
    assert isinstance(problems, dict)
    return SyncReport(
        dry_run=options.dry_run,
        replicas=(ReplicaReport("excel", "excel", location),),
        problems=problems,
        was_settled=True,
    )


def _refuse_absent(replica: Replica) -> None:
    """Say that a workbook is not there before the store is made for it."""
    if replica.kind == "excel" and not Path(replica.location).is_file():
        replica.read()


def _alone(options: SyncOptions) -> AbstractContextManager[None]:
    if options.dry_run:
        return nullcontext()
    from sheet_sync.store.store import locked

    return locked(options.store)


@dataclass(slots=True)
class _Run:
    """One attempt: the project, the replicas by name, what they hold, and the plan."""

    options: SyncOptions
    store: Store
    project: str
    replicas: dict[str, Replica]
    snapshots: dict[str, Snapshot]
    books: dict[str, Book]
    plan: SyncPlan
    copies: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    after: dict[str, Snapshot] = field(default_factory=dict)


def _sync_once(location: str, options: SyncOptions, open_: Open) -> SyncReport:
    from sheet_sync.store.store import Store

    with Store.open(options.store, read_only=options.dry_run) as store:
        run = _decide(location, options, store, open_)
        if options.dry_run:
            return _report(run)
        _write_all(run)
        report = _report(run)
        if any(not _is_as_foreseen(run, name) for name in run.after):
            again = replace(options, as_new=False, replace=False, amend=None, settle=None, prefer=None, also=())
            _write_all(_decide(location, again, store, open_))
        return report


def _is_as_foreseen(run: _Run, name: str) -> bool:
    """Whether every row came to stand where the plan took it to be: the links of the sheet Problems go by that."""
    from sheet_sync.core.applied import apply_plan

    made, after = run.plan.replicas[name], run.after[name]
    if after is made.snapshot:
        return True
    foreseen = apply_plan(made.snapshot, made.plan)
    return all(
        (there := after.grid(grid.name)) is not None and there.rows.keys() == grid.rows.keys()
        for grid in foreseen.grids
    )


def _decide(location: str, options: SyncOptions, store: Store, open_: Open) -> _Run:
    from sheet_sync.app.gathering import Places, gather
    from sheet_sync.app.ties import find_tie
    from sheet_sync.store.place import backups_folder

    snapshot = open_(location, None).read()
    tie = find_tie(store, snapshot, as_new=options.as_new, replace=options.replace)
    places = Places(options.partners, options.also, backups_folder(options.store, tie.project_id), open_)
    found = gather(location, snapshot, tie.project_id, store, places)
    run = plan_run(options, store, tie.project_id, found)
    if tie.note:
        run.notes.append(tie.note)
    return run


def plan_run(options: SyncOptions, store: Store, project: str, found: Gathered) -> _Run:
    """Decide everything; nothing is touched.

    Raises:
        WorkbookUnreadable: a replica has no tables, or a shape that must not be written to.
        Refused: what is gone is too much to be meant.
    """
    from sheet_sync.core.book import Book
    from sheet_sync.core.ids import new_id
    from sheet_sync.core.sync_plan import find_all_alarms, merge_sides, read_sides

    books = {name: Book(snapshot, options.as_of) for name, snapshot in found.snapshots.items()}
    state = _with_copies(store.load(project), store, books, found.copies)
    for name, book in books.items():
        _refuse_shape(book, is_known=any(base.rows for base in state.replica(name).bases.values()))
    plan = read_sides(state, books, options.make_id or new_id)
    alarms = find_all_alarms(plan, {name: _called(snapshot) for name, snapshot in found.snapshots.items()})
    _heed(alarms, options)
    wanted = _wanted(options, store, found.snapshots)
    merge_sides(plan, wanted)
    _plan_replicas(plan, books, wanted)
    copies = frozenset(found.copies)
    return _Run(options, store, project, found.replicas, found.snapshots, books, plan, copies, list(found.notes))


def _with_copies(state: State, store: Store, books: Mapping[str, Book], copies: Collection[str]) -> State:
    """What the store knows, and beside it what each copy to merge was like when it parted from the workbook."""
    if not copies:
        return state
    from sheet_sync.core.copies import copy_bases
    from sheet_sync.core.reading_sides import read_synced
    from sheet_sync.core.sync_state import ReplicaState

    past = [(line.sync, line.event) for line in store.history(state.project_id)]
    parted = {}
    for name in copies:
        read = read_synced(books[name].layout, books[name].snapshot.grids)
        parted[name] = ReplicaState(copy_bases(name, read, state.records, past, state.conflicts))
    return replace(state, replicas={**state.replicas, **parted})


def _wanted(options: SyncOptions, store: Store, snapshots: Mapping[str, Snapshot]) -> Wanted:
    from sheet_sync.app.preferring import prefer
    from sheet_sync.core.sync_state import Wanted

    preferred = prefer(options.prefer, store, snapshots) if options.prefer else None
    return Wanted(options.as_of, options.source, options.amend, options.settle, preferred)


def _plan_replicas(plan: SyncPlan, books: Mapping[str, Book], wanted: Wanted) -> None:
    from sheet_sync.core.sync_writes import plan_replica

    for name, book in books.items():
        plan.replicas[name] = plan_replica(plan, name, book, wanted)


def _refuse_shape(book: Book, *, is_known: bool) -> None:
    """A workbook that must not be written to, in the words of its layout."""
    from sheet_sync.app.opening import no_tables
    from sheet_sync.core.layout import REFUSED

    name = _called(book.snapshot)
    if book.layout.combined is not None:
        raise WorkbookUnreadable(
            f"The sheet {book.layout.combined} keeps contacts and talks in one row, so it cannot be synced.",
            where=name,
            hint=f"Have it turned into a new workbook, the old one left as it is: sheet-sync init --from {name}",
        )
    refused = next((note for note in book.layout.notes if note.kind in REFUSED), None)
    if refused is not None and not book.layout.tables:
        raise WorkbookUnreadable(
            refused.message,
            where=str(refused.where),
            hint=f"{refused.hint} Or begin with a new workbook: sheet-sync init".strip(),
        )
    if not book.layout.tables and not is_known:
        raise no_tables(book.snapshot.location, book)


def _heed(alarms: tuple[object, ...], options: SyncOptions) -> None:
    from sheet_sync.core.guards import ALLOW_DELETIONS, ALLOW_EMPTY, Alarm

    allowed = {ALLOW_DELETIONS: options.allow_deletions, ALLOW_EMPTY: options.allow_empty}
    for alarm in alarms:
        assert isinstance(alarm, Alarm)
        if not allowed[alarm.option]:
            raise Refused(
                alarm.message,
                hint=f"If you meant it, run sync again with {alarm.option}. If not, undo it in the spreadsheet first; "
                "earlier versions of an Excel file are in the backups folder of the records.",
            )


def _called(snapshot: Snapshot) -> str:
    return Path(snapshot.location).name if snapshot.kind == "excel" else snapshot.location


def _write_all(run: _Run) -> None:
    """Note the intent, write each replica, read it back, and save what was learned: also when one of them fails."""
    failure: SheetSyncError | None = None
    for name, replica in run.replicas.items():
        if name in run.copies:
            continue
        made = run.plan.replicas[name]
        try:
            run.after[name] = _write(run, name, replica) if made.plan else made.snapshot
        except SheetSyncError as error:
            failure = failure or error
    if failure is not None and not any(run.plan.replicas[name].plan for name in run.after):
        raise failure  # nothing was written anywhere
    _save(run)
    if failure is not None:
        raise failure


def _write(run: _Run, name: str, replica: Replica) -> Snapshot:
    from sheet_sync.app.ties import canonical

    made = run.plan.replicas[name]
    run.store.note_intent(run.project, name, canonical(replica.kind, replica.location), made.tool)
    after = replica.write(made.plan, made.snapshot)
    run.notes += getattr(replica, "notes", ())
    return after


def _save(run: _Run) -> None:
    from sheet_sync.core.sync_outcome import find_outcome

    outcome = find_outcome(run.plan, run.after, run.options.source)
    run.store.save(run.project, outcome, [_known(run, name) for name in run.after], run.options.source)


def _known(run: _Run, name: str) -> KnownReplica:
    from sheet_sync.app.ties import canonical
    from sheet_sync.store.projects import KnownReplica

    after = run.after[name]
    return KnownReplica(
        project=run.project,
        name=name,
        kind=after.kind,
        location=canonical(after.kind, after.location),
        fingerprint=after.fingerprint,
        as_of=run.options.as_of.isoformat(),
        version=__version__,
        summary={
            "problems": run.plan.replicas[name].problems,
            "is_complete": not run.plan.conflicts,
            "merged": _merged(run),
        },
    )


def _merged(run: _Run) -> list[str]:
    """The fingerprints of the copies that were merged last, so that the same is not merged twice."""
    before = [each for known in run.store.replicas(run.project) for each in known.summary.get("merged", ())]
    return [*dict.fromkeys([*before, *(run.snapshots[name].fingerprint for name in sorted(run.copies))])][
        -_COPIES_KNOWN:
    ]


def _report(run: _Run) -> SyncReport:
    from sheet_sync.app.reporting import report_on

    report = report_on(run.plan, run.books, run.replicas, dry_run=run.options.dry_run, store=run.options.store)
    return replace(report, notes=(*run.notes, *report.notes))
