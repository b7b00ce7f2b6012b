"""``--prefer``: whose value stands where a conflict is open; ``newest`` goes by what is known of the time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sheet_sync.core.sync.merge import RECORD, joined_row
from sheet_sync.core.sync.settling import Settle, prefer_replica
from sheet_sync.core.sync.synced import Value, alike, value_of
from sheet_sync.core.values import ErrorValue, Formula
from sheet_sync.store.open_conflicts import open_conflicts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.sync.merge import Claims, Conflict
    from sheet_sync.store.store import Store

NEWEST = "newest"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def prefer(which: str, store: Store, snapshots: Mapping[str, Snapshot]) -> Settle:
    """What settles the conflicts that nobody has chosen for."""
    return _Newest(store, snapshots) if which == NEWEST else prefer_replica(which)


class _Newest:
    """Settles for the value that was typed last, as far as that can be told.

    A value that an earlier sync has seen is older than one that none has.  Of two new ones the one in the file that was
    saved later is the newer; a Google Sheet does not say when it was edited, so there the conflict stays open.
    """

    def __init__(self, store: Store, snapshots: Mapping[str, Snapshot]) -> None:
        self._store = store
        self._snapshots = snapshots
        self._project = next((each.project_id for each in snapshots.values() if each.project_id), "")
        standing = open_conflicts(store.db, self._project)
        self._standing = {(s.conflict.table, s.conflict.row, s.conflict.key): s for s in standing}

    def __call__(self, conflict: Conflict, held: Claims) -> tuple[Value] | None:
        claims = {name: held.get(name, value) for name, value in conflict.values.items()}
        if any(joined_row(name) for name in claims):
            return None
        seen = {name: self._first_seen(conflict, name, value) for name, value in claims.items()}
        new = [name for name, at in seen.items() if at is None]
        if not new:
            return _latest(claims, {name: at for name, at in seen.items() if at is not None})
        if len(new) == 1:
            return (claims[new[0]],)
        saved = {name: self._snapshots[name].modified for name in new if name in self._snapshots}
        known = {name: at for name, at in saved.items() if at is not None}
        return _latest(claims, known) if len(known) == len(new) else None

    def _first_seen(self, conflict: Conflict, name: str, value: Value) -> datetime | None:
        """When a sync first saw that claim, ``None`` where none has."""
        if name == RECORD:
            return _LONG_AGO
        for line in self._store.history(self._project, table=conflict.table, row=conflict.row):
            event = line.event
            if event.key != conflict.key or isinstance(event.new, Formula | ErrorValue):
                continue
            if event.source == name and event.action == "kept" and alike(value_of(event.new), value):
                return line.at
        standing = self._standing.get((conflict.table, conflict.row, conflict.key))
        is_known = standing is not None and name in standing.conflict.values
        return standing.since if standing and is_known and alike(standing.conflict.values[name], value) else None


def _latest(claims: Claims, at: Mapping[str, datetime]) -> tuple[Value] | None:
    """The value of the latest, where one is later than all others."""
    latest = max(at.values())
    names = [name for name, moment in at.items() if moment == latest]
    return (claims[names[0]],) if len(names) == 1 else None
