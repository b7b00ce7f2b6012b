"""Days, however they are typed: one sure day or none, with the reason in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sheet_sync.core.interpret.calendar_words import MONTHS, PARTS_OF_YEAR, RELATIVE, WEEKDAYS
from sheet_sync.core.interpret.day_finder import Doubt, FoundDay, find_days, plain
from sheet_sync.core.interpret.prose import is_prose
from sheet_sync.core.interpret.saying import ask, fix, flag, offer, quoted
from sheet_sync.core.readings import EMPTY, Note, Reading
from sheet_sync.core.values import Scalar

SERIALS = range(18264, 73051)
"""Day numbers from 1950 to 2099 in the 1900 date system; another number in a date column is no day."""
YEARS_BACK, YEARS_AHEAD = 40, 10
"""How far from today a day may be to be meant."""

_HOW = "Type the day as year-month-day, for example, 2026-10-14."
_UNSURE = (
    r"\b(?:not|no|maybe|perhaps|or|before|after|until|till|by|around|approx|ca|tentative|probably|planned|if)\b|[?~]"
)


def read_date(value: Scalar, order: str, as_of: date, far_ahead: bool = False) -> Reading:
    """The day that a cell of a date column means.

    ``order`` is the setting Date order, empty where there is none; ``far_ahead`` allows any day to come.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _within_reason(value, as_of, far_ahead) or Reading(value)
    if isinstance(value, bool) or value is None or isinstance(value, timedelta):
        return (
            Reading(notes=(flag("unreadable-date", "A tick or a length stands where a day belongs.", _HOW),))
            if value
            else EMPTY
        )
    if isinstance(value, int | float):
        return _read_number(value, as_of)
    if isinstance(value, str):
        return _read_text(value, order, as_of, far_ahead)
    return Reading(notes=(flag("unreadable-date", f"{quoted(value)} is a time, not a day.", _HOW),))


def _read_number(value: int | float, as_of: date) -> Reading:
    if SERIALS[0] <= value <= SERIALS[-1]:
        day = date(1899, 12, 30) + timedelta(days=int(value))
        message = f"{value:g} is a day as a number, {day.isoformat()}."
        found = Reading(day, (fix("date-serial", message, day, "Give the cell a date format."),))
        return _within_reason(day, as_of, far_ahead=False) or found
    if isinstance(value, int) and 19000101 <= value <= 21001231:
        return _read_text(str(value), "", as_of, far_ahead=False)
    return Reading(notes=(flag("unreadable-date", f"{value:g} is no day.", _HOW),))


def _read_text(value: str, order: str, as_of: date, far_ahead: bool) -> Reading:
    if is_prose(value):
        return Reading(notes=(flag("unreadable-date", f"{quoted(value)} is not a date.", _HOW),))
    text = plain(value)
    found = find_days(text, order, as_of)
    if not found:
        return Reading(notes=(_no_date(value, text),))
    if len(found) > 1:
        return Reading(notes=(_several(value, text, found),))
    day = found[0]
    rest = without_weekdays(text[: day.start] + " " + text[day.end :])
    if rest and (set(re.findall(r"[a-z]+", rest)) & RELATIVE or re.search(_UNSURE, rest)):
        return Reading(notes=(flag("unreadable-date", f"{quoted(value)} does not say one sure day.", _HOW),))
    reading = from_found(value, day, order, rest_is_empty=not rest)
    if isinstance(reading.value, date) and (beyond := _within_reason(reading.value, as_of, far_ahead)):
        return beyond
    return reading


def without_weekdays(text: str) -> str:
    """What is left of the words around a date when the names of weekdays are taken off."""
    kept = [
        word
        for word in text.split()
        if word.strip(".,()") not in WEEKDAYS and word not in ("the", "on", "le", "am", "el")
    ]
    return " ".join(kept).strip(" .,;:()-")


def from_found(typed: str, found: FoundDay, order: str, rest_is_empty: bool = True) -> Reading:
    """The reading of one date found in a text."""
    if found.doubt in _REFUSALS:
        return Reading(notes=(_REFUSALS[found.doubt](typed, found),))
    day = found.days[0]
    notes = [_note_for(typed, found, day, order)]
    if found.has_short_year and notes[0].kind != "two-digit-year":
        notes.append(
            fix("two-digit-year", f"{quoted(typed)} has a year of two digits; read as {day.isoformat()}.", day)
        )
    if not rest_is_empty:
        words = f"{quoted(typed)} has words around the day; read as {day.isoformat()}."
        return Reading(day, (offer("date-with-words", words, "Keep the words in Notes, and the day alone here."),))
    return Reading(day, tuple(notes))


def _note_for(typed: str, found: FoundDay, day: date, order: str) -> Note:
    if found.doubt is Doubt.AGAINST_ORDER:
        message = f"{quoted(typed)} can only be {day.isoformat()}, though your Date order is {order}."
        return fix("contradicts-date-order", message, day)
    if found.doubt is Doubt.ORDER_USED and not found.has_short_year:
        return fix("date-by-order", f"{quoted(typed)} is read as {day.isoformat()}, by your Date order {order}.", day)
    if found.has_short_year:
        return fix("two-digit-year", f"{quoted(typed)} has a year of two digits; read as {day.isoformat()}.", day)
    return fix("date-as-text", f"{quoted(typed)} is text, not a date; read as {day.isoformat()}.", day)


def _ambiguous(typed: str, found: FoundDay) -> Note:
    one, two = found.days
    return flag(
        "ambiguous-date",
        f"{quoted(typed)} could be {one.isoformat()} or {two.isoformat()}.",
        f"Type {one.isoformat()} or {two.isoformat()}, or set Date order on the Settings sheet.",
    )


_REFUSALS: dict[Doubt, Callable[[str, FoundDay], Note]] = {
    Doubt.AMBIGUOUS: _ambiguous,
    Doubt.NO_YEAR: lambda typed, _: flag("date-without-year", f"{quoted(typed)} has no year.", _HOW),
    Doubt.NO_DAY: lambda typed, _: flag("date-without-day", f"{quoted(typed)} names no day.", _HOW),
    Doubt.RANGE: lambda typed, _: ask(
        "date-range", f"{quoted(typed)} is more than one day.", "Type the one day it is."
    ),
    Doubt.IMPOSSIBLE: lambda typed, _: flag("impossible-date", f"{quoted(typed)} is a day that no calendar has.", _HOW),
}


def _several(typed: str, text: str, found: list[FoundDay]) -> Note:
    between = text[found[0].end : found[1].start].strip()
    if len(found) == 2 and between in ("-", "to", "bis", "au", "a", "until", "through", "->"):
        return ask("date-range", f"{quoted(typed)} is more than one day.", "Type the one day it is.")
    return ask("two-dates", f"{quoted(typed)} holds several days.", "Give each talk a row of its own.")


def _no_date(typed: str, text: str) -> Note:
    spoken = set(re.findall(r"[a-z0-9]+", text))
    if spoken & RELATIVE or (spoken and spoken <= WEEKDAYS):
        return flag("relative-date", f"{quoted(typed)} does not say which day.", _HOW)
    if spoken & PARTS_OF_YEAR or (len(spoken) == 1 and re.fullmatch(r"(?:19|20)\d\d", text)) or spoken & MONTHS.keys():
        return flag("date-without-day", f"{quoted(typed)} names no day.", _HOW)
    return flag("unreadable-date", f"{quoted(typed)} is not a date.", _HOW)


def _within_reason(day: date, as_of: date, far_ahead: bool) -> Reading | None:
    """A reading that refuses the day, or ``None`` where it may be meant."""
    if as_of.year - YEARS_BACK <= day.year and (far_ahead or day.year <= as_of.year + YEARS_AHEAD):
        return None
    message = f"{day.isoformat()} is too far from today to be meant."
    return Reading(notes=(flag("date-beyond-reason", message, "Look at its year."),))
