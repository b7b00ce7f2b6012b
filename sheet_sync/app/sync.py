"""``sync``: read every replica, merge it with the records, write what must change, and remember.

The order is what makes it safe to kill: decide everything, note what is about to be written, write, read back, and only
then move the records in one transaction.  A sync that was cut short is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.app.collector import collector_paused
from sheet_sync.app.opening import is_google
from sheet_sync.app.settled import Look, find_settled, look
from sheet_sync.app.sync_options import Away, Open, SyncOptions, open_with_backups
from sheet_sync.app.sync_report import ReplicaReport, SyncReport
from sheet_sync.errors import WorkbookChanged

if TYPE_CHECKING:
    from sheet_sync.app.gathering import OutOfReach
    from sheet_sync.app.sync_decide import Run
    from sheet_sync.core.records import Snapshot
    from sheet_sync.replica import Replica
    from sheet_sync.store.projects import KnownReplica

__all__ = ["Open", "SyncOptions", "open_with_backups", "sync"]

ATTEMPTS = 3


@collector_paused()
def sync(location: str, options: SyncOptions, open_: Open = open_with_backups) -> SyncReport:
    """Bring a workbook, and whatever it is paired with, into step.

    Raises:
        WorkbookUnreadable: it cannot be read, or is not of a shape that can be synced.
        GoogleUnreachable: so it is with a Google Sheet that was never synced; a known one is left out.
        Refused: too much is gone, it is a copy, it is open elsewhere, or it kept changing while the sync ran.
    """
    if options.is_plain:
        settled = find_settled(location, options.as_of, options.store)
        if settled is not None:
            return _nothing_to_do(location, options, settled)
    if not options.dry_run and not is_google(location):
        _refuse_absent(open_(location, None))
    away: Away = dict(options.away)
    with _alone(location, options):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _sync_once(location, options, open_, away)
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


def _as_left(
    location: str, known: Sequence[KnownReplica], seen: Mapping[str, Snapshot], options: SyncOptions
) -> SyncReport:
    """What there is to say of replicas that are all as the last sync left them."""
    problems: dict[str, int] = {}
    for each in known:
        for severity, count in each.summary["problems"].items():
            problems[severity] = max(problems.get(severity, 0), count)
    replicas = tuple(
        ReplicaReport(
            each.name,
            each.kind,
            location if each is known[0] and each.kind == "excel" else each.location,
            requests=getattr(seen.get(each.location), "requests", 0),
            title=seen[each.location].title if each.location in seen else "",
        )
        for each in known
    )
    return SyncReport(dry_run=options.dry_run, replicas=replicas, problems=problems, was_settled=True)


def _refuse_absent(replica: Replica) -> None:
    """Say that a workbook is not there before the store is made for it."""
    if replica.kind == "excel" and not Path(replica.location).is_file():
        replica.read()


def _alone(location: str, options: SyncOptions) -> AbstractContextManager[None]:
    if options.dry_run:
        return nullcontext()
    from sheet_sync.app.ties import canonical
    from sheet_sync.store.store import locked

    return locked(options.store, canonical("google" if is_google(location) else "excel", location))


def _sync_once(location: str, options: SyncOptions, open_: Open, away: Away) -> SyncReport:
    from sheet_sync.app.sync_decide import decide, decide_on, read_all
    from sheet_sync.app.sync_write import is_as_foreseen, write_all
    from sheet_sync.store.store import Store

    with Store.open(options.store, read_only=options.dry_run) as store:
        looked = look(location, options, store, open_, away) if options.is_plain else Look()
        if looked.settled is not None:
            return _as_left(location, looked.settled, looked.seen, options)
        run = decide_on(read_all(location, options, store, open_, away, looked.seen), options, store)
        if options.dry_run:
            return _report(run)
        write_all(run)
        report = _report(run)
        if any(not is_as_foreseen(run, name) for name in run.after):
            again = replace(options, as_new=False, replace=False, amend=None, settle=None, prefer=None, also=())
            write_all(decide(location, again, store, open_, away))
        return report


def _report(run: Run) -> SyncReport:
    from sheet_sync.app.reporting import report_on

    report = report_on(run.plan, run.books, run.replicas, dry_run=run.options.dry_run, store=run.options.store)
    absent = tuple(_left_out(name, each) for name, each in run.absent.items())
    notes = (*run.notes, *report.notes, *_still_named(run))
    return replace(report, replicas=(*report.replicas, *absent), notes=notes)


def _still_named(run: Run) -> Iterator[str]:
    """That the settings of this folder name the workbook that another has taken the place of."""
    from sheet_sync.app.opening import named_besides

    here = next(iter(run.snapshots.values())).location
    if run.options.replace and (found := named_besides(here)) is not None:
        config, named = found
        new = here if is_google(here) else _seen_from(config.parent, Path(here).resolve())
        yield (
            f"{config.name} still names {named}, and from now on {new} is the one that is synced. "
            f'Change the line there to workbook = "{new}", or name the workbook with each command.'
        )


def _seen_from(folder: Path, path: Path) -> str:
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _left_out(name: str, absent: OutOfReach) -> ReplicaReport:
    error, known = absent.error, absent.known
    why = (
        f"{error.message.rstrip('.')}, so the Google Sheet was left out; "
        "what waits for it goes there with the next sync that reaches it."
    )
    hint = "" if error.is_passing or not error.hint else f" {error.hint}"
    title = str(known.summary.get("title", ""))
    return ReplicaReport(name, known.kind, known.location, title=title, absence=why + hint)
