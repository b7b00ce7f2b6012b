"""The quick answer: nothing was edited since the last sync, so there is nothing to do.

It reads a file once for its fingerprint and the store for one line, and loads nothing else; a Google Sheet is read.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync import __version__
from sheet_sync.errors import GoogleUnreachable
from sheet_sync.store.place import STORE_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sheet_sync.app.sync_options import Away, Open, SyncOptions
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


@dataclass(slots=True)
class Look:
    """A first look at all replicas of a workbook: ``settled`` says how the last sync left them, the named one first,
    where all are still so; ``seen`` is what had to be read to tell, by place."""

    settled: Sequence[KnownReplica] | None = None
    seen: dict[str, Snapshot] = field(default_factory=dict)


def look(location: str, options: SyncOptions, store: Store, open_: Open, away: Away) -> Look:
    """Whether nothing was edited anywhere since the last sync: a file's bytes tell, a Google Sheet is read.

    One that cannot be reached is noted in ``away``.
    """
    from sheet_sync.app.opening import is_google
    from sheet_sync.app.ties import canonical

    looked = Look()
    here = store.find_by_location(canonical("google" if is_google(location) else "excel", location))
    if here is None or store.is_under_way(here.project):
        return looked
    others = [each for each in store.replicas(here.project) if each.name != here.name]
    known = {location: here, **{each.location: each for each in others}}
    files_first = sorted(known.items(), key=lambda item: item[1].kind)
    if any(each.location in away or not _is_current(each, options) for each in known.values()):
        return looked
    for place, each in files_first:
        try:
            if not _is_as_left(place, each, looked.seen, open_):
                return looked
        except GoogleUnreachable as error:
            away[each.location] = error
            return looked
    looked.settled = list(known.values())
    return looked


def _is_current(known: KnownReplica, options: SyncOptions) -> bool:
    is_of_today = (known.as_of, known.version) == (options.as_of.isoformat(), __version__)
    return is_of_today and bool(known.summary.get("is_complete"))


def _is_as_left(place: str, known: KnownReplica, seen: dict[str, Snapshot], open_: Open) -> bool:
    path = Path(place)
    if known.kind == "excel" and path.is_file():
        return fingerprint_of(path) == known.fingerprint
    snapshot = seen[known.location] = open_(place, None).read()
    is_same = snapshot.project_id == known.project and snapshot.fingerprint == known.fingerprint
    return is_same and snapshot.read_only is None
