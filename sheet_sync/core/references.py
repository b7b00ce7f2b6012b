"""From a typed name to the row that is meant: exact first, then short forms, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.interpret.prose import LONGEST_NAME, is_prose
from sheet_sync.core.name_words import NameWords
from sheet_sync.core.names import NameParts, name_key, parse_name

if TYPE_CHECKING:
    from datetime import date

    from sheet_sync.core.book import Book, Entry

_LEAD = (
    r"(?i)^\s*(?:via|through|thru|from|by|per|referred by|introduced by|intro by|met through|über|durch|par|por)"
    r"\s+(?=\S)"
)
_TAIL = r"(?i)\s+(?:from|at|@)\s+(.+)$"
_OWN_BRACKET = r"\s*[\[(]([^\])]*)[\])]\s*"


_MOST_COMPARISONS = 300_000
"""Names compared for hints, in one book: about a second.  All with all would take the square of the rows."""
FIRST, LAST = "first: ", "last: "
"""What marks a form that is a first or a last name alone."""


@dataclass(frozen=True, slots=True)
class Match:
    """The rows that a typed reference may mean, and how they were found.

    ``how``: ``id``, ``exact`` (as typed), ``case`` (but for case and accents), ``short`` (another form of the name).
    """

    entries: tuple[Entry, ...] = ()
    how: str = ""

    @property
    def entry(self) -> Entry | None:
        """The row that is meant, only where exactly one fits."""
        return self.entries[0] if len(self.entries) == 1 else None


class _Rows:
    """Rows by a key; nearly every key has one row, so a list is made only for the others."""

    def __init__(self) -> None:
        self._rows: dict[str, Entry | list[Entry]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, key: str, entry: Entry) -> None:
        known = self._rows.get(key)
        if known is None:
            self._rows[key] = entry
        elif isinstance(known, list):
            known.append(entry)
        else:
            self._rows[key] = [known, entry]

    def find(self, key: str) -> list[Entry]:
        """The rows under that key, in order."""
        known = self._rows.get(key)
        return known if isinstance(known, list) else [known] if known is not None else []


class NameIndex:
    """Contacts by all the ways in which a name is typed."""

    def __init__(self, contacts: Iterable[Entry]) -> None:
        self._contacts = tuple(contacts)
        self._keys = _Rows()
        for entry in self._contacts:
            if name := _name(entry):
                self._keys.add(name_key(name), entry)
        self._words: NameWords | None = None
        self._known: dict[str, Match] = {}
        self._hints: dict[str, str | None] = {}
        self._comparisons_left = _MOST_COMPARISONS

    def match(self, text: str) -> Match:
        """The contacts that the text may mean."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._find(text)
        return known

    def _find(self, text: str) -> Match:
        if found := self._keys.find(name_key(text)):
            exact = [entry for entry in found if entry.content("Name") == text or _name(entry) == text]
            return Match(tuple(exact or found), "exact" if exact else "case")
        if is_prose(text, LONGEST_NAME):
            return Match()
        bare, unclear = re.sub(_LEAD, "", text).strip(), Match()
        for candidate, hint in _readings(bare):
            found = self._keys.find(name_key(candidate)) or self._short(candidate)
            match = Match(tuple(_narrowed(found, hint)), "short") if found else Match()
            if match.entry is not None:
                return match
            unclear = unclear if unclear.entries else match
        return unclear

    def _short(self, text: str) -> list[Entry]:
        for asked in _asked_forms(parse_name(text)):
            if found := [entry for entry in self._near(asked) if asked in _forms_of(entry)]:
                return found
        return []

    def _near(self, asked: str) -> list[Entry]:
        """The contacts that have the words of a short form in their names."""
        if self._words is None:
            self._words = NameWords(
                f"{name_key(_name(entry))} {name_key(nickname_of(entry))}" for entry in self._contacts
            )
        words = asked.removeprefix(FIRST).removeprefix(LAST).split()
        return [self._contacts[position] for position in self._words.having(words)]

    def nearest(self, text: str) -> str | None:
        """The contact's name that was probably meant, or ``None``; a hint, given as long as it costs little."""
        if text not in self._hints:
            self._hints[text] = self._nearest(text)
        return self._hints[text]

    def _nearest(self, text: str) -> str | None:
        from difflib import get_close_matches

        if len(self._keys) > self._comparisons_left or is_prose(text, LONGEST_NAME):
            return None
        self._comparisons_left -= len(self._keys)
        close = get_close_matches(name_key(text), list(self._keys), n=1, cutoff=0.75)
        return _name(self._keys.find(close[0])[0]) if close else None


def _name(entry: Entry) -> str:
    """A contact's name, read without keeping the reading: a look at all rows should not weigh on them."""
    return str(entry.glance("Name").value or "")


def nickname_of(entry: Entry) -> str:
    """What a person goes by, where the table has a column for that."""
    from sheet_sync.core.values import shown

    for column in entry.table.givers("nickname"):
        value = shown(entry.table.grid.at(entry.number, column.number))
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """A typed reference with what only helps to tell people apart taken off: ``Kim (Bluebird)``, ``Dana from work``."""
    yield text, ""
    bracket = re.search(_OWN_BRACKET, text)
    if bracket:
        yield re.sub(_OWN_BRACKET, " ", text).strip(), bracket[1]
    tail = re.search(_TAIL, text)
    if tail:
        yield text[: tail.start()].strip(), tail[1]
    name, dash, rest = text.partition(" - ")
    if dash:
        yield name.strip(), rest


def _narrowed(found: list[Entry], hint: str) -> list[Entry]:
    """Those whose organization a bracket names, where that tells them apart."""
    key = name_key(hint)
    if not key:
        return found
    fitting = [entry for entry in found if _fits(entry, key)]
    return fitting or found


def _fits(entry: Entry, key: str) -> bool:
    firm = name_key(entry.text("Organization"))
    return bool(firm) and (key in firm or firm in key)


def _forms_of(entry: Entry) -> frozenset[str]:
    """The short forms under which a contact may be typed."""
    return frozenset(_given_forms(parse_name(_name(entry)), nickname_of(entry)))


def _given_forms(parts: NameParts, nickname: str) -> Iterator[str]:
    if not parts.first:
        return
    yield parts.whole
    firsts = dict.fromkeys([parts.first, *parts.nicknames, *([name_key(nickname)] if nickname else [])])
    for first in firsts:
        yield f"{FIRST}{first}"
        if parts.last:
            yield f"{first} {parts.last}"
            yield f"{first} {parts.last[0]}"
            yield f"{first} {parts.last.split()[-1][0]}"
    if parts.last:
        yield f"{LAST}{parts.last}"
        yield f"{parts.first[0]} {parts.last}"
        yield f"{LAST}{parts.last.split()[-1]}"
    else:
        yield f"{LAST}{parts.first}"


def _asked_forms(parts: NameParts) -> Iterator[str]:
    """The forms a typed reference may be, the surest first."""
    if not parts.first:
        return
    yield parts.whole
    yield f"{LAST}{parts.whole}"
    if parts.last:
        yield f"{parts.first} {parts.last}"
        for nickname in parts.nicknames:
            yield f"{nickname} {parts.last}"
    else:
        yield f"{FIRST}{parts.first}"
        yield f"{LAST}{parts.first}"


_LONGEST_DAY = 60
"""Characters of the day at the end of a reference to a talk; a name is looked up only where such a day may follow."""


def match_interview(book: Book, text: str) -> Match:
    """The interviews that a text such as ``Dana Reyes, 2026-10-14`` may mean."""
    if is_prose(text):
        return Match()
    for cut in re.finditer(r"[,;(]|\s[-–—]\s|\s(?=\d)|\son\s", text):
        name, day = text[: cut.start()].strip(), text[cut.end() :].strip(" )")
        talks = _talks_with(book, name) if 0 < len(day) <= _LONGEST_DAY else ()
        wanted = _day(book, day) if talks else None
        if wanted is not None:
            dated = [talk for talk in talks if talk.value("Date") == wanted]
            how = "exact" if text == f"{name}, {wanted}" else "short"
            return Match(tuple(dated), how if dated else "")
    whole = _talks_with(book, text)
    return Match(tuple(whole), "exact" if whole else "")


def _talks_with(book: Book, name: str) -> list[Entry]:
    contact = book.people.match(name).entry
    index = book.talks_by_contact()
    return index.get(contact.number, []) if contact is not None else index.get(name_key(name), [])


def _day(book: Book, text: str) -> date | None:
    from sheet_sync.core.interpret.dates import read_date

    day: date | None = read_date(text, book.settings.date_order, book.as_of).value
    return day


def match_question(book: Book, text: str) -> Match:
    """The questions that a text may mean: the same words, or the beginning of exactly one."""
    index = book.questions_by_key()
    key = question_key(text)
    found = index.get(key)
    if found:
        return Match(tuple(found), "exact" if found[0].text("Question") == text else "case")
    if len(key) < 8:
        return Match()
    begun = [entry for known, entries in index.items() if known.startswith(key) for entry in entries]
    longer = [entry for known, entries in index.items() if known and key.startswith(known) for entry in entries]
    found = begun or longer
    return Match(tuple(found), "short" if found else "")


def question_key(text: str) -> str:
    """A question as it is compared: its words, without case and punctuation."""
    from sheet_sync.core.words import word_key

    return word_key(text)
