"""Cells that are in order, seen at once and without anything heavy: most cells of a sheet are.

What is said here is what the room of the kind would say; every doubt is left to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sheet_sync.core.ids import is_id
from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.placeholders import is_placeholder
from sheet_sync.core.interpret.text import is_plain
from sheet_sync.core.schema import Field, Kind
from sheet_sync.core.values import Content

if TYPE_CHECKING:
    from sheet_sync.core.tables import Table

Clean = Callable[[Content, Field, Context], Any]
"""Gives what a filled cell that is in order means; ``None`` where it takes a closer look."""

_BETWEEN_PEOPLE = (" and ", " und ", " et ", " y ")
_MOST_IN_PLAIN_NAME = 100


def clean_of(field: Field) -> Clean | None:
    """What sees the cells of a field's kind that are in order, ``None`` for a kind that takes a closer look at all."""
    return _CLEAN.get(field.kind)


def clean_in_column(table: Table, field: Field, *, is_synced: bool) -> Clean | None:
    """The same for who walks through a column without asking :func:`read_entry_cell` for each row.

    ``None`` where other cells of the row, or whether the workbook was synced, may have a say.
    """
    if (field.computed and not is_synced) or (field.name == "Found through" and table.givers("Referred by")):
        return None
    if field.kind is Kind.ID:
        prefix = table.schema.prefix
        return lambda value, _, __: value if type(value) is str and is_id(value, prefix) else None
    return clean_of(field)


def _clean_text(value: Content, _: Field, __: Context) -> Any:
    return value if type(value) is str and _is_plain_text(value) else None


@lru_cache(maxsize=8192)
def _is_plain_text(value: str) -> bool:
    """Kept, since organizations, fields and the like stand in many rows."""
    return is_plain(value) and not is_placeholder(value)


def _clean_long_text(value: Content, _: Field, __: Context) -> Any:
    """Long text may have doubled blanks; it is left as it is."""
    if type(value) is not str or not value.isascii() or not value.isprintable() or len(value) > 30_000:
        return None
    if value[0] in " =+-@" or value[-1] == " " or is_placeholder(value):
        return None
    return value


@cache
def _plain_name() -> re.Pattern[str]:
    letter = "A-Za-zÀ-ÖØ-öø-ſ"
    return re.compile(f"[{letter}][{letter}'.-]*(?: [{letter}'.-]+)*")


@cache
def _plain_email() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9_+][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,24}")


def _clean_name(value: Content, _: Field, __: Context) -> Any:
    if type(value) is not str or len(value) > _MOST_IN_PLAIN_NAME or _plain_name().fullmatch(value) is None:
        return None
    blanks = value.count(" ")
    if is_placeholder(value):
        return None
    return None if blanks > 1 and any(word in value.casefold() for word in _BETWEEN_PEOPLE) else value


def _clean_email(value: Content, _: Field, __: Context) -> Any:
    if type(value) is str and len(value) <= 64 and _plain_email().fullmatch(value) is not None:
        return value
    return None


def _clean_phone(value: Content, _: Field, context: Context) -> Any:
    if type(value) is not str:
        return None
    from sheet_sync.core.interpret.phones import quick_number

    return quick_number(value, context.settings.default_country)


def _clean_date(value: Content, field: Field, context: Context) -> Any:
    kind = type(value)
    if kind is datetime:
        value = value.date()  # type: ignore[union-attr]
    elif kind is not date:
        return None
    assert isinstance(value, date)
    years = value.year - context.as_of.year
    return value if -30 <= years <= 5 else None


def _clean_time(value: Content, _: Field, __: Context) -> Any:
    return value if type(value) is time and 7 <= value.hour < 22 else None


def _clean_minutes(value: Content, _: Field, __: Context) -> Any:
    return value if type(value) is int and 5 <= value <= 600 else None


def _clean_rating(value: Content, _: Field, __: Context) -> Any:
    return value if type(value) is int and 1 <= value <= 5 else None


def _clean_choice(value: Content, field: Field, _: Context) -> Any:
    return value if type(value) is str and value in field.choices else None


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
