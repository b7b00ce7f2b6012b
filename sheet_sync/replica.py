"""The protocol of a place to sync with, and the words of this house.

*replica*: an Excel file or a Google Sheet.  *snapshot*: a replica as it was read.  *base*: what a replica looked like
when it was last synced.  *store*: the database with records, bases and history.  *record*: a row as all replicas agreed
on it.  *change*, *plan*: what is to be done to one replica.  *conflict*: one cell, edited differently in two places.
*finding*: what ``check`` has to say about a cell.  *follow-up*: whom to write to, and by when.
*letter*: a text to a person.  *draft*: a letter as a file or in a mailbox, not sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sheet_sync.core.changes import Plan
    from sheet_sync.core.records import Snapshot


class Replica(Protocol):
    """A place that holds the workbook."""

    @property
    def kind(self) -> str:
        """``excel`` or ``google``."""

    @property
    def location(self) -> str:
        """What the user calls it: a path, a link."""

    def read(self) -> Snapshot:
        """The replica as it is now.

        Raises:
            WorkbookUnreadable: it is absent, damaged, protected by a password, or no workbook.
            GoogleUnreachable: the service cannot be reached or refuses.
        """

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        """Carry out a plan that was made from ``seen``, and give the replica as it is afterwards.

        All or nothing: after an error the replica is what it was, or (answer lost) what the plan makes of it;
        reading it again tells which.  Nothing but what the plan names changes.

        Raises:
            WorkbookChanged: it is no longer what ``seen`` says; nothing was written.
            WorkbookBusy: it is open elsewhere, or cannot be written; nothing was written.
            Refused: a change cannot be made without damage (a signed workbook, a spilled array); nothing was written.
        """


@dataclass
class MemoryReplica:
    """A replica in memory: what a sync of whole workbooks is tried on, without a file.

    ``contents`` is the workbook; a person's edit replaces it, and :meth:`write` does.  ``writes`` counts the plans that
    were carried out.
    """

    contents: Snapshot
    writes: int = field(default=0, init=False)

    @property
    def kind(self) -> str:
        return self.contents.kind

    @property
    def location(self) -> str:
        return self.contents.location

    def read(self) -> Snapshot:
        """See :class:`Replica`."""
        return replace(self.contents, fingerprint=_fingerprint(self.contents))

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        """See :class:`Replica`."""
        from sheet_sync.core.sync.applied import apply_plan
        from sheet_sync.errors import WorkbookChanged

        if _fingerprint(self.contents) != seen.fingerprint:
            raise WorkbookChanged(f"{self.location} changed while it was worked on, so nothing was written.")
        self.contents = apply_plan(self.contents, plan)
        self.writes += 1
        return self.read()


def _fingerprint(contents: Snapshot) -> str:
    from hashlib import sha256

    grids = [(grid.name, sorted(grid.rows.items())) for grid in contents.grids]
    return sha256(repr((grids, contents.project_id)).encode()).hexdigest()
