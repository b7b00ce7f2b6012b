"""From a typed name to the row that is meant: exact first, then short forms, never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry


@dataclass(frozen=True, slots=True)
class Match:
    """The rows that a typed reference may mean, and how they were found."""

    entries: tuple[Entry, ...] = ()
    how: str = ""

    @property
    def entry(self) -> Entry | None:
        """The row that is meant, only where exactly one fits."""
        return self.entries[0] if len(self.entries) == 1 else None


class NameIndex:
    """Contacts by all the ways in which a name is typed."""

    def __init__(self, contacts: Iterable[Entry]) -> None:
        self._exact: dict[str, list[Entry]] = {}
        for entry in contacts:
            name = entry.text("Name")
            if name:
                self._exact.setdefault(name.casefold(), []).append(entry)

    def match(self, text: str) -> Match:
        """The contacts that the text may mean."""
        return Match(tuple(self._exact.get(text.strip().casefold(), ())), "exact")


def match_interview(book: Book, text: str) -> Match:
    """The interviews that a text such as ``Dana Reyes, 2026-10-14`` may mean."""
    name, _, day = text.rpartition(",")
    wanted = name.strip().casefold() or text.strip().casefold()
    found = [entry for entry in book.interviews if entry.text("Contact").casefold() == wanted]
    dated = [entry for entry in found if str(entry.value("Date")) == day.strip()]
    return Match(tuple(dated or found), "exact")


def match_question(book: Book, text: str) -> Match:
    """The questions that a text may mean."""
    wanted = text.strip().casefold()
    return Match(tuple(e for e in book.entries("Questions") if e.text("Question").casefold() == wanted), "exact")
