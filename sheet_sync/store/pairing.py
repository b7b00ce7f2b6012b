"""Pairing: which places belong to a project before they have been synced, and when they no longer do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sheet_sync.store.projects import KnownReplica, save_replica

if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Connection


def pair(db: Connection, project: str, replicas: Iterable[KnownReplica], at: datetime) -> None:
    """Let the replicas be synced with each other from now on; what is known of one stays."""
    db.execute("INSERT OR IGNORE INTO projects (id, made) VALUES (?, ?)", (project, at.isoformat()))
    for replica in replicas:
        save_replica(db, project, replica)


def rename_project(db: Connection, old: str, new: str) -> None:
    """Give a project another ID: that of a workbook it joins, which is synced on another computer, too."""
    for table in _tables_with(db, "project"):
        db.execute(f"UPDATE {table} SET project = ? WHERE project = ?", (new, old))  # noqa: S608 a table of ours
    db.execute("UPDATE projects SET id = ? WHERE id = ?", (new, old))


def forget_replica(db: Connection, project: str, name: str) -> None:
    """Let a replica go its own way: what it looked like is forgotten, records and history stay."""
    db.execute("DELETE FROM replicas WHERE project = ? AND name = ?", (project, name))
    for table in _tables_with(db, "replica"):
        db.execute(f"DELETE FROM {table} WHERE project = ? AND replica = ?", (project, name))  # noqa: S608 as above


def _tables_with(db: Connection, column: str) -> Iterator[str]:
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if any(row[1] == column for row in db.execute(f"PRAGMA table_info({table})")):
            yield table
