"""Bringing back: a cell, a row, a table as it was at a moment, or every row that was deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sheet_sync.app.kept_aside import offer_kept
from sheet_sync.app.past import Past, looking_at
from sheet_sync.app.past_rows import PastRow
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.schema import OWNED_SHEETS
from sheet_sync.core.sync.past import cells_before
from sheet_sync.core.sync.reading_sides import SYNCED_TABLES
from sheet_sync.core.sync.sync_state import Amendment
from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows
    from sheet_sync.store.looking_back import Line

_CHANGES = ("added", "changed", "deleted")
"""What changes the records; all else is told beside it."""
_NO_DELETIONS = ("undo", "merge-people")
"""Rows that these took away are no losses."""


def restore(
    location: str, options: SyncOptions, typed: str, at: datetime | None, *, field: str | None = None
) -> SyncReport:
    """Bring back a row or a cell as it was at a moment; without one, as it was before it last changed.

    ``typed`` may name a table as well, then with a moment.  It is written as an ordinary change, into all replicas, and
    stands in the history like any other.

    Raises:
        WrongUsage: the row was never synced, or was not there at that moment.
    """
    table = next((each.name for each in SYNCED_TABLES if each.name.casefold() == typed.strip().casefold()), None)
    if table is not None:
        return _restore_table(location, options, table, at)
    with looking_at(location, options.store, must_be_there=True) as past:
        wanted = past.find(typed, field)
        if wanted.table in OWNED_SHEETS:
            raise WrongUsage(
                f"{wanted.table} is written anew by every sync, so nothing can be brought back there.",
                hint=f'What was typed there: sheet-sync history "{typed}"',
            )
        lines = _Lines.of(past, wanted, at)
        amendment = _as_it_was(past, wanted, lines)
        what = wanted.name if wanted.key is None else f"{past.header(wanted.table, wanted.key)} of {wanted.name}"
        kept = offer_kept(past, wanted)
    report = sync(location, replace(options, source="restore", amend=lambda truth: (amendment,)))
    if any(replica.user_cells for replica in report.replicas):
        return report
    why = lines.unchanged(f"{what} ({wanted.table})")
    return replace(report, notes=(*report.notes, why, *([kept] if kept else [])))


@dataclass(frozen=True, slots=True)
class _Lines:
    """What happened to a row or cell, the newest first, and of that what is to be taken back."""

    all: Sequence[Line]
    since: Sequence[Line]

    @classmethod
    def of(cls, past: Past, wanted: PastRow, at: datetime | None) -> _Lines:
        """With a moment all that came after it, without one the last change."""
        found = past.store.history(past.project, table=wanted.table, row=wanted.row)
        lines = [line for line in found if _counts(line, wanted.key)]
        if at is not None:
            return cls(lines, [line for line in lines if line.at > at])
        return cls(lines, lines[:1] if lines and lines[0].event.action != "added" else [])

    def unchanged(self, what: str) -> str:
        """Why nothing was brought back."""
        if self.since:
            return f"{what} says again what it said then, so there is nothing to bring back."
        since = f" since {self.all[0].at.astimezone():%Y-%m-%d at %H:%M}" if self.all else ""
        return f"{what} has not changed{since}, so there is nothing to bring back."


def _counts(line: Line, key: Key | None) -> bool:
    """Whether a line changed the records, and the cell in question."""
    return line.event.action in _CHANGES and (key is None or line.event.key in (None, key))


def _as_it_was(past: Past, wanted: PastRow, lines: _Lines) -> Amendment:
    row, key = wanted.row, wanted.key
    now = past.today[wanted.table].rows.get(row) if wanted.table in past.today else None
    cells = cells_before(now, [line.event for line in lines.since])
    if cells is None:
        first = f"{lines.all[-1].at.astimezone():%Y-%m-%d at %H:%M}"
        raise WrongUsage(f"{wanted.name} ({wanted.table}) was not there then. It was first synced on {first}.")
    if key is None:
        return Amendment(wanted.table, row, cells, is_whole=True)
    if now is None:
        raise WrongUsage(f"The row of {wanted.name} is deleted.", hint=f"Bring it back first: sheet-sync restore {row}")
    return Amendment(wanted.table, row, {key: cells.get(key)})


def _restore_table(location: str, options: SyncOptions, table: str, at: datetime | None) -> SyncReport:
    """Every row of a table as it was; rows that came later stay."""
    if at is None:
        raise WrongUsage(
            f"Say as of when the whole table {table} is to be brought back.",
            hint=f'Add a time, as in: sheet-sync restore {table} --at "2026-11-20 14:30"',
        )
    with looking_at(location, options.store, must_be_there=True) as past:
        rows = past.today[table].rows if table in past.today else {}
        since: dict[RowId, list[Line]] = {}
        for line in past.store.history(past.project, table=table):
            if line.at > at and line.event.action in _CHANGES:
                since.setdefault(line.event.row, []).append(line)
    wanted = {row: cells_before(rows.get(row), [line.event for line in lines]) for row, lines in since.items()}
    then = {**rows, **{row: cells for row, cells in wanted.items() if cells is not None}}

    def amend(truth: Mapping[str, Rows]) -> Sequence[Amendment]:
        now = truth[table].rows
        return tuple(
            Amendment(table, row, cells, is_whole=True) for row, cells in then.items() if now.get(row) != cells
        )

    return sync(location, replace(options, source="restore", amend=amend))


def restore_deleted(location: str, options: SyncOptions, at: datetime | None = None) -> SyncReport:
    """Bring back every row that was deleted, or with a moment those deleted since; also those only gone from a sheet,
    because of which a sync refuses to go on."""
    with looking_at(location, options.store, must_be_there=True) as past:
        deleted = _deleted(past, at)
        known = {(table, row): cells for table, rows in past.today.items() for row, cells in rows.rows.items()}

    back: list[Amendment] = []

    def amend(truth: Mapping[str, Rows]) -> Sequence[Amendment]:
        back[:] = [
            Amendment(table, row, cells, is_whole=True)
            for (table, row), cells in {**known, **deleted}.items()
            if row not in truth[table].rows
        ]
        return back

    allowed = replace(options, source="restore", amend=amend, allow_deletions=True, allow_empty=True)
    report = sync(location, allowed)
    return replace(report, notes=(*report.notes, _how_many(len(back), is_dry_run=options.dry_run)))


def _how_many(count: int, *, is_dry_run: bool) -> str:
    if not count:
        return "No row was deleted, so none was brought back."
    rows = "1 row" if count == 1 else f"{count:,} rows"
    if is_dry_run:
        return f"{rows} would come back."
    return f"{rows} {'is' if count == 1 else 'are'} back."


def _deleted(past: Past, at: datetime | None) -> dict[tuple[str, RowId], Cells]:
    """The rows whose last line in the history is that they were deleted."""
    seen: set[tuple[str, RowId]] = set()
    found: dict[tuple[str, RowId], Cells] = {}
    for line in past.store.history(past.project):
        event, place = line.event, (line.event.table, line.event.row)
        if event.action not in _CHANGES or place in seen:
            continue
        seen.add(place)
        is_loss = event.action == "deleted" and event.source not in _NO_DELETIONS
        if is_loss and event.cells is not None and (at is None or line.at > at):
            found[place] = event.cells
    return found
