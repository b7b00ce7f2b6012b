"""A person's name taken apart, only to match it with others: what is shown and written is always what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sheet_sync.core.words import words

TITLES = words(
    "mr|mrs|ms|miss|mx|dr|prof|professor|doctor|sir|dame|lord|lady|rev|fr|hon|judge|capt|col|lt|sgt|herr|frau|hr|m|mme|mlle"
    "|monsieur|madame|mademoiselle|sr|sra|srta|don|dona|dra|ing|mag|dipl|phd"
)
SUFFIXES = words(
    "jr|sr|ii|iii|iv|v|phd|md|mba|cpa|pmp|rn|bsn|msn|msw|lcsw|jd|esq|dds|dvm|edd|ma|ms|msc|bsc|ba|bs|meng|pe|cfa|cfp|shrm|sphr"
    "|phr|cissp|mph|mpa|mfa|llm|llb|dphil|do|np|pa|faia|aia|leed|ap|ret|obe|mbe|cbe|frcp|acca|aca"
)
PARTICLES = words(
    "de|la|del|della|der|den|van|von|zu|zum|zur|da|dos|das|di|du|le|el|al|bin|ibn|ter|ten|y|e|af|av|st|san|santa|mc|mac|o"
)
_LONGEST = 250
"""Characters of a name.  The patterns below would take the square of a longer text in time."""
_PRONOUNS = r"(?i)\(?\b(?:she|he|they|ze)\s*/\s*(?:her|him|hers|his|them|theirs|they|she|he)(?:\s*/\s*\w+)?\)?"
_NICKNAME = r"[\"“”„«»]\s*([^\"“”„«»]+?)\s*[\"“”„«»]"
_BRACKET = r"\(([^)]*)\)|\[([^\]]*)\]"


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name in the form in which they are compared (case and accents off)."""

    first: str = ""
    middle: tuple[str, ...] = ()
    last: str = ""
    nicknames: tuple[str, ...] = ()
    brackets: tuple[str, ...] = ()
    whole: str = ""


def name_key(text: str) -> str:
    """A name as it is compared: accents, case, dots and doubled blanks off.

    >>> name_key("José  O’Neil-Smith"), name_key("D. Reyes")
    ("jose o'neil-smith", 'd reyes')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
        text = text.replace("’", "'").replace("‐", "-").replace("‑", "-")
    return " ".join(text.replace(".", " ").casefold().split())


def without_decoration(text: str) -> str:
    """A name without pronouns, emoji, and degrees after a comma; titles, nicknames and brackets stay.

    >>> without_decoration("✨ Noor Haddad (she/her)"), without_decoration("Chidi Okafor, PhD, PMP")
    ('Noor Haddad', 'Chidi Okafor')
    """
    text = re.sub(_PRONOUNS, " ", text)
    text = "".join(
        letter
        for letter in text
        if letter.isascii() or unicodedata.category(letter) not in ("So", "Sk", "Cn", "Co", "Cf")
    )
    head, *tail = (part.strip() for part in text.split(","))
    kept = [part for part in tail if part and not is_suffix(part)]
    return " ".join(", ".join([head, *kept]).split())


def is_suffix(text: str) -> bool:
    """Whether a text is only degrees and the like: ``PhD``, ``Jr.``, ``MBA, CPA``."""
    parts = re.split(r"[\s,/&]+", text.strip())
    return bool(text.strip()) and all(
        part.replace(".", "").replace("-", "").casefold() in SUFFIXES for part in parts if part
    )


def swapped(text: str) -> str | None:
    """``Reyes, Dana`` as ``Dana Reyes``; ``None`` where the name is not written so.

    >>> swapped("Reyes, Dana"), swapped("de la Cruz, Ana M."), swapped("Chidi Okafor, PhD"), swapped("Reyes, Dana, PhD")
    ('Dana Reyes', 'Ana M. de la Cruz', None, 'Dana Reyes, PhD')
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or not all(parts) or is_suffix(parts[1]) or not all(is_suffix(part) for part in parts[2:]):
        return None
    last, first = parts[0], parts[1]
    if (
        any(letter.isdigit() or letter in "@/&" for letter in last + first)
        or len(first.split()) > 4
        or len(last.split()) > 4
    ):
        return None
    if re.search(r"(?i)\b(?:inc|llc|ltd|gmbh|corp|co)\b\.?$", first):
        return None
    return ", ".join([f"{first} {last}", *parts[2:]])


@lru_cache(maxsize=4096)
def parse_name(text: str) -> NameParts:
    """The parts of a name, for matching; of a text too long to be a name, only the whole is looked at."""
    if len(text) > _LONGEST:
        return NameParts(whole=name_key(text))
    text = without_decoration(swapped(text) or text)
    nicknames = [name_key(nick) for nick in re.findall(_NICKNAME, text)]
    brackets = [name_key(one or other) for one, other in re.findall(_BRACKET, text)]
    bare = re.sub(_NICKNAME, " ", re.sub(_BRACKET, " ", text)).replace(",", " ")
    tokens = name_key(bare).split()
    while len(tokens) > 1 and tokens[0] in TITLES:
        tokens.pop(0)
    while len(tokens) > 2 and tokens[-1] in SUFFIXES:
        tokens.pop()
    if not tokens:
        return NameParts(nicknames=tuple(nicknames), brackets=tuple(brackets))
    start = len(tokens) - 1
    while start > 1 and tokens[start - 1] in PARTICLES:
        start -= 1
    last = " ".join(tokens[start:]) if len(tokens) > 1 else ""
    nicknames += [bracket for bracket in brackets if bracket and " " not in bracket]
    return NameParts(
        tokens[0], tuple(tokens[1:start]), last, tuple(nicknames), tuple(filter(None, brackets)), " ".join(tokens)
    )
