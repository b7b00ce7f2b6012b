"""A project's past, opened for reading: its records, its history, and the workbook as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.app.past_rows import PastRow, find_past_row
from sheet_sync.app.sync import open_with_backups
from sheet_sync.app.ties import canonical
from sheet_sync.core.sync.renames import newest_header
from sheet_sync.core.sync.settling import titles_of
from sheet_sync.errors import WorkbookUnreadable, WrongUsage
from sheet_sync.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.sync.renames import Aliases
    from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows
    from sheet_sync.store.looking_back import Line


@dataclass(slots=True)
class Past:
    """A project's records and history, and the workbook as it is now.

    ``known`` are all rows ever recorded, ``today`` those that are; ``aliases`` the later headers of columns of the
    user's own, by table, ``titles`` what the user calls each replica.
    """

    store: Store
    project: str
    snapshot: Snapshot | None
    known: Mapping[tuple[str, RowId], Cells]
    today: Mapping[str, Rows]
    aliases: Aliases
    titles: Mapping[str, str]

    def find(self, typed: str, field: str | None) -> PastRow:
        return find_past_row(typed, self.known, self.snapshot, field, self.aliases)

    def header(self, table: str, key: Key) -> str:
        """What a column is called now."""
        return newest_header(self.aliases.get(table, {}), key)

    def lines(self, wanted: PastRow | None) -> tuple[Line, ...]:
        if wanted is None:
            return self.store.history(self.project)
        lines = self.store.history(self.project, table=wanted.table, row=wanted.row)
        if wanted.key is None:
            return lines
        return tuple(line for line in lines if line.event.key in (None, wanted.key))


@contextmanager
def looking_at(location: str, folder: Path, *, must_be_there: bool = False) -> Iterator[Past]:
    """The past of a workbook; with ``must_be_there`` only where something can be written into it.

    Raises:
        WrongUsage: it was never synced here.
        WorkbookUnreadable: it must be there, and is gone or damaged.
    """
    from sheet_sync.store.looking_back import all_rows

    snapshot = open_with_backups(location, None).read() if must_be_there else _read_if_there(location)
    with Store.open(folder, read_only=True) as store:
        project = _project(store, location, snapshot)
        known = all_rows(store.db, project)
        state = store.load(project)
        titles = titles_of({each.name: (each.kind, each.location) for each in store.replicas(project)})
        yield Past(store, project, snapshot, known, state.records, state.aliases, titles)


def _read_if_there(location: str, open_: Callable[..., Any] = open_with_backups) -> Snapshot | None:
    """The workbook, or ``None`` where it is gone or damaged: its history can be read all the same."""
    try:
        snapshot: Snapshot = open_(location, None).read()
    except WorkbookUnreadable:
        return None
    return snapshot


def _project(store: Store, location: str, snapshot: Snapshot | None) -> str:
    if snapshot is not None and snapshot.project_id is not None and store.has_project(snapshot.project_id):
        return snapshot.project_id
    kind = snapshot.kind if snapshot is not None else "excel"
    known = store.find_by_location(canonical(kind, location))
    if known is None:
        raise WrongUsage(
            f"{Path(location).name} has not been synced on this computer, so it has no history here.",
            hint="Run sheet-sync sync first.",
        )
    return known.project
