"""People's names as typed: whole, with what there is to say about their form."""

from __future__ import annotations

import re

from sheet_sync.core.interpret.placeholders import read_placeholder
from sheet_sync.core.interpret.prose import LONGEST_NAME, is_prose
from sheet_sync.core.interpret.saying import fix, flag, quoted, sentence
from sheet_sync.core.interpret.text import as_text, tidy
from sheet_sync.core.names import swapped
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.schema import Field
from sheet_sync.core.values import Scalar

_TWO_PEOPLE = r"\s(?:&|and|und|et|y|\+)\s"
_REMARK = (
    r"\((?:[^()]*\b(?:ask|last name|first name|unknown|check|find|get|need|todo|tbd|name)\b[^()]*|[^()]*\?)\)|^\?+$"
)
_HOW = "Type the person's name, and keep the rest in Notes."
_NO_NAME = r"@|https?://|www\.|\d{4,}"


def read_name(value: Scalar, field: Field) -> Reading:
    """A name in one cell."""
    if value is None or isinstance(value, bool):
        return EMPTY if not value else Reading(notes=(flag("not-a-name", "A tick is not a name."),))
    if not isinstance(value, str):
        text = as_text(value)
        return Reading(text, (flag("not-a-name", f"{quoted(text)} is not a name.", "Type the person's name."),))
    text, notes = tidy(" ".join(value.split()) if "\n" in value else value)
    if not text:
        return Reading(notes=notes)
    empty = read_placeholder(text, field)
    if empty is not None:
        return empty
    if is_prose(text, LONGEST_NAME):
        return Reading(text, (*notes, flag("not-a-name", f"{quoted(text)} is too long to be a name.", _HOW)))
    turned = swapped(text)
    if turned is not None:
        message = sentence(f"{quoted(text)} is read as {turned}")
        return Reading(turned, (*(n for n in notes if not n.has_fix), fix("last-first", message, turned)))
    bare, remarks = without_remark(text)
    if remarks:
        return Reading(bare or None, (*notes, *remarks))
    return Reading(text, (*notes, *_oddities(text)))


def _oddities(text: str) -> tuple[Note, ...]:
    if re.search(_NO_NAME, text):
        return (flag("not-a-name", f"{quoted(text)} is not a name.", "Type the person's name."),)
    if re.search(_TWO_PEOPLE, text) and text[0].isupper():
        message = f"{quoted(text)} seems to be two people."
        return (flag("two-people", message, "Give each person a row; letters greet the name as it stands."),)
    return ()


def without_remark(text: str) -> tuple[str, tuple[Note, ...]]:
    """A name without a remark such as ``(ask for last name)``, and the note on it."""
    bare = " ".join(re.sub(_REMARK, " ", text).split())
    if bare == text:
        return text, ()
    return bare, (flag("remark-in-name", f"{quoted(text)} is a remark, not a name.", "Put the remark into Notes."),)


def read_parts(first: Scalar, last: Scalar, field: Field) -> tuple[Reading, tuple[Note, ...], tuple[Note, ...]]:
    """A name in two cells: the whole, the notes on the first and those on the last name."""
    readings = [read_name(value, field) for value in (first, last)]
    texts = [str(reading.value) for reading in readings if reading.value]
    one, other = ([note for note in reading.notes if not _is_about_whole(note)] for reading in readings)
    if not readings[0].value and readings[1].value:
        one.append(flag("no-first-name", f"{readings[1].value} has no first name.", "Fill it in, or Greet as."))
    return Reading(" ".join(texts) or None), tuple(one), tuple(other)


def _is_about_whole(note: Note) -> bool:
    return note.kind in ("placeholder", "two-people")
