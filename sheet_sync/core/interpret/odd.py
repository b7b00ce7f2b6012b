"""Cells that take a closer look, each handed to the room of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.placeholders import read_placeholder
from sheet_sync.core.readings import Reading
from sheet_sync.core.schema import Field, Kind, header_key
from sheet_sync.core.values import Scalar, shown

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry

_OWN_WORDS = frozenset({Kind.CHOICE, Kind.SENT, Kind.NAME})
"""Kinds that know better what a placeholder means there."""


def read_odd(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    """A value that is not plainly in order."""
    if isinstance(value, str) and field.kind not in _OWN_WORDS:
        empty = read_placeholder(value, field)
        if empty is not None:
            return empty
    return _READERS[field.kind](value, entry, field, context)


def _text(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.text import read_text

    return read_text(value, field)


def _name(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.names import read_name

    return read_name(value, field)


def _email(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.emails import read_email

    return read_email(value)


def _phone(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.phones import read_phone

    return read_phone(value, context.settings.default_country, city_of(entry))


def city_of(entry: Entry) -> str:
    """The city that the row names in a column of the user's own, empty where it names none."""
    for column in entry.table.columns:
        if column.field is None and header_key(column.header) in ("city", "location", "town", "ort", "ville", "ciudad"):
            value = shown(entry.table.grid.at(entry.number, column.number))
            return value if isinstance(value, str) else ""
    return ""


def _date(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.dates import read_date

    far = field.name in ("Snooze until", "Next contact")
    return read_date(value, context.settings.date_order, context.as_of, far_ahead=far)


def _sent(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.sent import Talk, moment_day, read_sent

    talk = Talk()
    if entry.table.schema.has("Date"):
        talk = Talk(moment_day(entry.value("Date")), entry.value("Status") == "Done")
    return read_sent(value, context.settings.date_order, context.as_of, talk)


def _time(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.times import read_time

    return read_time(value)


def _minutes(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.durations import read_minutes

    return read_minutes(value)


def _rating(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.ratings import read_rating

    return read_rating(value)


def _choice(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    if field.name == "Place":
        from sheet_sync.core.interpret.places import read_place

        return read_place(value, field)
    from sheet_sync.core.interpret.choices import read_choice

    return read_choice(value, field, entry.table.name)


def _reference(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.linked import read_reference

    return read_reference(value, entry, field)


def _people(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.linked import read_people

    return read_people(value, entry, field)


def _id(value: Scalar, entry: Entry, field: Field, context: Context) -> Reading:
    from sheet_sync.core.interpret.linked import read_id

    return read_id(value, entry.table.schema)


_READERS: dict[Kind, Callable[[Scalar, Entry, Field, Context], Reading]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.PATH: _text,
    Kind.NAME: _name,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.DATE: _date,
    Kind.SENT: _sent,
    Kind.TIME: _time,
    Kind.MINUTES: _minutes,
    Kind.RATING: _rating,
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _reference,
    Kind.PEOPLE: _people,
    Kind.ID: _id,
}
