"""Looking back: who changed what, a row or a cell as it was, and taking back what the last sync wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.app.past import Past, looking_at
from sheet_sync.app.past_rows import name_of_cells
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.sync.deeds import COMMANDS, as_events
from sheet_sync.core.sync.synced import scalar_of
from sheet_sync.store.place import backups_folder
from sheet_sync.store.store import Store, locked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sheet_sync.core.sync.sync_state import Amendment, Event
    from sheet_sync.core.sync.synced import Rows
    from sheet_sync.store.looking_back import Line


_NEEDS_ALL = "What has been edited since must be seen in all places, so nothing was taken back."


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
    with looking_at(location, store) as past:
        wanted = past.find(typed, field) if typed else None
        lines = past.lines(wanted)
        named = [_told(line, past) for line in (lines[:limit] if limit else lines)]
    return tuple(named)


def _told(line: Line, past: Past) -> HistoryLine:
    event = line.event
    cells = event.cells or past.known.get((event.table, event.row), {})
    old, new = event.old, event.new
    if event.cells is not None:
        text = ", ".join(f"{past.header(event.table, key)}: {scalar_of(value)}" for key, value in event.cells.items())
        old, new = (text, None) if event.action == "deleted" else (None, text)
    return HistoryLine(
        at=line.at,
        source=event.source,
        action=event.action,
        table=event.table,
        row=event.row,
        name=name_of_cells(cells, event.row),
        field=None if event.key is None else past.header(event.table, event.key),
        old=old,
        new=new,
    )


def undo(location: str, options: SyncOptions) -> SyncReport:
    """Take back what the last sync wrote of the user's own, or a command did; what was edited since is left.

    Where there is nothing to take back, the report says so.
    """
    from sheet_sync.core.sync.past import plan_undo

    with looking_at(location, options.store, must_be_there=True) as past:
        state = past.store.load(past.project)
        backups = backups_folder(options.store, past.project)
    if state.deeds and not options.dry_run:
        sync(
            location, replace(options, needs_all=_NEEDS_ALL)
        )  # what a command wrote since the last sync becomes a part of the history first
    with looking_at(location, options.store, must_be_there=True) as past:
        lines = _undoable(past)
        events = [_with_what_gave_way(line, past) for line in lines]
    if not events and not state.deeds:
        return SyncReport.saying(
            "No sync has written anything of yours, so there is nothing to take back. IDs, computed columns and "
            f"Problems come back with each sync. Earlier versions of the workbook are in {backups}."
        )

    taken: list[Amendment] = []

    def amend(truth: Mapping[str, Rows]) -> Sequence[Amendment]:
        if options.dry_run and state.deeds:
            return plan_undo([*as_events(state.deeds, state.records, truth)], truth)
        taken[:] = plan_undo(events, truth)
        return taken

    report = sync(location, replace(options, source="undo", amend=amend, needs_all=_NEEDS_ALL))
    if state.deeds and options.dry_run:
        return report
    when = f"{lines[0].at.astimezone():%Y-%m-%d at %H:%M}"
    if taken:
        return replace(report, notes=(f"This takes back what was written on {when}.", *report.notes))
    return replace(report, notes=(f"What was written on {when} has been edited since, so it is left.", *report.notes))


def _undoable(past: Past) -> list[Line]:
    """What the last sync wrote; where it put what commands did into the history, only that."""
    lines = list(past.store.last_written(past.project))
    by_commands = [line for line in lines if line.event.source in COMMANDS]
    return by_commands or lines


def _with_what_gave_way(line: Line, past: Past) -> Event:
    """A settled conflict is taken back to the value that it was written over, not to what the cell said before both."""
    event = line.event
    if event.action != "changed" or not event.written_to:
        return event
    for earlier in past.store.history(past.project, table=event.table, row=event.row):
        was = earlier.event
        if earlier.number >= line.number or was.key not in (None, event.key):
            continue
        if was.action == "kept" and was.source in event.written_to:
            return replace(event, old=was.new)
        if was.action != "kept":
            break
    return event


def prune(location: str, store: Path, before: datetime) -> int:
    """Forget the history before a moment, and give the number of lines.  The records themselves stay."""
    with looking_at(location, store) as past:
        project = past.project
    with locked(store), Store.open(store) as opened:
        return opened.prune_history(project, before)
