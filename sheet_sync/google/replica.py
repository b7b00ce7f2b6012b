"""A Google Sheet as a place to sync with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sheet_sync.errors import Refused, WorkbookChanged
from sheet_sync.google.links import link_of

if TYPE_CHECKING:
    from sheet_sync.core.changes import Change, Plan
    from sheet_sync.core.records import Snapshot
    from sheet_sync.google.book import GoogleSnapshot
    from sheet_sync.google.client import SheetsClient


@dataclass
class GoogleReplica:
    """The Google Sheet with that ID.

    ``notes`` say what the last :meth:`write` did otherwise than the plan had it; ``unwritten`` are the changes that it
    did not make, because a cell is protected or was edited meanwhile.  ``requests`` is what writing took; what reading
    took is told by the snapshot.
    """

    file_id: str
    client: SheetsClient
    notes: tuple[str, ...] = field(default=(), init=False)
    unwritten: tuple[Change, ...] = field(default=(), init=False)
    requests: int = field(default=0, init=False)

    @property
    def kind(self) -> str:
        return "google"

    @property
    def location(self) -> str:
        return link_of(self.file_id)

    def read(self) -> GoogleSnapshot:
        """See :class:`sheet_sync.replica.Replica`.  One request."""
        from sheet_sync.google.reading import BOOK_FIELDS, read_spreadsheet
        from sheet_sync.google.viewed import is_only_viewed

        before = self.client.requests
        self.client.is_in_touch = False  # a long-running program may have been offline for hours since
        answer = self.client.get(self.file_id, BOOK_FIELDS)
        read_only = self.only_viewed if is_only_viewed(self.file_id) else None
        return read_spreadsheet(
            {**answer, "spreadsheetId": self.file_id}, read_only=read_only, requests=self.client.requests - before
        )

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        """See :class:`sheet_sync.replica.Replica`.  An empty plan sends nothing at all.

        What a person edited between reading and writing stays; a row that moved meanwhile is found by its ID.
        """
        from sheet_sync.google.faults import OnlyViewer
        from sheet_sync.google.viewed import note_viewed
        from sheet_sync.google.writing import Writing

        self.notes, self.unwritten = (), ()
        if not plan:
            return seen
        if seen.read_only is not None:
            raise Refused(seen.read_only, where=self.location)
        before = self.client.requests
        try:
            after = Writing(self, self._known(seen)).write(plan)
        except OnlyViewer:
            note_viewed(self.file_id, is_only_viewed=True)
            raise
        finally:
            self.requests += self.client.requests - before
        note_viewed(self.file_id, is_only_viewed=False)
        return after

    @property
    def only_viewed(self) -> str:
        """What to say of a Sheet that may only be viewed."""
        from sheet_sync.google.faults import cure_for_viewer, may_only_view

        return f"{may_only_view(self.client.who)}. {cure_for_viewer(self.client.who)}"

    def try_editing(self) -> None:
        """Find out whether the Sheet may be edited, by a change that takes itself back.

        Raises:
            OnlyViewer: it may only be viewed.
            SheetSyncError: Google cannot be reached.
        """
        from sheet_sync.google.batch import Batch, nothing
        from sheet_sync.google.faults import OnlyViewer
        from sheet_sync.google.sending import Sender
        from sheet_sync.google.viewed import note_viewed

        try:
            Sender(self.client, self.file_id).send(Batch("", nothing(), (), None))
        except OnlyViewer:
            note_viewed(self.file_id, is_only_viewed=True)
            raise
        note_viewed(self.file_id, is_only_viewed=False)

    def forget_project(self) -> None:
        """Take off the Sheet what ties it to a workbook.

        Raises:
            SheetSyncError: the Sheet cannot be reached, or may not be written.
        """
        from sheet_sync.google.batch import no_project
        from sheet_sync.google.client import Failed, OutcomeUnknown
        from sheet_sync.google.sending import refusal

        seen = self.read()
        if seen.project_id is None:
            return
        try:
            self.client.batch_update(self.file_id, {"requests": [no_project()]}, "spreadsheetId")
        except Failed as failed:
            raise refusal(failed, self.client.who, self.file_id) from failed
        except OutcomeUnknown as unknown:
            if self.read().project_id is not None:
                raise unknown.failed.in_words(self.client.who, self.location) from unknown

    def _known(self, seen: Snapshot) -> GoogleSnapshot:
        """What was seen, with all that writing needs; read again where it does not come from a read."""
        from sheet_sync.google.book import GoogleSnapshot

        if isinstance(seen, GoogleSnapshot) and seen.state is not None and seen.state.file_id == self.file_id:
            return seen
        now = self.read()
        if now.fingerprint != seen.fingerprint:
            raise WorkbookChanged(
                "The Google Sheet changed while it was worked on, so nothing was written.", where=self.location
            )
        return now
