"""The letters of a run, written into the Letters sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.core.changes import Plan
from sheet_sync.core.followups.model import one_line
from sheet_sync.core.letters.drafts import DraftState
from sheet_sync.core.letters.sheet import LetterRow, find_row, new_row_id, plan_rows
from sheet_sync.core.records import MAX_TEXT
from sheet_sync.errors import Refused, SheetSyncError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.app.letter_files import LetterFolder
    from sheet_sync.app.letters_report import LettersReport, MadeLetter
    from sheet_sync.core.book import Entry
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.values import Scalar

_MAX_SUBJECT = 1_000
"""Characters of a subject in its cell; one that is longer came from a cell that holds no name."""


def give_ids(location: str, desk: Desk, store: str | None) -> bool:
    """Give every row that lacks one an ID: letters are filed by them.  Whether any was written."""
    from sheet_sync.core.sync.identify import plan_missing_ids

    plan = plan_missing_ids(desk.book)
    if plan:
        _write(location, desk, plan, store)
    return bool(plan)


def write_sheet(
    location: str,
    desk: Desk,
    made: Sequence[MadeLetter],
    folder: LetterFolder,
    report: LettersReport,
    store: str | None,
) -> None:
    """Add or update the rows of the letters made.

    What keeps the sheet from being written stops no letter: it is told in the report.
    """
    try:
        rows = [row for one in made if (row := _row(one, desk, folder)) is not None]
        changes = plan_rows(desk.book, _with_ids(rows, desk))
        if changes:
            _write(location, desk, Plan(changes), store)
    except SheetSyncError as error:
        report.sheet_error = error


def _row(one: MadeLetter, desk: Desk, folder: LetterFolder) -> LetterRow | None:
    """What the sheet is to say of a letter; ``None`` where it says so already."""
    occasion, known = one.occasion, find_row(one.occasion, desk)
    if known is not None and one.made.decision.state is not DraftState.DRAFTED:
        return None
    assert occasion.contact is not None
    values: dict[str, Scalar] = {
        "Kind": occasion.kind,
        "Contact": _reference(occasion.contact),
        "Interview": _talk_reference(occasion.interview, occasion.contact),
        "Subject": one_line(one.letter.subject, _MAX_SUBJECT),
        "Drafted": desk.as_of,
        "File": folder.shown(one.made.path),
    }
    return LetterRow(values, known)


def _with_ids(rows: Sequence[LetterRow], desk: Desk) -> list[LetterRow]:
    taken: set[str] = set()
    return [
        row if row.known is not None else LetterRow({"ID": new_row_id(desk.book, taken), **row.values}) for row in rows
    ]


def _reference(contact: Entry) -> str:
    """The contact by name where no one else has it, else by its ID."""
    name = contact.text("Name")
    if name and len(name) <= MAX_TEXT and contact.book.people.match(name).entry is contact:
        return name
    return contact.id or name[:MAX_TEXT]


def _talk_reference(talk: Entry | None, contact: Entry) -> str | None:
    if talk is None:
        return None
    day = talk.value("Date")
    return talk.id or (f"{contact.text('Name')}, {day.isoformat()}" if isinstance(day, date) else None)


def _write(location: str, desk: Desk, plan: Plan, store: str | None) -> None:
    from sheet_sync.app.command_write import write_for

    snapshot = desk.book.snapshot
    if snapshot.read_only is not None:
        raise Refused(snapshot.read_only, where=Path(snapshot.location).name)
    write_for("letters", location, plan, snapshot, store)
