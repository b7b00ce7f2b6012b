"""What was promised and offered, as people note it ("will send her my notes", "shadow day in January"), for a sentence.

A note that begins with a verb goes on "I will ..." or "you kindly offered to ..."; anything else is quoted as typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.points import is_fit_for_reader, split_points, word_count

MAX_WORDS = 22
_DONE = re.compile(r"^\W*(?:done|did|sent|kept|✓|✔|☑|☒|\[x\]|x\b)", re.IGNORECASE)
_VERBS = frozenset(
    [
        "answer",
        "apply",
        "arrange",
        "ask",
        "attend",
        "bring",
        "buy",
        "check",
        "come",
        "complete",
        "connect",
        "discuss",
        "do",
        "draft",
        "fill",
        "find",
        "finish",
        "forward",
        "get",
        "give",
        "go",
        "grab",
        "have",
        "help",
        "introduce",
        "invite",
        "join",
        "keep",
        "learn",
        "lend",
        "let",
        "look",
        "make",
        "meet",
        "mention",
        "pass",
        "pay",
        "prepare",
        "put",
        "reach",
        "read",
        "recommend",
        "refer",
        "register",
        "remind",
        "reply",
        "return",
        "review",
        "say",
        "schedule",
        "see",
        "send",
        "set",
        "share",
        "show",
        "sign",
        "speak",
        "spend",
        "stay",
        "study",
        "submit",
        "take",
        "talk",
        "teach",
        "tell",
        "thank",
        "think",
        "try",
        "write",
    ]
)
_VERBS_OR_NOUNS = frozenset(
    [
        "book",
        "call",
        "contact",
        "copy",
        "email",
        "e-mail",
        "follow",
        "mail",
        "phone",
        "post",
        "report",
        "shadow",
        "text",
        "update",
        "visit",
        "watch",
        "work",
    ]
)
"""Words that are a verb only where an object or a place in time follows."""
_AFTER_A_VERB = frozenset(
    [
        "a",
        "about",
        "again",
        "an",
        "at",
        "back",
        "by",
        "for",
        "her",
        "him",
        "how",
        "if",
        "in",
        "me",
        "my",
        "next",
        "on",
        "once",
        "the",
        "their",
        "them",
        "this",
        "through",
        "to",
        "tomorrow",
        "until",
        "up",
        "us",
        "what",
        "when",
        "whether",
        "with",
        "you",
        "your",
    ]
)
_NOT_AFTER_A_VERB = frozenset({"about", "for", "on", "with"})
"""What follows a noun as often: an update on, a report about."""
_THEM = re.compile(r"\b(?:they|them|their|theirs)\b", re.IGNORECASE)
_TAKES_AN_OBJECT = frozenset(
    [
        "bring",
        "buy",
        "complete",
        "draft",
        "fill",
        "finish",
        "forward",
        "lend",
        "pass",
        "prepare",
        "read",
        "return",
        "review",
        "send",
        "share",
        "submit",
        "write",
    ]
)
_BARE_NOUN = re.compile(
    r"^(?!(?:a|an|the|my|your|our|me|you|us|it|some|any|more|every\w*|back|again|about|to|in|up|out|on|at|by|for|when|"
    r"how|what|if|whether|this|that|these|those|two|three|both|all|through)\b)[a-z]+(?<!s)(?<!ing)\b"
)
_OBJECT_HER = re.compile(
    r"^(?P<verb>[a-z-]+) (?:him|her(?= (?:a|an|the|my|some|any|that|this|about|how|if|when|what|whether|to|in|by|on|once|again|back|after|next|tomorrow|soon|today|"
    r"for|know|two|three|everything)\b|[,.]|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """``verbal`` goes on after "to" or "I will"; ``noted`` stands as typed.  At most one of them is filled."""

    verbal: tuple[str, ...] = ()
    noted: str | Gap = ""


def promise_of(text: str, name: str) -> Deed:
    """What the user still owes; promises marked done are left out."""
    return _deed([part for part in split_points(text) if not _DONE.match(part)], name, "what you promised")


def offer_of(text: str, name: str) -> Deed:
    """What the person offered."""
    return _deed(list(split_points(text)), name, "what they offered")


def kept_promises(text: str) -> tuple[str, ...]:
    """Promises marked done, without the mark."""
    return tuple(_DONE.sub("", part).strip(" :,-") for part in split_points(text) if _DONE.match(part))


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
    return f"{verb} the {rest}" if verb in _TAKES_AN_OBJECT and _BARE_NOUN.match(rest) else phrase


def is_verbal(phrase: str) -> bool:
    """Whether a phrase begins with a verb in its plain form, so that it can follow "to"."""
    first, _, rest = phrase.partition(" ")
    word, follows = first.casefold().strip(",."), rest.partition(" ")[0].casefold().strip(",.")
    if word in _VERBS:
        return True
    return word in _VERBS_OR_NOUNS and follows in _AFTER_A_VERB - _NOT_AFTER_A_VERB


def _without_subject(text: str, name: str) -> str:
    """The note without "I will", "she offered to", "to"."""
    people = "|".join(["i", "she", "he", "they", "you", *(re.escape(part) for part in (name, *name.split()) if part)])
    subject = rf"(?:(?:{people})(?=['’\s]))?"
    modal = r"(?:['’](?:ll|d)|\s*(?:will|would|can|could|might|may|promised|offered|said|agreed|is|am|going|happy|willing|glad))*"
    bare = re.sub(
        rf"^(?:{subject}{modal}\s+(?:me\s+)?(?:to\s+)?(?:be (?:happy|glad|willing) to\s+)?)(?=\w)",
        "",
        f"{text}",
        flags=re.IGNORECASE,
    )
    bare = re.sub(
        r"^(?:will|would|can|could|offered|promised|promise|offer|willing|happy)\s+(?:me\s+)?(?:to\s+)?",
        "",
        bare,
        flags=re.IGNORECASE,
    )
    return re.sub(r"^to\s+(?=\w)", "", bare, flags=re.IGNORECASE)


def _to_reader(text: str) -> str:
    """ "Send her my notes" as it is said to the reader: "send you my notes"; only where "her" can be nothing else."""
    return _OBJECT_HER.sub(lambda match: f"{match['verb']} you", text)
