"""What a sync can be asked to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.errors import GoogleUnreachable

if TYPE_CHECKING:
    from sheet_sync.core.sync.matching import MakeId
    from sheet_sync.core.sync.settling import Settle
    from sheet_sync.core.sync.sync_state import Amend
    from sheet_sync.replica import Replica


Away = dict[str, GoogleUnreachable]
"""The places that were found out of reach, and why: nobody waits for them again."""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What a sync is asked to do.

    ``partners`` are locations to pair the workbook with from now on, ``also`` those of copies to merge this once.
    ``amend`` and ``settle`` change the records; ``source`` names who asked.  ``prefer`` settles the conflicts that are
    left: a replica's name, or ``newest``.  ``needs_all`` says why nothing is done where a place is out of reach;
    without it such a place is left out.  ``away`` are places that are not even tried now.
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
    needs_all: str = ""
    away: Mapping[str, GoogleUnreachable] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        asked = (self.as_new, self.replace, self.amend, self.settle, self.prefer, self.partners, self.also)
        return not any(asked)


Open = Callable[[str, Path | None], "Replica"]
"""Opens the replica at a location; the folder is for the versions that a write replaces."""


def open_with_backups(location: str, backups: Path | None) -> Replica:
    from sheet_sync.app.opening import open_replica

    return open_replica(location, backups=backups)
