"""The history: who changed what, when, from what, to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sheet_sync.core.sync.sync_state import Event
from sheet_sync.core.sync.synced import Cells, RowId, scalar_of
from sheet_sync.store.encoding import decode_cells, decode_value

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history: when, and what happened."""

    number: int
    sync: int
    at: datetime
    event: Event


_SELECT = (
    "SELECT history.id, history.sync, syncs.at, history.source, action, tab, row, field, old, new, cells, written_to "
    "FROM history JOIN syncs ON syncs.id = history.sync WHERE history.project = ?"
)


def history(
    db: Connection, project: str, *, table: str | None = None, row: str | None = None, until: str | None = None
) -> tuple[Line, ...]:
    """The lines about a table or a row, the newest first; ``until`` is a moment in ISO form, UTC, included."""
    query, values = _SELECT, [project]
    for clause, value in ((" AND tab = ?", table), (" AND row = ?", row), (" AND syncs.at <= ?", until)):
        if value is not None:
            query += clause
            values.append(value)
    return tuple(_line(found) for found in db.execute(f"{query} ORDER BY history.id DESC", values))


def last_written(db: Connection, project: str) -> tuple[Line, ...]:
    found = db.execute("SELECT max(sync) FROM history WHERE project = ? AND written_to != ''", (project,)).fetchone()
    if found[0] is None:
        return ()
    query = f"{_SELECT} AND history.sync = ? AND written_to != '' ORDER BY history.id DESC"
    return tuple(_line(row) for row in db.execute(query, (project, found[0])))


def all_rows(db: Connection, project: str) -> dict[tuple[str, RowId], Cells]:
    """Every row ever recorded, by table and ID, as it was last; deleted ones included."""
    found = db.execute("SELECT tab, row, cells FROM records WHERE project = ? ORDER BY deleted IS NOT NULL", (project,))
    return {(table, row): decode_cells(cells) for table, row, cells in found}


def prune(db: Connection, project: str, before: datetime) -> int:
    old = db.execute("SELECT id FROM syncs WHERE project = ? AND at < ?", (project, before.isoformat())).fetchall()
    count = 0
    for (sync,) in old:
        count += db.execute("DELETE FROM history WHERE sync = ?", (sync,)).rowcount
        db.execute("DELETE FROM syncs WHERE id = ?", (sync,))
    return count


def _line(found: tuple[Any, ...]) -> Line:
    number, sync, at, source, action, table, row, field, old, new, cells, written_to = found
    event = Event(
        source=source,
        action=action,
        table=table,
        row=row,
        key=field,
        old=None if old is None else scalar_of(decode_value(old)),
        new=None if new is None else scalar_of(decode_value(new)),
        cells=None if cells is None else decode_cells(cells),
        written_to=tuple(written_to.split()),
    )
    return Line(number, sync, datetime.fromisoformat(at), event)
