"""Sending a batch so that it takes effect once, whatever becomes of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from random import random
from time import monotonic
from typing import Any

from sheet_sync.errors import SheetSyncError, WorkbookChanged
from sheet_sync.google import faults
from sheet_sync.google.batch import ANSWER_FIELDS, STATE_FIELDS, Batch
from sheet_sync.google.client import Failed, OutcomeUnknown, SheetsClient, backoff_s
from sheet_sync.google.faults import Who
from sheet_sync.google.keeping import MARK_KEY
from sheet_sync.google.links import link_of

Json = dict[str, Any]

_MOST_TRIES = 6
_MARK_FIELDS = "developerMetadata(metadataKey,metadataValue),sheets.properties(sheetId,title)"


@dataclass(frozen=True, slots=True)
class Sent:
    """The state after a batch.  ``is_late``: its own answer was lost, and this was read some moments later."""

    state: Json
    is_late: bool = False


@dataclass(slots=True)
class Sender:
    """Sends batches to one Sheet."""

    client: SheetsClient
    file_id: str

    def send(self, batch: Batch, *, wholly: str = "") -> Sent:
        """The state after the batch, cut to what checking it needs, or to the fields ``wholly`` names.

        An answer that was lost is looked for before anything is repeated: the mark, or the hidden sheet, tells.

        Raises:
            WorkbookChanged: it no longer fits what the Sheet holds; nothing was written.
            OnlyViewer: the Sheet may only be viewed; nothing was written.
            SheetSyncError: Google refuses, or cannot be reached.
        """
        body = {
            "requests": batch.requests,
            "includeSpreadsheetInResponse": True,
            "responseRanges": [] if wholly else list(batch.ranges),
        }
        fields = f"updatedSpreadsheet({wholly})" if wholly else ANSWER_FIELDS
        is_repeated, began, patience = False, monotonic(), self.client.patience
        for attempt in range(_MOST_TRIES):
            try:
                answer: Json = self.client.batch_update(self.file_id, body, fields).get("updatedSpreadsheet", {})
            except OutcomeUnknown as unknown:
                is_repeated = True
                if self._is_done(batch):
                    return Sent(self._state(batch, wholly), is_late=True)
                if attempt == _MOST_TRIES - 1 or monotonic() - began > patience.deadline_s:
                    raise unknown.failed.in_words(self.client.who, link_of(self.file_id)) from unknown
                patience.pause(backoff_s(attempt + 1) + random(), unknown.failed.trouble)  # noqa: S311 no secret
            except Failed as failed:
                if is_repeated and failed.answer is not None and failed.answer.is_already_there:
                    return Sent(self._state(batch, wholly), is_late=True)
                raise refusal(failed, self.client.who, self.file_id) from failed
            else:
                return Sent(answer)
        raise AssertionError  # the last try returns or raises

    def _is_done(self, batch: Batch) -> bool:
        """Whether a batch took effect."""
        found = self.client.get(self.file_id, _MARK_FIELDS)
        marks = {(each.get("metadataKey"), each.get("metadataValue")) for each in found.get("developerMetadata", ())}
        sheets = {each.get("properties", {}).get("sheetId", 0) for each in found.get("sheets", ())}
        return (MARK_KEY, batch.op) in marks or (batch.keeping is not None and batch.keeping.id in sheets)

    def _state(self, batch: Batch, wholly: str) -> Json:
        if wholly:
            return self.client.get(self.file_id, wholly)
        return self.client.get(self.file_id, STATE_FIELDS, batch.ranges)


def refusal(failed: Failed, who: Who, file_id: str) -> SheetSyncError:
    """What a write that was refused means: of a Sheet that can be read, it may only be viewed."""
    answer, link = failed.answer, link_of(file_id)
    error = failed.in_words(who, link)
    if answer is None:
        return error
    if answer.is_protected:
        return WorkbookChanged(
            "Cells of the Google Sheet were protected meanwhile, so nothing was written.", where=link
        )
    if isinstance(error, faults.NotPermitted):
        return faults.only_viewer(who, link, str(answer))
    return error
