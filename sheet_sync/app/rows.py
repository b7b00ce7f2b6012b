"""``done``, ``snooze`` and ``log``: single rows, written into the workbook at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.app.opening import read_book
from sheet_sync.core.changes import Plan
from sheet_sync.core.followups.model import one_line
from sheet_sync.core.rows.row_edits import add_touch, set_field
from sheet_sync.core.rows.row_lookup import find_contact, find_place
from sheet_sync.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sheet_sync.core.book import Book
    from sheet_sync.core.changes import Change
    from sheet_sync.core.records import Snapshot

END_OF_SNOOZE = ("off", "none", "never")
_FIRST_WORDS = {
    "Call": ("call", "called", "phone", "phoned", "rang", "telephoned"),
    "Email": ("email", "emailed", "e-mail", "e-mailed", "mailed"),
    "Coffee": ("coffee", "lunch", "lunched"),
    "Event": ("event", "conference", "fair"),
    "Message": ("message", "messaged", "texted", "text"),
    "Letter": ("letter", "card"),
}
_HOW_OF_WORD = {word: how for how, words in _FIRST_WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row command did, or with a dry run would do; no changes where nothing was to be done."""

    message: str
    changes: tuple[Change, ...] = ()
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class HowToWrite:
    """Whether to write at all, and the folder of records in which the workbook's version before is kept."""

    dry_run: bool = False
    store: str | None = None


WRITE = HowToWrite()


def mark_done(location: str, row: str, as_of: date, *, kind: str | None = None, writing: HowToWrite = WRITE) -> Outcome:
    """Mark what is open in a row, or for a contact, as done.

    Raises:
        WrongUsage: the row is not found, or several things are open there.
        Refused: a cell cannot be written.
    """
    from sheet_sync.core.rows.marking import plan_done

    _, snapshot, book = read_book(location, as_of)
    place = find_place(book, row)
    marked = plan_done(book, place, kind)
    if marked is None:
        what = "Nothing" if kind is None else f"Nothing of the kind {kind}"
        return Outcome(f"{what} is open for {one_line(place.entry.name)}, so nothing was written.")
    left = f" Still open: {'; '.join(marked.still_open)}." if marked.still_open else ""
    return _write("done", location, snapshot, marked.changes, f"Done: {marked.what}.{left}", writing)


def mark_done_where(location: str, where: str, kind: str, as_of: date, *, writing: HowToWrite = WRITE) -> Outcome:
    """Mark all that is open of a kind in the rows that are meant as done, in one write.

    Raises:
        WrongUsage: ``where`` names no column.
        Refused: a cell cannot be written.
    """
    from sheet_sync.core.rows.marking import plan_done_where
    from sheet_sync.core.rows.where_rows import rows_where

    _, snapshot, book = read_book(location, as_of)
    marked = plan_done_where(book, rows_where(book, where), kind)
    if marked is None:
        return Outcome(f"Nothing of the kind {kind} is open in such rows, so nothing was written.")
    return _write("done", location, snapshot, marked.changes, f"Done: {marked.what}.", writing)


def snooze(location: str, name: str, until: str, as_of: date, *, writing: HowToWrite = WRITE) -> Outcome:
    """Be silent about a contact until a day; ``off`` ends it.

    Raises:
        WrongUsage: the contact is not found, or the day is not to come.
        Refused: the cell cannot be written.
    """
    from sheet_sync.core.days import spoken

    _, snapshot, book = read_book(location, as_of)
    contact = find_contact(book, name)
    who = one_line(contact.name)
    day = _end_of_snooze(until, book)
    if day is None:
        if not contact.is_filled("Snooze until"):
            return Outcome(f"{who} is not snoozed, so nothing was written.")
        return _write(
            "snooze", location, snapshot, [set_field(contact, "Snooze until", None)], f"{who} is awake again.", writing
        )
    change = set_field(contact, "Snooze until", day)
    message = f"Nothing will be said about {who} before {spoken(day, as_of)}."
    return _write("snooze", location, snapshot, [change], message, writing)


def snooze_where(location: str, where: str, until: str, as_of: date, *, writing: HowToWrite = WRITE) -> Outcome:
    """Be silent about all contacts that are meant, in one write; those snoozed until that day already are left alone.

    Raises:
        WrongUsage: ``where`` names no column, or the day is not to come.
        Refused: a cell cannot be written.
    """
    from sheet_sync.core.days import spoken
    from sheet_sync.core.rows.where_rows import rows_where

    _, snapshot, book = read_book(location, as_of)
    day, is_meant = _end_of_snooze(until, book), rows_where(book, where)
    people = [
        contact
        for contact in book.contacts
        if is_meant(contact)
        and (contact.value("Snooze until") != day if day is not None else contact.is_filled("Snooze until"))
    ]
    if not people:
        return Outcome("There is nobody of that kind to snooze or to wake, so nothing was written.")
    changes = [set_field(contact, "Snooze until", day) for contact in people]
    who = "1 person" if len(people) == 1 else f"{len(people)} people"
    awake = f"Awake again: {who}."
    message = awake if day is None else f"Nothing will be said about {who} before {spoken(day, as_of)}."
    return _write("snooze", location, snapshot, changes, message, writing)


def _end_of_snooze(until: str, book: Book) -> date | None:
    """The day on which one speaks again; ``None`` where a snooze is to end now."""
    from sheet_sync.core.days import spoken
    from sheet_sync.core.rows.typed_days import parse_day

    if until.strip().casefold() in END_OF_SNOOZE:
        return None
    day = parse_day(until, book.as_of, order=book.settings.date_order)
    if day <= book.as_of:
        raise WrongUsage(
            f"{spoken(day, book.as_of)} is not a day to come.", hint="Name a later day, or off to end a snooze."
        )
    return day


def log_touch(
    location: str,
    name: str,
    note: str,
    as_of: date,
    *,
    day: str | None = None,
    how: str | None = None,
    writing: HowToWrite = WRITE,
) -> Outcome:
    """Note in Touches that one was in touch with a contact; the first word of the note says how, where it is plain.

    Raises:
        WrongUsage: the contact is not found, nothing is said, or the day is yet to come.
        Refused: the sheet cannot be written.
    """
    from sheet_sync.core.days import spoken
    from sheet_sync.core.rows.typed_days import parse_day

    if not note.strip():
        raise WrongUsage("There is nothing to note.", hint='Say what it was about: "called, she is back in May".')
    _, snapshot, book = read_book(location, as_of)
    on = parse_day(day, as_of, looks_back=True, order=book.settings.date_order) if day else as_of
    if on > as_of:
        raise WrongUsage(f"{spoken(on, as_of)} is yet to come.", hint="Note it when it has taken place.")
    contact = find_contact(book, name)
    changes = add_touch(book, contact, on, how or how_of(note), note.strip())
    return _write(
        "log", location, snapshot, changes, f"Noted for {one_line(contact.name)}, {spoken(on, as_of)}.", writing
    )


def how_of(note: str) -> str | None:
    """How one was in touch, where the note's first word plainly says it.

    >>> how_of("called, she is back in May"), how_of("E-mailed the article"), how_of("wrote to her")
    ('Call', 'Email', None)
    """
    words = note.split(maxsplit=1)
    return _HOW_OF_WORD.get(words[0].strip(",;:.!-").casefold()) if words else None


def _write(
    command: str, location: str, snapshot: Snapshot, changes: Iterable[Change], message: str, writing: HowToWrite
) -> Outcome:
    """Write the changes into what was read; the version before is kept with the records."""
    from sheet_sync.app.command_write import write_for

    plan = Plan(tuple(changes))
    if snapshot.read_only is not None:
        raise Refused(snapshot.read_only, where=snapshot.location)
    if not writing.dry_run:
        write_for(command, location, plan, snapshot, writing.store)
    return Outcome(message, plan.changes, writing.dry_run)
