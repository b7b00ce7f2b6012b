"""A book as the letters see it: talks by row, who was named by whom, what was drafted and sent before."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from sheet_sync.core.followups.dealings import Dealings
from sheet_sync.core.followups.model import Case
from sheet_sync.core.followups.referrals import names_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sheet_sync.core.book import Book, Entry
    from sheet_sync.core.followups.dealings import Talk


class Desk:
    """What all letters of one run work from."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.case = Case(book, Dealings(book), 0)

    @property
    def dealings(self) -> Dealings:
        return self.case.dealings

    @property
    def as_of(self) -> date:
        return self.book.as_of

    def talk(self, interview: Entry) -> Talk:
        """The talk of a row of Interviews."""
        return self._talks[interview.number]

    def talks(self, contact: Entry, interview: Entry | None = None) -> Iterator[Talk]:
        """All talks with a contact, or that one alone."""
        for talk in self.dealings.talks_with(contact):
            if interview is None or talk.entry is interview:
                yield talk

    def last_done(self, contact: Entry, interview: Entry | None = None) -> Talk | None:
        """The last informational talk with them that took place."""
        done = [
            talk
            for talk in self.talks(contact, interview)
            if talk.is_done and not talk.is_practice and talk.day is not None and talk.day <= self.as_of
        ]
        return max(done, key=lambda talk: talk.day or self.as_of, default=None)

    def referrer(self, contact: Entry, talk: Entry | None = None) -> tuple[Entry | None, str]:
        """Who named a contact: the contact that "Referred by" means, else whoever named them in a talk.

        The second is the name as typed, where "Referred by" names nobody in Contacts.
        """
        typed, match = contact.text("Referred by"), contact.referred("Referred by")
        if match.entry is not None and match.entry.number != contact.number:
            return match.entry, ""
        if typed and match.entry is None:
            return None, typed
        talks = [talk] if talk is not None else self._naming.get(contact.number, [])
        people = (self.book.contact_of(one) for one in talks)
        found = next((person for person in people if person and person.number != contact.number), None)
        return found, ""

    def named_by(self, referrer: Entry) -> list[Entry]:
        """The contacts whom somebody named, in the order of the sheet."""
        return self._named.get(referrer.number, [])

    def is_untouched(self, contact: Entry) -> bool:
        """Whether nothing has happened between the two yet."""
        if contact.value("Status") not in ("To contact", None):
            return False
        has_talk = any(talk.status not in ("Cancelled", None) for talk in self.talks(contact))
        return not has_talk and self.dealings.known_last_contact(contact) is None

    def answers(self, interview: Entry) -> list[Entry]:
        """The rows of Answers that belong to a talk, in the order of the sheet."""
        return self._answers.get(interview.number, [])

    def letter_rows(self, contact: Entry) -> list[Entry]:
        """The rows of Letters to a contact, in the order of the sheet."""
        return self._letters.get(contact.number, [])

    @cached_property
    def _letters(self) -> dict[int, list[Entry]]:
        found: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.book.entries("Letters"):
            contact = self.book.contact_of(entry)
            if contact is not None:
                found[contact.number].append(entry)
        return dict(found)

    @cached_property
    def _answers(self) -> dict[int, list[Entry]]:
        found: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.book.entries("Answers"):
            interview = entry.referred("Interview").entry
            if interview is not None:
                found[interview.number].append(entry)
        return dict(found)

    @cached_property
    def _talks(self) -> dict[int, Talk]:
        return {talk.entry.number: talk for talk in self.dealings.talks}

    @cached_property
    def _naming(self) -> dict[int, list[Entry]]:
        """Row of a contact to the talks in which the name fell."""
        found: dict[int, list[Entry]] = defaultdict(list)
        for talk in self.dealings.talks:
            for name in names_in(talk.entry):
                contact = self.book.people.match(name).entry
                if contact is not None:
                    found[contact.number].append(talk.entry)
        return dict(found)

    @cached_property
    def _named(self) -> dict[int, list[Entry]]:
        found: dict[int, list[Entry]] = defaultdict(list)
        for contact in self.book.contacts:
            referrer, _ = self.referrer(contact)
            if referrer is not None:
                found[referrer.number].append(contact)
        return dict(found)
