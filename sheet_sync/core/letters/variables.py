"""What the workbook knows about one occasion, as the variables that the templates use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from sheet_sync.core.days import add_days
from sheet_sync.core.letters import meeting, people
from sheet_sync.core.letters.catalogue import NAMES, TALK_PREFIX, snake
from sheet_sync.core.letters.deeds import Deed, offer_of, promise_of
from sheet_sync.core.letters.drafts import AGAIN
from sheet_sync.core.letters.gaps import Gap, or_gap
from sheet_sync.core.letters.introductions import (
    connection_sentence,
    goal_sentence,
    goal_topic,
    introduction,
    role_of,
    who_i_am,
)
from sheet_sync.core.letters.learnings import advice_of, learned_in
from sheet_sync.core.letters.wording import (
    as_topic,
    clock,
    inside,
    is_workplace,
    listed,
    locale_of,
    long_date,
    minutes_in_words,
    month_name,
    weekday_name,
    with_article,
    with_the,
)
from sheet_sync.core.letters.words import TITLES
from sheet_sync.core.schema import CONTACTS, INTERVIEWS, SETTINGS, Field, Kind

if TYPE_CHECKING:
    from babel import Locale

    from sheet_sync.core.book import Entry
    from sheet_sync.core.letters.desk import Desk
    from sheet_sync.core.letters.gaps import Text
    from sheet_sync.core.letters.occasion import Occasion
    from sheet_sync.core.letters.render import Value
    from sheet_sync.core.settings import Settings

RECENT_DAYS = 6
"""Up to so many days after a talk its weekday alone says which day is meant."""
_YOURS_SINCERELY = frozenset({"GB", "UK", "IE", "AU", "NZ", "ZA", "IN"})
_HINTS = {
    "talk_date": "day", "talk_start": "time", "talk_minutes": "how long", "talk_place": "where", "talk_where": "where",
    "name": "their name",
}  # fmt: skip
"""What stands in the brackets where "the talk's start" would sound odd."""

Values = dict[str, "Value"]


def values_for(occasion: Occasion, desk: Desk) -> Mapping[str, Value]:
    """Every variable of the catalogue for this occasion."""
    assert occasion.contact is not None
    settings, locale = desk.book.settings, locale_of(desk.book.settings)
    talk = occasion.interview or _last_talk(occasion.contact, desk)
    values: Values = dict.fromkeys(NAMES, "")
    values |= _columns(occasion.contact, CONTACTS.fields, locale, desk.as_of)
    values |= _columns(talk, INTERVIEWS.fields, locale, desk.as_of, TALK_PREFIX, "the talk's ")
    values |= _settings(settings, locale)
    values |= _address(occasion.contact, settings, locale)
    values |= _request(occasion, desk, locale)
    values |= _talk(talk, occasion.contact, desk, locale)
    values |= people.values(occasion, talk, desk, locale)
    values |= meeting.values(talk, occasion.contact, desk, locale)
    values["today"] = long_date(desk.as_of, locale, desk.as_of)
    values["is_late"] = occasion.is_late
    return values


def _last_talk(contact: Entry, desk: Desk) -> Entry | None:
    done = desk.last_done(contact)
    return done.entry if done is not None else None


def _columns(
    entry: Entry | None, fields: tuple[Field, ...], locale: Locale, as_of: date, prefix: str = "", whose: str = "their "
) -> Values:
    """A row's columns, each as a person would write it; what is empty is a gap."""
    return {
        prefix + snake(field.name): _written(entry, field, locale, as_of)
        or Gap(_HINTS.get(prefix + snake(field.name)) or f"{whose}{field.name[0].lower()}{field.name[1:]}")
        for field in fields
        if field.name != "ID"
    }


def _written(entry: Entry | None, field: Field, locale: Locale, as_of: date) -> str:
    value: Any = entry.value(field.name) if entry is not None else None
    match value:
        case None | True | False:
            return ""
        case date():
            return long_date(value, locale, as_of)
        case time():
            return clock(value, locale)
        case int() if field.kind is Kind.MINUTES:
            return minutes_in_words(value, locale)
        case tuple() | list():
            return listed([str(item) for item in value], locale)
        case _:
            return str(value).strip()


def _settings(settings: Settings, locale: Locale) -> Values:
    written: dict[str, str] = {
        "your_name": settings.your_name,
        "your_email": settings.your_email,
        "your_phone": settings.your_phone,
        "your_address": settings.your_address,
        "signature": settings.signature,
        "goal": settings.goal,
        "thank_you_within": str(settings.thank_you_within_days),
        "count": "Weekdays" if settings.weekdays_only else "Every day",
        "ask_again_after": str(settings.ask_again_after_days),
        "talk_length": minutes_in_words(settings.talk_length_minutes, locale),
        "overdue_after": f"{settings.overdue_after_times:g}",
        "default_country": settings.default_country,
        "date_order": settings.date_order,
    }
    about = {snake(setting.name): setting.name for setting in SETTINGS}
    return {
        name: str(text).strip() or Gap(f"{about[name][0].lower()}{about[name][1:]}") for name, text in written.items()
    }


def _address(contact: Entry, settings: Settings, locale: Locale) -> Values:
    """Whom the letter greets and how it is signed."""
    greet = " ".join(contact.text("Greet as").split()).rstrip(" ,:")
    greet = greet[5:].strip() if greet.casefold().startswith("dear ") else greet
    is_friendly = bool(greet) and not any(word.strip(".").casefold() in TITLES for word in greet.split())
    organization = " ".join(contact.text("Organization").split())
    job_title = " ".join(contact.text("Job title").split())
    field = " ".join(contact.text("Career field").split())
    return {
        "greeting": or_gap(greet or contact.text("Name"), "their name"),
        "closing": "Best wishes" if is_friendly else _formal_closing(settings, locale),
        "signed": _signed(settings),
        "topic": as_topic(field) if field else Gap("their field"),
        "role": with_article(job_title) if job_title else Gap("what they do"),
        "workplace": with_the(organization) if is_workplace(organization) else Gap("where they work"),
    }


def _formal_closing(settings: Settings, locale: Locale) -> str:
    country = settings.default_country.strip().upper() or (locale.territory or "")
    return "Yours sincerely" if country in _YOURS_SINCERELY else "Sincerely"


def _signed(settings: Settings) -> tuple[Text, ...]:
    """Name, signature, email and phone, none of them twice."""
    lines: list[Text] = [or_gap(settings.your_name, "your name")]
    given = [*settings.signature.splitlines(), settings.your_email, settings.your_phone]
    for line in (" ".join(str(one).split()) for one in given):
        if line and line.casefold() not in (str(known).casefold() for known in lines):
            lines.append(line)
    return tuple(lines)


def _request(occasion: Occasion, desk: Desk, locale: Locale) -> Values:
    """What a first or second asking says of me and of how I came to them."""
    settings, contact = desk.book.settings, occasion.contact
    assert contact is not None
    asked_on = _asked_on(contact, desk) if occasion.is_second else None
    again = add_days(desk.as_of, max(settings.ask_again_after_days, 1))
    who, goal = who_i_am(settings.signature), goal_sentence(settings.goal)
    return {
        "who_i_am": who,
        "my_role": role_of(settings.signature),
        "goal_sentence": goal,
        "introduction": introduction(who, goal),
        "goal_topic": goal_topic(settings.goal),
        "connection": _connection(contact, desk, locale),
        "ask_minutes": minutes_in_words(settings.talk_length_minutes, locale),
        "write_again_on": long_date(again, locale, desk.as_of),
        "second_asking": occasion.is_second,
        "has_met": desk.last_done(contact) is not None,
        "asked_subject": _asked_subject(contact, desk) if occasion.is_second else "",
        "asked_on": long_date(asked_on, locale, desk.as_of, weekday=False) if asked_on else "",
    }


def _connection(contact: Entry, desk: Desk, locale: Locale) -> Text:
    """How I came to them: we have talked before, somebody named them, or where I found them."""
    done = desk.last_done(contact)
    if done is not None and done.day is not None:
        return f"We talked on {long_date(done.day, locale, desk.as_of, weekday=False)}"
    found = connection_sentence(contact.text("Found through"))
    referrer, typed = desk.referrer(contact)
    name = referrer.text("Name") if referrer is not None else typed
    return f"{name} gave me your name" if name and not found else found


def _asked_subject(contact: Entry, desk: Desk) -> str:
    """The subject of the first request, as the Letters sheet has it."""
    rows = (row for row in desk.letter_rows(contact) if row.text("Kind") in ("request", "referral"))
    return next((row.text("Subject") for row in rows if AGAIN not in row.text("File")), "")


def _asked_on(contact: Entry, desk: Desk) -> date | None:
    from sheet_sync.core.followups.requests import request_days

    talks = [talk for talk in desk.talks(contact) if talk.status == "Asked"]
    days, _ = request_days(desk.case, contact, talks)
    return max(days, default=None)


def _talk(talk: Entry | None, contact: Entry, desk: Desk, locale: Locale) -> Values:
    """When and how we talked, and what came of it."""
    day = talk.value("Date") if talk is not None else None
    learned = learned_in(talk, contact, desk)
    values: Values = {"learned": learned.points, "learned_passage": learned.passage}
    values["advice"] = advice_of(talk, contact, desk) or learned.advice
    values |= _deed("offer", offer_of(talk.text("They offered"), contact.text("Name")) if talk else Deed(), locale)
    values |= _deed("promise", promise_of(talk.text("I promised"), contact.text("Name")) if talk else Deed(), locale)
    if isinstance(day, date):
        values["talk_weekday"] = weekday_name(day, locale)
        values["talk_month"] = month_name(day, locale, desk.as_of)
        values["talk_is_recent"] = 0 <= (desk.as_of - day).days <= RECENT_DAYS
    return values


def _deed(name: str, deed: Deed, locale: Locale) -> Values:
    noted = deed.noted if isinstance(deed.noted, Gap) else inside(deed.noted)
    return {name: listed(deed.verbal, locale) if deed.verbal else "", f"{name}_noted": noted}
