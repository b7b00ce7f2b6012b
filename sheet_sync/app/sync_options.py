"""What a sync can be asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet_sync.core.sync.matching import MakeId
    from sheet_sync.core.sync.settling import Settle
    from sheet_sync.core.sync.sync_state import Amend
    from sheet_sync.replica import Replica


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What a sync is asked to do.

    ``partners`` are locations to pair the workbook with from now on, ``also`` those of copies to merge this once.
    ``amend`` and ``settle`` change the records; ``source`` names who asked.  ``prefer`` settles the conflicts that are
    left: a replica's name, or ``newest``.
    """

    as_of: date
    store: Path
    dry_run: bool = False
    allow_deletions: bool = False
    allow_empty: bool = False
    as_new: bool = False
    replace: bool = False
    partners: tuple[str, ...] = ()
    source: str = "sync"
    amend: Amend | None = None
    settle: Settle | None = None
    also: tuple[str, ...] = ()
    prefer: str | None = None
    make_id: MakeId | None = None

    @property
    def is_plain(self) -> bool:
        asked = (self.as_new, self.replace, self.amend, self.settle, self.prefer, self.partners, self.also)
        return not any(asked)


Open = Callable[[str, Path | None], "Replica"]
"""Opens the replica at a location; the folder is for the versions that a write replaces."""


def open_with_backups(location: str, backups: Path | None) -> Replica:
    from sheet_sync.app.opening import open_replica

    return open_replica(location, backups=backups)
