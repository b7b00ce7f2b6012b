"""A Google Sheet as a place to sync with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sheet_sync.core.changes import Plan
from sheet_sync.core.records import Snapshot
from sheet_sync.errors import Refused, SheetSyncError, WorkbookChanged
from sheet_sync.google.links import link_of

if TYPE_CHECKING:
    from sheet_sync.core.changes import Change
    from sheet_sync.core.records import CellRef
    from sheet_sync.google.book import BookState, GoogleSnapshot
    from sheet_sync.google.client import SheetsClient
    from sheet_sync.google.verify import Verdict
    from sheet_sync.google.work import Work

Json = dict[str, Any]

_MOST_ROUNDS = 5
"""Batches to put one right: a person would have to sort within the same second, again and again."""
_MOST_NAMED = 5


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
        from sheet_sync.google.faults import cure_for_viewer
        from sheet_sync.google.reading import BOOK_FIELDS, read_spreadsheet
        from sheet_sync.google.viewed import is_only_viewed

        before = self.client.requests
        answer = self.client.get(self.file_id, BOOK_FIELDS)
        who = self.client.who
        read_only = (
            f"{who} may view this Google Sheet but not edit it. {cure_for_viewer(who)}"
            if is_only_viewed(self.file_id)
            else None
        )
        return read_spreadsheet(
            {**answer, "spreadsheetId": self.file_id}, read_only=read_only, requests=self.client.requests - before
        )

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        """See :class:`sheet_sync.replica.Replica`.  An empty plan sends nothing at all.

        What a person edited between reading and writing stays; a row that moved meanwhile is found by its ID.
        """
        from sheet_sync.google.faults import OnlyViewer
        from sheet_sync.google.viewed import note_viewed

        self.notes, self.unwritten = (), ()
        if not plan:
            return seen
        if seen.read_only is not None:
            raise Refused(seen.read_only, where=self.location)
        before = self.client.requests
        try:
            after = _Writing(self, self._known(seen)).write(plan)
        except OnlyViewer:
            note_viewed(self.file_id, is_only_viewed=True)
            raise
        finally:
            self.requests += self.client.requests - before
        note_viewed(self.file_id, is_only_viewed=False)
        return after

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

        seen = self.read()
        if seen.project_id is None:
            return
        try:
            self.client.batch_update(self.file_id, {"requests": [no_project()]}, "spreadsheetId")
        except Failed as failed:
            raise failed.in_words(self.client.who, self.location) from failed
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


class _Writing:
    """One plan on its way into the Sheet, batch by batch."""

    def __init__(self, replica: GoogleReplica, seen: GoogleSnapshot) -> None:
        from sheet_sync.google.sending import Sender

        assert seen.state is not None
        self.replica = replica
        self.seen = seen
        self.state: BookState = seen.state
        self.sender = Sender(replica.client, replica.file_id)
        self.left: list[Change] = []
        self.edited: list[CellRef] = []
        self.hidden: list[int] = []
        self.notes: list[str] = []
        self.has_moved = False
        self.is_begun = False
        self.whole: Json | None = None

    def write(self, plan: Plan) -> Snapshot:
        from sheet_sync.google.chunks import chunks
        from sheet_sync.google.deciding import decide

        decided = decide(plan, self.seen)
        self.left += decided.left_out
        self._say_protected(decided.protected)
        if decided.work:
            parts = chunks(decided.work)
            for number, part in enumerate(parts, 1):
                self._carry_out(part)
                if self.has_moved and number < len(parts):
                    self._take_away_hidden()
                    raise self._changed()
            self._take_away_hidden()
        self._say_edited()
        self.replica.notes, self.replica.unwritten = tuple(self.notes), tuple(self.left)
        return self._after(plan)

    def _carry_out(self, work: Work) -> None:
        """One batch, and as many more as it takes to put right what a person's edit made go wrong."""
        from sheet_sync.google.batch import make_batch
        from sheet_sync.google.reading import BOOK_FIELDS
        from sheet_sync.google.verify import check

        must_restart = False
        for attempt in range(_MOST_ROUNDS):
            # What is kept is needed until all is right: a cell may be put back a second time.
            done_with = () if attempt else tuple(self.hidden)
            batch = make_batch(work, self.state, done_with=done_with, has_mark=self.is_begun, tidies=not self.is_begun)
            answer = self._send(batch, BOOK_FIELDS if attempt else "")
            self.notes += batch.notes
            self.hidden = [number for number in self.hidden if number not in done_with]
            if batch.keeping is not None:
                self.hidden.append(batch.keeping.id)
            self.is_begun = True
            if attempt:
                self.whole = answer
            verdict = check(work, batch, answer)
            must_restart = must_restart or verdict.must_restart
            self._take(verdict)
            work = verdict.follow_up
            if not work:
                break
        else:
            self._leave_visible()
        if must_restart:
            self._take_away_hidden()
            raise self._changed()

    def _send(self, batch: Any, wholly: str) -> Json:
        """Send it; where Google finds a fault in it, say whether the Sheet has changed under our hands."""
        try:
            return self.sender.send(batch, wholly=wholly)
        except Refused as error:
            if type(error) is Refused and self._has_changed():
                raise self._changed() from error
            raise

    def _has_changed(self) -> bool:
        try:
            return self.replica.read().fingerprint != self.seen.fingerprint
        except SheetSyncError:
            return False

    def _changed(self) -> WorkbookChanged:
        return WorkbookChanged(
            "The Google Sheet was changed by somebody while it was written to, so the work has to begin anew.",
            where=self.replica.location,
            hint="Run the command again.",
        )

    def _take(self, verdict: Verdict) -> None:
        if verdict.follow_up:
            self.has_moved = True
        if not verdict.must_restart:
            self.left += verdict.unwritten
            self.edited += verdict.edited

    def _take_away_hidden(self) -> None:
        """Delete the hidden sheet.  Should that fail, the next write does it; the work itself is done."""
        from sheet_sync.google.batch import delete_sheets

        if not self.hidden:
            return
        try:
            self.replica.client.batch_update(
                self.replica.file_id, {"requests": delete_sheets(self.hidden)}, "spreadsheetId"
            )
        except Exception as error:
            from sheet_sync.google.client import Failed, OutcomeUnknown

            if not isinstance(error, Failed | OutcomeUnknown):
                raise
        self.hidden = []

    def _leave_visible(self) -> None:
        """Give up putting it right, and show the user what was replaced."""
        from sheet_sync.google.batch import show_sheets

        shown = [(number, f"Replaced by sheet-sync {index}") for index, number in enumerate(self.hidden, 1)]
        self.sender.client.batch_update(self.replica.file_id, {"requests": show_sheets(shown)}, "spreadsheetId")
        self.hidden = []
        self.notes.append(
            "The Google Sheet was edited again and again while it was written. What was replaced is kept in its sheet "
            f"{shown[0][1]}: look through it, and delete it when nothing is missing."
        )

    # --- what is said, and what is given back ---

    def _say_protected(self, cells: list[CellRef]) -> None:
        if not cells:
            return
        who = self.replica.client.who
        self.notes.append(
            f"{_listed(cells)} {'is' if len(cells) == 1 else 'are'} protected in the Google Sheet and left as "
            f"{'it is' if len(cells) == 1 else 'they are'}. Ask its owner to let {who.email or 'you'} edit "
            f"{'it' if len(cells) == 1 else 'them'} (Data > Protect sheets and ranges)."
        )

    def _say_edited(self) -> None:
        if self.edited:
            one = len(self.edited) == 1
            self.notes.append(
                f"{_listed(self.edited)} {'was' if one else 'were'} edited in the Google Sheet at that very moment; "
                f"the edit{'' if one else 's'} stayed. Sync again to bring {'it' if one else 'them'} in."
            )

    def _after(self, plan: Plan) -> Snapshot:
        """The Sheet as it is now: as it was read back, or as it was seen with the plan carried out."""
        from dataclasses import replace

        from sheet_sync.core.applied import apply_plan
        from sheet_sync.google.reading import fingerprint, read_spreadsheet

        if self.whole is not None:
            return replace(read_spreadsheet({**self.whole, "spreadsheetId": self.replica.file_id}), requests=0)
        left = {id(change) for change in self.left}
        done = Plan(tuple(change for change in plan.changes if id(change) not in left))
        after = apply_plan(self.seen, done)
        mark = fingerprint(after.grids, after.project_id)
        return replace(after, fingerprint=mark, state=None, requests=0)  # type: ignore[call-arg]


def _listed(cells: list[CellRef]) -> str:
    named = [str(cell) for cell in cells[:_MOST_NAMED]]
    more = len(cells) - len(named)
    if more:
        named.append(f"{more} more cell{'' if more == 1 else 's'}")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
