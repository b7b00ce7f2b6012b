"""What a sync under way is about to write over although no record will hold it, until it stands in the history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sheet_sync.core.sync.sync_state import Event
from sheet_sync.core.sync.synced import scalar_of
from sheet_sync.store.encoding import decode_value, encode_value

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = "source, action, tab, row, field, value"


def note(db: Connection, project: str, events: Iterable[Event]) -> None:
    db.executemany(
        f"INSERT OR IGNORE INTO overwritten (project, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 ours
        [(project, *_columns(each)) for each in events],
    )


def load(db: Connection, project: str) -> tuple[Event, ...]:
    query = f"SELECT {_COLUMNS} FROM overwritten WHERE project = ? ORDER BY {_COLUMNS}"  # noqa: S608 columns of ours
    return tuple(
        Event(source, action, table, row, key, None, scalar_of(decode_value(value)))
        for source, action, table, row, key, value in db.execute(query, (project,))
    )


def take(db: Connection, project: str, beside: Iterable[Event]) -> tuple[Event, ...]:
    """All that was noted and is not among the events beside which it goes into the history; it is forgotten here."""
    known = {_columns(each) for each in beside}
    found = load(db, project)
    db.execute("DELETE FROM overwritten WHERE project = ?", (project,))
    return tuple(each for each in found if _columns(each) not in known)


def _columns(event: Event) -> tuple[str | None, ...]:
    return (event.source, event.action, event.table, event.row, event.key, encode_value(event.new))
