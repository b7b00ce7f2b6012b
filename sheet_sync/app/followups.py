"""Whom to thank and whom to write to: read the workbook, reckon, hand back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.app.collector import collector_paused
from sheet_sync.app.opening import read_book
from sheet_sync.core.followups import DEFAULT_WITHIN_DAYS, FollowUp, FollowUpKind, State, Unclear, due, unclear
from sheet_sync.core.followups.dealings import Dealings
from sheet_sync.core.layout.unread import unread_sheets
from sheet_sync.core.readings import Do

if TYPE_CHECKING:
    from sheet_sync.core.book import Book

_FAR_DAYS = 3660
_NEEDED_TABLES = ("Contacts", "Interviews", "Touches", "Letters")


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due as of one day.

    ``unclear`` are the cells that kept something from being reckoned; ``next_up`` is the first thing to come after the
    days asked for, given only where nothing else is due.
    """

    book: Book
    within_days: int
    followups: tuple[FollowUp, ...]
    unclear: tuple[Unclear, ...]
    next_up: FollowUp | None = None

    @property
    def as_of(self) -> date:
        return self.book.as_of

    @property
    def is_thank_you_overdue(self) -> bool:
        return any(one.kind is FollowUpKind.THANK_YOU and one.state is State.OVERDUE for one in self.followups)


@collector_paused()
def followups(
    location: str,
    as_of: date,
    within_days: int = DEFAULT_WITHIN_DAYS,
    kinds: Collection[str] | None = None,
    where: str | None = None,
) -> DueList:
    """What is due in the workbook, most pressing first; ``where`` narrows it down to some rows.

    Raises:
        WrongUsage: ``where`` cannot be understood, or names no column.
        WorkbookUnreadable: it cannot be read, or holds none of the tables.
    """
    _, _, book = read_book(location, as_of)
    return list_due(book, within_days, kinds, where)


def list_due(
    book: Book,
    within_days: int = DEFAULT_WITHIN_DAYS,
    kinds: Collection[str] | None = None,
    where: str | None = None,
) -> DueList:
    """What is due in a book that was read already."""
    dealings, is_meant = Dealings(book), _meant_by(book, where)
    found = tuple(filter(is_meant, due(book, within_days, kinds, dealings)))
    next_up = None
    if not found:
        later = filter(is_meant, due(book, _FAR_DAYS, kinds, dealings))
        next_up = min(later, key=lambda one: (one.due, one.pressing), default=None)
    return DueList(book, within_days, found, (*_unread_sheets(book), *unclear(book, dealings)), next_up)


def _meant_by(book: Book, where: str | None) -> Callable[[FollowUp], bool]:
    if where is None:
        return lambda one: True
    from sheet_sync.core.rows.where_rows import meant, rows_where

    rows = rows_where(book, where)
    return lambda one: meant(rows, one.contact, one.interview)


def _unread_sheets(book: Book) -> list[Unclear]:
    """The sheets that look like a table follow-ups live by, and are not used."""
    absent = [
        note
        for note in book.layout.notes
        if note.do in (Do.FLAG, Do.ASK) and note.table in _NEEDED_TABLES and note.table not in book.layout.tables
    ]
    left_out = [note for note in unread_sheets(book.layout) if note not in absent]
    return [Unclear(note.where, f"{note.message} {note.hint}".strip()) for note in (*absent, *left_out)]
