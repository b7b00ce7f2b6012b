"""Looking back: who changed what, and when; and forgetting it, on the user's word only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.app.past import Past, looking_at
from sheet_sync.app.past_rows import name_of_cells
from sheet_sync.core.sync.decisions import Reopened
from sheet_sync.core.sync.merge import joined_row
from sheet_sync.core.sync.synced import scalar_of
from sheet_sync.store.store import Store, locked

if TYPE_CHECKING:
    from sheet_sync.core.sync.synced import Cells
    from sheet_sync.store.looking_back import Line


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened: ``source`` is a replica's name or the command that did it.

    ``number`` is what the line is known by; of a conflict that was settled, or is open again, all values stand in one.
    """

    number: int
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
    event, old, new = line.event, line.event.old, line.event.new
    cells = past.known.get((event.table, event.row), {})
    if event.cells is not None and event.key is not None:
        claims = _claims(event.cells, past)
        old, new = (claims, new) if event.action == "settled" else (old, claims)
    elif event.cells is not None:
        cells = event.cells
        text = ", ".join(f"{past.header(event.table, key)}: {scalar_of(value)}" for key, value in cells.items())
        old, new = (text, None) if event.action == "deleted" else (None, text)
    return HistoryLine(
        number=line.number,
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


def _claims(cells: Cells, past: Past) -> str:
    """What each side held in a cell in conflict."""
    held = Reopened.of_cells(cells).held
    return ", ".join(
        f"{'(empty)' if value is None else scalar_of(value)} ({past.titles.get(name, joined_row(name) or name)})"
        for name, value in held.items()
    )


def prune(location: str, store: Path, before: datetime) -> int:
    """Forget the history before a moment, and give the number of lines.  The records themselves stay."""
    with looking_at(location, store) as past:
        project = past.project
    with locked(store, location), Store.open(store) as opened:
        return opened.prune_history(project, before)
