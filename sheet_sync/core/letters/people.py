"""The other people a letter speaks of: who named whom, and whom one has written to or met since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.core.followups.referrals import names_in
from sheet_sync.core.letters.gaps import Gap
from sheet_sync.core.letters.learnings import learned_about
from sheet_sync.core.letters.meeting import talk_how
from sheet_sync.core.letters.points import is_fit_for_reader
from sheet_sync.core.letters.wording import as_topic, long_date

if TYPE_CHECKING:
    from babel import Locale

    from sheet_sync.core.book import Entry
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.gaps import Text
    from sheet_sync.core.letters.occasion import Occasion
    from sheet_sync.core.letters.render import Value


def values(occasion: Occasion, talk: Entry | None, desk: Desk, locale: Locale) -> dict[str, Value]:
    """The variables that name other people."""
    contact = occasion.contact
    assert contact is not None
    named = referrals(talk) if talk is not None else ()
    made: dict[str, Value] = {
        "referrals": named,
        "referrals_to_write": tuple(name for name in named if isinstance(name, str) and _is_to_write(name, desk)),
        "met_since": _met_since(contact, talk, desk),
    }
    if occasion.kind == "referral":
        made |= _referrer(occasion, desk, locale)
    if occasion.kind == "thank-referrer" and occasion.about is not None:
        made |= _named(occasion.about, occasion.interview, desk, locale)
    return made


def referrals(talk: Entry) -> tuple[Text, ...]:
    """The names that fell in a talk; a note such as "her colleague in surgery" is left for the user to word."""
    names: list[Text] = []
    for name in names_in(talk):
        if is_fit_for_reader(name, ""):
            names.append(name)
        else:
            names.append(Gap(f"whom they named; your note says: {name}", speaks=True))
    return tuple(names)


def _is_to_write(name: str, desk: Desk) -> bool:
    """Whether nobody has been written to under that name yet."""
    match = desk.book.people.match(name)
    return match.entry is None or desk.is_untouched(match.entry)


def _met_since(contact: Entry, talk: Entry | None, desk: Desk) -> tuple[str, ...]:
    """People this contact named with whom a talk took place after the one with the contact."""
    day = talk.value("Date") if talk is not None else None
    met: list[str] = []
    for person in desk.named_by(contact):
        done = desk.last_done(person)
        if done is not None and done.day is not None and (not isinstance(day, date) or done.day > day):
            met.append(person.text("Name"))
    return tuple(met)


def _referrer(occasion: Occasion, desk: Desk, locale: Locale) -> dict[str, Value]:
    referrer = occasion.about
    done = desk.last_done(referrer) if referrer is not None else None
    field = referrer.text("Career field") if referrer is not None else ""
    day = done.day if done is not None else None
    return {
        "referrer": occasion.other_name or Gap("who named them to you"),
        "referrer_talk_date": long_date(day, locale, desk.as_of, weekday=False) if day else "",
        "referrer_topic": as_topic(field) if field else "",
    }


def _named(person: Entry, talk: Entry | None, desk: Desk, locale: Locale) -> dict[str, Value]:
    made: dict[str, Value] = {"named": person.text("Name") or Gap("whom they named")}
    if talk is not None:
        day = talk.value("Date")
        made["named_talk_date"] = long_date(day, locale, desk.as_of) if isinstance(day, date) else ""
        made["named_talk_how"] = talk_how(talk.text("Place"), person)
        made["named_learned"] = learned_about(talk, person)
        made["named_referrals"] = tuple(
            name for name in referrals(talk) if isinstance(name, str) and _is_to_write(name, desk)
        )
    return made
