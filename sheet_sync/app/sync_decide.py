"""A sync up to the point where something would be touched: everything read, everything decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.errors import GoogleUnreachable, Refused, WorkbookUnreadable, WrongUsage

if TYPE_CHECKING:
    from sheet_sync.app.gathering import Gathered, OutOfReach
    from sheet_sync.app.sync_options import Away, Open, SyncOptions
    from sheet_sync.app.ties import Tie
    from sheet_sync.core.book import Book
    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.sync.guards import Alarm
    from sheet_sync.core.sync.sync_plan import SyncPlan
    from sheet_sync.core.sync.sync_state import Absent, State, Wanted
    from sheet_sync.replica import Replica
    from sheet_sync.store.projects import KnownReplica
    from sheet_sync.store.store import Store


_NOTHING: Mapping[str, Any] = {}


@dataclass(slots=True)
class Run:
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
    incomplete: set[str] = field(default_factory=set)
    absent: Mapping[str, OutOfReach] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadAll:
    """Every replica as it was read, and the project they belong to."""

    project: str
    found: Gathered
    note: str | None = None


def decide(location: str, options: SyncOptions, store: Store, open_: Open, away: Away) -> Run:
    """Read everything and decide everything."""
    return decide_on(read_all(location, options, store, open_, away), options, store)


def decide_on(read: ReadAll, options: SyncOptions, store: Store) -> Run:
    """Decide everything about replicas that have been read."""
    run = plan_run(options, store, read.project, read.found)
    if read.note:
        run.notes.append(read.note)
    return run


def read_all(
    location: str,
    options: SyncOptions,
    store: Store,
    open_: Open,
    away: Away,
    seen: Mapping[str, Snapshot] = _NOTHING,
) -> ReadAll:
    """The workbook that was named, and those it is paired with, as they are now; ``seen`` were read, by place.

    ``away`` names the places that are known to be out of reach, and learns of others.

    Raises:
        GoogleUnreachable: a Google Sheet is out of reach that was never synced, or without which this cannot be done.
    """
    from sheet_sync.app.gathering import Places, gather
    from sheet_sync.app.ties import find_tie
    from sheet_sync.store.place import backups_folder

    location, snapshot = _read_first(location, store, open_, away, seen)
    tie = find_tie(store, snapshot, as_new=options.as_new, replace=options.replace)
    if tie.is_new:
        tie = _partners_tie(options, open_) or tie
    places = Places(options.partners, options.also, backups_folder(options.store, tie.project_id), open_, seen, away)
    found = gather(location, snapshot, tie.project_id, store, places)
    _refuse_side_that_is_none(options.prefer, snapshot, found)
    if found.absent and options.needs_all:
        error = next(iter(found.absent.values())).error
        raise GoogleUnreachable(f"{error.message} {options.needs_all}", hint=error.hint, detail=error.detail) from error
    return ReadAll(tie.project_id, found, tie.note)


def _refuse_side_that_is_none(prefer: str | None, snapshot: Snapshot, found: Gathered) -> None:
    """A side to prefer that there is not would settle nothing, and whoever asked for it would not know."""
    kinds = {each.kind for each in found.snapshots.values()} | {each.known.kind for each in found.absent.values()}
    if prefer in ("excel", "google") and prefer not in kinds:
        side = "a Google Sheet" if prefer == "google" else "an Excel file"
        raise WrongUsage(
            f"{called(snapshot)} does not sync with {side}, so --prefer {prefer} has nothing to keep.",
            hint="Leave it out, or pair the two first with: sheet-sync link",
        )


def _read_first(
    location: str, store: Store, open_: Open, away: Away, seen: Mapping[str, Snapshot]
) -> tuple[str, Snapshot]:
    """The workbook that was named; where that is a Google Sheet out of reach, the file that it is paired with."""
    from sheet_sync.app.opening import is_google
    from sheet_sync.app.ties import canonical

    place = canonical("google" if is_google(location) else "excel", location)
    try:
        if place in away:
            raise away[place]
        first = open_(location, None)
        return location, seen.get(canonical(first.kind, location)) or first.read()
    except GoogleUnreachable as error:
        known = store.find_by_location(place)
        paired = store.replicas(known.project) if known is not None and known.fingerprint is not None else ()
        file = next((each.location for each in paired if each.kind == "excel" and each is not known), None)
        if file is None:
            raise
        away[place] = error
        return file, open_(file, None).read()


def _partners_tie(options: SyncOptions, open_: Open) -> Tie | None:
    """The project that a new workbook's partner belongs to: a Google Sheet that another computer syncs as well."""
    from sheet_sync.app.ties import Tie

    projects = (open_(partner, None).read().project_id for partner in options.partners)
    project = next((each for each in projects if each is not None), None)
    return Tie(project) if project is not None else None


def plan_run(options: SyncOptions, store: Store, project: str, found: Gathered) -> Run:
    """Decide everything; nothing is touched.

    Raises:
        WorkbookUnreadable: a replica has no tables, or a shape that must not be written to.
        Refused: what is gone is too much to be meant.
    """
    from sheet_sync.core.book import Book
    from sheet_sync.core.ids import new_id
    from sheet_sync.core.sync.sync_plan import find_all_alarms, merge_sides, read_sides
    from sheet_sync.store.place import backups_folder

    books = {name: Book(snapshot, options.as_of) for name, snapshot in found.snapshots.items()}
    state = _with_copies(store.load(project), store, books, found.copies)
    for name, book in books.items():
        _refuse_shape(book, is_known=any(base.rows for base in state.replica(name).bases.values()))
    absent = {name: _absent(each.known) for name, each in found.absent.items()}
    plan = read_sides(state, books, options.make_id or new_id, absent)
    alarms = find_all_alarms(plan, {name: called(snapshot) for name, snapshot in found.snapshots.items()})
    _heed(alarms, options, backups_folder(options.store, project))
    wanted = _wanted(options, store, found.snapshots)
    merge_sides(plan, wanted)
    _plan_replicas(plan, books, wanted)
    copies = frozenset(found.copies)
    run = Run(options, store, project, found.replicas, found.snapshots, books, plan, copies, list(found.notes))
    run.absent = found.absent
    return run


def _absent(known: KnownReplica) -> Absent:
    from sheet_sync.core.sync.sync_state import Absent

    return Absent(known.kind, known.location, bool(known.summary.get("is_only_read")))


def _with_copies(state: State, store: Store, books: Mapping[str, Book], copies: Collection[str]) -> State:
    """What the store knows, and beside it what each copy to merge was like when it parted from the workbook."""
    if not copies:
        return state
    from sheet_sync.core.sync.copies import copy_bases
    from sheet_sync.core.sync.reading_sides import read_synced
    from sheet_sync.core.sync.sync_state import ReplicaState

    past = [(line.sync, line.event) for line in store.history(state.project_id)]
    parted = {}
    for name in copies:
        read = read_synced(books[name].layout, books[name].snapshot.grids)
        parted[name] = ReplicaState(copy_bases(name, read, state.records, past, state.conflicts))
    return replace(state, replicas={**state.replicas, **parted})


def _wanted(options: SyncOptions, store: Store, snapshots: Mapping[str, Snapshot]) -> Wanted:
    from sheet_sync.app.preferring import prefer
    from sheet_sync.core.sync.sync_state import Wanted

    preferred = prefer(options.prefer, store, snapshots) if options.prefer else None
    return Wanted(options.as_of, options.source, options.amend, options.settle, preferred)


def _plan_replicas(plan: SyncPlan, books: Mapping[str, Book], wanted: Wanted) -> None:
    from sheet_sync.core.sync.sync_writes import plan_replica

    for name, book in books.items():
        plan.replicas[name] = plan_replica(plan, name, book, wanted)


def _refuse_shape(book: Book, *, is_known: bool) -> None:
    """A workbook that must not be written to, in the words of its layout."""
    from sheet_sync.app.opening import no_tables
    from sheet_sync.core.layout import REFUSED

    name = called(book.snapshot)
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


def _heed(alarms: Sequence[Alarm], options: SyncOptions, backups: Path) -> None:
    """Stop where something is alarming that was not allowed: all of it is said, and every option that it takes."""
    from sheet_sync.core.sync.guards import ALLOW_DELETIONS, ALLOW_EMPTY

    allowed = {ALLOW_DELETIONS: options.allow_deletions, ALLOW_EMPTY: options.allow_empty}
    heeded = [alarm for alarm in alarms if not allowed[alarm.option]]
    if heeded:
        needed = " ".join(sorted({alarm.option for alarm in heeded}))
        raise Refused(
            "\n".join(alarm.message for alarm in heeded),
            hint=f"If you meant it, run sync again with {needed}. If not, sheet-sync restore --deleted puts "
            f"the rows back; earlier versions of an Excel file are in {backups}.",
        )


def called(snapshot: Snapshot) -> str:
    return Path(snapshot.location).name if snapshot.kind == "excel" else snapshot.location
