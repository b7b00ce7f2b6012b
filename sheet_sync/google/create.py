"""A new Google Sheet with all its tables, as ``init`` makes an Excel workbook; or an empty one filled so.

A Sheet that was empty when it was read may hold a word a second later.  So its sheets are hidden first, in the same
moment in which the new ones come; what they hold then can no longer change unseen, and only what is empty is deleted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sheet_sync.core.records import quoted_sheet
from sheet_sync.google.batch import delete_sheets
from sheet_sync.google.client import Failed, OutcomeUnknown
from sheet_sync.google.keeping import free_number
from sheet_sync.google.links import link_of
from sheet_sync.google.newsheets import NewSheet, name_choices, new_sheet_requests
from sheet_sync.google.sending import refusal

if TYPE_CHECKING:
    from sheet_sync.core.changes import SheetSpec
    from sheet_sync.google.book import GoogleSnapshot, SheetState
    from sheet_sync.google.client import SheetsClient

Json = dict[str, Any]

_HELD_FIELDS = "sheets(properties(sheetId,title),charts.chartId,data.rowData.values(userEnteredValue,note))"
"""What makes a sheet more than empty, as far as Google tells."""


def create_spreadsheet(client: SheetsClient, title: str) -> str:
    """An empty Google Sheet of that title, owned by whoever is signed in; its ID.

    Raises:
        GoogleUnreachable: in the user's words.
    """
    made = client.create({"properties": {"title": title}}, "spreadsheetId")
    return str(made["spreadsheetId"])


@dataclass(frozen=True, slots=True)
class _Old:
    """A sheet that was there and seemed empty: the name it keeps if it is not, and the one while it is looked at."""

    id: int
    title: str
    hidden_title: str


def fill_empty(client: SheetsClient, seen: GoogleSnapshot, specs: Sequence[SheetSpec]) -> None:
    """Give an empty Google Sheet its sheets, in place of those that hold nothing.

    Raises:
        SheetSyncError: Google refuses or cannot be reached; then nothing has changed, or all of it.
    """
    assert seen.state is not None
    file_id, sheets = seen.state.file_id, tuple(seen.state.sheets.values())
    old = tuple(_old_sheets(sheets, {spec.name for spec in specs}))
    held = _held(_put_in(client, file_id, _requests(sheets, old, specs), old, specs))
    _clear_away(client, file_id, old, held)


def _old_sheets(sheets: Sequence[SheetState], new: set[str]) -> Iterator[_Old]:
    """The sheets to be replaced; one that is protected stays."""
    taken = {sheet.title for sheet in sheets} | new
    for sheet in sheets:
        if not sheet.locked:
            number = next(n for n in range(1, len(taken) + 2) if f"Empty {n}" not in taken)
            taken.add(f"Empty {number}")
            title = f"{sheet.title} (before)" if sheet.title in new else sheet.title
            yield _Old(sheet.id, title, f"Empty {number}")


def _requests(sheets: Sequence[SheetState], old: Sequence[_Old], specs: Sequence[SheetSpec]) -> list[Json]:
    taken = {sheet.id for sheet in sheets}
    new: dict[str, NewSheet] = {}
    for spec in specs:
        new[spec.name] = NewSheet(free_number(taken), spec)
        taken.add(new[spec.name].id)
    return [
        *(_changed(each.id, title=each.hidden_title) for each in old),  # a new sheet may bear the name of an old one
        *(request for sheet in new.values() for request in new_sheet_requests(sheet)),
        *name_choices(new),
        *(_changed(each.id, hidden=True) for each in old),
    ]


def _changed(number: int, **properties: object) -> Json:
    return {
        "updateSheetProperties": {"properties": {"sheetId": number, **properties}, "fields": ",".join(properties)},
    }


def _put_in(
    client: SheetsClient, file_id: str, requests: list[Json], old: Sequence[_Old], specs: Sequence[SheetSpec]
) -> Json:
    """The new sheets are in; what the old ones held in that very moment."""
    body = {
        "requests": requests,
        "includeSpreadsheetInResponse": True,
        "responseRanges": [quoted_sheet(each.hidden_title) for each in old],
    }
    try:
        answer: Json = client.batch_update(file_id, body, f"updatedSpreadsheet({_HELD_FIELDS})")
    except OutcomeUnknown as unknown:
        now = client.get(file_id, _HELD_FIELDS)
        if not {sheet["properties"].get("title") for sheet in now["sheets"]} >= {spec.name for spec in specs}:
            raise unknown.failed.in_words(client.who, link_of(file_id)) from unknown
        return now
    except Failed as failed:
        raise refusal(failed, client.who, file_id) from failed
    return dict(answer.get("updatedSpreadsheet", {}))


def _held(answer: Json) -> set[int]:
    """The sheets that hold something."""
    return {
        sheet["properties"].get("sheetId", 0)
        for sheet in answer.get("sheets", ())
        if sheet.get("charts")
        or any(any(row.get("values", ())) for part in sheet.get("data", ()) for row in part.get("rowData", ()))
    }


def _clear_away(client: SheetsClient, file_id: str, old: Sequence[_Old], held: set[int]) -> None:
    """Delete what is empty; what is not is shown again.

    Raises:
        SheetSyncError: what somebody typed could not be shown again; it says where that is.
    """
    with contextlib.suppress(Failed, OutcomeUnknown):  # a hidden empty sheet does no harm
        if empty := [each.id for each in old if each.id not in held]:
            client.batch_update(file_id, {"requests": delete_sheets(empty)}, "spreadsheetId")
    for each in old:
        if each.id in held:
            _show(client, file_id, each)


def _show(client: SheetsClient, file_id: str, old: _Old) -> None:
    request = _changed(old.id, title=old.title, hidden=False)
    failed: Failed | None = None
    for _ in range(2):  # doing it twice does no harm
        try:
            client.batch_update(file_id, {"requests": [request]}, "spreadsheetId")
        except OutcomeUnknown as unknown:
            failed = unknown.failed
        except Failed as refused:
            failed = refused
        else:
            return
    assert failed is not None
    error = refusal(failed, client.who, file_id)
    error.hint = f"What somebody typed into the Sheet meanwhile is in its hidden sheet {old.hidden_title}."
    raise error from failed
