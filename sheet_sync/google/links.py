"""Which Google Sheet is meant, and where Google is: links, IDs, and the address of the API."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from urllib.parse import SplitResult

API_VARIABLE = "SHEET_SYNC_GOOGLE_API"
GOOGLE = "https://sheets.googleapis.com"

_LINK = re.compile(r"/spreadsheets/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]+)")
_DRIVE_LINK = re.compile(r"/file/d/([A-Za-z0-9_-]+)|[?&](?:id|key)=([A-Za-z0-9_-]+)")
_ID = re.compile(r"[A-Za-z0-9_-]{25,}")
_HOSTS = ("docs.google.com", "drive.google.com", "spreadsheets.google.com")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def api_address() -> str:
    """Where requests go: Google, or the emulator on this computer that ``SHEET_SYNC_GOOGLE_API`` names.

    Raises:
        WrongUsage: the variable names another computer; a token would leave with the request.
    """
    named = os.environ.get(API_VARIABLE, "").strip().rstrip("/")
    if not named:
        return GOOGLE
    if not _is_near(named):
        raise WrongUsage(
            f"{API_VARIABLE} names {named}, which is not this computer.",
            hint="It is for testing and takes only addresses such as http://127.0.0.1:8080. Unset it to use Google.",
        )
    return named


def _is_near(address: str) -> bool:
    """Whether it is an address on this computer, and can be nothing else."""
    parts = _split(address)
    return (
        parts is not None
        and parts.scheme in ("http", "https")
        and parts.hostname in _LOOPBACK
        and not (parts.username or parts.query or parts.fragment)
    )


def is_trusted(address: str) -> bool:
    """Whether a sign-in may go there: to Google, or for an emulator to this computer."""
    parts = _split(address)
    if parts is None or parts.username:
        return False
    host = parts.hostname or ""
    is_googles = host.endswith((".google.com", ".googleapis.com"))
    return (parts.scheme == "https" and is_googles) or _is_near(address)


def _split(address: str) -> SplitResult | None:
    """The parts of an address, ``None`` where it is none."""
    from urllib.parse import urlsplit  # loads what a file's path does without

    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 raises where it is no number, or too high a one
    except ValueError:
        return None
    return parts


def is_google(location: str) -> bool:
    """Whether a location is a Google Sheet's link or ID, and not a file's path."""
    return _is_link(location.strip()) or _ID.fullmatch(location.strip()) is not None


def _is_link(text: str) -> bool:
    """Whether it begins as a link; browsers show those of Google Sheets without ``https://``, too."""
    return text.lower().startswith(("https://", "http://", "docs.google.com/spreadsheets/"))


def spreadsheet_id(location: str, *, is_sure: bool = False) -> str:
    """The ID in a link, or the ID itself; ``is_sure``: a short one is one, too, for nothing else is meant.

    Raises:
        WrongUsage: it names no Google Sheet.
    """
    text = location.strip()
    if _is_link(text):
        return _id_in_link(text if "://" in text else f"https://{text}")
    if "/spreadsheets/" in text and (found := _LINK.search(text)):
        return found[1]
    if _ID.fullmatch(text) or (is_sure and re.fullmatch(r"[A-Za-z0-9_-]+", text)):
        return text
    raise WrongUsage(
        f"{location} is neither the link nor the ID of a Google Sheet.",
        hint="Open the Sheet in the browser and copy the address from its address bar: "
        "https://docs.google.com/spreadsheets/d/...",
    )


def _id_in_link(link: str) -> str:
    parts = _split(link)
    if parts is None or parts.hostname not in _HOSTS:
        raise WrongUsage(
            f"{link} is not a link to a Google Sheet.",
            hint="Such a link begins with https://docs.google.com/spreadsheets/.",
        )
    if "/spreadsheets/d/e/" in link:
        raise WrongUsage(
            "This is the link of a page published to the web, which cannot be worked on.",
            hint="Open the Sheet itself and copy the address from the browser's address bar.",
        )
    found = _LINK.search(link) or _DRIVE_LINK.search(link)
    if found is None:
        raise WrongUsage(
            f"{link} does not say which Google Sheet is meant.",
            hint="Open the Sheet in the browser and copy the whole address from its address bar.",
        )
    return next(group for group in found.groups() if group)


def link_of(file_id: str) -> str:
    """The link by which a Sheet is called everywhere in the program."""
    return f"https://docs.google.com/spreadsheets/d/{file_id}/edit"
