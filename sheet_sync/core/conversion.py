"""A workbook of somebody's own kind, turned into rows for a new one.

Each cell goes over as it is read where that is sure, and as it was typed where it is not, so that ``check`` can ask.
Columns of the user's own go along under their own headers.
"""

from __future__ import annotations

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.readings import Do
from sheet_sync.core.schema import TABLES
from sheet_sync.core.tables import OWN
from sheet_sync.core.values import ErrorValue, Formula, Scalar, shown

_TYPED = {"Contact", "Referred by", "Interview", "Question"}
"""References go over as typed: what they mean is looked up in the new workbook."""


def converted(book: Book) -> dict[str, list[dict[str, Scalar]]]:
    """The rows of every table, by field; own columns by their headers."""
    return {
        schema.name: [row for entry in book.entries(schema.name) if (row := _row(entry))]
        for schema in TABLES
        if book.entries(schema.name)
    }


def _row(entry: Entry) -> dict[str, Scalar]:
    row: dict[str, Scalar] = {}
    for field in entry.table.schema.fields:
        if field.computed:
            continue
        value = _kept(entry, field.name)
        if value is not None:
            row[field.name] = value
    return row | own_values(entry)


def _kept(entry: Entry, field: str) -> Scalar:
    reading = entry.reading(field)
    typed = _plain(shown(entry.content(field)))
    if field in _TYPED and typed is not None:
        return typed
    is_sure = reading.value is not None and all(note.do in (Do.READ, Do.FIX) for note in reading.notes)
    if is_sure and reading.value is not True:
        value = reading.value
        return value if isinstance(value, Scalar) else str(value)
    return typed if typed is not None else _plain(reading.value)


def own_values(entry: Entry) -> dict[str, Scalar]:
    """What stands in the columns of the user's own, by header."""
    return {
        column.header: value
        for column in entry.table.columns
        if column.key.startswith(OWN)
        and column.header
        and (value := _plain(shown(entry.table.grid.at(entry.number, column.number)))) is not None
    }


def _plain(value: object) -> Scalar:
    if isinstance(value, ErrorValue | Formula):
        return str(shown(value))
    return value if isinstance(value, Scalar) else str(value)
