"""Whether two contacts are probably one person: by keys, so that the time grows with the rows, not their square."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry

_MARKS = re.compile(r"[^\w\s]+")


def folded(text: str) -> str:
    """The text without letter case, accents, marks and doubled blanks.

    >>> folded(" José  O'Neil-Reyes "), folded("Jose ONeil Reyes")
    ('jose oneil reyes', 'jose oneil reyes')
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(_MARKS.sub("", text.replace("-", " ")).casefold().split())


@dataclass(frozen=True, slots=True)
class Person:
    """A contact by what tells people apart, each in the form to compare; empty where it is not known."""

    entry: Entry
    name: str
    organization: str
    email: str
    phone: str


def person_of(entry: Entry) -> Person:
    """A contact's row as a person."""
    name, organization = folded(entry.text("Name")), folded(entry.text("Organization"))
    return Person(entry, name, organization, entry.text("Email").casefold(), entry.text("Phone"))


def namesakes(book: Book) -> list[Entry]:
    """The rows whose name or email stands in another row too, in their order.

    A hundred thousand names in a dictionary would weigh as much as the sheet; their hashes, sorted, weigh a hundredth.
    Two keys of one hash cost a look at two more rows, no more.
    """
    names = array("q", (_hash(folded(text)) for text in book.texts("Contacts", "Name")))
    emails = array("q", (_hash(text.casefold()) for text in book.texts("Contacts", "Email")))
    same_name, same_email = _repeated(names), _repeated(emails)
    return [
        entry
        for entry, name, email in zip(book.contacts, names, emails, strict=True)
        if name in same_name or email in same_email
    ]


def _hash(key: str) -> int:
    return hash(key) if key else 0


def _repeated(hashes: array[int]) -> set[int]:
    in_order = sorted(hashes)
    return {one for one, next_ in pairwise(in_order) if one == next_ and one != 0}


@dataclass(frozen=True, slots=True)
class Likeness:
    """The earlier row, why it is probably the same person, and the field that says so."""

    like: Entry
    why: str
    field: str


@dataclass(slots=True)
class Known:
    """The people of the rows before."""

    _by_email: dict[str, Person] = field(default_factory=dict)
    _by_name: dict[str, list[Person]] = field(default_factory=dict)

    def add(self, person: Person) -> None:
        if person.email:
            self._by_email.setdefault(person.email, person)
        if person.name:
            others = self._by_name.setdefault(person.name, [])
            if len(others) < _MOST_NAMESAKES:
                others.append(person)

    def find(self, person: Person) -> Likeness | None:
        """The first earlier row that is probably this person, or ``None``."""
        if person.email and (same := self._by_email.get(person.email)):
            return Likeness(same.entry, "both have the same email", "Email")
        for other in self._by_name.get(person.name, ()):
            if why := _why_alike(person, other):
                return Likeness(other.entry, why, "Name")
        return None


_MOST_NAMESAKES = 20
"""A name that stands in more rows than this is no name; comparing all with all would take its square in time."""


def _why_alike(one: Person, other: Person) -> str:
    """Why two rows of one name are probably one person; empty where they may well be two."""
    if one.organization and one.organization == other.organization:
        return "both have the same name and organization"
    if one.phone and one.phone == other.phone:
        return "both have the same name and phone"
    emails_differ = one.email and other.email
    if not emails_differ and not (one.organization and other.organization):
        return "both have the same name, and nothing tells them apart"
    return ""
