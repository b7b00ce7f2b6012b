"""What ``done`` can mean for a row: each thing that is open there, and the changes that mark it as done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.days import spoken
from sheet_sync.core.followups import DEFAULT_WITHIN_DAYS, FollowUp, FollowUpKind, State
from sheet_sync.core.followups.dealings import Dealings
from sheet_sync.core.followups.model import Case, cell_of, one_line
from sheet_sync.core.followups.promises import KEPT_MARK, is_open_promise
from sheet_sync.core.followups.referrals import open_referrals
from sheet_sync.core.followups.requests import MOST_REQUESTS, unanswered_requests
from sheet_sync.core.followups.stay_in_touch import clocks_running
from sheet_sync.core.followups.thanks import thank_you_for
from sheet_sync.core.rows.row_edits import add_touch, set_field
from sheet_sync.core.rows.where_rows import meant
from sheet_sync.core.values import shown
from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.changes import Change
    from sheet_sync.core.followups.dealings import Talk
    from sheet_sync.core.records import CellRef
    from sheet_sync.core.rows.row_lookup import Place
    from sheet_sync.core.rows.where_rows import Rows

_KIND_OF_FIELD = {
    "Thank-you sent": "thank-you",
    "Thank-you due": "thank-you",
    "Thank-you status": "thank-you",
    "I promised": "promise",
    "Stay in touch": "stay-in-touch",
    "Last contact": "stay-in-touch",
    "Next contact": "stay-in-touch",
    "Referred by": "referral",
    "Sent": "letter",
}

_COUNTED = {2: "Two", 3: "Three", 4: "Four"}


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that ``done`` can mark: what it is in words, where it stands, and what it concerns."""

    kind: str
    what: str
    cell: CellRef
    contact: Entry | None
    interview: Entry | None = None
    letter: Entry | None = None
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked as done, in words, the changes that do it, and what is still open there."""

    what: str
    changes: tuple[Change, ...]
    still_open: tuple[str, ...] = ()


def plan_done(book: Book, place: Place, kind: str | None = None) -> Marked | None:
    """The changes that mark what is open in a row as done, ``None`` where nothing is open.

    Raises:
        WrongUsage: several things are open, and neither ``kind`` nor the cell tells which is meant.
        Refused: a cell cannot be written.
    """
    found = list(open_in(book, place.entry))
    choices = _narrowed(found, place, kind)
    if not choices:
        return None
    if len(choices) > 1:
        raise _ambiguous(place.entry, choices)
    others = tuple(one.what for one in found if one is not choices[0] and one.kind != FollowUpKind.STAY_IN_TOUCH)
    return Marked(choices[0].what, _changes(book, choices[0]), others)


DONE_FOR_ALL = ("thank-you", "promise", "upcoming")
"""Kinds that are marked in the row of a talk, so that many can be marked at once."""


def plan_done_where(book: Book, is_meant: Rows, kind: str) -> Marked | None:
    """The changes that mark all that is open of a kind of :data:`DONE_FOR_ALL` in the rows that are meant.

    Raises:
        Refused: a cell cannot be written.
    """
    case = Case(book, Dealings(book), DEFAULT_WITHIN_DAYS)
    found = [
        one
        for talk in case.dealings.talks
        for one in _open_in_talk(talk, case)
        if one.kind == kind and meant(is_meant, one.contact, one.interview)
    ]
    if not found:
        return None
    return Marked(
        "; ".join(one.what for one in found), tuple(change for one in found for change in _changes(book, one))
    )


def open_in(book: Book, entry: Entry) -> Iterator[Open]:
    """All that is open for a contact, in a talk, or with a letter; the most pressing first."""
    case = Case(book, Dealings(book), DEFAULT_WITHIN_DAYS)
    if entry.table.name == "Contacts":
        for talk in case.dealings.talks_with(entry):
            yield from _open_in_talk(talk, case)
        yield from _open_with_contact(entry, case)
    elif entry.table.name == "Interviews":
        yield from _open_in_talk(next(talk for talk in case.dealings.talks if talk.entry is entry), case)
        yield from (_as_open(one) for one in unanswered_requests(case) if one.interview is entry)
    elif entry.table.name == "Letters":
        if not entry.value("Sent"):
            name = one_line(entry.name)
            yield Open("letter", f"the letter to {name}", cell_of(entry, "Sent"), None, letter=entry)
    else:
        raise WrongUsage(
            f"Nothing in {entry.table.name} can be marked as done.",
            hint="Name a contact, or a row of Interviews or Letters.",
        )


def _open_in_talk(talk: Talk, case: Case) -> Iterator[Open]:
    entry, name = talk.entry, one_line((talk.contact or talk.entry).name)
    on = f" on {spoken(talk.day, case.as_of)}" if talk.day else ""
    if thank_you_for(talk, case.dealings).is_open:
        what = f"the thank-you to {name} for the talk{on}"
        yield Open("thank-you", what, cell_of(entry, "Thank-you sent", "Contact"), talk.contact, entry)
    if is_open_promise(entry):
        what = f"your promise to {name}: {one_line(entry.text('I promised'))}"
        yield Open("promise", what, cell_of(entry, "I promised"), talk.contact, entry)
    if talk.status == "Scheduled" and talk.day is not None and talk.day <= case.as_of:
        yield Open("upcoming", f"the talk with {name}{on}", cell_of(entry, "Status"), talk.contact, entry)


def _open_with_contact(contact: Entry, case: Case) -> Iterator[Open]:
    """Requests, referrals and the stay-in-touch clock, as far as they are due."""
    for find in (unanswered_requests, open_referrals, clocks_running):
        for one in find(case):
            if one.contact is contact and (one.state is not State.UPCOMING or one.due <= case.horizon):
                yield _as_open(one)


def _as_open(one: FollowUp) -> Open:
    return Open(one.kind.value, _said(one), one.cell, one.contact, one.interview, asked=one.asked)


def _said(one: FollowUp) -> str:
    name = one_line(one.name)
    if one.kind is FollowUpKind.NO_ANSWER:
        return f"your second request to {name}" if one.asked < MOST_REQUESTS else f"asking {name}"
    if one.kind is FollowUpKind.REFERRAL:
        return f"your first letter to {name}"
    return f"staying in touch with {name}"


def _narrowed(choices: list[Open], place: Place, kind: str | None) -> list[Open]:
    """Those of the kind, or in the cell, that was named; else a thank-you, which is what presses most.

    Staying in touch is meant only where nothing else is open.
    """
    wanted = kind or _KIND_OF_FIELD.get(place.field or "")
    if wanted:
        return [one for one in choices if one.kind == wanted]
    if thank_yous := [one for one in choices if one.kind == FollowUpKind.THANK_YOU]:
        return thank_yous
    others = [one for one in choices if one.kind != FollowUpKind.STAY_IN_TOUCH]
    return others or choices


def _ambiguous(entry: Entry, choices: list[Open]) -> WrongUsage:
    listed = "; ".join(f"{one.what} ({one.cell}, --kind {one.kind})" for one in choices)
    is_told_by_kind = len({one.kind for one in choices}) == len(choices)
    return WrongUsage(
        f"{_COUNTED.get(len(choices), len(choices))} things are open for {one_line(entry.name)}: {listed}.",
        hint="Say which with --kind, or name its cell." if is_told_by_kind else "Say which by naming its cell.",
    )


def _changes(book: Book, one: Open) -> tuple[Change, ...]:
    if one.letter is not None:
        return (set_field(one.letter, "Sent", book.as_of),)
    if one.kind == "thank-you" and one.interview is not None:
        return (set_field(one.interview, "Thank-you sent", book.as_of),)
    if one.kind == "promise" and one.interview is not None:
        typed = shown(one.interview.content("I promised"))
        return (set_field(one.interview, "I promised", f"{KEPT_MARK}{typed}"),)
    if one.kind == "upcoming" and one.interview is not None:
        return (set_field(one.interview, "Status", "Done"),)
    if one.contact is None:
        raise WrongUsage(
            f"It is unclear which contact {one.cell} is about.", hint="Type a name from Contacts, or an ID."
        )
    if one.kind == "referral":
        status = set_field(one.contact, "Status", "Asked")
        return (status, *add_touch(book, one.contact, book.as_of, None, "Asked for a talk"))
    if one.kind == "no-answer" and one.asked >= MOST_REQUESTS:
        raise WrongUsage(
            f"{one_line(one.contact.name)} was asked twice without an answer; a third letter is one too many.",
            hint=f"Set Status to Closed in {one.cell}, or snooze them.",
        )
    note = "Asked again" if one.kind == "no-answer" else "Kept in touch"
    return add_touch(book, one.contact, book.as_of, None, note)
