"""Fields that a row says elsewhere: a name in two columns, an email in a second one, a length in a range of hours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheet_sync.core.interpret.cells import read_content
from sheet_sync.core.interpret.context import Context
from sheet_sync.core.interpret.mixed import read_mixed
from sheet_sync.core.interpret.names import read_parts
from sheet_sync.core.interpret.placeholders import is_placeholder
from sheet_sync.core.interpret.saying import offer
from sheet_sync.core.readings import EMPTY, Reading
from sheet_sync.core.records import CellRef
from sheet_sync.core.schema import Field
from sheet_sync.core.tables import Column
from sheet_sync.core.values import Content, ErrorValue, Scalar, shown

if TYPE_CHECKING:
    from sheet_sync.core.book import Entry


def read_derived(entry: Entry, field: Field, context: Context) -> Reading:
    """A field that has no cell of its own in the row, or an empty one."""
    table = entry.table
    if table.column(f"{field.name}/first") or table.column(f"{field.name}/last"):
        return _from_parts(entry, field, context)
    for row in table.joined.get(entry.number, ()):
        column = table.column(field.name)
        content = table.grid.at(row, column.number) if column else None
        if content not in (None, ""):
            return read_content(content, entry, field, context)
    for column in table.givers(field.name):
        reading = _from_giver(entry, field, column, context)
        if reading.value is not None or reading.notes:
            return reading
    if table.is_combined and field.name == "Status":
        from sheet_sync.core.interpret.combined import read_status

        return read_status(entry, context)
    return EMPTY


def _from_parts(entry: Entry, field: Field, context: Context) -> Reading:
    """A name in two columns, each note at its cell."""
    first, last = (_plain(entry.content(f"{field.name}/{part}")) for part in ("first", "last"))
    if first is None and last is None:
        return EMPTY
    reading, *notes = read_parts(first, last, field)
    refs = [_part_ref(entry, field, part) for part in ("first", "last")]
    placed = tuple(replace(note, where=ref) for ref, own in zip(refs, notes, strict=True) for note in own)
    if field.refers_to and isinstance(reading.value, str):
        linked = read_content(reading.value, entry, field, context)
        return Reading(linked.value, (*placed, *linked.notes))
    return Reading(reading.value, placed)


def _part_ref(entry: Entry, field: Field, part: str) -> CellRef | None:
    column = entry.table.column(f"{field.name}/{part}")
    return CellRef(entry.table.grid.name, entry.number, column.number) if column else entry.ref(field.name)


def _plain(content: Content) -> Scalar:
    value = shown(content)
    return None if isinstance(value, ErrorValue) else value


def _from_giver(entry: Entry, field: Field, column: Column, context: Context) -> Reading:
    """What another column of the row says about a field."""
    if column.field is not None:
        if field.name == "Place":
            from sheet_sync.core.interpret.places import place_in

            return Reading(place_in(entry.text(column.field.name)))
        return Reading(entry.reading(column.field.name).also.get(field.name))
    contents = [
        (row, entry.table.grid.at(row, column.number))
        for row in (entry.number, *entry.table.joined.get(entry.number, ()))
    ]
    for row, content in contents:
        value = _plain(content)
        if value in (None, "") or (isinstance(value, str) and is_placeholder(value)):
            continue
        where = CellRef(entry.table.grid.name, row, column.number)
        if len(column.gives) > 1:
            return read_mixed(value, field, context, where)
        return _from_second_column(value, entry, field, column, context, where)
    return EMPTY


def _from_second_column(
    value: Scalar, entry: Entry, field: Field, column: Column, context: Context, where: CellRef
) -> Reading:
    """A second email or phone, used where the first is empty."""
    reading = read_content(value, entry, field, context)
    if reading.value is None:
        return EMPTY
    note = offer(
        f"{field.name.lower()}-elsewhere",
        f"{field.name} is empty, so {reading.value} from the column {column.header} is used.",
        f"Copy it into {field.name} if it is the one to use.",
    )
    return Reading(reading.value, tuple(replace(one, where=where) for one in (note, *reading.notes)), reading.also)
