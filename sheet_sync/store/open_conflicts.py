"""The conflicts that the last sync left open, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sheet_sync.core.sync.merge import Conflict
from sheet_sync.store.encoding import decode_cells

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sheet_sync.core.sync.synced import Value


@dataclass(frozen=True, slots=True)
class StandingConflict:
    """A conflict that is open, and the moment of the sync that found it."""

    conflict: Conflict
    since: datetime


def open_conflicts(db: Connection, project: str) -> tuple[StandingConflict, ...]:
    """What is open, in the order of tables, rows and fields."""
    query = "SELECT tab, row, field, claims, since FROM conflicts WHERE project = ? ORDER BY tab, row, field"
    return tuple(
        StandingConflict(Conflict(decode_cells(claims), table, row, key), datetime.fromisoformat(since))
        for table, row, key, claims, since in db.execute(query, (project,))
    )


def base_cell(db: Connection, project: str, replica: str, conflict: Conflict) -> Value:
    """What a replica held in the cell in conflict when it was last in step."""
    query = "SELECT cells FROM bases WHERE project = ? AND replica = ? AND tab = ? AND row = ?"
    found = db.execute(query, (project, replica, conflict.table, conflict.row)).fetchone()
    return decode_cells(found[0]).get(conflict.key) if found is not None else None
