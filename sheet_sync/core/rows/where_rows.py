"""Which rows of a workbook satisfy ``--where``.

A column is looked for in Contacts first, then in Interviews and the others; ``Interviews.Status`` names the table.  A
row satisfies conditions on another table if a row of that table which belongs to the same person, or the same talk,
satisfies them all: an interview has the Career field of its contact, a contact the Place of one of its interviews.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from sheet_sync.core.names import name_key
from sheet_sync.core.rows.typed_days import parse_day
from sheet_sync.core.rows.where import EXAMPLE, Condition, parse_where
from sheet_sync.core.schema import TABLES, Field, Kind, TableSchema
from sheet_sync.core.tables import OWN, Column
from sheet_sync.core.values import ErrorValue, shown
from sheet_sync.core.words import nearest, word_key
from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from sheet_sync.core.book import Book, Entry

Rows = Callable[["Entry"], bool]
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


@dataclass(frozen=True, slots=True)
class _Test:
    """A condition that knows its table; ``holds`` is asked for a row of that table."""

    table: str
    holds: Rows


def rows_where(book: Book, text: str | None) -> Rows:
    """Whether a row is meant; without a text every row is.

    Raises:
        WrongUsage: it cannot be understood, or names no column or no choice of this workbook.
    """
    if text is None:
        return lambda entry: True
    alternatives = [[_test(book, condition) for condition in conditions] for conditions in parse_where(text)]
    return lambda entry: any(_all_hold(entry, tests) for tests in alternatives)


def meant(where: Rows, contact: Entry | None, interview: Entry | None) -> bool:
    """Whether a follow-up or a letter is meant: by its talk, if that is one with its contact, else by the contact."""
    if interview is not None and (contact is None or interview.book.contact_of(interview) is contact):
        return where(interview)
    return contact is not None and where(contact)


def _all_hold(entry: Entry, tests: list[_Test]) -> bool:
    by_table: dict[str, list[_Test]] = {}
    for test in tests:
        by_table.setdefault(test.table, []).append(test)
    return all(
        any(all(test.holds(row) for test in those) for row in _rows_of(entry, table))
        for table, those in by_table.items()
    )


def _rows_of(entry: Entry, table: str) -> Iterable[Entry]:
    """The rows of a table that belong to a row: itself, the one it refers to, or those of the same person."""
    if entry.table.name == table:
        return (entry,)
    for field in entry.table.schema.fields:
        if field.refers_to == table and field.name in ("Contact", "Interview", "Question"):
            found = entry.referred(field.name).entry
            return (found,) if found is not None else ()
    contact = _contact_of(entry)
    if contact is None:
        return ()
    if table == "Contacts":
        return (contact,)
    if table == "Interviews":
        return entry.book.talks_by_contact().get(contact.number, ())
    return (row for row in entry.book.entries(table) if _contact_of(row) is contact)


def _contact_of(entry: Entry) -> Entry | None:
    if entry.table.name == "Contacts":
        return entry
    if entry.table.schema.has("Contact"):
        return entry.book.contact_of(entry)
    if entry.table.schema.has("Interview"):
        talk = entry.referred("Interview").entry
        return entry.book.contact_of(talk) if talk is not None else None
    return None


# --- the column that is meant ---


def _test(book: Book, condition: Condition) -> _Test:
    candidates = _columns_meant(book, condition.field)
    if not candidates:
        raise _no_column(book, condition)
    fitting = [one for one in candidates if isinstance(one[1], Field) and _is_choice(one[1], condition.value)]
    table, column = (fitting or candidates)[0]
    if isinstance(column, Column):
        return _Test(table, partial(_own_holds, column=column, condition=condition, as_of=book.as_of))
    if column.choices and condition.value and condition.operator in ("=", "!=") and not fitting:
        raise _no_choice(column, condition)
    return _Test(table, _reader(book, column, condition))


def _columns_meant(book: Book, typed: str) -> list[tuple[str, Field | Column]]:
    """The columns of that name or another of their names, the user's own headers included, in the order of tables."""
    table_name, dot, rest = typed.partition(".")
    named = [schema for schema in TABLES if dot and word_key(schema.name) == word_key(table_name)]
    key = word_key(rest if named else typed)
    found: list[tuple[str, Field | Column]] = []
    for schema in named or TABLES:
        found += [(schema.name, field) for field in _fields_named(schema, key)]
    for schema in named or TABLES:
        table = book.layout.tables.get(schema.name)
        for column in table.columns if table is not None else ():
            if column.key.startswith(OWN) and word_key(column.header) == key:
                found.append((schema.name, column))
    return found


def _fields_named(schema: TableSchema, key: str) -> list[Field]:
    exact = [field for field in schema.fields if word_key(field.name) == key]
    return exact or [field for field in schema.fields if key in map(word_key, field.aliases)]


def _is_choice(field: Field, value: str) -> bool:
    return word_key(value) in map(word_key, field.choices)


def _no_column(book: Book, condition: Condition) -> WrongUsage:
    names = [field.name for schema in TABLES for field in schema.fields]
    names += [column.header for table in book.layout.tables.values() for column in table.columns if column.header]
    near = nearest(condition.field.rpartition(".")[2], list(dict.fromkeys(names)))
    hint = f"Did you mean {near}?" if near else f"Name a column as its header does, such as {EXAMPLE}."
    return WrongUsage(f"There is no column “{condition.field}”.", hint=f"{hint} Quote a value that has “and” in it.")


def _no_choice(field: Field, condition: Condition) -> WrongUsage:
    near = nearest(condition.value, field.choices)
    hint = f"Did you mean {near}?" if near else f"The choices are {', '.join(field.choices)}."
    return WrongUsage(f"“{condition.value}” is not one of the choices of {field.name}.", hint=hint)


# --- the value that is compared ---


def _reader(book: Book, field: Field, condition: Condition) -> Rows:
    if field.refers_to is not None and condition.value and condition.operator in ("=", "!="):
        wanted_row = book.match(field, condition.value).entry
        if wanted_row is not None:
            is_same = condition.operator == "="
            return lambda entry: (entry.referred(field.name).entry is wanted_row) is is_same
    convert = _CONVERT.get(field.kind)
    if convert is None or not condition.value or "~" in condition.operator:
        return lambda entry: _text_holds(_text(entry, field), condition)
    wanted = convert(condition.value, book.as_of, condition)
    return lambda entry: _typed_holds(entry.value(field.name), wanted, condition)


def _text(entry: Entry, field: Field) -> str:
    """What the row says there, as text; what could not be read counts as it was typed."""
    if field.kind is Kind.ID:
        return entry.id or ""
    value = entry.value(field.name)
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    typed = shown(entry.content(field.name))
    return str(value) if value is not None else "" if typed is None else str(typed)


def _own_holds(entry: Entry, column: Column, condition: Condition, as_of: date) -> bool:
    value = shown(entry.table.grid.at(entry.number, column.number))
    if value is None or isinstance(value, str | ErrorValue) or not condition.value or "~" in condition.operator:
        return _text_holds("" if value is None else str(value), condition)
    if isinstance(value, date):
        return _typed_holds(value, parse_day(condition.value, as_of), condition)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _typed_holds(value, _number(condition.value, as_of, condition), condition)
    return _text_holds(str(value), condition)


def _text_holds(text: str, condition: Condition) -> bool:
    have, wanted = name_key(text), name_key(condition.value)
    if condition.operator in ("~", "!~"):
        return (wanted in have) is (condition.operator == "~")
    if condition.operator in ("=", "!="):
        return (have == wanted) is (condition.operator == "=")
    return bool(have) and _ORDERED[condition.operator](have, wanted)


def _typed_holds(value: Any, wanted: Any, condition: Condition) -> bool:
    """Compare like with like; a cell that holds no such value satisfies only ``!=``."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, bool) or not isinstance(
        value, type(wanted) if not isinstance(wanted, float) else (int, float)
    ):
        return condition.operator == "!="
    if condition.operator in ("=", "!="):
        return bool(value == wanted) is (condition.operator == "=")
    return _ORDERED[condition.operator](value, wanted)


def _day(text: str, as_of: date, condition: Condition) -> date:
    return parse_day(text, as_of)


def _number(text: str, as_of: date, condition: Condition) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise WrongUsage(f"“{text}” is not a number, so {condition} cannot be compared.") from None


def _time(text: str, as_of: date, condition: Condition) -> time:
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError:
        raise WrongUsage(
            f"“{text}” is not a time, so {condition} cannot be compared.", hint="Type it as 14:30."
        ) from None


_CONVERT: dict[Kind, Callable[[str, date, Condition], Any]] = {
    Kind.DATE: _day,
    Kind.TIME: _time,
    Kind.MINUTES: _number,
    Kind.RATING: _number,
}
