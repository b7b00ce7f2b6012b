"""Drafts are made once: what was made before, and what is to be done with a letter now.

A draft is left alone if the user edited it, made again if only what it says has changed, and never made twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.occasion import Occasion
    from sheet_sync.core.letters.render import Letter

AGAIN = "-again"
REPEATING = frozenset({"stay-in-touch", "progress"})
"""Kinds of which one person gets several over time; a draft belongs to the contact that it follows."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that was made as a file.

    ``inputs_hash`` tells whether the letter would say the same today, ``content_hash`` whether the file is as it was
    made.  ``drafted`` is the day.
    """

    key: str
    path: str
    inputs_hash: str
    content_hash: str
    drafted: date


class DraftBook(Protocol):
    """Where drafts are remembered."""

    def find_draft(self, key: str) -> Draft | None:
        """The draft made under that key, or ``None``."""

    def save_draft(self, draft: Draft) -> None:
        """Remember a draft in place of an earlier one of its key."""


class DraftState(StrEnum):
    DRAFTED = "drafted"
    UNCHANGED = "unchanged"
    KEPT = "kept (edited)"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to write the file, and what to tell the user."""

    state: DraftState
    writes: bool = False
    reason: str = ""


def decide(known: Draft | None, on_disk: str | None, inputs_hash: str, content_hash: str) -> Decision:
    """What to do with a letter, from the draft known of it and the hash of the file that is there, if any."""
    if on_disk is None:
        return Decision(DraftState.DRAFTED, True, "The earlier file was gone, so it was made again." if known else "")
    if on_disk == content_hash:
        return Decision(DraftState.UNCHANGED)
    if known is None:
        return Decision(DraftState.KEPT, reason="A file of that name was there already; it was left as it is.")
    if on_disk != known.content_hash:
        return Decision(DraftState.KEPT, reason="You have edited it, so it was left as it is.")
    if known.inputs_hash == inputs_hash:
        return Decision(DraftState.UNCHANGED)
    return Decision(DraftState.DRAFTED, True, "Made again: what it says has changed.")


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def inputs_hash_of(letter: Letter, recipient: str) -> str:
    """A letter is made of its inputs alone, so its own words stand for them."""
    return hash_of("\0".join((recipient, letter.subject, letter.text, letter.html)).encode())


def keys_of(occasion: Occasion, desk: Desk, form: str) -> tuple[str, ...]:
    """The keys a draft may be known by: by IDs, and by name and day for rows that have none yet, or had none then."""
    parts = [_kind(occasion), form, _follows(occasion, desk)]
    by_id = [_id(occasion.contact), _id(occasion.interview), _id(occasion.about)]
    by_name = [_name(occasion.contact), _day(occasion.interview), _name(occasion.about)]
    has_ids = all(by_id[i] for i, row in enumerate((occasion.contact, occasion.interview, occasion.about)) if row)
    named = "|".join([*parts, "named", *by_name])
    return ("|".join([*parts, *by_id]), named) if has_ids else (named,)


def file_stem(occasion: Occasion, desk: Desk) -> tuple[str, ...]:
    """The parts of a file's name: what, to whom, about whom, and the day of the talk or contact that it follows."""
    other = occasion.other_name if occasion.kind == "thank-referrer" else ""
    follows = _follows(occasion, desk) if occasion.kind in REPEATING else _day(occasion.interview)
    day = follows if occasion.kind not in ("referral", "request") else ""
    return tuple(part for part in (_kind(occasion), occasion.name, other, day) if part)


def _kind(occasion: Occasion) -> str:
    return f"{occasion.kind}{AGAIN}" if occasion.is_second else occasion.kind


def _follows(occasion: Occasion, desk: Desk) -> str:
    """For kinds that repeat: the day on which the two were last in touch before this letter."""
    if occasion.kind not in REPEATING or occasion.contact is None:
        return ""
    if occasion.kind == "stay-in-touch":
        last = desk.dealings.known_last_contact(occasion.contact)
    else:
        sent = (event.day for event in desk.dealings.events_with(occasion.contact) if event.detail == "progress")
        last = max(sent, default=None)
    return last.isoformat() if last else _day(occasion.interview)


def _id(entry: Entry | None) -> str:
    return (entry.id or "") if entry is not None else ""


def _name(entry: Entry | None) -> str:
    """The name as a key; of several contacts with one name, with its row."""
    if entry is None:
        return ""
    name = " ".join(entry.text("Name").casefold().split())
    return f"{name}#{entry.number}" if len(entry.book.people.match(name).entries) > 1 else name


def _day(entry: Entry | None) -> str:
    day = entry.value("Date") if entry is not None else None
    return day.isoformat() if isinstance(day, date) else ""
