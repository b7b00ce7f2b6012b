"""Which project a workbook belongs to: by the ID it carries and by the place it is at.

A copy carries the ID of its original.  It is noticed here, and nothing is written to it or from it in the original's
place until the user has said which of the two it is.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.errors import Refused, SheetSyncError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.sync.synced import Rows
    from sheet_sync.store.projects import KnownReplica
    from sheet_sync.store.store import Store

AS_NEW = "--as-new"
REPLACE = "--replace"


@dataclass(frozen=True, slots=True)
class Tie:
    """The project of a workbook, and a remark where the user should know how it was found.

    ``is_new``: nothing said which project it is, so it got one.
    """

    project_id: str
    note: str | None = None
    is_new: bool = False


def canonical(kind: str, location: str) -> str:
    """A place as the store knows it: an absolute path without links, or a Google Sheet's link without what follows."""
    if kind == "excel":
        return str(Path(location).resolve())
    from sheet_sync.google.links import is_google, link_of, spreadsheet_id

    return link_of(spreadsheet_id(location)) if is_google(location) else location


def new_project_id() -> str:
    """A new project's ID: 80 random bits."""
    return f"p-{secrets.token_hex(10)}"


def find_tie(store: Store, snapshot: Snapshot, *, as_new: bool = False, replace: bool = False) -> Tie:
    """The project to sync this workbook with.

    Raises:
        Refused: it is a copy of a workbook that is synced already, or another than was synced from its place before.
    """
    place = canonical(snapshot.kind, snapshot.location)
    if as_new:
        return _as_new(store, snapshot, place)
    if snapshot.project_id is None:
        return _untied(store, snapshot, store.find_by_location(place), replace=replace)
    project = snapshot.project_id
    known = [each for each in store.replicas(project) if each.kind == snapshot.kind]
    if not known or any(each.location == place for each in known) or replace:
        return Tie(project)
    if _is_still_there(known[0], project, place):
        raise _copy(snapshot, known[0])
    return Tie(project, f"The workbook was at {known[0].location} before; from now on it is synced from here.")


def _as_new(store: Store, snapshot: Snapshot, place: str) -> Tie:
    """Records of its own; a workbook that is no copy has them, and they must not be left behind."""
    project = snapshot.project_id
    if project is not None and any(each.location == place for each in store.replicas(project)):
        return Tie(project, f"{_name(snapshot)} is no copy, so {AS_NEW} changed nothing: it keeps its records.")
    return Tie(new_project_id())


def _untied(store: Store, snapshot: Snapshot, known: KnownReplica | None, *, replace: bool) -> Tie:
    """A workbook without an ID, at a place that may be known."""
    if known is None:
        return Tie(new_project_id(), is_new=True)
    records = store.load(known.project).records
    if replace or _is_kin(snapshot, records):
        return Tie(known.project)
    if len(store.replicas(known.project)) > 1 or any(table.rows for table in records.values()):
        raise Refused(
            f"{_name(snapshot)} is not the workbook that was synced from here before, so nothing was done.",
            hint=f"Add {REPLACE} to sync it in place of the earlier one, or {AS_NEW} to give it records of its own.",
        )
    return Tie(new_project_id(), is_new=True)


def _is_kin(snapshot: Snapshot, records: Mapping[str, Rows]) -> bool:
    """Whether the workbook holds the rows of the project: some programs drop the ID of a file that they save."""
    from sheet_sync.core.layout import find_tables
    from sheet_sync.core.sync.kinship import is_kin
    from sheet_sync.core.sync.synced import read_tables

    return is_kin(read_tables(find_tables(snapshot.grids)), records)


def _is_still_there(known: KnownReplica, project: str, place: str) -> bool:
    """Whether the original is still where it was.  One that cannot be read counts as there."""
    if known.kind != "excel":
        return True
    original = Path(known.location)
    try:
        if not original.exists() or original.samefile(place):
            return False
    except OSError:
        return True
    from sheet_sync.app.opening import open_replica

    try:
        return open_replica(known.location).read().project_id == project
    except SheetSyncError:
        return True


def _copy(snapshot: Snapshot, known: KnownReplica) -> Refused:
    return Refused(
        f"{_name(snapshot)} and {known.location} are copies of one workbook, and the second is the one that is synced. "
        "So nothing was done.",
        hint=f"Add {AS_NEW} to keep {_name(snapshot)} as a workbook of its own, "
        f"or {REPLACE} to sync it in place of the other.",
    )


def refuse_foreign(snapshot: Snapshot, project: str, first: Snapshot) -> None:
    """Stop where a partner is synced with another workbook.

    Raises:
        Refused: it carries the ID of another project.
    """
    if snapshot.project_id not in (None, project):
        raise Refused(
            f"{_name(snapshot)} is paired with another workbook than {_name(first)}, so nothing was synced.",
            hint="Name the workbook that it belongs to, or pair it with a new Google Sheet or file instead.",
        )


def refuse_other_workbook(store: Store, snapshot: Snapshot, project: str, original: Snapshot) -> None:
    """Stop where what is to be merged is no copy of the workbook.

    Raises:
        Refused: it carries another ID, or none and other rows.
    """
    is_both_new = snapshot.project_id is None and original.project_id is None
    if snapshot.project_id == project or is_both_new:
        return
    if snapshot.project_id is not None or not _is_kin(snapshot, store.load(project).records):
        raise Refused(
            f"{_name(snapshot)} is no copy of {_name(original)}, so nothing was merged.",
            hint="--also takes a copy that a cloud drive made of the same workbook.",
        )


def _name(snapshot: Snapshot) -> str:
    return Path(snapshot.location).name if snapshot.kind == "excel" else snapshot.location
