"""Times of day: when a talk begins, and how long it takes where both are told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from sheet_sync.core.interpret.day_finder import plain
from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import ask, fix, flag, offer, quoted
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.values import Scalar

_NAMED = {
    "noon": time(12),
    "midday": time(12),
    "12 noon": time(12),
    "mittag": time(12),
    "mittags": time(12),
    "midi": time(12),
    "mediodia": time(12),
    "midnight": time(0),
    "mitternacht": time(0),
    "minuit": time(0),
    "medianoche": time(0),
}
_ZONES = r"(?:[ecmp][sd]?t|akst|akdt|hst|utc|gmt|bst|cet|cest|mez|mesz|wet|west|eet|eest|ist|jst|aest|aedt|sgt|hkt|z)"
_ZONE_WORDS = (
    r"(?:(?:eastern|central|mountain|pacific|london|uk|us|german|berlin|paris)(?:\s(?:standard\s|daylight\s)?time)?)"
)
_HOW = "Type the time as 14:00 or 2:00 PM."
EARLY, NIGHT = 7, 22
"""Talks begin between seven in the morning and ten at night; other hours are asked about."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """An hour as typed: ``half`` is a or p where it was said, ``sure`` where no other half of the day can be meant."""

    hour: int
    minute: int
    half: str
    has_minutes: bool
    sure: bool

    def at(self, half: str) -> time | None:
        hour = self.hour
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if not 0 <= hour <= 23 or not 0 <= self.minute <= 59:
            return None
        return time(hour, self.minute)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    clock = (
        r"(?P<h{0}>\d{{1,2}})(?:(?P<s{0}>[:.h])(?P<m{0}>\d{{2}})(?:[:.]\d{{2}})?|(?P<q{0}>h))?"
        r"\s?(?P<p{0}>[ap]\.?\s?m?\.?(?![a-z])|o'?clock|uhr|hrs?|h)?"
    )
    zone = rf"(?:\s?\(?(?P<zone>{_ZONES}|{_ZONE_WORDS})\)?)?"
    lead = r"(?:at\s|um\s|a\s|@\s?|from\s|von\s)?"
    return (
        re.compile(rf"{lead}{clock.format(1)}{zone}"),
        re.compile(rf"{lead}{clock.format(1)}\s?(?:-|to|until|till|bis|a|and)\s?{clock.format(2)}{zone}"),
    )


def read_time(value: Scalar) -> Reading:
    """The time that a cell of a time column means; a range gives ``Minutes`` too."""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return _odd_hour(value) or Reading(value)
    if value is None or value is False:
        return EMPTY
    if isinstance(value, timedelta):
        return _from_length(value)
    if isinstance(value, bool | date):
        return Reading(notes=(flag("unreadable-time", f"{quoted(value)} is not a time.", _HOW),))
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(value)


def _odd_hour(value: time) -> Reading | None:
    if EARLY - 1 <= value.hour < NIGHT + 1 or value == time(0):
        return None
    message = f"{value:%H:%M} is in the middle of the night."
    return Reading(value, (ask("time-without-am-pm", message, "If the afternoon is meant, add PM."),))


def _from_length(value: timedelta) -> Reading:
    minutes = round(value.total_seconds() / 60)
    if 0 <= minutes < 24 * 60:
        return Reading(time(minutes // 60, minutes % 60))
    return Reading(notes=(flag("impossible-time", f"{quoted(value)} is longer than a day.", _HOW),))


def _from_number(value: int | float) -> Reading:
    if 0 < value < 1:
        minutes = round(value * 24 * 60) % (24 * 60)
        found = time(minutes // 60, minutes % 60)
        message = f"{value:g} is a part of a day; read as {found:%H:%M}."
        return Reading(found, (fix("time-serial", message, found, "Give the cell a time format."),))
    if isinstance(value, int) and 600 <= value <= 2359 and value % 100 < 60:
        found = time(value // 100, value % 100)
        return Reading(found, (fix("time-as-text", f"{value} is read as {found:%H:%M}.", found),))
    if isinstance(value, int) and 0 <= value <= 24:
        return Reading(notes=(_unclear(value),))
    return Reading(notes=(flag("unreadable-time", f"{value:g} is not a time.", _HOW),))


def _from_text(value: str) -> Reading:
    if is_prose(value):
        return Reading(notes=(flag("unreadable-time", f"{quoted(value)} is not a time.", _HOW),))
    text = plain(value).strip(" .,;")
    if text in _NAMED:
        found = _NAMED[text]
        return Reading(found, (fix("time-as-text", f"{quoted(value)} is read as {found:%H:%M}.", found),))
    if text.isdigit() and len(text) == 4 and int(text[:2]) < 24 and int(text[2:]) < 60:
        return _from_number(int(text)) if text >= "0600" else Reading(notes=(_unclear(value),))
    single, double = _patterns()
    if match := single.fullmatch(text):
        return _from_clock(value, _clock(match, 1), match["zone"])
    if match := double.fullmatch(text):
        return _from_range(value, _clock(match, 1), _clock(match, 2), match["zone"])
    return Reading(notes=(flag("unreadable-time", f"{quoted(value)} is not a time.", _HOW),))


def _clock(match: re.Match[str], number: int) -> _Clock:
    typed, minutes, mark = match[f"h{number}"], match[f"m{number}"], match[f"p{number}"] or ""
    half = mark[0] if mark[:1] in ("a", "p") else ""
    by_day = bool(mark and not half and mark[0] in "uh") or bool(match[f"q{number}"]) or match[f"s{number}"] == "h"
    sure = bool(half) or by_day or int(typed) > 12 or (typed[0] == "0" and len(typed) == 2)
    return _Clock(int(typed), int(minutes or 0), half, minutes is not None or by_day, sure)


def _from_clock(typed: str, clock: _Clock, zone: str | None) -> Reading:
    found = clock.at(clock.half)
    if found is None:
        return Reading(notes=(flag("impossible-time", f"{quoted(typed)} is a time that no clock shows.", _HOW),))
    if not clock.sure and not clock.has_minutes:
        return Reading(notes=(_unclear(typed),))
    if not clock.sure and not EARLY <= found.hour < 13:
        return Reading(notes=(_unclear(typed),))
    if zone:
        message = f"{quoted(typed)} is read as {found:%H:%M}; the time zone has no place in this column."
        return Reading(found, (flag("time-with-zone", message, "Keep the time zone in Where or Notes."),))
    if not clock.sure:
        message = f"{quoted(typed)} does not say AM or PM; read as {found:%H:%M}."
        return Reading(found, (fix("time-without-am-pm", message, found),))
    return Reading(found, (fix("time-as-text", f"{quoted(typed)} is text, not a time; read as {found:%H:%M}.", found),))


def _from_range(typed: str, one: _Clock, two: _Clock, zone: str | None) -> Reading:
    if not (one.sure or two.sure or one.has_minutes or two.has_minutes):
        return Reading(notes=(_unclear(typed),))
    start, end = _both(one, two)
    if start is None or end is None:
        return Reading(notes=(flag("impossible-time", f"{quoted(typed)} is a time that no clock shows.", _HOW),))
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if minutes <= 0 or (not one.sure and not two.sure and not EARLY <= start.hour < 13):
        return Reading(notes=(_unclear(typed),))
    message = f"{quoted(typed)} is read as a start at {start:%H:%M} and {minutes} minutes."
    notes: tuple[Note, ...] = (offer("time-range", message, "Put the start alone here, and the length into Minutes."),)
    if zone:
        notes += (flag("time-with-zone", "The time zone has no place in this column.", "Keep it in Where or Notes."),)
    return Reading(start, notes, {"Minutes": minutes})


def _both(one: _Clock, two: _Clock) -> tuple[time | None, time | None]:
    """Both ends: a half of the day said once holds for the other too, where that keeps their order."""
    end = two.at(two.half or (one.half if not two.sure else ""))
    if one.sure or not two.half:
        start = one.at(one.half)
        if start and end and end <= start and not two.sure and one.half == "a":
            end = two.at("p")
        return start, end
    start = one.at(two.half)
    if start and end and start >= end:
        start = one.at("a" if two.half == "p" else "p")
    return start, end


def _unclear(typed: object) -> Note:
    return ask("time-unclear", f"{quoted(typed)} could be several times.", _HOW)
