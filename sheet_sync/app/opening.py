"""From what the user named to a workbook that can be read.

Without a name it is the one in ``sheet-sync.toml``, looked for from the current folder upwards, or in
``SHEET_SYNC_WORKBOOK``.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.app.collector import collector_paused
from sheet_sync.errors import WorkbookUnreadable, WrongUsage

if TYPE_CHECKING:
    from sheet_sync.core.book import Book
    from sheet_sync.core.records import Snapshot
    from sheet_sync.replica import Replica

CONFIG_NAME = "sheet-sync.toml"
WORKBOOK_VARIABLE = "SHEET_SYNC_WORKBOOK"


def find_config(start: Path | None = None) -> Path | None:
    """The nearest ``sheet-sync.toml`` in this folder or one above it."""
    folder = (start or Path.cwd()).resolve()
    return next((path for at in (folder, *folder.parents) if (path := at / CONFIG_NAME).is_file()), None)


def read_config(path: Path) -> dict[str, object]:
    """What ``sheet-sync.toml`` says.

    Raises:
        WrongUsage: it is no TOML.
    """
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise WrongUsage(
            f"{path} cannot be read as settings.",
            hint='It needs one line such as: workbook = "interviews.xlsx"',
            detail=str(error),
        ) from error


def workbook_location(typed: str | None) -> str:
    """The workbook's path or link: as typed, else as ``sheet-sync.toml`` or the environment names it.

    Raises:
        WrongUsage: nothing names one.
    """
    if named := named_workbook(typed):
        return named
    raise WrongUsage(
        "No workbook is named.",
        hint="Type its path after the command (sheet-sync sync interviews.xlsx), or make one with: sheet-sync init",
    )


def named_workbook(typed: str | None) -> str | None:
    """As :func:`workbook_location`, and ``None`` where nothing names a workbook."""
    if typed:
        return typed
    config = find_config()
    if config is not None:
        named = read_config(config).get("workbook")
        if isinstance(named, str) and named:
            return named if is_google(named) else str(config.parent / named)
        raise WrongUsage(f"{config} names no workbook.", hint='Add a line such as: workbook = "interviews.xlsx"')
    return os.environ.get(WORKBOOK_VARIABLE) or None


def named_besides(location: str) -> tuple[Path, str] | None:
    """The ``sheet-sync.toml`` that names another workbook than this one, and which."""
    config = find_config()
    named = read_config(config).get("workbook") if config is not None else None
    if config is None or not isinstance(named, str) or is_google(named) != is_google(location):
        return None
    is_same = named == location if is_google(named) else (config.parent / named).resolve() == Path(location).resolve()
    return None if is_same else (config, named)


def is_google(location: str) -> bool:
    """Whether the location is a Google Sheet's link or ID; a file of that name comes first."""
    from sheet_sync.google import links

    return links.is_google(location) and not Path(location).exists()


def open_replica(location: str, *, backups: Path | None = None) -> Replica:
    """The replica at a location, not yet read.

    Raises:
        WrongUsage: the link names no Google Sheet.
        GoogleUnreachable: nobody is signed in to Google.
    """
    if is_google(location):
        from sheet_sync.google.auth import open_client
        from sheet_sync.google.links import spreadsheet_id
        from sheet_sync.google.replica import GoogleReplica

        return GoogleReplica(spreadsheet_id(location), open_client())
    from sheet_sync.excel.replica import ExcelReplica

    return ExcelReplica(Path(location), backups=backups)


@collector_paused()
def read_book(location: str, as_of: date) -> tuple[Replica, Snapshot, Book]:
    """A workbook, read and understood.

    Raises:
        WorkbookUnreadable: it cannot be read, or holds none of the tables.
    """
    from sheet_sync.core.book import Book

    replica = open_replica(location)
    snapshot = replica.read()
    book = Book(snapshot, as_of)
    if not book.layout.tables:
        raise no_tables(location, book)
    return replica, snapshot, book


def no_tables(location: str, book: Book) -> WorkbookUnreadable:
    """The error for a workbook in which no table was found, with the first reason that the layout gives."""
    notes = book.layout.notes
    if notes:
        return WorkbookUnreadable(notes[0].message, where=str(notes[0].where), hint=notes[0].hint or None)
    return WorkbookUnreadable(
        f"{Path(location).name} has no sheet with contacts or interviews.",
        hint="A table is found by its header row, with columns such as Name and Email. "
        f"To add the missing sheets run: sheet-sync init {Path(location).name}",
    )
