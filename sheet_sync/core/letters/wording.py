"""Dates, lists, articles and capitals as a person would write them.

Formats come from babel, so another language is another locale and other templates.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from babel import Locale

    from sheet_sync.core.settings import Settings

_YEAR_AFTER_DAYS = 150
"""A date of another year needs it said only when it is that far away: in January, "December 12" is plain."""
_COMMON = frozenset(
    {"java", "excel", "google", "python", "linux", "microsoft", "apple", "amazon", "salesforce", "english"}
)
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with", "&", "/"}
)
_BEFORE_A_PLACE = frozenset({"at", "from", "in", "near"})
_AN = re.compile(r"^(?:[aeio]|u(?!ni|se|su|ti|k\b)|hour|honest|honou?r|heir|[FHLMNRSX](?=[A-Z\d&.-]))")
_A = re.compile(r"^(?:eu|one\b|once\b|U[A-Z])")
_NO_ARTICLE = re.compile(
    r"^(?:vp\b|(?:head|chief|director|president|vice[- ]president|dean|chair|deputy head|c[etfmoi]o)\b"
    r"(?=.*\b(?:of|for)\b|$|\s*,))",
    re.IGNORECASE,
)


@cache
def _locale(name: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def locale_of(settings: Settings) -> Locale:
    """English as it is written where the user lives: by ``Default country``, else by ``Date order``."""
    country = settings.default_country.strip().upper()
    day_first = settings.date_order == "D/M/Y"
    names = [f"en_{country}"] if re.fullmatch(r"[A-Z]{2}", country) else []
    names += ["en_GB" if day_first or (names and country != "US") else "en_US"]
    return next(locale for name in names if (locale := _locale(name)) is not None)


def long_date(day: date, locale: Locale, as_of: date, *, weekday: bool = True) -> str:
    """``Tuesday, November 17``; with its year where another one is meant and that is not plain from ``as_of``."""
    from babel.dates import format_date

    pattern = locale.date_formats["full" if weekday else "long"].pattern
    if day.year == as_of.year or abs((day - as_of).days) < _YEAR_AFTER_DAYS:
        pattern = re.sub(r"[,\s]*\b(?:'de'\s*)?y+\b", "", pattern)
    return format_date(day, pattern, locale=locale)


def weekday_name(day: date, locale: Locale) -> str:
    """``Thursday``."""
    from babel.dates import format_date

    return format_date(day, "EEEE", locale=locale)


def month_name(day: date, locale: Locale, as_of: date) -> str:
    """``October``, with its year where that is another one."""
    from babel.dates import format_date

    return format_date(day, "LLLL" if day.year == as_of.year else "LLLL y", locale=locale)


def clock(start: time, locale: Locale) -> str:
    """``10:00 AM`` or ``14:30``, as the locale tells the time."""
    from babel.dates import format_time

    return format_time(start, "short", locale=locale).replace("\u202f", " ")


def minutes_in_words(minutes: int, locale: Locale) -> str:
    """``30 minutes``, ``an hour``."""
    from babel.units import format_unit

    if minutes == 60 and locale.language == "en":
        return "an hour"
    return str(format_unit(minutes, "duration-minute", locale=locale))


def listed(items: Sequence[str], locale: Locale) -> str:
    """``A``, ``A and B``, ``A, B, and C`` (in Britain ``A, B and C``)."""
    from babel.lists import format_list

    return format_list(list(items), locale=locale)


def with_article(title: str) -> str:
    """A job title after "as": ``a midwife``, ``an HR manager``, ``head of policy``."""
    role = uncapitalized(title)
    if re.match(r"(?:an?|the|my)\s", role, re.IGNORECASE) or _NO_ARTICLE.match(role):
        return role
    return f"{'an' if _AN.match(role) and not _A.match(role) else 'a'} {role}"


def uncapitalized(phrase: str) -> str:
    """A phrase typed at the start of a cell, as it stands inside a sentence.

    ``Infection Control Nurse`` becomes ``infection control nurse``; names of languages and countries, abbreviations
    (``UX``, ``R&D``, ``iOS``) and, in a phrase of mixed capitals, all words but the first stay as typed.
    """
    words = " ".join(phrase.split()).split(" ")
    titled = all(_is_titled(word) or word.casefold() in _SMALL_WORDS or not _is_plain(word) for word in words)
    count = next((i for i, word in enumerate(words) if word in _BEFORE_A_PLACE), len(words)) if titled else 1
    return " ".join([_lowered(word) for word in words[:count]] + words[count:])


_TOPICS = {
    "nonprofit": "nonprofit work", "non-profit": "nonprofit work", "legal": "legal work", "medical": "medicine",
    "creative": "creative work", "environmental": "environmental work", "academic": "academic work",
    "clinical": "clinical work", "corporate": "corporate work", "technical": "technical work", "trades": "the trades",
    "arts": "the arts", "ngo": "NGO work", "ngos": "NGOs", "startup": "startups", "environment": "the environment",
}  # fmt: skip
"""Fields that people name by an adjective, or without their article."""
_NO_WORKPLACE = frozenset(
    {"freelance", "freelancer", "self-employed", "self employed", "independent", "retired", "none", "various"}
)
_TAKES_THE = re.compile(
    r"^(?:university|city|town|college|school|institute|department|ministry|museum|office|association|society|cent(?:er|re)|"
    r"faculty|academy|council|bureau|library|bank) (?:of|for|on) ",
    re.IGNORECASE,
)


def as_topic(field: str) -> str:
    """A career field after "about": ``midwifery``, ``nonprofit work``."""
    return _TOPICS.get(field.casefold()) or uncapitalized(field)


def is_workplace(organization: str) -> bool:
    """Whether the organization is a place where somebody can work: not "Freelance"."""
    return bool(organization) and organization.casefold() not in _NO_WORKPLACE


def with_the(name: str) -> str:
    """An organization after "at": ``Northgate Clinic``, ``the University of Elbtal``."""
    return f"the {name}" if _TAKES_THE.match(name) else name


def inside(phrase: str) -> str:
    """A phrase as it stands inside a sentence: only its first word loses the capital of a cell's beginning."""
    first, blank, rest = phrase.partition(" ")
    return uncapitalized(first) + blank + rest


def _is_plain(word: str) -> bool:
    """Whether a word is only capitalised by habit: one capital at most, at its start or after a hyphen or slash."""
    parts = re.split(r"[-/]", word.strip("(),.;:"))
    is_lettered = len(parts) > 1 and any(len(part) == 1 and part.isupper() for part in parts)  # X-ray, T-shirt
    return not is_lettered and all(part[1:] == part[1:].lower() for part in parts)


def _is_titled(word: str) -> bool:
    return word[:1].isupper() or not word[:1].isalpha()


def _lowered(word: str) -> str:
    bare = word.strip("(),.;:")
    if not _is_plain(bare) or len(bare) < 2 or bare.casefold() in _proper_words():
        return word
    return word.lower()


@cache
def _proper_words() -> frozenset[str]:
    """Words that keep their capital in English: languages, countries, months, weekdays, some products."""
    locale = _locale("en")
    assert locale is not None
    names = [*locale.languages.values(), *locale.territories.values()]
    names += [*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    words = {word.casefold() for name in names for word in re.findall(r"[^\W\d_]{3,}", name)}
    return frozenset((words | _COMMON) - _NOT_PROPER)


_NOT_PROPER = frozenset(
    {
        "and", "the", "isle", "island", "islands", "central", "northern", "southern", "western", "eastern", "middle",
        "north", "south", "east", "west", "old", "new", "high", "low", "ancient", "classical", "literary", "modern",
        "standard", "simplified", "traditional", "sign", "language", "languages", "content", "linguistic", "unknown",
        "multiple", "region", "world", "medieval", "church", "cape", "coast", "republic", "state", "states", "united",
        "ocean", "territory", "territories", "sar", "city", "outlying", "official", "union", "accents", "tests", "may",
        "male", "man",
    }
)  # fmt: skip
"""Words inside such names that are common words by themselves."""
