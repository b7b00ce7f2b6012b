"""The quick answer: nothing was edited since the last sync, so there is nothing to do.

It reads the file once for its fingerprint and the store for one line, and loads nothing else.
"""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync import __version__
from sheet_sync.store.place import STORE_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sheet_sync.app.sync_options import SyncOptions
    from sheet_sync.core.records import Snapshot
    from sheet_sync.store.projects import KnownReplica
    from sheet_sync.store.store import Store


def fingerprint_of(path: Path) -> str | None:
    """The SHA-256 of the file's bytes, ``None`` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def find_settled(location: str, as_of: date, store: Path) -> Mapping[str, Any] | None:
    """What the last sync had to report, where this workbook, its only replica, is as that sync left it."""
    database = store / STORE_NAME
    if not database.is_file():
        return None
    path = Path(location)
    query = (
        "SELECT fingerprint, summary FROM replicas AS here WHERE location = ? AND as_of = ? AND version = ? "
        "AND NOT EXISTS "
        "(SELECT 1 FROM replicas AS other WHERE other.project = here.project AND other.name != here.name) "
        "AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.location = here.location) "
        "AND NOT EXISTS (SELECT 1 FROM deeds WHERE deeds.project = here.project)"
    )
    try:
        db = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            found = db.execute(query, (str(path.resolve()), as_of.isoformat(), __version__)).fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return None
    if found is None or found[0] is None or found[0] != fingerprint_of(path):
        return None
    import json

    summary: Mapping[str, Any] = json.loads(found[1])
    return summary if summary.get("is_complete") else None


def find_settled_together(
    store: Store, project: str, snapshots: Mapping[str, Snapshot], options: SyncOptions
) -> Sequence[KnownReplica] | None:
    """How the last sync left the replicas, where all of them are still so: a Google Sheet, and what it is paired with.

    They have been read for it, but nothing needs to be worked out.
    """
    from sheet_sync.app.ties import canonical

    known = {each.name: each for each in store.replicas(project)}
    if known.keys() != snapshots.keys() or store.is_under_way(project):
        return None
    for name, snapshot in snapshots.items():
        each = known[name]
        is_here = each.location == canonical(snapshot.kind, snapshot.location)
        is_same = is_here and snapshot.project_id == project and each.fingerprint == snapshot.fingerprint
        is_current = (each.as_of, each.version) == (options.as_of.isoformat(), __version__)
        if not (is_same and is_current and each.summary.get("is_complete")) or snapshot.read_only is not None:
            return None
    return list(known.values())
