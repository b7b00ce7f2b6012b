"""``doctor``: goes the way a sync goes, step by step, and names what is in the way and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.app.opening import is_google, open_replica
from sheet_sync.errors import SheetSyncError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.google.book import GoogleSnapshot
    from sheet_sync.google.client import SheetsClient
    from sheet_sync.google.replica import GoogleReplica

_CLOCK_MAY_BE_OFF_S = 240


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at: whether it is well, and what to do where it is not."""

    about: str
    is_well: bool
    message: str
    hint: str = ""
    exit_code: int = 0
    detail: str = ""

    @classmethod
    def of(cls, about: str, error: SheetSyncError) -> Point:
        return cls(about, False, error.message, error.hint or "", error.exit_code, error.detail or "")

    def as_document(self) -> dict[str, Any]:
        return {"check": self.about, "ok": self.is_well, "message": self.message, "hint": self.hint}


def examine(workbook: str | None, store: Path) -> Iterator[Point]:
    """What was found, in order; it ends where nothing further can be looked at."""
    file = workbook if workbook is not None and not is_google(workbook) else None
    looked = _file(file) if file is not None else None
    if looked is not None:
        yield looked
    try:
        sheet = _sheet_of(workbook, store)
    except SheetSyncError as error:
        yield Point.of("Records", error)
        sheet = None
    if sheet is None and file is not None and looked is not None and looked.is_well:
        yield Point("Google Sheet", True, f"{Path(file).name} is not paired with a Google Sheet.")
    client: SheetsClient | None = None
    for point, signed_in in _sign_in():
        client = signed_in
        yield point
    if client is None:
        return
    if sheet is None:
        if file is None:
            yield Point("Google Sheet", True, "No Google Sheet is named, so only the sign-in was looked at.")
        return
    yield from _sheet(sheet, client)


def _file(path: str) -> Point:
    try:
        replica = open_replica(path)
        replica.read()
    except SheetSyncError as error:
        return Point.of("Excel file", error)
    return Point("Excel file", True, f"{Path(path).name} can be read.")


def _sheet_of(workbook: str | None, store: Path) -> str | None:
    """The Google Sheet that is meant: the one named, or the one the Excel file is paired with."""
    from sheet_sync.app.ties import canonical
    from sheet_sync.store.store import Store

    if workbook is None or is_google(workbook):
        return workbook
    with Store.open(store, read_only=True) as opened:
        known = opened.find_by_location(canonical("excel", workbook))
        if known is None:
            return None
        return next((each.location for each in opened.replicas(known.project) if each.kind == "google"), None)


def _sign_in() -> Iterator[tuple[Point, SheetsClient | None]]:
    from sheet_sync.app.auth import status
    from sheet_sync.google.auth import open_client
    from sheet_sync.google.faults import no_credentials

    about = "Sign-in"
    try:
        found = status()
        if found is None:
            yield Point.of(about, no_credentials()), None
            return
        client = open_client()
        client.sign_in()
    except SheetSyncError as error:
        yield Point.of(about, error), None
        return
    who = f"the service account {found.address}" if found.is_robot else "yourself, with your Google account"
    yield Point(about, True, f"Google accepts the sign-in as {who}."), client
    if not found.is_private:
        hint = "Let only yourself read it: chmod 600 FILE"
        yield Point("Privacy", False, f"Other users of this computer can read {found.source}.", hint), client


def _sheet(location: str, client: SheetsClient) -> Iterator[Point]:
    from sheet_sync.google.links import spreadsheet_id
    from sheet_sync.google.replica import GoogleReplica

    try:
        replica = GoogleReplica(spreadsheet_id(location), client)
        seen = replica.read()
    except SheetSyncError as error:
        yield Point.of("Google Sheet", error)
        return
    yield Point("Google Sheet", True, f"The Sheet can be read: {', '.join(grid.name for grid in seen.grids)}.")
    yield _clock(client)
    yield _may_edit(replica)
    yield from _locked(seen)


def _clock(client: SheetsClient) -> Point:
    off_s = client.clock_off_s
    if off_s is not None and abs(off_s) > _CLOCK_MAY_BE_OFF_S:
        minutes = round(abs(off_s) / 60)
        way = "fast" if off_s > 0 else "slow"
        hint = "Let the system set date and time by itself, or Google will refuse the sign-in."
        return Point("Clock", False, f"The clock of this computer is {minutes} minutes {way}.", hint, 4)
    return Point("Clock", True, "The clock of this computer is right.")


def _may_edit(replica: GoogleReplica) -> Point:
    try:
        replica.try_editing()
    except SheetSyncError as error:
        return Point.of("Editing", error)
    return Point("Editing", True, "The Sheet may be edited.")


def _locked(seen: GoogleSnapshot) -> Iterator[Point]:
    """Protected cells: no fault, but what sync leaves out."""
    assert seen.state is not None
    for sheet in seen.state.sheets.values():
        if sheet.locked:
            areas = ", ".join(str(area) for area in sheet.locked[:3])
            message = f"{sheet.title} has cells that you may not edit ({areas}); sync leaves them as they are."
            yield Point("Protected cells", True, message)
