"""When, where and how a talk is held, for the letter that confirms it and for those that look back on it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.points import is_fit_for_reader
from sheet_sync.core.letters.wording import is_workplace, uncapitalized, with_the

if TYPE_CHECKING:
    from babel import Locale

    from sheet_sync.core.book import Entry
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.gaps import Text
    from sheet_sync.core.letters.render import Value

MAX_TOPICS = 3
MAX_WHERE = 500
_TOPICS = {
    "path": "your path into this work",
    "daily work": "your daily work",
    "skills and training": "the skills and training it takes",
    "field outlook": "where the field is going",
    "organization and culture": "what it is like to work there",
    "rewards and problem areas": "what is rewarding and what is hard",
    "advice": "your advice",
}
"""The topics of the questions that a new workbook starts with, as one says them to the person asked."""
_NOT_ASKED_ABOUT = frozenset({"network and closing"})
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d[\d\s()./-]{5,}\d")
_THEY_CALL = re.compile(
    r"\b(?:she|he|they)(?:['’]ll| will)? calls?\b|\bcalls? me\b|\b(?:she|he|they) (?:phones?|rings?)\b", re.IGNORECASE
)
_I_CALL = re.compile(r"\bI(?:['’]ll| will)? (?:call|phone|ring)\b|^(?:call|phone|ring)\b", re.IGNORECASE)
_LINK_FROM_THEM = re.compile(
    r"\blink\b.*\b(?:mail|email|e-mail|invitation|invite|calendar)\b|\b(?:invite|invitation)\b", re.IGNORECASE
)


def values(talk: Entry | None, contact: Entry, desk: Desk, locale: Locale) -> dict[str, Value]:
    """The variables about place and means."""
    where = " ".join(talk.text("Where")[:MAX_WHERE].split()) if talk is not None else ""
    place = talk.text("Place") if talk is not None else ""
    they_call = bool(_THEY_CALL.search(where))
    return {
        "talk_how": talk_how(place, contact),
        "come_to": _come_to(where, place, contact),
        "they_call": they_call,
        "call_number": _number(where, contact),
        "they_sent_link": bool(_LINK_FROM_THEM.search(where)) and not _LINK.search(where),
        "video_link": _link(where),
        "time_zone": _time_zone(desk.book.settings.default_country) or Gap("your time zone"),
        "ask_topics": _topics(desk),
    }


def talk_how(place: str, contact: Entry) -> str:
    """``on the phone``, ``by video``, ``at Northgate Clinic``; empty where it is not told."""
    organization = " ".join(contact.text("Organization").split())
    workplace = f"at {with_the(organization)}" if is_workplace(organization) else "at your workplace"
    return {"Phone": "on the phone", "Video": "by video", "Their workplace": workplace}.get(place, "")


def _come_to(where: str, place: str, contact: Entry) -> Text:
    """The place to come to; of their workplace the organization is named first."""
    organization = " ".join(contact.text("Organization").split())
    at = with_the(organization) if place == "Their workplace" and is_workplace(organization) else ""
    if where and not is_fit_for_reader(where, contact.text("Name")):
        return Gap(f"where you meet; your note says: {where}", speaks=True)
    if not where:
        address = ", ".join(line.strip() for line in contact.text("Address").splitlines() if line.strip())
        return (at and address and f"{at}, {address}") or at or Gap("where you meet")
    return where if not at or at.casefold() in where.casefold() else f"{at} ({where})"


def _number(where: str, contact: Entry) -> Text:
    found = _NUMBER.search(where)
    if found:
        return found[0].strip()
    if where and not _I_CALL.search(where) and not _THEY_CALL.search(where):
        return Gap(f"who calls whom, on which number; your note says: {where}", speaks=True)
    return contact.text("Phone") or Gap("the number to call")


def _link(where: str) -> Text:
    found = _LINK.search(where)
    if found:
        return found[0].rstrip(".,;)")
    return Gap(f"the link; your note says: {where}", speaks=True) if where else Gap("the link, or who sends it")


def _topics(desk: Desk) -> tuple[str, ...]:
    """What is always asked about, in the order of the questions."""
    asked = [entry.text("Topic").strip() for entry in desk.book.entries("Questions") if entry.text("Ask") == "Always"]
    topics = [topic for topic in dict.fromkeys(asked) if topic and topic.casefold() not in _NOT_ASKED_ABOUT]
    return tuple(_TOPICS.get(topic.casefold()) or uncapitalized(topic) for topic in topics[:MAX_TOPICS])


@cache
def _time_zone(country: str) -> str:
    """``London time`` for a country whose clocks all go alike, else empty.

    Source: CLDR, the time zones of a territory and the clocks (metazones) they follow.
    """
    from babel.core import get_global

    code = country.strip().upper()
    zones = [zone for zone, territory in get_global("zone_territories").items() if territory == code]
    clocks = {get_global("meta_zones").get(zone, zone) for zone in zones}
    if len(clocks) != 1:
        return ""
    capitals = {"DE": "Berlin", "CN": "Shanghai", "NO": "Oslo", "SE": "Stockholm"}
    city = capitals.get(code) or (zones[0].rpartition("/")[2].replace("_", " ") if len(zones) == 1 else "")
    return f"{city} time" if city else ""
