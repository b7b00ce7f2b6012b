"""``conflicts`` and ``resolve``: what is open, and settling it by name or by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.app.opening import is_google
from sheet_sync.app.past_rows import is_named, name_of_cells
from sheet_sync.app.sync import Open, SyncOptions, open_with_backups, sync
from sheet_sync.app.ties import canonical
from sheet_sync.core.sync.conflict_ids import conflict_id
from sheet_sync.core.sync.merge import RECORD, joined_row, public_name
from sheet_sync.core.sync.settling import keep, titles_of
from sheet_sync.core.sync.synced import alike, own_header, scalar_of
from sheet_sync.errors import WrongUsage
from sheet_sync.store.looking_back import all_rows
from sheet_sync.store.open_conflicts import StandingConflict, base_cell, open_conflicts
from sheet_sync.store.store import Store

if TYPE_CHECKING:
    from sheet_sync.app.sync_report import SyncReport
    from sheet_sync.core.sync.merge import Claims, Conflict
    from sheet_sync.core.sync.synced import Cells, RowId, Value
    from sheet_sync.core.values import Scalar


@dataclass(frozen=True, slots=True)
class ListedConflict:
    """One open conflict; ``values`` are by replica, ``titles`` what the user calls each."""

    id: str
    table: str
    row: str
    name: str
    field: str
    values: Mapping[str, Scalar]
    titles: Mapping[str, str]
    since: datetime


def list_conflicts(location: str, store: Path, open_: Open = open_with_backups) -> tuple[ListedConflict, ...]:
    """What the last sync left open.

    Raises:
        WrongUsage: the workbook was never synced on this computer.
    """
    with Store.open(store, read_only=True) as opened:
        project = _project(opened, location, open_)
        standing = open_conflicts(opened.db, project)
        titles = titles_of({each.name: (each.kind, each.location) for each in opened.replicas(project)})
        known = all_rows(opened.db, project) if standing else {}
        claims = [_claims(each.conflict, opened, project) for each in standing]
    known = {**_claimed_names(standing), **{place: cells for place, cells in known.items() if is_named(cells)}}
    return tuple(_listed(each, values, known, titles) for each, values in zip(standing, claims, strict=True))


def _claimed_names(standing: Sequence[StandingConflict]) -> dict[tuple[str, RowId], Cells]:
    """What rows are called whose very names are in conflict."""
    return {
        (conflict.table, conflict.row): {conflict.key: value}
        for conflict in (each.conflict for each in standing)
        for value in conflict.values.values()
        if is_named({conflict.key: value})
    }


def _claims(conflict: Conflict, store: Store, project: str) -> dict[str, Value]:
    """The claims by who makes them; what was synced is claimed by the replicas that hold it."""
    claims = dict(conflict.values)
    if RECORD in claims:
        record = claims.pop(RECORD)
        holders = [
            each.name
            for each in store.replicas(project)
            if each.name not in claims and alike(base_cell(store.db, project, each.name, conflict), record)
        ]
        claims = {**dict.fromkeys(holders or [RECORD], record), **claims}
    return claims


def _project(store: Store, location: str, open_: Open) -> str:
    """The workbook's project, by its place; only where that is not known the workbook is read."""
    kind = "google" if is_google(location) else "excel"
    known = store.find_by_location(canonical(kind, location))
    if known is not None:
        return known.project
    project = open_(location, None).read().project_id
    if project is None or not store.has_project(project):
        raise WrongUsage(
            f"{Path(location).name} has not been synced on this computer, so nothing is known of conflicts.",
            hint="Run sheet-sync sync first.",
        )
    return project


def _listed(
    standing: StandingConflict,
    claims: Claims,
    known: Mapping[tuple[str, RowId], Cells],
    titles: Mapping[str, str],
) -> ListedConflict:
    conflict = standing.conflict
    return ListedConflict(
        id=conflict_id(conflict),
        table=conflict.table,
        row=conflict.row,
        name=name_of_cells(known.get((conflict.table, conflict.row), {}), conflict.row),
        field=own_header(conflict.key),
        values={public_name(name): scalar_of(value) for name, value in claims.items()},
        titles=_titles(claims, titles),
        since=standing.since,
    )


def _titles(claims: Claims, titles: Mapping[str, str]) -> dict[str, str]:
    named = {}
    for name in claims:
        row = joined_row(name)
        named[public_name(name)] = f"the joined row {row}" if row else titles.get(name, name)
    return named


def resolve(
    location: str, options: SyncOptions, kept: Mapping[str, str], open_: Open = open_with_backups
) -> SyncReport:
    """Settle conflicts, by ID what to keep, with a sync that writes it into every replica.

    Raises:
        WrongUsage: no such conflict is open, or a value is not of its kind.
    """
    found = list_conflicts(location, options.store, open_)
    known = {id_: find_conflict(found, id_) for id_ in kept}

    def settle(conflict: Conflict, held: Claims) -> tuple[Value] | None:
        id_ = conflict_id(conflict)
        return keep(kept[id_], {**conflict.values, **held}, known[id_].titles) if id_ in kept else None

    return sync(location, replace(options, source="resolve", settle=settle), open_)


def find_conflict(conflicts: Sequence[ListedConflict], id_: str) -> ListedConflict:
    """The open conflict with that ID.

    Raises:
        WrongUsage: there is none.
    """
    found = next((each for each in conflicts if each.id == id_.strip().casefold()), None)
    if found is None:
        raise WrongUsage(
            f"No conflict called {id_} is open.", hint="sheet-sync conflicts lists those that are, with their IDs."
        )
    return found


def keep_for_all(conflicts: tuple[ListedConflict, ...], word: str, id_: str | None) -> dict[str, str]:
    """What to keep, by conflict: for the one that is named, else for all.

    Raises:
        WrongUsage: nothing is open, or a single value is to settle several conflicts.
    """
    if id_ is not None:
        return {id_.strip().casefold(): word}
    if not conflicts:
        raise WrongUsage("Nothing is in conflict, so there is nothing to settle.")
    names = {name for conflict in conflicts for name in conflict.values} - {RECORD}
    if len(conflicts) > 1 and word.casefold() not in names:
        raise WrongUsage(
            f"{len(conflicts)} conflicts are open, so say which one “{word}” is for.",
            hint="Name it by its ID, which sheet-sync conflicts lists.",
        )
    return {conflict.id: word for conflict in conflicts}
