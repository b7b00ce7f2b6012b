"""One plan on its way into a Google Sheet: batch by batch, each looked at and put right where it went astray."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sheet_sync.core.changes import Plan
from sheet_sync.core.sync.applied import apply_plan
from sheet_sync.errors import Refused, SheetSyncError, WorkbookChanged
from sheet_sync.google import saying
from sheet_sync.google.batch import STATE_FIELDS, delete_sheets, make_batch, note_growth, show_sheets
from sheet_sync.google.chunks import chunks
from sheet_sync.google.client import Failed, OutcomeUnknown
from sheet_sync.google.deciding import decide
from sheet_sync.google.keeping import replaced_title
from sheet_sync.google.reading import BOOK_FIELDS, fingerprint, read_spreadsheet
from sheet_sync.google.sending import Sender
from sheet_sync.google.verify import check
from sheet_sync.google.widening import NewColumns

if TYPE_CHECKING:
    from sheet_sync.core.changes import Change
    from sheet_sync.core.records import CellRef, Snapshot
    from sheet_sync.google.batch import Batch
    from sheet_sync.google.book import BookState, GoogleSnapshot
    from sheet_sync.google.replica import GoogleReplica
    from sheet_sync.google.sending import Sent
    from sheet_sync.google.verify import Verdict
    from sheet_sync.google.work import Work

Json = dict[str, Any]

_MOST_ROUNDS = 5
"""Batches to put one right: a person would have to sort within the same second, again and again."""
_MOST_REFUSED = 30
"""Cells that may turn out, one by one, not to take what they are given."""
_CELL = re.compile(r"\bcell '?(?P<column>[A-Z]{1,3})(?P<row>\d+)'? violates the data validation")


class Writing:
    """One plan on its way into the Sheet.  ``hidden`` are the hidden sheets that are still there, with their titles."""

    def __init__(self, replica: GoogleReplica, seen: GoogleSnapshot) -> None:
        assert seen.state is not None
        self.replica = replica
        self.seen = seen
        self.state: BookState = seen.state
        self.sender = Sender(replica.client, replica.file_id)
        self.left: list[Change] = []
        self.edited: list[CellRef] = []
        self.hidden: dict[int, str] = {}
        self.notes: list[str] = []
        self.has_moved = False
        self.is_begun = False
        self.has_widened = False
        self.whole: Json | None = None
        self.columns = NewColumns(self.state.sheets)

    def write(self, plan: Plan) -> Snapshot:
        """Carry the plan out, and give the Sheet as it is afterwards.

        Raises:
            WorkbookChanged: rows or columns moved so that the plan must be made anew; nothing is left of it.
        """
        decided = decide(plan, self.seen)
        self.left += decided.left_out
        if decided.protected:
            self.notes.append(saying.protected(decided.protected, self.replica.client.who))
        self.columns = NewColumns.of(decided.columns, self.state.sheets)
        parts = chunks(decided.work, appends_last=bool(decided.columns)) if decided.work else []
        for number, part in enumerate(parts, 1):
            self._carry_out(part)
            if self.has_moved and number < len(parts):
                self._take_away_hidden()
                raise self._changed()
        self._widen()
        self._take_away_hidden()
        if self.edited:
            self.notes.append(saying.edited(self.edited))
        self.replica.notes, self.replica.unwritten = tuple(self.notes), tuple(self.left)
        return self._after(plan)

    def _carry_out(self, work: Work) -> None:
        """One batch, and as many more as it takes to put right what a person's edit made go wrong."""
        verdict = self._one_batch(work, first=self.columns.requests(), done_with=tuple(self.hidden))
        must_restart = verdict.must_restart
        for _ in range(_MOST_ROUNDS):
            if not verdict.follow_up:
                break
            # What is kept is needed until all is right: a cell may be put back a second time.
            verdict = self._put_right(verdict.follow_up)
            must_restart = must_restart or verdict.must_restart
        else:
            self._leave_visible()
        if must_restart:
            self._take_away_hidden()
            raise self._changed()

    def _one_batch(
        self, work: Work, *, first: Sequence[Json] = (), done_with: Sequence[int] = (), wholly: str = ""
    ) -> Verdict:
        batch, sent = self._send(work, first, done_with, wholly)
        self.columns.learn(sent.state)
        self.has_widened = self.has_widened or bool(first)
        note_growth(work)
        self.notes += batch.notes
        self.is_begun = True
        for number in done_with:
            self.hidden.pop(number, None)
        if batch.keeping is not None:
            self.hidden[batch.keeping.id] = batch.keeping.title
        if wholly:
            self.whole = sent.state
        verdict = check(work, batch, sent.state, is_late=sent.is_late)
        self.has_moved = self.has_moved or bool(verdict.follow_up)
        if not verdict.must_restart:
            self.left += verdict.unwritten
            self.edited += verdict.edited
        return verdict

    def _put_right(self, follow_up: Work) -> Verdict:
        try:
            return self._one_batch(follow_up, wholly=BOOK_FIELDS)
        except SheetSyncError as error:
            raise saying.not_put_right(error, self.replica.location, self.hidden.values()) from error

    def _widen(self) -> None:
        """Let typed Tables and filters take in the new columns, and give back the names that a Table made up."""
        requests = self.columns.requests()
        if requests or self.has_widened:
            body = {
                "requests": [*requests, *delete_sheets(self.hidden)],
                "includeSpreadsheetInResponse": True,
                "responseRanges": list(self.columns.ranges()),
            }
            client, file_id = self.replica.client, self.replica.file_id
            try:
                answer = client.batch_update(file_id, body, f"updatedSpreadsheet({STATE_FIELDS})")
            except (Failed, OutcomeUnknown):
                if requests:
                    self._widen_alone(requests)
                return
            self.hidden = {}
            self.columns.learn(answer.get("updatedSpreadsheet", {}))
            if longer := self.columns.longer():
                with contextlib.suppress(Failed, OutcomeUnknown):
                    self._also(longer)
        self.notes += [saying.not_widened(title) for title in self.columns.stuck()]
        if work := self.columns.misnamed():
            self._carry_out(work)

    def _widen_alone(self, requests: list[Json]) -> None:
        """Once more, without what cannot be done twice.  A typed Table that stays as it was is seen to next time."""
        try:
            self._also(requests)
        except (Failed, OutcomeUnknown):
            self.notes += [saying.not_widened(title) for title in self.columns.titles]

    def _send(self, work: Work, first: Sequence[Json], done_with: Sequence[int], wholly: str) -> tuple[Batch, Sent]:
        """Send a batch; a cell whose rule does not allow its value is left out, and the batch sent again without it."""
        for _ in range(_MOST_REFUSED):
            batch = make_batch(
                work, self.state, first=first, done_with=done_with, has_mark=self.is_begun, tidies=not self.is_begun
            )
            try:
                return batch, self.sender.send(batch, wholly=wholly)
            except Refused as error:
                if type(error) is not Refused:
                    raise
                refused = work.take_out(_CELL.search(error.detail or ""))
                if not refused and self._has_changed():
                    raise self._changed() from error
                if not refused and not first:
                    raise
                first = first if refused else ()  # then it is what the typed Table or filter was to take in
                self.left += [put.change for _, put in refused if put.change is not None]
                self.notes += [saying.not_allowed(ref, put.content) for ref, put in refused]
        raise self._changed()

    def _has_changed(self) -> bool:
        try:
            now = self.replica.read()
        except SheetSyncError:
            return False
        return now.fingerprint != self.seen.fingerprint or _sizes(now.state) != _sizes(self.state)

    def _changed(self) -> WorkbookChanged:
        return WorkbookChanged(
            "The Google Sheet was changed by somebody while it was written to, so the work has to begin anew.",
            where=self.replica.location,
            hint="Run the command again.",
        )

    def _take_away_hidden(self) -> None:
        """Delete the hidden sheets.  Should that fail, the next write does it; the work itself is done."""
        if self.hidden:
            with contextlib.suppress(Failed, OutcomeUnknown):
                self._also(delete_sheets(self.hidden))
        self.hidden = {}

    def _leave_visible(self) -> None:
        """Give up putting it right, and show the user what was replaced."""
        titles = {number: replaced_title(title) for number, title in self.hidden.items()}
        with contextlib.suppress(Failed, OutcomeUnknown):
            self._also(show_sheets(titles.items()))
        self.hidden = {}
        self.notes.append(saying.edited_again_and_again(titles.values()))

    def _also(self, requests: list[Json]) -> None:
        self.replica.client.batch_update(self.replica.file_id, {"requests": requests}, "spreadsheetId")

    def _after(self, plan: Plan) -> Snapshot:
        """The Sheet as it is now: as it was read back, or as it was seen with the plan carried out."""
        if self.whole is not None:
            return replace(read_spreadsheet({**self.whole, "spreadsheetId": self.replica.file_id}), requests=0)
        left = {id(change) for change in self.left}
        done = Plan(tuple(change for change in plan.changes if id(change) not in left))
        after = apply_plan(self.seen, done)
        mark = fingerprint(after.grids, after.project_id)
        return replace(after, fingerprint=mark, state=None, requests=0)  # type: ignore[call-arg]


def _sizes(state: BookState | None) -> dict[int, tuple[int, int]]:
    """How large the grids are, by sheet: rows at the end may be deleted without any cell changing."""
    return {sheet.id: (sheet.rows, sheet.columns) for sheet in state.sheets.values()} if state is not None else {}
