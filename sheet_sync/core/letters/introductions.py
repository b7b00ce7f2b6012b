"""Who I am, what I want to learn and how I came to you, made into sentences from what was typed in a few words.

What cannot be worked in safely becomes a gap that shows the note; a sentence is never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheet_sync.core.letters import words
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.points import is_fit_for_reader
from sheet_sync.core.letters.wording import inside, uncapitalized, with_article, with_the
from sheet_sync.core.letters.words import any_of

if TYPE_CHECKING:
    from sheet_sync.core.letters.gaps import Text

_PERSON = re.compile(rf"\b{any_of(words.PEOPLE)}\b", re.IGNORECASE)
_MAX_CHARACTERS = 600


def goal_sentence(goal: str) -> Text:
    """What I want to learn, as a sentence without its full stop.

    >>> goal_sentence("Midwifery"), goal_sentence("to find out whether nursing suits me")
    ('I would like to learn about midwifery', 'I would like to find out whether nursing suits me')
    """
    text = _one_sentence(goal)
    if not text:
        return Gap("what you want to learn; the Goal on the Settings sheet")
    if re.match(r"(?:i|my|we)\b", text, re.IGNORECASE):
        return text[0].upper() + text[1:]
    aim = re.sub(r"^(?:(?:want|hope|aim|plan|would like|like)\s+)?to\s+", "", text, flags=re.IGNORECASE)
    if re.match(rf"{any_of(words.AIMS)}\b", aim, re.IGNORECASE):
        return f"I would like to {aim[0].lower()}{aim[1:]}"
    if re.match(rf"{any_of(words.SEARCHING)}\b", text, re.IGNORECASE):
        return f"I am {text[0].lower()}{text[1:]}"
    if goal.strip().endswith("?"):
        return f"I would like to find out: {_inside(text)}?"
    if re.match(r"(?:whether|if)\b", text, re.IGNORECASE):
        return f"I would like to find out {text[0].lower()}{text[1:]}"
    return f"I would like to learn about {_inside(text)}"


def goal_topic(goal: str) -> str:
    """The goal where it is short and names a thing ("midwifery"), else empty."""
    text = _one_sentence(goal)
    sentence = goal_sentence(goal)
    is_thing = isinstance(sentence, str) and sentence.startswith("I would like to learn about ")
    starts_as_question = re.match(r"(?:how|what|whether|which|why|when|where|who|if)\b", text, re.IGNORECASE)
    return _inside(text) if is_thing and not starts_as_question and len(text.split()) <= 4 else ""


def who_i_am(signature: str) -> Text:
    """``I am a second-year student at Northgate College``, from the first line of the signature."""
    line = next((line.strip(" .,") for line in signature[:_MAX_CHARACTERS].splitlines() if line.strip()), "")
    if re.match(r"I(?: am|['’]m)\b", line):
        return re.sub(r"^I['’]m\b", "I am", line)
    role, comma, place = (part.strip() for part in line.partition(","))
    if not line or len(line.split()) > 14 or not _PERSON.search(role) or "@" in line:
        return Gap("who you are, in one line")
    sentence = f"I am {with_article(role)}"
    if not comma:
        return sentence
    is_place = place[:1].isupper() and "," not in place
    return f"{sentence} at {with_the(place)}" if is_place else f"{sentence}, {place}"


def introduction(who: Text, goal: Text) -> str:
    """Both in one sentence, without its full stop; empty where one of them is missing or they do not join."""
    if not isinstance(who, str) or not isinstance(goal, str) or not goal.startswith("I would like to "):
        return ""
    return f"{who}{',' if ',' in who else ''} and {goal.removeprefix('I ')}"


def role_of(signature: str) -> str:
    """``Second-year student``, for a subject line; empty where the signature does not say."""
    line = next((line.strip(" .,") for line in signature[:_MAX_CHARACTERS].splitlines() if line.strip()), "")
    role = re.split(r",| at | in | [-–—|] ", line)[0].strip()
    return role if _PERSON.search(role) and not re.match(r"I\b", role) and len(role.split()) <= 4 else ""


def _one_sentence(text: str) -> str:
    """The goal without the words that the sentence brings itself."""
    tidy = " ".join(text[:_MAX_CHARACTERS].split()).rstrip(" .?!")
    return re.sub(
        r"^(?:i(?: would|['’]d)? (?:want|like) )?(?:to )?(?:learn|hear|know|find out)(?: more)? about\s+|^about\s+",
        "",
        tidy,
        flags=re.IGNORECASE,
    )


def _inside(text: str) -> str:
    """A phrase as it stands inside a sentence: its first word without the capital of a cell's beginning."""
    return uncapitalized(text) if text.istitle() else inside(text)


_RELATION = re.compile(
    r"^(?:(?:my|an?|the|our) )?(?:(?:former|old|previous|family|good|close|college|school) )*"
    rf"{any_of(tuple(sorted(words.RELATIONS)))}$",
    re.IGNORECASE,
)
_HEARD = re.compile(r"^(?P<what>.*\b(?:talk|lecture|presentation|webinar))\s+heard$", re.IGNORECASE)
_MET = re.compile(r"^(?:we )?met(?: (?:him|her|them))? (?=(?:at|in|during|on|through|via|by|while)\b)", re.IGNORECASE)
_THROUGH = re.compile(
    r"^(?:found |came )?(?:through|via|thanks to|from|introduced by|recommended by|referred by|suggested by)\s+",
    re.IGNORECASE,
)


def connection_sentence(found_through: str) -> Text:
    """How I came to you, as a sentence without its full stop.

    >>> connection_sentence("alumni directory"), connection_sentence("Met at the career fair")
    ('I came across your name through the alumni directory', 'We met at the career fair')
    """
    text = " ".join(found_through[:_MAX_CHARACTERS].split()).strip(" .")
    if not text:
        return Gap("how you came to know of them")
    wording_needed = Gap(f"how you came to know of them; your note says: {text}", speaks=True)
    if not is_fit_for_reader(text, "") or re.search(r"\b(?:them|their|they)\b", _MET.sub("", text), re.IGNORECASE):
        return wording_needed if not _MET.match(text) else _met(text, wording_needed)
    if _MET.match(text):
        return _met(text, wording_needed)
    bare = _THROUGH.sub("", text)
    if bare == text and _RELATION.match(bare):
        return wording_needed  # it may be the reader who is the former boss
    source = _source(bare)
    return f"I came across your name through {source}" if source else wording_needed


def _met(text: str, otherwise: Gap) -> Text:
    rest = _MET.sub("", text)
    return f"We met {rest}" if is_fit_for_reader(rest, "") and not re.search(r"\b(?:them|their)\b", rest) else otherwise


def _source(text: str) -> str:
    """Where a name was found, with its article: ``the alumni directory``, ``a job fair``, ``my professor``."""
    lowered = text.casefold()
    for word, name in words.SITES.items():
        if re.fullmatch(rf"(?:https?://)?(?:www\.)?{word}(?:\.com\S*)?", lowered):
            return name
    if "://" in text or lowered.startswith("www.") or "@" in text:
        return ""
    if heard := _HEARD.match(text):
        text = heard["what"]
    if re.match(r"(?:an?|the|my|our|your)\s", text, re.IGNORECASE):
        return text[0].lower() + text[1:]
    first = text.split()[0]
    if first.casefold() in words.COMMON_FIRST:
        text = text[0].lower() + text[1:]
    phrase = re.split(r"\s+(?:of|at|in|from|for|on|about|by|with)\s+|[,(]", text)[0].split()
    head = phrase[-1].casefold() if phrase else ""
    for article, heads in (("the", words.WITH_THE), ("a", words.WITH_A), ("my", words.RELATIONS)):
        if head in heads:
            return _with(article, text)
    is_name = all(word[:1].isupper() for word in text.split()) and 1 <= len(text.split()) <= 4
    return text if is_name else ""


def _with(article: str, text: str) -> str:
    if article == "my" and text[:1].isupper():
        return text
    if article == "my" and text.casefold().startswith("family "):
        article = "a"
    return f"{'an' if article == 'a' and text[0].casefold() in 'aeio' else article} {text}"
