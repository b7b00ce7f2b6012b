"""Looking back: who changed what, a row or a cell as it was, and taking back what the last sync wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.app.past_rows import PastRow, find_past_row, name_of_cells
from sheet_sync.app.sync import SyncOptions, open_with_backups, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.app.ties import canonical
from sheet_sync.core.sync_state import Amendment
from sheet_sync.core.synced import own_header, scalar_of
from sheet_sync.errors import WorkbookUnreadable, WrongUsage
from sheet_sync.store.store import Store, locked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.synced import Cells, RowId, Rows
    from sheet_sync.store.looking_back import Line


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened: ``source`` is a replica's name or the command that did it."""

    at: datetime
    source: str
    action: str
    table: str
    row: str
    name: str
    field: str | None
    old: Any
    new: Any


def show_history(
    location: str, store: Path, typed: str | None = None, *, field: str | None = None, limit: int | None = None
) -> tuple[HistoryLine, ...]:
    """What happened, the newest first: to a row or a cell, or to the whole workbook.

    Raises:
        WrongUsage: the workbook was never synced, or no row is meant.
    """
    with _looking_at(location, store) as past:
        wanted = past.find(typed, field) if typed else None
        lines = past.lines(wanted)
        named = [_told(line, past) for line in (lines[:limit] if limit else lines)]
    return tuple(named)


def _told(line: Line, past: _Past) -> HistoryLine:
    event = line.event
    cells = event.cells or past.known.get((event.table, event.row), {})
    old, new = event.old, event.new
    if event.cells is not None:
        text = ", ".join(f"{own_header(key)}: {scalar_of(value)}" for key, value in event.cells.items())
        old, new = (text, None) if event.action == "deleted" else (None, text)
    return HistoryLine(
        at=line.at,
        source=event.source,
        action=event.action,
        table=event.table,
        row=event.row,
        name=name_of_cells(cells, event.row),
        field=None if event.key is None else own_header(event.key),
        old=old,
        new=new,
    )


def restore(
    location: str, options: SyncOptions, typed: str, at: datetime | None, *, field: str | None = None
) -> SyncReport:
    """Bring back a row or a cell as it was at a moment; without one, as it was before it last changed.

    It is written as an ordinary change, into all replicas, and stands in the history like any other.

    Raises:
        WrongUsage: the row was never synced, or was not there at that moment.
    """
    with _looking_at(location, options.store) as past:
        wanted = past.find(typed, field)
        amendment = past.as_it_was(wanted, at)
    return sync(location, replace(options, source="restore", amend=lambda truth: (amendment,)))


def undo(location: str, options: SyncOptions) -> SyncReport:
    """Take back what the last sync wrote of the user's own; what was edited since is left.

    Raises:
        WrongUsage: there is nothing to take back.
    """
    from sheet_sync.core.past import plan_undo
    from sheet_sync.store.place import backups_folder

    with _looking_at(location, options.store) as past:
        events = [line.event for line in past.store.last_written(past.project)]
        backups = backups_folder(options.store, past.project)
    if not events:
        raise WrongUsage(
            "No sync has written anything of yours, so there is nothing to take back.",
            hint=f"IDs, computed columns and Problems come back with each sync. Earlier versions are in {backups}.",
        )

    def amend(truth: Mapping[str, Rows]) -> Sequence[Amendment]:
        return plan_undo(events, truth)

    return sync(location, replace(options, source="undo", amend=amend))


def prune(location: str, store: Path, before: datetime) -> int:
    """Forget the history before a moment, and give the number of lines.  The records themselves stay."""
    with _looking_at(location, store) as past:
        project = past.project
    with locked(store), Store.open(store) as opened:
        return opened.prune_history(project, before)


@dataclass(slots=True)
class _Past:
    """A project's records and history, and the workbook as it is now."""

    store: Store
    project: str
    snapshot: Snapshot | None
    known: Mapping[tuple[str, RowId], Cells]
    today: Mapping[str, Rows]

    def find(self, typed: str, field: str | None) -> PastRow:
        return find_past_row(typed, self.known, self.snapshot, field)

    def lines(self, wanted: PastRow | None) -> tuple[Line, ...]:
        if wanted is None:
            return self.store.history(self.project)
        lines = self.store.history(self.project, table=wanted.table, row=wanted.row)
        if wanted.key is None:
            return lines
        return tuple(line for line in lines if line.event.key in (None, wanted.key))

    def as_it_was(self, wanted: PastRow, at: datetime | None) -> Amendment:
        from sheet_sync.core.past import cells_before

        row, key = wanted.row, wanted.key
        now = self.today[wanted.table].rows.get(row) if wanted.table in self.today else None
        lines = [line for line in self.store.history(self.project, table=wanted.table, row=row) if _counts(line, key)]
        since = [line for line in lines if line.at > at] if at is not None else lines[:1]
        cells = cells_before(now, [line.event for line in since])
        if cells is None:
            first = lines[-1].at.astimezone() if lines else None
            when = f" It was first synced on {first:%Y-%m-%d at %H:%M}." if first else ""
            raise WrongUsage(f"{wanted.name} ({wanted.table}) was not there then.{when}")
        if key is None:
            return Amendment(wanted.table, row, cells, is_whole=True)
        if now is None:
            raise WrongUsage(
                f"The row of {wanted.name} is deleted.", hint=f"Bring it back first: sheet-sync restore {row}"
            )
        return Amendment(wanted.table, row, {key: cells.get(key)})


def _counts(line: Line, key: str | None) -> bool:
    """Whether a line changed the records, and the cell in question."""
    return line.event.action != "kept" and (key is None or line.event.key in (None, key))


@contextmanager
def _looking_at(location: str, folder: Path) -> Iterator[_Past]:
    from sheet_sync.store.looking_back import all_rows

    snapshot = _read_if_there(location)
    with Store.open(folder, read_only=True) as store:
        project = _project(store, location, snapshot)
        known = all_rows(store.db, project)
        yield _Past(store, project, snapshot, known, store.load(project).records)


def _read_if_there(location: str, open_: Callable[..., Any] = open_with_backups) -> Snapshot | None:
    """The workbook, or ``None`` where it is gone or damaged: its history can be read all the same."""
    try:
        snapshot: Snapshot = open_(location, None).read()
    except WorkbookUnreadable:
        return None
    return snapshot


def _project(store: Store, location: str, snapshot: Snapshot | None) -> str:
    if snapshot is not None and snapshot.project_id is not None and store.has_project(snapshot.project_id):
        return snapshot.project_id
    kind = snapshot.kind if snapshot is not None else "excel"
    known = store.find_by_location(canonical(kind, location))
    if known is None:
        raise WrongUsage(
            f"{Path(location).name} has not been synced on this computer, so it has no history here.",
            hint="Run sheet-sync sync first.",
        )
    return known.project
