"""Lengths in minutes, from numbers, words and clock faces."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from sheet_sync.core.interpret.day_finder import plain
from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import ask, fix, flag, offer, quoted
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.values import Scalar

FEWEST = 5
"""Below this many, hours may be meant."""
DAY = 24 * 60
_HOW = "Type the minutes as a number, such as 30."

_PHRASES = {
    phrase: minutes
    for minutes, phrases in {
        10: "ten minutes",
        15: "quarter of an hour|a quarter of an hour|quarter hour|a quarter hour|1/4 hour|fifteen minutes"
        "|eine viertelstunde|viertelstunde|un quart d'heure|un cuarto de hora",
        20: "twenty minutes",
        30: "half an hour|half hour|a half hour|1/2 hour|1/2 an hour|1/2 h|1/2 hr|1⁄2 hour|1⁄2 h|1⁄2 hr|1⁄2 an hour"
        "|thirty minutes|halbe stunde|eine halbe stunde|demi-heure|une demi-heure|media hora",
        40: "forty minutes",
        45: "three quarters of an hour|3/4 hour|3/4 of an hour|forty-five minutes",
        60: "an hour|one hour|a hour|hour|full hour|sixty minutes|eine stunde|une heure|una hora",
        90: "an hour and a half|hour and a half|one and a half hours|1 1/2 hours|1 1/2 h|11⁄2 hours|1 1⁄2 hours"
        "|anderthalb stunden|eineinhalb stunden|une heure et demie|una hora y media",
        120: "two hours",
    }.items()
    for phrase in phrases.split("|")
}
_MINUTES = r"(?:m|min|mins|minute|minutes|minuten|minutos|min\.|mins\.|')"
_HOURS = r"(?:h|hr|hrs|hour|hours|hr\.|hrs\.|std|std\.|stunde|stunden|heure|heures|hora|horas)"
_FORMS: tuple[tuple[str, bool], ...] = (
    (rf"(?P<m>\d+(?:[.,]\d+)?)\s?{_MINUTES}?", True),
    (rf"(?P<h>\d+(?:[.,]\d+)?)\s?{_HOURS}", True),
    (rf"(?P<h>\d+)\s?{_HOURS}(?:\s?(?:and\s|und\s|et\s|y\s|,\s?)?(?P<m>\d{{1,2}})\s?{_MINUTES}?)", True),
    (r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::00)?(?:\s?h)?", True),
    (rf"(?:~|ca\.?|about|approx\.?|approximately|around|circa|etwa|environ|unos)\s?(?P<m>\d+)\s?{_MINUTES}?", False),
    (
        r"(?:~|ca\.?|about|approx\.?|approximately|around|circa|etwa|environ"
        r"|unos)\s?(?P<h>\d+(?:[.,]\d+)?)\s?{_HOURS}",
        False,
    ),
)
_LENGTH = rf"\d+(?:[.,]\d+)?\s?(?:{_MINUTES}|{_HOURS})?"
_RANGE = rf"{_LENGTH}\s?(?:-|to|or|bis|a|/)\s?{_LENGTH}|\d+\s?\+.*"


def read_minutes(value: Scalar) -> Reading:
    """The minutes that a cell of a length column means."""
    if isinstance(value, bool):
        return EMPTY if not value else Reading(notes=(flag("unreadable-duration", "A tick is not a length.", _HOW),))
    if isinstance(value, int | float):
        return _from_number(value, str(value))
    if isinstance(value, time):
        return _from_clock(value.hour * 60 + value.minute, f"{value:%H:%M}")
    if isinstance(value, timedelta):
        return _from_clock(round(value.total_seconds() / 60), str(value))
    if isinstance(value, date):
        return Reading(notes=(flag("unreadable-duration", f"{quoted(value)} is a day, not a length.", _HOW),))
    return _from_text(value) if value else EMPTY


def _from_number(value: int | float, typed: str) -> Reading:
    if not 0 < value <= DAY:
        message = f"{typed} minutes cannot be the length of a talk."
        return Reading(notes=(flag("duration-beyond-reason", message, _HOW),))
    if value < FEWEST:
        message = f"{typed} minutes is very short; are hours meant?"
        return Reading(notes=(ask("duration-hours", message, _HOW),))
    return Reading(round(value))


def _from_clock(minutes: int, typed: str) -> Reading:
    if not 0 < minutes <= DAY:
        return Reading(notes=(flag("duration-beyond-reason", f"{typed} cannot be the length of a talk.", _HOW),))
    return Reading(minutes, (fix("duration-time", f"{typed} is a time; read as {minutes} minutes.", minutes),))


def _from_text(value: str) -> Reading:
    if is_prose(value):
        return Reading(notes=(flag("unreadable-duration", f"{quoted(value)} is not a length.", _HOW),))
    text = plain(value).strip(" .,;")
    if text in _PHRASES:
        return _words(value, _PHRASES[text])
    for form, is_exact in _FORMS:
        if match := re.fullmatch(form, text):
            parts = match.groupdict()
            hours, minutes = _number(parts.get("h")), _number(parts.get("m"))
            return _judged(value, hours, minutes, is_exact)
    if re.fullmatch(_RANGE, text):
        message = f"{quoted(value)} is a plan, not a length."
        return Reading(notes=(flag("duration-range", message, "Type how long it took."),))
    return Reading(notes=(flag("unreadable-duration", f"{quoted(value)} is not a length.", _HOW),))


def _number(typed: str | None) -> float:
    return float(typed.replace(",", ".")) if typed else 0.0


def _judged(value: str, hours: float, minutes: float, is_exact: bool) -> Reading:
    total = hours * 60 + minutes
    if not hours and minutes < FEWEST and "m" not in value.casefold():
        return _from_number(minutes, f"{minutes:g}")
    if not 0.5 < total <= DAY:  # not rounded before: digits without end are no number
        return Reading(
            notes=(flag("duration-beyond-reason", f"{quoted(value)} cannot be the length of a talk.", _HOW),)
        )
    return _words(value, round(total), is_exact)


def _words(value: str, minutes: int, is_exact: bool = True) -> Reading:
    message = f"{quoted(value)} is read as {minutes} minutes."
    note = fix("duration-words", message, minutes) if is_exact else offer("duration-words", message, _HOW)
    return Reading(minutes, (note,))
