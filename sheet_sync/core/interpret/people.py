"""Several people in one cell, as ``Referred me to`` holds them: each name, with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sheet_sync.core.interpret.emails import emails_in
from sheet_sync.core.interpret.placeholders import is_placeholder
from sheet_sync.core.interpret.prose import LONGEST_NAME
from sheet_sync.core.names import is_suffix, swapped

_SEPARATORS = r"\s*(?:[;\n|]|\s[&+]\s|\band\b|\bund\b|\bet\b|\by\b|\s/\s)\s*"


@dataclass(frozen=True, slots=True)
class Mention:
    """One person that a cell names: ``name`` alone, ``remark`` what stands beside it (an organization, a title)."""

    name: str
    remark: str = ""
    email: str = ""


def split_people(text: str) -> tuple[Mention, ...]:
    """The people that a text names; pieces too long to name anybody are left out (:func:`prose_in`).

    >>> [(m.name, m.remark) for m in split_people("Sam Ortega (Bluebird), Ana Lee; Kim Park, design lead")]
    [('Sam Ortega', 'Bluebird'), ('Ana Lee', ''), ('Kim Park', 'design lead')]
    """
    found: list[Mention] = []
    for group in _groups(text):
        pieces = [piece for piece in _pieces(group) if len(piece) <= LONGEST_NAME]
        if len(pieces) == 2 and (turned := swapped(group)) and all(" " not in piece for piece in pieces):
            pieces = [turned]
        for piece in pieces:
            _add(found, piece)
    return tuple(found)


def rename_people(text: str, new_name: Callable[[str], str | None]) -> str:
    """The text with names exchanged, all else as it is typed; ``new_name`` gives ``None`` for those that stay.

    >>> rename_people("Sam O. (Bluebird); Ana Lee", lambda name: "Sam Ortega" if name == "Sam O" else None)
    'Sam Ortega (Bluebird); Ana Lee'
    """
    at = 0
    for mention in split_people(text):
        start = text.find(mention.name, at)
        if start < 0:
            continue  # it is read otherwise than it is typed: last name first
        new, rest = new_name(mention.name), text[start + len(mention.name) :]
        if new is not None:
            rest = rest.removeprefix(".")  # of an initial
        text = text[:start] + (new or mention.name) + rest
        at = len(text) - len(rest)
    return text


def prose_in(text: str) -> str:
    """The first piece of a text that is too long to name anybody, empty where there is none."""
    return next((piece for group in _groups(text) for piece in _pieces(group) if len(piece) > LONGEST_NAME), "")


def _groups(text: str) -> list[str]:
    """A text at its separators, its blanks made single first: a pattern takes the square of a run of blanks."""
    return re.split(_SEPARATORS, re.sub(r"[^\S\n]+", " ", text))


def _pieces(group: str) -> list[str]:
    """A group at its commas, those inside brackets left."""
    pieces: list[list[str]] = [[]]
    is_inside = False
    for part in reversed(re.split(r"([,()])", group)):
        if part in ("(", ")"):
            is_inside = part == ")"
        if part == "," and not is_inside:
            pieces.append([])
        else:
            pieces[-1].append(part)
    whole = ("".join(reversed(piece)).strip() for piece in reversed(pieces))
    return [piece for piece in whole if piece]


def _add(found: list[Mention], piece: str) -> None:
    if is_placeholder(piece):
        return
    addresses = emails_in(piece)
    bare = piece
    if addresses:
        bare = re.sub(r"[<(]?\s*\S+@\S+\s*[>)]?", " ", piece)
    remarks = [one for one in re.findall(r"\(([^)]*)\)", bare) if one.strip()]
    name = " ".join(re.sub(r"\([^)]*\)", " ", bare).split()).strip(" .,:-–")
    name, _, after = (
        part.strip() for part in re.sub(r"\s+(?:[-–—]|from|at|@)\s+", "\0", name, count=1).partition("\0")
    )
    remarks += [after] if after else []
    if found and (not name or is_suffix(name) or not _is_like_a_name(name)):
        last = found[-1]
        more = (name, *remarks) if len(last.remark) <= LONGEST_NAME else ()
        extra = ", ".join(filter(None, (last.remark, *more)))
        found[-1] = Mention(last.name, extra, last.email or (addresses[0] if addresses else ""))
    elif name or addresses:
        found.append(Mention(name or addresses[0], ", ".join(remarks), addresses[0] if addresses else ""))


def _is_like_a_name(text: str) -> bool:
    """Whether a text begins like a name and not like a job (``design lead``)."""
    letters = [word[0] for word in text.split() if word[0].isalpha()]
    return bool(letters) and (letters[0].isupper() or not letters[0].islower()) and len(letters) <= 5
