"""Taking back what the last sync wrote, or a command: as one more sync, so that all sides go back together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheet_sync.app.past import Past, looking_at
from sheet_sync.app.past_rows import name_of_cells
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.sync.deeds import COMMANDS, as_events
from sheet_sync.store.place import backups_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sheet_sync.core.sync.sync_state import Amendment
    from sheet_sync.core.sync.synced import Rows
    from sheet_sync.store.looking_back import Line

_NEEDS_ALL = "What has been edited since must be seen in all places, so nothing was taken back."
_NAMED = 3
"""Things that are named one by one; more are counted."""


def undo(location: str, options: SyncOptions) -> SyncReport:
    """Take back what the last sync wrote of the user's own, or a command did; what was edited since is left.

    A conflict that it settled is open again.  Where there is nothing to take back, the report says so.
    """
    from sheet_sync.core.sync.past import plan_undo

    options = replace(options, needs_all=_NEEDS_ALL)
    with looking_at(location, options.store, must_be_there=True) as past:
        state = past.store.load(past.project)
        backups = backups_folder(options.store, past.project)
    if state.deeds and not options.dry_run:
        sync(location, options)  # what a command wrote since the last sync becomes a part of the history first
    with looking_at(location, options.store, must_be_there=True) as past:
        lines = _undoable(past)
    if not lines and not state.deeds:
        return SyncReport.saying(
            "No sync has written anything of yours, so there is nothing to take back. IDs, computed columns and "
            f"Problems come back with each sync. Earlier versions of the workbook are in {backups}."
        )

    taken: list[Amendment] = []

    def amend(truth: Mapping[str, Rows]) -> Sequence[Amendment]:
        if options.dry_run and state.deeds:
            return plan_undo([*as_events(state.deeds, state.records, truth)], truth)
        taken[:] = plan_undo([line.event for line in lines], truth)
        return taken

    report = sync(location, replace(options, source="undo", amend=amend))
    if state.deeds and options.dry_run:
        return report
    when = f"{lines[0].at.astimezone():%Y-%m-%d at %H:%M}"
    if not taken:
        said = f"What was written on {when} has been edited since, so it is left."
        return replace(report, notes=(said, *report.notes))
    typed = _typed_by_people(lines, taken, past, is_dry_run=options.dry_run)
    return replace(report, notes=(f"This takes back what was written on {when}.", *typed, *report.notes))


def _undoable(past: Past) -> list[Line]:
    """What the last sync wrote; where it put what commands did into the history, only that."""
    lines = list(past.store.last_written(past.project))
    by_commands = [line for line in lines if line.event.source in COMMANDS]
    return by_commands or lines


def _typed_by_people(
    lines: Sequence[Line], taken: Sequence[Amendment], past: Past, *, is_dry_run: bool
) -> Iterator[str]:
    """That something that goes is what somebody typed, side by side, and how it comes back."""
    for title, things in _typed(lines, taken, past).items():
        few = len(things) <= _NAMED
        what = " and ".join(things) if few else f"{len(things):,} of these cells and rows"
        was, goes = ("was", "goes") if len(things) == 1 else ("were", "go")
        yield (
            f"{what} {was} typed in {title}, and {'would go' if is_dry_run else goes} on all sides. What was typed "
            "stays in the history; sheet-sync undo once more brings it back."
        )


def _typed(lines: Sequence[Line], taken: Sequence[Amendment], past: Past) -> dict[str, list[str]]:
    """What is taken back of that which people typed, by the side on which they did."""
    rows = {(each.table, each.row) for each in taken if each.cells is None}
    cells = {(each.table, each.row, key) for each in taken for key in each.cells or () if key not in each.reopens}
    found: dict[str, list[str]] = {}
    for event in reversed([line.event for line in lines]):
        title = past.titles.get(event.source)
        if title is None or event.action not in ("added", "changed") or (event.key is not None and event.new is None):
            continue
        name = name_of_cells(event.cells or past.known.get((event.table, event.row), {}), event.row)
        if event.key is None and (event.table, event.row) in rows:
            found.setdefault(title, []).append(f"The row of {name} ({event.table})")
        elif event.key is not None and (event.table, event.row, event.key) in cells:
            what = f"{past.header(event.table, event.key)} of {name} ({event.table})"
            found.setdefault(title, []).append(what)
    return found
