"""How ``check --fix``, ``done``, ``log``, ``snooze`` and ``letters`` write: at once, the version before kept, and noted
in the records, so that the history names the command and ``undo`` can take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.app.opening import open_replica
from sheet_sync.errors import SheetSyncError

if TYPE_CHECKING:
    from pathlib import Path

    from sheet_sync.core.changes import Plan
    from sheet_sync.core.records import Snapshot

_NOT_SYNCED = "not-synced"


def write_for(command: str, location: str, plan: Plan, seen: Snapshot, store: str | None) -> None:
    """Carry out the plan of one of :data:`sheet_sync.core.sync.deeds.COMMANDS`.

    ``store`` is the folder of the records, as typed.

    Raises:
        Refused: it cannot be written; nothing was.
    """
    from sheet_sync.store.place import backups_folder, store_folder

    folder = store_folder(store)
    backups = backups_folder(folder, seen.project_id or _NOT_SYNCED)
    after = open_replica(location, backups=backups).write(plan, seen)
    if seen.project_id is not None:
        _note(command, folder, seen.project_id, seen, after)


def _note(command: str, folder: Path, project: str, seen: Snapshot, after: Snapshot) -> None:
    from sheet_sync.app.ties import find_tie
    from sheet_sync.core.sync.deeds import find_deeds
    from sheet_sync.store.place import STORE_NAME
    from sheet_sync.store.store import Store

    if not (folder / STORE_NAME).is_file():
        return
    try:
        with Store.open(folder) as records:
            if records.has_project(project) and find_tie(records, seen).project_id == project:
                records.note_deeds(project, tuple(find_deeds(seen, after, command)))
    except SheetSyncError:
        return  # it is written all the same; the next sync says what is wrong with the records, or that it is a copy
