"""What was promised and offered, as people note it ("will send her my notes", "shadow day in January"), for a sentence.

A note that begins with a verb goes on "I will ..." or "you kindly offered to ..."; anything else is quoted as typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sheet_sync.core.followups.promises import is_kept
from sheet_sync.core.letters import words
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.points import MAX_CHARACTERS, is_fit_for_reader, names_of, split_points, word_count
from sheet_sync.core.letters.words import any_of

MAX_WORDS = 22
_DONE = re.compile(r"^\W*(?:done|did|sent|kept|✓|✔|☑|☒|\[x\]|x\b)", re.IGNORECASE)
_THEM = re.compile(r"\b(?:they|them|their|theirs)\b", re.IGNORECASE)
_BARE_NOUN = re.compile(rf"^(?!{any_of(words.NO_BARE_NOUN)}\b)[a-z]+(?<!s)(?<!ing)\b")
_OBJECT_HER = re.compile(
    rf"^(?P<verb>[a-z-]+) (?:him|her(?= {any_of(words.OBJECT_HER_BEFORE)}\b|[,.]|$))", re.IGNORECASE
)
_ME_TO = r"(?:me\s+)?(?:to\s+)?"


@dataclass(frozen=True, slots=True)
class Deed:
    """``verbal`` goes on after "to" or "I will"; ``noted`` stands as typed.  At most one of them is filled."""

    verbal: tuple[str, ...] = ()
    noted: str | Gap = ""


def promise_of(text: str, name: str) -> Deed:
    """What the user still owes; promises marked done are left out, as check-followups leaves them out."""
    if is_kept(text):
        return Deed()
    return _deed(
        [part for part in split_points(text[:MAX_CHARACTERS]) if not _DONE.match(part)], name, "what you promised"
    )


def offer_of(text: str, name: str) -> Deed:
    """What the person offered."""
    return _deed(list(split_points(text[:MAX_CHARACTERS])), name, "what they offered")


def _deed(parts: list[str], name: str, hint: str) -> Deed:
    if not parts:
        return Deed()
    bare = [_to_reader(_without_subject(part.rstrip(" ."), name)) for part in parts]
    if any(not is_fit_for_reader(part, name) or _THEM.search(part) for part in bare) or word_count(bare[0]) > MAX_WORDS:
        return Deed(noted=Gap(f"{hint}, in your words; your note says: {'; '.join(parts)}", speaks=True))
    kept = [part for i, part in enumerate(bare) if word_count(" ".join(bare[: i + 1])) <= MAX_WORDS]
    if all(is_verbal(part) for part in kept):
        return Deed(verbal=tuple(_in_full(part[0].lower() + part[1:]) for part in kept))
    return Deed(noted="; ".join(kept))


def _in_full(phrase: str) -> str:
    """ "Send article on float pools", with its article."""
    verb, _, rest = phrase.partition(" ")
    return f"{verb} the {rest}" if verb in words.TAKES_AN_OBJECT and _BARE_NOUN.match(rest) else phrase


def is_verbal(phrase: str) -> bool:
    """Whether a phrase begins with a verb in its plain form, so that it can follow "to"."""
    first, _, rest = phrase.partition(" ")
    word, follows = first.casefold().strip(",."), rest.partition(" ")[0].casefold().strip(",.")
    if word in words.VERBS:
        return True
    return word in words.VERBS_OR_NOUNS and follows in words.AFTER_A_VERB


def _without_subject(text: str, name: str) -> str:
    """The note without "I will", "she offered to", "to"."""
    people = any_of(("i", "she", "he", "they", "you", *map(re.escape, names_of(name))))
    modals = any_of(words.MODALS)
    before = rf"(?:{people}(?=['’\s]))?(?:['’](?:ll|d)|\s*{modals})*\s+{_ME_TO}(?:be (?:happy|glad|willing) to\s+)?"
    bare = re.sub(rf"^{before}(?=\w)", "", text, flags=re.IGNORECASE)
    bare = re.sub(rf"^(?:{modals}|promise|offer)\s+{_ME_TO}", "", bare, flags=re.IGNORECASE)
    return re.sub(r"^to\s+(?=\w)", "", bare, flags=re.IGNORECASE)


def _to_reader(text: str) -> str:
    """ "Send her my notes" as it is said to the reader: "send you my notes"; only where "her" can be nothing else."""
    return _OBJECT_HER.sub(lambda match: f"{match['verb']} you", text)
