"""What a follow-up is: whom to write to, by when, and which cell says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sheet_sync.core.days import add_days
from sheet_sync.core.records import CellRef

if TYPE_CHECKING:
    from datetime import date

    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.followups.dealings import Dealings


class FollowUpKind(StrEnum):
    """The kinds, the most pressing first."""

    THANK_YOU = "thank-you"
    NO_ANSWER = "no-answer"
    UPCOMING = "upcoming"
    STAY_IN_TOUCH = "stay-in-touch"
    REFERRAL = "referral"
    PROMISE = "promise"


class State(StrEnum):
    """How pressing a follow-up is."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"


_KIND_RANK = {kind: rank for rank, kind in enumerate(FollowUpKind)}
_STATE_RANK = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing to do for one person.

    ``contact`` is ``None`` where the person is not (or not clearly) one of the contacts; ``name`` is then as typed.
    ``why`` says since when, ``next_step`` what to do, both for the user to read.  ``cell`` is the cell to act on.
    ``asked`` is how many requests had no answer (``no-answer`` only).
    """

    kind: FollowUpKind
    state: State
    due: date
    days_overdue: int
    name: str
    why: str
    next_step: str
    cell: CellRef
    contact: Entry | None = None
    interview: Entry | None = None
    asked: int = 0

    @property
    def email(self) -> str | None:
        return (self.contact.text("Email") or None) if self.contact is not None else None

    @property
    def pressing(self) -> tuple[int, int, date, CellRef, str]:
        """The key to sort by, most pressing first."""
        return _KIND_RANK[self.kind], _STATE_RANK[self.state], self.due, self.cell, self.name


class Unclear(NamedTuple):
    """A cell because of which a follow-up cannot be reckoned."""

    cell: CellRef
    message: str


class Case(NamedTuple):
    """What every kind of follow-up works from."""

    book: Book
    dealings: Dealings
    within_days: int

    @property
    def as_of(self) -> date:
        return self.book.as_of

    @property
    def horizon(self) -> date:
        """The last day that is looked at."""
        return add_days(self.as_of, self.within_days)

    def state_of(self, due: date, in_time_until: date | None = None) -> tuple[State, int]:
        """The state of what is due that day, and by how many days it is overdue."""
        if self.as_of < due:
            return State.UPCOMING, 0
        if self.as_of <= (in_time_until or due):
            return State.DUE, 0
        return State.OVERDUE, (self.as_of - due).days


def cell_of(entry: Entry, *fields: str) -> CellRef:
    """The cell of the first of these fields that the row's table has, else the one that says whose row it is."""
    for field in (*fields, *(required.name for required in entry.table.schema.required)):
        ref = entry.ref(field)
        if ref is not None:
            return ref
    return CellRef(entry.table.grid.name, entry.number, min(column.number for column in entry.table.columns))


def one_line(text: str, limit: int = 60) -> str:
    """Text from the workbook, fit for one line of a report: control characters out, cut where long."""
    start = text[: limit * 4]
    if not start.isprintable():
        start = "".join(letter if letter.isprintable() else " " for letter in start)
    line = " ".join(start.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
