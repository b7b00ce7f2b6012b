"""A new Google Sheet with all its tables, as ``init`` makes an Excel workbook; or an empty one filled so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sheet_sync.google.client import OutcomeUnknown
from sheet_sync.google.keeping import free_number
from sheet_sync.google.newsheets import NewSheet, name_choices, new_sheet_requests

if TYPE_CHECKING:
    from sheet_sync.core.changes import SheetSpec
    from sheet_sync.google.book import GoogleSnapshot
    from sheet_sync.google.client import SheetsClient

Json = dict[str, Any]


def create_spreadsheet(client: SheetsClient, title: str) -> str:
    """An empty Google Sheet of that title, owned by whoever is signed in; its ID.

    Raises:
        GoogleUnreachable: in the user's words.
    """
    made = client.create({"properties": {"title": title}}, "spreadsheetId")
    return str(made["spreadsheetId"])


def fill_empty(client: SheetsClient, seen: GoogleSnapshot, specs: Sequence[SheetSpec]) -> None:
    """Give an empty Google Sheet its sheets, in place of those that hold nothing.

    Raises:
        SheetSyncError: Google refuses or cannot be reached; then nothing has changed, or all of it.
    """
    from sheet_sync.google.client import Failed
    from sheet_sync.google.links import link_of

    assert seen.state is not None
    file_id = seen.state.file_id
    try:
        client.batch_update(file_id, {"requests": _requests(seen, specs)}, "spreadsheetId")
    except OutcomeUnknown as unknown:
        names = {sheet["properties"].get("title") for sheet in client.get(file_id, "sheets.properties.title")["sheets"]}
        if not names >= {spec.name for spec in specs}:
            raise unknown.failed.in_words(client.who, link_of(file_id)) from unknown
    except Failed as failed:
        raise failed.in_words(client.who, link_of(file_id)) from failed


def _requests(seen: GoogleSnapshot, specs: Sequence[SheetSpec]) -> list[Json]:
    assert seen.state is not None
    taken = {sheet.id for sheet in seen.state.sheets.values()}
    sheets: dict[str, NewSheet] = {}
    for spec in specs:
        sheets[spec.name] = NewSheet(free_number(taken), spec)
        taken.add(sheets[spec.name].id)
    renamed = [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": sheet.id, "title": f"Empty {number}"},
                "fields": "title",
            }
        }
        for number, sheet in enumerate(seen.state.sheets.values(), 1)
    ]
    return [
        *renamed,  # a new sheet may bear the name of an empty one
        *(request for sheet in sheets.values() for request in new_sheet_requests(sheet)),
        *name_choices(sheets),
        *({"deleteSheet": {"sheetId": sheet.id}} for sheet in seen.state.sheets.values()),
    ]
