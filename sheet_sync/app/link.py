"""``link`` and ``unlink``: which Google Sheet a workbook is kept in step with.

Pairing changes no cell.  Both ends get the ID of one project, and the store remembers that they belong together; the
next ``sync`` brings them in step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.app.opening import CONFIG_NAME, find_config, is_google, no_tables, open_replica
from sheet_sync.errors import Refused, SheetSyncError, WorkbookUnreadable, WrongUsage

if TYPE_CHECKING:
    from datetime import date

    from sheet_sync.core.changes import SheetSpec
    from sheet_sync.core.records import Snapshot
    from sheet_sync.google.book import GoogleSnapshot
    from sheet_sync.google.replica import GoogleReplica
    from sheet_sync.replica import Replica
    from sheet_sync.store.projects import KnownReplica
    from sheet_sync.store.store import Store


@dataclass(frozen=True, slots=True)
class Linked:
    """A pairing, made or found: ``workbook`` is ``None`` where the Sheet is worked on alone.

    ``is_filled``: the Sheet was empty and got its tables.  ``owner`` is the robot that a new Sheet belongs to.
    ``rows`` counts those of each table of the workbook, which the first sync puts into an empty Sheet.
    """

    sheet: str
    workbook: str | None = None
    was_linked: bool = False
    is_new: bool = False
    is_filled: bool = False
    read_only: str | None = None
    owner: str = ""
    title: str = ""
    rows: tuple[tuple[str, int], ...] = ()
    config: Path | None = None


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """How to link: ``replace`` takes the Sheet away from the workbook it is paired with."""

    as_of: date
    store: Path
    replace: bool = False
    dry_run: bool = False


def link(workbook: str | None, target: str, options: LinkOptions) -> Linked:
    """Pair a workbook with a Google Sheet; without a workbook, work on the Sheet alone from now on.

    Raises:
        WrongUsage: the target is no Google Sheet, or the workbook is one.
        Refused: the Sheet belongs to another workbook, or the workbook to another Sheet.
    """
    from sheet_sync.google.links import spreadsheet_id

    replica = _google(spreadsheet_id(target, is_sure=True))
    if workbook is None:
        return _alone(replica, options)
    _refuse_google(workbook)
    mine = open_replica(workbook).read()
    _refuse_without_tables(mine, options.as_of)
    theirs, is_filled = _with_tables(replica, options, with_questions=False)
    made = _pair(mine, replica, theirs, options, is_filled=is_filled)
    return replace(made, rows=_row_counts(mine, options.as_of)) if is_filled else made


def complete(sheet: str, options: LinkOptions) -> tuple[str, ...]:
    """Add to a Google Sheet the tables that it lacks, as ``init`` does for an Excel file; the names of what is added.

    Raises:
        Refused: a name is taken, or the Sheet may only be viewed.
    """
    from sheet_sync.app.init import missing_sheets
    from sheet_sync.core.book import Book
    from sheet_sync.core.changes import AddSheet, Plan
    from sheet_sync.google.links import spreadsheet_id

    replica = _google(spreadsheet_id(sheet))
    seen, is_filled = _with_tables(replica, options, with_questions=True)
    if is_filled:
        return tuple(spec.name for spec in _all_sheets(with_questions=True))
    specs = missing_sheets(Book(seen, options.as_of))
    if specs and not options.dry_run:
        replica.write(Plan(tuple(AddSheet(spec) for spec in specs)), seen)
    return tuple(spec.name for spec in specs)


def create(workbook: str | None, title: str, options: LinkOptions) -> Linked:
    """Make a new Google Sheet, and pair the workbook with it, if there is one.

    Raises:
        GoogleUnreachable: Google does not let it be made.
    """
    from sheet_sync.google.auth import open_client
    from sheet_sync.google.create import create_spreadsheet
    from sheet_sync.google.links import link_of

    client = open_client()
    rows: tuple[tuple[str, int], ...] = ()
    if workbook is not None:
        _refuse_google(workbook)
        mine = open_replica(workbook).read()
        _refuse_without_tables(mine, options.as_of)
        _refuse_linked(workbook, options)
        rows = _row_counts(mine, options.as_of)
    if options.dry_run:
        return Linked(f'a new Google Sheet "{title}"', workbook, is_new=True, is_filled=True, rows=rows)
    location = link_of(create_spreadsheet(client, title))
    try:
        made = link(workbook, location, options)
    except SheetSyncError as error:
        error.hint = f'{error.hint or ""} The new Sheet is there; go on with: sheet-sync link "{location}"'.strip()
        raise
    return replace(made, is_new=True, owner=client.who.email if client.who.is_robot else "")


def unlink(workbook: str, store: Path, *, dry_run: bool = False) -> tuple[str, str | None]:
    """Let the workbook and its Google Sheet go their own ways; the Sheet's link, and what could not be done.

    Raises:
        Refused: they are not paired.
    """
    from sheet_sync.store.store import Store, locked

    snapshot = open_replica(workbook).read()
    with locked(store, workbook), Store.open(store) as opened:
        project = snapshot.project_id
        paired = opened.replicas(project) if project else ()
        google = next((each for each in paired if each.kind == "google"), None)
        if google is None or project is None or len(paired) < 2:
            raise Refused(f"{_called(snapshot)} is not paired with a Google Sheet, so nothing was done.")
        if dry_run:
            return google.location, None
        note = _forget_project(google.location)
        opened.forget_replica(project, google.name)
    return google.location, note


def _forget_project(location: str) -> str | None:
    """Take the project's ID off the Sheet; why that could not be done, where there still is a Sheet."""
    from sheet_sync.google.links import spreadsheet_id

    try:
        _google(spreadsheet_id(location)).forget_project()
    except WorkbookUnreadable:
        return None
    except SheetSyncError as error:
        return f"The Google Sheet still carries the mark of the pairing: {error.message}"
    return None


# --- the two ends ---


def _google(file_id: str) -> GoogleReplica:
    from sheet_sync.google.auth import open_client
    from sheet_sync.google.replica import GoogleReplica

    return GoogleReplica(file_id, open_client())


def _refuse_google(workbook: str) -> None:
    if is_google(workbook):
        raise WrongUsage(
            "Two Google Sheets cannot be paired with each other.",
            hint="Name the Excel file that the Sheet is to be kept in step with: "
            "sheet-sync link LINK -w interviews.xlsx",
        )


def _refuse_without_tables(snapshot: Snapshot, as_of: date) -> None:
    from sheet_sync.core.book import Book

    book = Book(snapshot, as_of)
    if not book.layout.tables:
        raise no_tables(snapshot.location, book)


def _row_counts(snapshot: Snapshot, as_of: date) -> tuple[tuple[str, int], ...]:
    """How many rows each of the workbook's tables has."""
    from sheet_sync.core.book import Book

    book = Book(snapshot, as_of)
    counts = ((table, len(book.entries(table))) for table in book.layout.tables)
    return tuple((table, count) for table, count in counts if count)


def _with_tables(replica: GoogleReplica, options: LinkOptions, *, with_questions: bool) -> tuple[GoogleSnapshot, bool]:
    """The Sheet as it reads, and whether it was empty and got its tables."""
    from sheet_sync.google.create import fill_empty

    seen = replica.read()
    if any(grid.rows for grid in seen.grids):
        _refuse_without_tables(seen, options.as_of)
        return seen, False
    if options.dry_run:
        return seen, True
    fill_empty(replica.client, seen, _all_sheets(with_questions=with_questions))
    return replica.read(), True


def _all_sheets(*, with_questions: bool) -> list[SheetSpec]:
    """What ``init`` gives an Excel workbook; questions only where no other workbook brings them."""
    from sheet_sync.core.new_workbook.new_sheets import guide_sheet, question_sheet, settings_sheet, table_sheet
    from sheet_sync.core.problems_sheet import problems_sheet
    from sheet_sync.core.schema import TABLES

    tables = [
        question_sheet() if schema.name == "Questions" and with_questions else table_sheet(schema) for schema in TABLES
    ]
    return [guide_sheet(), *tables, problems_sheet(()), settings_sheet()]


def _alone(replica: GoogleReplica, options: LinkOptions) -> Linked:
    seen, is_filled = _with_tables(replica, options, with_questions=True)
    config = None if options.dry_run else _remember(seen.location)
    return Linked(seen.location, None, is_filled=is_filled, read_only=seen.read_only, config=config)


def _remember(location: str) -> Path | None:
    """Write ``sheet-sync.toml``, so that later commands need no link; ``None`` where there is one, or cannot be."""
    if find_config() is not None:
        return None
    config = Path.cwd() / CONFIG_NAME
    text = f'# The workbook that sheet-sync works on in this folder.\nworkbook = "{location}"\n'
    try:
        config.write_text(text, "utf-8")
    except OSError:
        return None
    return config


# --- the pairing ---


def _pair(
    mine: Snapshot, replica: GoogleReplica, theirs: GoogleSnapshot, options: LinkOptions, *, is_filled: bool
) -> Linked:
    from sheet_sync.store.store import Store, locked

    with locked(options.store, mine.location), Store.open(options.store) as store:
        pairing = _decide(store, mine, theirs, replace=options.replace)
        if pairing.is_known or options.dry_run:
            return Linked(
                theirs.location,
                mine.location,
                was_linked=pairing.is_known,
                read_only=theirs.read_only,
                title=theirs.title,
            )
        read_only = _tie_google(replica, theirs, pairing.project)
        _tie(open_replica(mine.location), mine, pairing.project)
        if pairing.leaves is not None:
            _forget_project(pairing.leaves.location)
        is_other = pairing.leaves is not None and theirs.project_id != pairing.project
        leaves = pairing.leaves if is_other else None  # a copy goes on from where the Sheet was
        store.pair(pairing.project, pairing.replicas, joins=pairing.joins, leaves=leaves)
    return Linked(theirs.location, mine.location, is_filled=is_filled, read_only=read_only, title=theirs.title)


@dataclass(frozen=True, slots=True)
class _Pairing:
    """The project of both, the one of the workbook's that takes over its ID, and the Sheet that it had until now."""

    project: str
    replicas: tuple[KnownReplica, ...] = ()
    joins: str | None = None
    leaves: KnownReplica | None = None
    is_known: bool = False


def _decide(store: Store, mine: Snapshot, theirs: Snapshot, *, replace: bool) -> _Pairing:
    """Which project both belong to.

    Raises:
        Refused: each belongs to another one.
    """
    from sheet_sync.app.ties import canonical, find_tie
    from sheet_sync.store.projects import KnownReplica

    project = find_tie(store, mine).project_id
    known = store.replicas(project)
    google = next((each for each in known if each.kind == "google"), None)
    if google is not None and google.location != theirs.location and not replace:
        raise Refused(
            f"{_called(mine)} is paired with another Google Sheet, {google.location}, so nothing was done.",
            hint="End that first with sheet-sync unlink, or add --replace to pair it with the new one instead.",
        )
    if google is not None and google.location == theirs.location and theirs.project_id == project:
        return _Pairing(project, is_known=True)
    place = canonical("excel", mine.location)
    replicas = [
        *([] if any(each.location == place for each in known) else [KnownReplica(project, "excel", "excel", place)]),
        KnownReplica(project, google.name if google else "google", "google", theirs.location),
    ]
    if theirs.project_id in (None, project) or replace:
        return _Pairing(
            project, tuple(replicas), leaves=google if google and google.location != theirs.location else None
        )
    return _join(store, mine, theirs, project, tuple(replicas))


def _join(store: Store, mine: Snapshot, theirs: Snapshot, project: str, replicas: tuple[KnownReplica, ...]) -> _Pairing:
    """The Sheet is synced already: with a workbook on another computer, which this one joins, or with one here."""
    assert theirs.project_id is not None
    here = store.replicas(theirs.project_id)
    if here and not all(each.location == theirs.location for each in here):
        other = next((each.location for each in here if each.location != theirs.location), "another workbook")
        raise Refused(
            f"This Google Sheet is paired with {other} already, or is a copy of its Sheet, so nothing was done.",
            hint="Add --replace to pair it with this workbook instead.",
        )
    has_records = store.has_project(project) and not store.has_project(theirs.project_id)
    return _Pairing(theirs.project_id, replicas, joins=project if has_records else None)


def _tie(replica: Replica, snapshot: Snapshot, project: str) -> None:
    """Write the project's ID, where it is not there yet and may be written."""
    from sheet_sync.core.changes import Plan, SetProjectId

    if snapshot.project_id != project and snapshot.read_only is None:
        replica.write(Plan((SetProjectId(project),)), snapshot)


def _tie_google(replica: GoogleReplica, seen: GoogleSnapshot, project: str) -> str | None:
    """As :func:`_tie`; why the Sheet is only read, where that is so."""
    from sheet_sync.google.faults import OnlyViewer

    try:
        _tie(replica, seen, project)
    except OnlyViewer:
        return replica.read().read_only
    return seen.read_only


def _refuse_linked(workbook: str, options: LinkOptions) -> None:
    """Do not make a Sheet for a workbook that has one."""
    from sheet_sync.app.ties import find_tie
    from sheet_sync.store.store import Store

    mine = open_replica(workbook).read()
    with Store.open(options.store, read_only=True) as store:
        known = store.replicas(find_tie(store, mine).project_id)
    google = next((each for each in known if each.kind == "google"), None)
    if google is not None and not options.replace:
        raise Refused(
            f"{_called(mine)} is paired with a Google Sheet already, {google.location}, so none was made.",
            hint="End that first with sheet-sync unlink, or add --replace.",
        )


def _called(snapshot: Snapshot) -> str:
    return Path(snapshot.location).name if snapshot.kind == "excel" else snapshot.location
