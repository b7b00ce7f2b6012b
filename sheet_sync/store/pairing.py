"""Pairing: which places belong to a project before they have been synced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sheet_sync.store.projects import KnownReplica, save_replica, tables_with

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
    for table in tables_with(db, "project"):
        db.execute(f"UPDATE {table} SET project = ? WHERE project = ?", (new, old))  # noqa: S608 a table of ours
    db.execute("UPDATE projects SET id = ? WHERE id = ?", (new, old))
