"""Where or how a talk is held: the Place that is meant, and the Where that the same cell often holds."""

from __future__ import annotations

import re

from sheet_sync.core.interpret.placeholders import read_placeholder
from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import ask, fix, flag, offer, quoted
from sheet_sync.core.interpret.text import as_text, tidy
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.schema import Field
from sheet_sync.core.values import Scalar
from sheet_sync.core.words import nearest, word_key, words

WORKPLACE, PHONE, VIDEO, ELSEWHERE = "Their workplace", "Phone", "Video", "Elsewhere"

_SERVICES = {
    word: service
    for service, spellings in {
        "Zoom": "zoom",
        "Teams": "teams|ms teams",
        "Microsoft Teams": "microsoft teams",
        "Google Meet": "google meet|gmeet|meet",
        "Skype": "skype",
        "Webex": "webex",
        "FaceTime": "facetime",
        "Jitsi": "jitsi",
        "Whereby": "whereby",
        "Hangouts": "hangouts",
        "Google Hangouts": "google hangouts",
        "Slack": "slack",
        "Discord": "discord",
        "BlueJeans": "bluejeans",
    }.items()
    for word in spellings.split("|")
}
"""Video services, and how they are written."""
_MEETINGS = r"(?i)\b(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com|whereby\.com)/"
"""The sites that links to video calls lead to."""
_SAME = {
    **dict.fromkeys(
        words(
            "phone|call|phone call|telephone|tel|cell|by phone|over the phone|on the phone|called|calls|telefon|anruf"
            "|telephonique|appel|llamada|telefono"
        ),
        PHONE,
    ),
    **dict.fromkeys(
        words(
            "video|video call|videocall|video chat|video conference|virtual|virtually|online|remote|remotely|web"
            "|visio"
            "|videoanruf|videollamada|en ligne|en linea"
        ),
        VIDEO,
    ),
    **dict.fromkeys(
        words(
            "their workplace|their office|office|at their office|at work|workplace|work place|at workplace|on site"
            "|onsite"
            "|in office|in their office|at his office|at her office|their company|their place of work|im buro"
        ),
        WORKPLACE,
    ),
    **dict.fromkeys(
        words(
            "elsewhere|coffee|coffee shop|coffee house|coffee chat|cafe|lunch|breakfast|dinner|drinks|tea"
            "|restaurant|bar|pub"
            "|campus|on campus|library|park|walk|a walk|conference|career fair|event|other|starbucks|hotel"
            "|my office|my place"
            "|school|university|kaffee"
        ),
        ELSEWHERE,
    ),
}
_IN_PERSON = words(
    "in person|in personne|inperson|face to face|f2f|personally|live|meeting|meet in person|personlich|vor ort"
    "|en personne"
    "|presentiel|en persona|presencial"
)
_VISITS = words("site visit|visit|visited|tour|besuch|visite|visita|shadowing|job shadow")
_OWN_PLACE = (
    r"^(?:at )?(?:their|her|his|dr|the) (?:\w+ )?(?:office|clinic|bakery|shop|store|studio|lab|school|company|workplace"
    r"|building|hospital|firm|practice|site|plant|farm|restaurant|headquarters|hq|work|place of work|desk|department"
    r"|campus|gallery|workshop|kitchen|classroom)\b"
)


def read_place(value: Scalar, field: Field) -> Reading:
    """The place of a talk; ``also`` has the Where where the cell says that too."""
    if value is None or isinstance(value, bool):
        return EMPTY if not value else Reading(notes=(flag("unknown-choice", "A tick is no place.", _hint(field)),))
    if isinstance(value, str) and is_prose(value):
        return _unknown(value, field)
    text, notes = tidy(value) if isinstance(value, str) else (as_text(value), ())
    if text in field.choices:
        return Reading(text, tuple(fix(n.kind, n.message, text, n.hint) if n.has_fix else n for n in notes))
    key = word_key(text)
    for choice in field.choices:
        if word_key(choice) == key:
            return Reading(choice, (fix("choice-case", f"{quoted(value)} should be written {choice}.", choice),))
    if key in _SAME:
        return Reading(_SAME[key], (fix("choice-synonym", f"{quoted(text)} is read as {_SAME[key]}.", _SAME[key]),))
    return read_placeholder(text, field) or _with_where(text, key) or _asked(text, key) or _unknown(text, field)


def _with_where(text: str, key: str) -> Reading | None:
    if key in _SERVICES:
        return _both(text, VIDEO, _SERVICES[key])
    if link := _link_in(text):
        return _both(text, VIDEO, link)
    if re.match(_OWN_PLACE, key):
        return _both(text, WORKPLACE, text)
    lead, rest = _split(text)
    if rest and lead in _SERVICES:
        return _both(text, VIDEO, text)
    if rest and lead in _IN_PERSON:
        return _in_person(text, rest)
    if rest and lead in _SAME:
        return _both(text, _SAME[lead], rest)
    return None


def _link_in(text: str) -> str:
    """The link to a video call, empty where there is none."""
    if not re.search(_MEETINGS, text):
        return ""
    return next((word for word in text.split() if re.search(_MEETINGS, word)), "")


def _split(text: str) -> tuple[str, str]:
    """A word for the place, and what stands after it."""
    parts = re.split(r"\s*(?:\s[-–—]|[:,;(]|\s(?:at|in|with|@)\s)\s*", text, maxsplit=1)
    return (word_key(parts[0]), parts[1].strip(" )")) if len(parts) == 2 else (word_key(text), "")


def _in_person(text: str, rest: str) -> Reading | None:
    key = word_key(rest)
    place = (
        WORKPLACE
        if re.match(_OWN_PLACE, key)
        or re.match(
            r"^(?:at )?(?:her|his"
            r"|their) \w+$",
            key,
        )
        else _SAME.get(key)
    )
    if place is None:
        return None
    message = f"{quoted(text)} is read as {place}."
    return Reading(place, (offer("place-and-where", message, f"Choose {place}; put {quoted(rest)} into Where."),))


def _both(text: str, place: str, where: str) -> Reading:
    message = f"{quoted(text)} is read as Place {place} and Where {quoted(where)}."
    note = offer("place-and-where", message, f"Choose {place}; put {quoted(where)} into Where.")
    return Reading(place, (note,), {"Where": where})


def _asked(text: str, key: str) -> Reading | None:
    lead = _split(text)[0]
    if key in _VISITS:
        return Reading(notes=(ask("ask-choice", f"{quoted(text)} is a visit; was it to {WORKPLACE.lower()}?"),))
    if key in _IN_PERSON or lead in _IN_PERSON:
        message = f"{quoted(text)} does not say whether it is {WORKPLACE} or {ELSEWHERE}."
        return Reading(notes=(ask("ask-choice", message, "Choose one from the list."),))
    return None


def _unknown(text: str, field: Field) -> Reading:
    close = None if is_prose(text) else nearest(text, field.choices)
    hint = f"Did you mean {close}?" if close else _hint(field)
    message = f"{quoted(text)} is not one of {', '.join(field.choices)}."
    return Reading(notes=(flag("unknown-choice", message, hint),))


def _hint(field: Field) -> str:
    return f"Choose one from the list for {field.name}; the address or link goes into Where."


def place_in(where: str) -> str | None:
    """The Place that a Where column alone gives away, such as a video service or a link; ``None`` where it does not."""
    key = word_key(where)
    if key in _SERVICES or _link_in(where):
        return VIDEO
    return _SAME.get(key)
