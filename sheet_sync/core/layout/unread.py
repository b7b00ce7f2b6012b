"""Sheets that look like a table of people or talks and are not read: named, so that nobody waits for them in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.layout.headers import Mapping, headers_in, map_headers
from sheet_sync.core.layout.search import GENERIC, HEADER_ROWS, name_fits
from sheet_sync.core.readings import Do
from sheet_sync.core.records import CellRef, Grid
from sheet_sync.core.schema import CONTACTS, INTERVIEWS, TableSchema
from sheet_sync.core.tables import Layout, LayoutNote

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_COLUMNS = 3
_LEAST_TELLING = 2
_LACKS = {
    ("Contacts", "Name"): "no column says who the people are",
    ("Interviews", "Contact"): "no column says whom you talked to",
    ("Interviews", "Date"): "no column says on which day you talked",
}
_LEFT_OUT = frozenset({"sheet-not-used", "table-twice"})
_HALF_READ = "required-column-missing"


def note_on_unread(grid: Grid) -> LayoutNote | None:
    """Why a sheet that looks like Contacts or Interviews is not read, ``None`` where it does not look like them."""
    found = max(_likenesses(grid), key=lambda one: (len(one[1].found), -one[0]), default=None)
    if found is None:
        return None
    row, mapping = found
    schema = mapping.schema
    missing = [wanted.name for wanted in mapping.missing]
    why = _LACKS[schema.name, missing[0]] if missing else "too few of its headers are known"
    headers = " and ".join(missing or [field.name for field in schema.required])
    return LayoutNote(
        "sheet-not-used",
        Do.FLAG,
        CellRef(grid.name, row, 1),
        f"The sheet {grid.name} was not used: {why}.",
        f"If it belongs to your {schema.name}, name a column {headers}.",
        schema.name,
    )


def _likenesses(grid: Grid) -> Iterator[tuple[int, Mapping]]:
    """The rows that may be a header of people or talks, with what is known of it."""
    numbers = sorted(grid.rows)
    for number in numbers[:HEADER_ROWS]:
        if number == numbers[-1]:
            return  # nothing stands below it
        headers = headers_in(grid.rows[number])
        for schema in (CONTACTS, INTERVIEWS):
            mapping = map_headers(schema, headers)
            if headers and _looks_like(schema, grid, mapping):
                yield number, mapping


def _looks_like(schema: TableSchema, grid: Grid, mapping: Mapping) -> bool:
    if name_fits(schema, grid.name):
        return bool(mapping.found)
    return len(mapping.found) >= _LEAST_COLUMNS and len(mapping.strong - GENERIC) >= _LEAST_TELLING


def unread_sheets(layout: Layout) -> list[LayoutNote]:
    """The notes on sheets of people or talks that are left out, or lack the column without which they say nothing."""
    people_and_talks = (CONTACTS.name, INTERVIEWS.name)
    return [
        note
        for note in layout.notes
        if note.kind in _LEFT_OUT or (note.kind == _HALF_READ and note.table in people_and_talks)
    ]
