"""From a cell of a row to its reading: the clean cells decided here at once, all others in the room of their kind.

Most cells of a sheet are in order; for them this costs about a microsecond, and nothing heavy is imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sheet_sync.core.ids import is_id
from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.placeholders import is_placeholder
from sheet_sync.core.interpret.saying import flag, offer
from sheet_sync.core.interpret.text import is_plain
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.schema import Field, Kind
from sheet_sync.core.values import Content, ErrorValue, Formula

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry
    from sheet_sync.core.tables import Table

Clean = Callable[[Content, Field, Context], Reading | None]
"""Reads a cell that is in order; ``None`` where it takes a closer look."""

_BETWEEN_PEOPLE = (" and ", " und ", " et ", " y ")


def read_entry_cell(entry: Entry, field: Field, context: Context) -> Reading:
    """What a row's field means."""
    content = entry.content(field.name)
    if content is None or content == "":
        if not entry.table.may_derive(field.name):
            return EMPTY
        from sheet_sync.core.interpret.derived import read_derived

        return read_derived(entry, field, context)
    reading = read_content(content, entry, field, context)
    if reading.value is None and entry.table.may_derive(field.name) and _is_only_placeholder(reading):
        from sheet_sync.core.interpret.derived import read_derived

        derived = read_derived(entry, field, context)
        return reading if derived.value is None else derived
    if field.name == "Found through" and entry.table.givers("Referred by"):
        from sheet_sync.core.interpret.linked import with_referral

        return with_referral(reading, entry)
    if field.computed and entry.book.snapshot.project_id is None and not isinstance(content, Formula):
        return _typed_by_hand(reading, field)
    return reading


def read_content(content: Content, entry: Entry, field: Field, context: Context) -> Reading:
    """What a content would mean in a row's field."""
    value = content.result if isinstance(content, Formula) else content
    if value is None or value == "":
        return EMPTY
    if isinstance(value, ErrorValue):
        return Reading(notes=(flag("formula-error", f"The cell shows {value}.", "Mend the formula in it."),))
    clean = _CLEAN.get(field.kind)
    reading = clean(value, field, context) if clean is not None else None
    if reading is not None:
        return reading
    if field.kind is Kind.ID and isinstance(value, str) and is_id(value, entry.table.schema.prefix):
        return Reading(value)
    from sheet_sync.core.interpret.odd import read_odd

    return read_odd(value, entry, field, context)


def _clean_text(value: Content, _: Field, __: Context) -> Reading | None:
    return _plain_reading(value) if type(value) is str else None


@lru_cache(maxsize=8192)
def _plain_reading(value: str) -> Reading | None:
    """Kept, since organizations, fields and the like stand in many rows."""
    return Reading(value) if is_plain(value) and not is_placeholder(value) else None


def _clean_long_text(value: Content, _: Field, __: Context) -> Reading | None:
    """Long text may have doubled blanks; it is left as it is."""
    if type(value) is not str or not value.isascii() or not value.isprintable() or len(value) > 30_000:
        return None
    if value[0] in " =+-@" or value[-1] == " " or is_placeholder(value):
        return None
    return Reading(value)


_MOST_IN_PLAIN_NAME = 100


@cache
def _plain_name() -> re.Pattern[str]:
    letter = "A-Za-zÀ-ÖØ-öø-ſ"
    return re.compile(f"[{letter}][{letter}'.-]*(?: [{letter}'.-]+)*")


@cache
def _plain_email() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9_+][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,24}")


def _clean_name(value: Content, _: Field, __: Context) -> Reading | None:
    if type(value) is not str or len(value) > _MOST_IN_PLAIN_NAME or _plain_name().fullmatch(value) is None:
        return None
    blanks = value.count(" ")
    if is_placeholder(value):
        return None
    return None if blanks > 1 and any(word in value.casefold() for word in _BETWEEN_PEOPLE) else Reading(value)


def _clean_email(value: Content, _: Field, __: Context) -> Reading | None:
    if type(value) is str and len(value) <= 64 and _plain_email().fullmatch(value) is not None:
        return Reading(value)
    return None


def _clean_phone(value: Content, _: Field, context: Context) -> Reading | None:
    if type(value) is not str:
        return None
    from sheet_sync.core.interpret.phones import quick_phone

    return quick_phone(value, context.settings.default_country)


def _clean_date(value: Content, field: Field, context: Context) -> Reading | None:
    kind = type(value)
    if kind is datetime:
        value = value.date()  # type: ignore[union-attr]
    elif kind is not date:
        return None
    assert isinstance(value, date)
    years = value.year - context.as_of.year
    return _day_reading(value) if -30 <= years <= 5 else None


@lru_cache(maxsize=8192)
def _day_reading(value: date) -> Reading:
    return Reading(value)


def _clean_time(value: Content, _: Field, __: Context) -> Reading | None:
    return Reading(value) if type(value) is time and 7 <= value.hour < 22 else None


def _clean_minutes(value: Content, _: Field, __: Context) -> Reading | None:
    return Reading(value) if type(value) is int and 5 <= value <= 600 else None


def _clean_rating(value: Content, _: Field, __: Context) -> Reading | None:
    return Reading(value) if type(value) is int and 1 <= value <= 5 else None


def _clean_choice(value: Content, field: Field, _: Context) -> Reading | None:
    return _choice_reading(value) if type(value) is str and value in field.choices else None


@lru_cache(maxsize=256)
def _choice_reading(value: str) -> Reading:
    return Reading(value)


_CLEAN: dict[Kind, Clean] = {
    Kind.TEXT: _clean_text,
    Kind.PATH: _clean_text,
    Kind.LONG_TEXT: _clean_long_text,
    Kind.NAME: _clean_name,
    Kind.EMAIL: _clean_email,
    Kind.PHONE: _clean_phone,
    Kind.DATE: _clean_date,
    Kind.SENT: _clean_date,
    Kind.TIME: _clean_time,
    Kind.MINUTES: _clean_minutes,
    Kind.RATING: _clean_rating,
    Kind.CHOICE: _clean_choice,
}
"""For each kind, how a value is read that is in order."""


def clean_reader(table: Table, field: Field, *, is_synced: bool) -> Clean | None:
    """What reads the filled cells of a column that are in order, for who walks through all of them.

    It gives what :func:`read_entry_cell` gives, or ``None``: then that is to be asked, as it is for every cell of a
    column for which this gives no reader.
    """
    if (field.computed and not is_synced) or (field.name == "Found through" and table.givers("Referred by")):
        return None
    if field.kind is Kind.ID:
        prefix = table.schema.prefix
        return lambda value, _, __: Reading(value) if type(value) is str and is_id(value, prefix) else None
    return _CLEAN.get(field.kind)


def _is_only_placeholder(reading: Reading) -> bool:
    return all(note.kind == "placeholder" for note in reading.notes)


def _typed_by_hand(reading: Reading, field: Field) -> Reading:
    """A value of the user's own in a column that the tool fills: read, kept, and a better home named."""
    if field.kind is Kind.ID:
        return reading
    note = offer(
        "typed-in-computed-column",
        f"{field.name} is filled in by sheet-sync, and a value of your own stands here.",
        _better_home(reading, field),
    )
    return Reading(reading.value, (*reading.notes, note), reading.also)


def _better_home(reading: Reading, field: Field) -> str:
    """What to do with a value of one's own in a column that the tool fills."""
    if field.name == "Last contact":
        return "Put it on the Touches sheet, so that it is kept and counted."
    if field.name != "Next contact":
        return "It is kept but not used. Empty the cell, and sheet-sync fills it in again."
    if reading.value is None:
        return "Type a day, and you are reminded on it; or empty the cell, and sheet-sync fills it in again."
    return "You are reminded on that day. Empty the cell, and sheet-sync fills it in again."
