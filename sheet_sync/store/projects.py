"""Projects and their replicas: where each one was, and how the last sync left it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class KnownReplica:
    """One replica as the last sync left it.

    ``as_of`` and ``version`` are the day and the version of sheet-sync it was brought up to date for; ``fingerprint``
    is ``None`` until it was written and read back.  ``summary`` is what the last sync had to report.
    """

    project: str
    name: str
    kind: str
    location: str
    fingerprint: str | None = None
    as_of: str | None = None
    version: str | None = None
    summary: Mapping[str, Any] = field(default_factory=dict)


_SELECT = "SELECT project, name, kind, location, fingerprint, as_of, version, summary FROM replicas "


def has_project(db: Connection, project_id: str) -> bool:
    return db.execute("SELECT 1 FROM projects WHERE id = ?", (project_id,)).fetchone() is not None


def replicas(db: Connection, project_id: str) -> tuple[KnownReplica, ...]:
    found = db.execute(_SELECT + "WHERE project = ? ORDER BY name", (project_id,))
    return tuple(_replica(row) for row in found)


def find_by_location(db: Connection, location: str) -> KnownReplica | None:
    found = db.execute(_SELECT + "WHERE location = ? ORDER BY synced DESC LIMIT 1", (location,)).fetchone()
    return _replica(found) if found else None


def _replica(row: tuple[Any, ...]) -> KnownReplica:
    project, name, kind, location, fingerprint, as_of, version, summary = row
    known = json.loads(summary) if summary else {}
    return KnownReplica(project, name, kind, location, fingerprint, as_of, version, known)


def save_replica(db: Connection, project_id: str, replica: KnownReplica, at: str | None = None) -> None:
    """The replica as it is now; another project that was synced from the same place is there no more."""
    elsewhere = "SELECT project, name FROM replicas WHERE location = ? AND project != ?"
    for project, name in db.execute(elsewhere, (replica.location, project_id)).fetchall():
        forget_replica(db, project, name)
    db.execute(
        "INSERT INTO replicas (project, name, kind, location, fingerprint, as_of, version, summary, synced) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (project, name) DO UPDATE SET kind = excluded.kind, location = excluded.location, "
        "fingerprint = excluded.fingerprint, as_of = excluded.as_of, version = excluded.version, "
        "summary = excluded.summary, synced = coalesce(excluded.synced, synced)",
        (
            project_id,
            replica.name,
            replica.kind,
            replica.location,
            replica.fingerprint,
            replica.as_of,
            replica.version,
            json.dumps(replica.summary),
            at,
        ),
    )


def forget_replica(db: Connection, project: str, name: str) -> None:
    """Let a replica go its own way: what it looked like is forgotten, records and history stay."""
    db.execute("DELETE FROM replicas WHERE project = ? AND name = ?", (project, name))
    for table in tables_with(db, "replica"):
        db.execute(f"DELETE FROM {table} WHERE project = ? AND replica = ?", (project, name))  # noqa: S608 ours


def tables_with(db: Connection, column: str) -> Iterator[str]:
    """The names of the store's tables that have that column."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if any(row[1] == column for row in db.execute(f"PRAGMA table_info({table})")):
            yield table
