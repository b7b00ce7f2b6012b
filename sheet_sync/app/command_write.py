"""How ``check --fix``, ``done``, ``log``, ``snooze`` and ``letters`` write: at once, the version before kept, and noted
in the records, so that the history names the command and ``undo`` can take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.app.opening import open_replica
from sheet_sync.errors import Refused, SheetSyncError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sheet_sync.core.changes import Plan
    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.sync.deeds import Deed

_NOT_SYNCED = "not-synced"


def write_for(command: str, location: str, plan: Plan, seen: Snapshot, store: str | None) -> None:
    """Carry out the plan of one of :data:`sheet_sync.core.sync.deeds.COMMANDS`.

    ``store`` is the folder of the records, as typed.

    Raises:
        Refused: it cannot be written; nothing was.
    """
    from sheet_sync.core.sync.applied import apply_plan
    from sheet_sync.core.sync.deeds import find_deeds
    from sheet_sync.store.place import backups_folder, store_folder

    folder = store_folder(store)
    backups = backups_folder(folder, seen.project_id or _NOT_SYNCED)
    replica = open_replica(location, backups=backups)
    foreseen = tuple(find_deeds(seen, apply_plan(seen, plan), command))
    _note(folder, seen, foreseen)  # before it is done: killed in between, the next sync still knows who did it
    try:
        after = replica.write(plan, seen)
    except Refused:
        _note(folder, seen, (), instead_of=foreseen)
        raise
    done = tuple(find_deeds(seen, after, command))
    if done != foreseen:
        _note(folder, seen, done, instead_of=foreseen)


def _note(folder: Path, seen: Snapshot, done: Sequence[Deed], instead_of: Sequence[Deed] = ()) -> None:
    from sheet_sync.app.ties import find_tie
    from sheet_sync.store.place import STORE_NAME
    from sheet_sync.store.store import Store

    project = seen.project_id
    if project is None or not (folder / STORE_NAME).is_file():
        return
    try:
        with Store.open(folder) as records:
            if records.has_project(project) and find_tie(records, seen).project_id == project:
                records.note_deeds(project, done, instead_of)
    except SheetSyncError:
        return  # it is written all the same; the next sync says what is wrong with the records, or that it is a copy
