"""The replicas of a sync, by name: the workbook that was named, those it is paired with, and copies to merge.

The first of a kind is called by its kind (``excel``, ``google``); a second Excel file is ``excel-2``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sheet_sync.app.ties import canonical, refuse_foreign, refuse_other_workbook
from sheet_sync.core.sync.settling import file_name
from sheet_sync.errors import GoogleUnreachable, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from sheet_sync.app.sync_options import Away
    from sheet_sync.core.records import Snapshot
    from sheet_sync.replica import Replica
    from sheet_sync.store.projects import KnownReplica
    from sheet_sync.store.store import Store

LEFT_ALONE = "it is a copy, and stays as it is."


@dataclass(slots=True)
class Gathered:
    """The replicas and what they hold; ``copies`` names those that are merged and left alone.

    ``absent`` are known ones that cannot be reached now, and why.
    """

    replicas: dict[str, Replica] = field(default_factory=dict)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    copies: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    absent: dict[str, OutOfReach] = field(default_factory=dict)

    def add(self, name: str, replica: Replica, snapshot: Snapshot) -> None:
        self.replicas[name] = replica
        self.snapshots[name] = snapshot


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A known replica that could not be read."""

    known: KnownReplica
    error: GoogleUnreachable


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look: ``partners`` are paired from now on, ``copies`` are merged this once, ``seen`` were read, ``away``
    could not be."""

    partners: Sequence[str]
    copies: Sequence[str]
    backups: Path
    open_: Callable[[str, Path | None], Replica]
    seen: Mapping[str, Snapshot] = field(default_factory=dict)
    away: Away = field(default_factory=dict)


def gather(location: str, snapshot: Snapshot, project: str, store: Store, places: Places) -> Gathered:
    """Open and read every replica of a project.

    Raises:
        Refused: one of them belongs to another workbook.
        WrongUsage: a copy is the workbook itself.
        GoogleUnreachable: one that was never synced cannot be reached.
    """
    known = store.replicas(project)
    found = Gathered()
    first = _name_of(snapshot, known)
    found.add(first, places.open_(location, places.backups), snapshot)
    for name, place in _others(first, snapshot, known, places).items():
        try:
            found.add(name, *_read(place, places))
        except GoogleUnreachable as error:
            found.absent[name] = OutOfReach(_known_here(name, known, error), error)
            continue
        refuse_foreign(found.snapshots[name], project, snapshot)
    for place in places.copies:
        _add_copy(found, place, project, store, places)
    return found


def _read(place: str, places: Places) -> tuple[Replica, Snapshot]:
    if place in places.away:
        raise places.away[place]
    try:
        replica = places.open_(place, places.backups)
        return replica, places.seen.get(place) or replica.read()
    except GoogleUnreachable as error:
        places.away[place] = error
        raise


def _known_here(name: str, known: Sequence[KnownReplica], error: GoogleUnreachable) -> KnownReplica:
    """The replica as it was last synced; one that never was cannot be left out."""
    found = next((each for each in known if each.name == name and each.fingerprint is not None), None)
    if found is None:
        raise error
    return found


def _name_of(snapshot: Snapshot, known: Sequence[KnownReplica]) -> str:
    """The name under which the store knows the workbook: by its place, else by its kind."""
    place = canonical(snapshot.kind, snapshot.location)
    by_place = next((each.name for each in known if each.location == place), None)
    by_kind = next((each.name for each in known if each.kind == snapshot.kind), None)
    return by_place or by_kind or snapshot.kind


def _others(first: str, snapshot: Snapshot, known: Sequence[KnownReplica], places: Places) -> dict[str, str]:
    """The other replicas' places by name: those that are known, and the new ones."""
    others = {each.name: each.location for each in known if each.name != first}
    taken = {canonical(snapshot.kind, snapshot.location), *others.values()}
    for partner in places.partners:
        kind = places.open_(partner, None).kind
        place = canonical(kind, partner)
        if place in taken:
            continue
        taken.add(place)
        others[_free_name(kind, {first, *others}) if kind == "excel" else kind] = partner
    return others


def _free_name(kind: str, taken: Collection[str]) -> str:
    name, number = kind, 1
    while name in taken:
        number += 1
        name = f"{kind}-{number}"
    return name


def _add_copy(found: Gathered, place: str, project: str, store: Store, places: Places) -> None:
    replica = places.open_(place, None)
    snapshot = replica.read()
    here = {canonical(each.kind, each.location) for each in found.snapshots.values()}
    if canonical(replica.kind, place) in here:
        raise WrongUsage(
            f"{file_name(place)} is synced anyway; a copy to merge is another file.",
            hint="Name the copy after --also, such as: --also “Contacts (conflicted copy).xlsx”",
        )
    refuse_other_workbook(store, snapshot, project, next(iter(found.snapshots.values())))
    if any(snapshot.fingerprint in each.summary.get("merged", ()) for each in store.replicas(project)):
        found.notes.append(f"{file_name(place)} has been merged before and has not changed since.")
        return
    name = file_name(place) if file_name(place) not in found.replicas else place
    found.add(name, replica, replace(snapshot, read_only=snapshot.read_only or LEFT_ALONE))
    found.copies.add(name)
