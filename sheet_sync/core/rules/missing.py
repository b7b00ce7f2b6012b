"""When a cell that must be filled is missing, and how bad that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.rules.finding import Severity
from sheet_sync.core.values import ErrorValue, shown

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry
    from sheet_sync.core.schema import Field


def is_blank(entry: Entry, field: str) -> bool:
    """Whether the table has the column and this row nothing in it; of a value in several columns, in none of them."""
    if isinstance(content := entry.content(field), str) and content.strip():
        return False  # as nearly always
    columns = [column for column in entry.table.columns if column.field is not None and column.field.name == field]
    contents = [shown(entry.table.grid.at(entry.number, column.number)) for column in columns]
    return bool(columns) and all(
        content is None or (isinstance(content, str) and not content.strip()) for content in contents
    )


def severity_of_missing(entry: Entry, field: Field) -> Severity:
    """How bad it is that a required cell says nothing: a talk that is only asked for may have no date yet."""
    asked = (
        entry.table.name == "Interviews" and field.name == "Date" and entry.value("Status") in ("Asked", "Cancelled")
    )
    return Severity.INFO if asked else Severity.ERROR


def shows_error(entry: Entry, field: str) -> bool:
    """Whether the cell shows an error such as #N/A: something is there, and nobody knows what."""
    return isinstance(shown(entry.content(field)), ErrorValue)
