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
from sheet_sync.core.sync.choosing import ThirdValue, keep, nearest_side, side_named
from sheet_sync.core.sync.conflict_ids import claims_in_order, conflict_id, listing_order
from sheet_sync.core.sync.merge import RECORD, joined_row, public_name
from sheet_sync.core.sync.renames import newest_header
from sheet_sync.core.sync.settling import titles_of
from sheet_sync.core.sync.synced import alike, scalar_of, value_of
from sheet_sync.errors import WrongUsage
from sheet_sync.store.loading import load_aliases
from sheet_sync.store.looking_back import all_rows
from sheet_sync.store.open_conflicts import StandingConflict, base_cell, open_conflicts
from sheet_sync.store.store import Store

if TYPE_CHECKING:
    from sheet_sync.app.sync_report import SyncReport
    from sheet_sync.core.sync.merge import Claims, Conflict
    from sheet_sync.core.sync.renames import Aliases
    from sheet_sync.core.sync.synced import Cells, RowId, Value
    from sheet_sync.core.values import Scalar


_NEEDS_ALL = "What the sides say now must be seen, so nothing was settled."


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

    @property
    def claims(self) -> Mapping[str, Value]:
        """The values as they are compared."""
        return {name: value_of(value) for name, value in self.values.items()}

    def __str__(self) -> str:
        return f"{self.field} of {self.name} ({self.table})"


def list_conflicts(location: str, store: Path, open_: Open = open_with_backups) -> tuple[ListedConflict, ...]:
    """What the last sync left open, in the order of every list of conflicts.

    Raises:
        WrongUsage: the workbook was never synced on this computer.
    """
    with Store.open(store, read_only=True) as opened:
        project = _project(opened, location, open_)
        standing = open_conflicts(opened.db, project)
        titles = titles_of({each.name: (each.kind, each.location) for each in opened.replicas(project)})
        known = all_rows(opened.db, project) if standing else {}
        claims = [_claims(each.conflict, opened, project) for each in standing]
        aliases = load_aliases(opened.db, project)
    known = {**_claimed_names(standing), **{place: cells for place, cells in known.items() if is_named(cells)}}
    found = (_listed(each, values, known, titles, aliases) for each, values in zip(standing, claims, strict=True))
    return tuple(sorted(found, key=lambda each: listing_order(each.table, each.name, each.field, each.id)))


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
    aliases: Aliases,
) -> ListedConflict:
    conflict = standing.conflict
    return ListedConflict(
        id=conflict_id(conflict),
        table=conflict.table,
        row=conflict.row,
        name=name_of_cells(known.get((conflict.table, conflict.row), {}), conflict.row),
        field=newest_header(aliases.get(conflict.table, {}), conflict.key),
        values=claims_in_order({public_name(name): scalar_of(value) for name, value in claims.items()}),
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
        WrongUsage: no such conflict is open, or what to keep is not one of its values and may be a slip.
    """
    found = list_conflicts(location, options.store, open_)
    known = {id_: find_conflict(found, id_) for id_ in kept}
    for id_, word in kept.items():
        chosen(word, known[id_])

    def settle(conflict: Conflict, held: Claims) -> tuple[Value] | None:
        id_ = conflict_id(conflict)
        return chosen(kept[id_], known[id_], {**conflict.values, **held}) if id_ in kept else None

    return sync(location, replace(options, source="resolve", settle=settle, needs_all=_NEEDS_ALL), open_)


def chosen(word: str, conflict: ListedConflict, held: Claims | None = None) -> tuple[Value]:
    """The value that is kept, of those that are ``held`` now.

    Raises:
        WrongUsage: it is not one of the values and may be a slip.
    """
    try:
        return keep(word, conflict.claims if held is None else held, conflict.titles)
    except WrongUsage as error:
        raise WrongUsage(f"{conflict} ({conflict.id}): {error.message}", hint=error.hint) from None


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


def keep_for_all(conflicts: Sequence[ListedConflict], word: str, id_: str | None) -> dict[str, str]:
    """What to keep, by conflict: for the one that is named, else for all.

    Raises:
        WrongUsage: nothing is open, a single value is to settle several conflicts, or it may be a slip.
    """
    if id_ is None and not conflicts:
        raise WrongUsage("Nothing is in conflict, so there is nothing to settle.")
    meant = conflicts if id_ is None else [find_conflict(conflicts, id_)]
    if len(meant) > 1:
        _refuse_single_value(meant, word)
    for conflict in meant:
        chosen(word, conflict)
    return {conflict.id: word for conflict in meant}


def _refuse_single_value(conflicts: Sequence[ListedConflict], word: str) -> None:
    """Only a side can be kept for several conflicts at once."""
    sides = {name: None for conflict in conflicts for name in conflict.values if name != RECORD}
    titles = {name: title for conflict in conflicts for name, title in conflict.titles.items()}
    if not isinstance(word, ThirdValue):
        if side_named(word, sides, titles) is not None:
            return
        if (near := nearest_side(word, sides, titles)) is not None:
            raise WrongUsage(f"“{word}” is not the name of a side.", hint=f"Did you mean --keep {near}?")
    raise WrongUsage(
        f"{len(conflicts)} conflicts are open, so say which one “{word}” is for.",
        hint="Name it by its ID, which sheet-sync conflicts lists.",
    )
