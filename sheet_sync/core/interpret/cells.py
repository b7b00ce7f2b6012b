"""From a cell of a row to its reading: the clean cells decided here at once, all others in the room of their kind."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sheet_sync.core.interpret.context import Context
from sheet_sync.core.readings import EMPTY, Do, Note, Reading
from sheet_sync.core.schema import Field, Kind
from sheet_sync.core.values import ErrorValue, Formula, Scalar

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry


def read_entry_cell(entry: Entry, field: Field, context: Context) -> Reading:
    """What a row's field means."""
    content = entry.content(field.name)
    if content is None and field.kind in (Kind.NAME, Kind.REFERENCE):
        parts = [entry.content(f"{field.name}/{part}") for part in ("first", "last")]
        content = " ".join(str(part).strip() for part in parts if part) or None
    if type(content) is Formula:
        content = content.result
    if content is None or content == "":
        return EMPTY
    if isinstance(content, ErrorValue):
        return Reading(notes=(Note("formula-error", Do.FLAG, f"The cell shows {content}.", "Mend its formula."),))
    assert not isinstance(content, Formula)
    return _clean(content, field)


def _clean(value: Scalar, field: Field) -> Reading:
    kind = field.kind
    if kind is Kind.DATE and isinstance(value, date):
        return Reading(value.date() if isinstance(value, datetime) else value)
    if kind is Kind.SENT and isinstance(value, date):
        return Reading(value.date() if isinstance(value, datetime) else value)
    if kind is Kind.TIME and isinstance(value, time):
        return Reading(value)
    if kind in (Kind.MINUTES, Kind.RATING) and isinstance(value, int):
        return Reading(value)
    if kind is Kind.CHOICE:
        found = next((choice for choice in field.choices if choice.casefold() == str(value).strip().casefold()), None)
        return Reading(found)
    if kind in (Kind.DATE, Kind.SENT, Kind.TIME, Kind.MINUTES, Kind.RATING):
        return EMPTY
    return Reading(str(value).strip() or None)
