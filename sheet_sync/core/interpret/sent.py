"""The day something was sent: a date, yes (the day unknown), or not yet.  A day is never invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sheet_sync.core.interpret.dates import from_found, read_date, without_weekdays
from sheet_sync.core.interpret.day_finder import FoundDay, find_days, plain
from sheet_sync.core.interpret.placeholders import NONE_WORDS, OPEN_WORDS
from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import ask, fix, flag, quoted, say
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.values import Scalar
from sheet_sync.core.words import word_key, words

YES = words("yes|y|x|xx|true|1|done|ok|check|checked|✓|✔|☑|ja|j|oui|o|si|s|done it")
NO = words(
    "no|n|false|0|nein|non|✗|✘|☐|to do|todo|not yet|not sent|to send|open|draft|drafted|later|none|nicht|noch nicht"
)
NOT_WANTED = words("not needed|not necessary|no need|not required|not applicable|skip|skipped|does not apply|n a")
SENDING = words(
    "sent|send|emailed|email|e|mail|mailed|card|letter|note|thank|thanked|thanks|you|ty|linkedin|message|messaged|texted|text",
    "handwritten|posted|by|on|via|the|a|in|an|and|date|done|yes|y|x|gesendet|geschickt|verschickt|am|per|envoye|envoyee|le",
    "enviado|enviada|el|✓|✔",
)
"""Words that may stand around the day something was sent without changing it."""
_HAVE_SENT = words(
    "sent|emailed|mailed|posted|thanked|texted|messaged|gesendet|geschickt|verschickt|envoye|envoyee|enviado|enviada"
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What the talk says that a thank-you follows: its day, and whether it was held."""

    day: date | None = None
    is_done: bool = False


def read_sent(value: Scalar, order: str, as_of: date, talk: Talk) -> Reading:
    """A day, ``True`` where it was sent on an unknown day, ``None`` where it was not."""
    if isinstance(value, bool):
        return _unknown_day("TRUE") if value else EMPTY
    if isinstance(value, date):
        return read_date(value, order, as_of)
    if isinstance(value, int | float):
        if value in (0, 1):
            return _unknown_day(str(value)) if value == 1 else EMPTY
        return read_date(value, order, as_of)
    if not isinstance(value, str):
        return Reading(notes=(_unreadable(value),)) if value is not None else EMPTY
    if is_prose(value):
        return _spoken(value)
    return _read_words(value, talk) or _read_day(value, order, as_of, talk)


def _read_words(value: str, talk: Talk) -> Reading | None:
    raw, key = value.strip().casefold(), word_key(value)
    if key in YES:
        return _unknown_day(value)
    if key in NOT_WANTED or (raw in NONE_WORDS and key not in NO):
        if not talk.is_done:
            return Reading(notes=(say("placeholder", f"{quoted(value)} is read as not sent."),))
        message = f"The talk is done, and {quoted(value)} stands where the thank-you's day belongs."
        return Reading(notes=(ask("sent-not-wanted", message, "Type the day you sent it, or yes if none is wanted."),))
    if key in NO or raw in OPEN_WORDS:
        return Reading(notes=(say("sent-not-yet", f"{quoted(value)} is read as not sent yet."),))
    return None


def _read_day(value: str, order: str, as_of: date, talk: Talk) -> Reading:
    text = plain(value)
    found = find_days(text, order, as_of)
    if not found:
        spoken = set(word_key(value).split())
        return _unknown_day(value) if spoken and spoken <= SENDING and spoken & _HAVE_SENT else _spoken(value)
    rest = without_weekdays(text[: found[0].start] + " " + text[found[0].end :])
    around = set(re.findall(r"[^\W_]+|[✓✔]", rest))
    if len(found) > 1 or not around <= SENDING:
        return Reading(notes=(_unreadable(value),))
    if found[0].month_days:
        return _without_year(value, found[0], as_of, talk)
    if found[0].days[1:]:
        return Reading(True, from_found(value, found[0], order).notes)
    reading = from_found(value, found[0], order)
    if around and reading.value is not None:
        day = reading.value
        message = f"{quoted(value)} has words around the day; read as {day.isoformat()}."
        return Reading(day, (fix("date-with-words", message, day), *reading.notes[1:]))
    return reading


def _spoken(value: str) -> Reading:
    return Reading(notes=(_unreadable(value),))


def _without_year(value: str, found: FoundDay, as_of: date, talk: Talk) -> Reading:
    """The first such day on or after the talk, where there is one and it is not still to come."""
    if talk.day is None:
        message = f"{quoted(value)} has no year, and the talk has no day to tell it by; read as sent."
        return Reading(True, (flag("sent-no-year", message, "Type the day with its year, for example, 2026-10-14."),))
    days = [day for pair in found.month_days if (day := _first_on_or_after(talk.day, *pair)) is not None]
    past = [day for day in days if day <= as_of]
    if len(found.month_days) > 1 and len(set(days)) > 1:
        either = " or ".join(day.isoformat() for day in days)
        message = f"{quoted(value)} could be {either}; read as sent."
        hint = f"Type {either}, or set Date order on the Settings sheet."
        return Reading(True, (flag("ambiguous-date", message, hint),))
    if not past:
        message = f"{quoted(value)} has no year, and no such day lies between the talk and today; read as sent."
        return Reading(True, (flag("sent-no-year", message, "Type the day with its year, for example, 2026-10-14."),))
    message = f"{quoted(value)} has no year; read as {past[0].isoformat()}, the first such day after the talk."
    return Reading(past[0], (fix("sent-no-year", message, past[0]),))


def _first_on_or_after(start: date, month: int, day: int) -> date | None:
    for year in range(start.year, start.year + 9):  # nine years hold a 29 February
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= start:
            return found
    return None


def _unknown_day(value: str) -> Reading:
    message = f"{quoted(value)} says that it was sent, but not on which day."
    return Reading(True, (flag("sent-day-unknown", message, "Type the day, if you know it."),))


def _unreadable(value: object) -> Note:
    return flag(
        "unreadable-sent",
        f"{quoted(value)} is neither a day nor yes, so it counts as not sent.",
        "Type the day you sent it.",
    )


def moment_day(value: object) -> date | None:
    """The day of a reading's value, where it is one."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
