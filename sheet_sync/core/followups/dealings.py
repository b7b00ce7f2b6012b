"""What happened between the user and each contact, gathered once from all tables.

Computed columns, follow-ups and letters all ask the same: when were they last in touch, what was asked, which talk has
been thanked for.  Dates after ``as_of`` have not happened yet and say nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheet_sync.core.book import Book, Entry

TALK, THANKS, TOUCH, LETTER = "talk", "thank-you", "touch", "letter"


class Event(NamedTuple):
    """One day on which the two were in touch; ``detail`` is a touch's How or a letter's Kind, empty elsewhere."""

    day: date
    what: str
    detail: str = ""


class Talk(NamedTuple):
    """One row of Interviews: whom with (``None`` where no one or more than one fits), when, and how it stands."""

    entry: Entry
    contact: Entry | None
    day: date | None
    status: str | None
    is_practice: bool

    @property
    def is_done(self) -> bool:
        return self.status == "Done"


class WrittenLetter(NamedTuple):
    """One row of Letters; ``day`` is when it was sent, or drafted where only a tick says that it was sent."""

    entry: Entry
    kind: str
    contact: Entry | None
    interview: Entry | None
    is_sent: bool
    day: date | None


class Dealings:
    """All talks, touches and letters of a book, by contact."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.as_of = book.as_of
        self.talks = tuple(_talk(book, entry) for entry in book.interviews)
        self._talks_of: dict[int, list[Talk]] = defaultdict(list)
        self._events_of: dict[int, list[Event]] = defaultdict(list)
        self._thanks_for: dict[int, list[WrittenLetter]] = defaultdict(list)
        self._perhaps_of: set[int] = set()
        self._gather_letters()
        self._gather_talks()
        self._gather_touches()

    def _gather_letters(self) -> None:
        for entry in self.book.entries("Letters"):
            letter = _letter(self.book, entry)
            if letter.kind == "thank-you" and letter.interview is not None:
                self._thanks_for[letter.interview.number].append(letter)
            if letter.is_sent:
                self._note(letter.contact, letter.day, LETTER, letter.kind)

    def _gather_talks(self) -> None:
        for talk in self.talks:
            if talk.contact is not None:
                self._talks_of[talk.contact.number].append(talk)
            else:
                self._perhaps_of.update(fitting.number for fitting in talk.entry.referred("Contact").entries)
            if talk.is_done and not talk.is_practice:
                self._note(talk.contact, talk.day, TALK)
            self._note(talk.contact, talk.entry.value("Thank-you sent"), THANKS)

    def _gather_touches(self) -> None:
        for entry in self.book.entries("Touches"):
            self._note(self.book.contact_of(entry), entry.value("Date"), TOUCH, entry.text("How"))

    def _note(self, contact: Entry | None, day: Any, what: str, detail: str = "") -> None:
        if contact is not None and isinstance(day, date) and day <= self.as_of:
            self._events_of[contact.number].append(Event(day, what, detail))

    def talks_with(self, contact: Entry) -> Iterable[Talk]:
        """The rows of Interviews that are about this contact, in the order of the sheet."""
        return self._talks_of.get(contact.number, ())

    def events_with(self, contact: Entry) -> Iterable[Event]:
        """The days on which the two were in touch, in no order."""
        return self._events_of.get(contact.number, ())

    def may_have_talked_with(self, contact: Entry) -> bool:
        """Whether a talk's name fits this contact, but others as well."""
        return contact.number in self._perhaps_of

    def thank_you_letters(self, talk: Talk) -> Iterable[WrittenLetter]:
        """The thank-you letters drafted or sent for this talk."""
        return self._thanks_for.get(talk.entry.number, ())

    def last_contact(self, contact: Entry) -> date | None:
        """The last day on which the two were in touch, as the tables tell it."""
        return max((event.day for event in self.events_with(contact)), default=None)

    def known_last_contact(self, contact: Entry) -> date | None:
        """As :meth:`last_contact`, but a day typed into the column Last contact counts too.

        In a workbook that was never synced that column is the user's own.  Later it may hold what the tool wrote, so it
        counts only where the tables tell nothing.
        """
        told = self.last_contact(contact)
        if told is not None and self.book.snapshot.project_id is not None:
            return told
        typed = contact.value("Last contact")
        if not isinstance(typed, date) or typed > self.as_of:
            return told
        return typed if told is None else max(told, typed)


def _talk(book: Book, entry: Entry) -> Talk:
    day = entry.value("Date")
    status = entry.value("Status")
    if status is None and day is not None and day <= book.as_of and entry.ref("Status") is None:
        status = "Done"  # a sheet without such a column lists the talks that took place
    return Talk(entry, book.contact_of(entry), day, status, entry.value("Kind") == "Practice")


def _letter(book: Book, entry: Entry) -> WrittenLetter:
    interview = entry.referred("Interview").entry
    contact = book.contact_of(entry)
    if contact is None and interview is not None:
        contact = book.contact_of(interview)
    sent = entry.value("Sent")
    day = sent if isinstance(sent, date) else entry.value("Drafted")
    return WrittenLetter(entry, entry.text("Kind"), contact, interview, bool(sent), day)
