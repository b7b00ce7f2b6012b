"""The short way to read a cell that is in order says what the thorough way says, for every field and value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.interpret.cells import read_entry_cell
from sheet_sync.core.interpret.clean import clean_in_column
from sheet_sync.core.interpret.odd import read_odd
from sheet_sync.core.readings import Reading
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.schema import TABLES, Field, TableSchema
from sheet_sync.core.values import Content, ErrorValue, Formula
from tests.unit.text_books import AS_OF

NAMES = (
    "Dana Reyes", "José Núñez", "Zoë O'Neil-Smith", "Łukasz Żak", "Jose\u0301 Pérez", "ŉ ĳ ſ", "Ana und Bo Li",
    "José et María Núñez", "Keine", "keiner", "Entfällt", "Müller, Jörg", "José (ask)", "À", "é" * 60, "é" * 130,
    "Ørsted Å.", "Dr. Ñ", "Ana × Bo", "José 2026", "Na Li", "Nada", "ÑU", " José", "José  Núñez", "José\u200b",
)  # fmt: skip
TEXTS = (
    "Nurse", "n/a", "N/A ", "=1+1", "+1 202-555-0114", "020 7946 0123", "dana@x.org", "Dana@X.org", "Met", "met",
    "Done", "Yearly", "Phone", "2026-10-14", "10:00", "30", "4", "c-7k3f9q2m", "C-7K3F9Q2M", "i-7k3f9q2m", "\x07",
    "two  blanks", "ends ", "TBD", "?", "-", "x" * 40_000, "Yes", "Dana Reyes",
)  # fmt: skip
OTHERS: tuple[Content, ...] = (
    0, 1, 5, 30, 600, 601, 2.5, 1e300, True, False, date(2026, 10, 14), date(1900, 1, 1), date(2031, 12, 31),
    date(2032, 1, 1), datetime.fromisoformat("2026-10-14 10:00"), time(7), time(21, 59), time(22), time(), timedelta(),
    timedelta(minutes=30), ErrorValue("#N/A"), Formula("A1", "Dana Reyes"), Formula("A1"),
    Formula("A1", date(2026, 1, 5)),
)  # fmt: skip


def rows(schema: TableSchema, field: Field, contents: Sequence[Content], project: str | None) -> tuple[Entry, ...]:
    """A row a content, in which only that field is filled, and the required ones beside it."""
    header: list[Content] = [each.name for each in schema.fields]
    beside: list[Content] = ["Dana Reyes" if each.required else None for each in schema.fields]
    at = schema.fields.index(field)
    lines = [[*beside[:at], content, *beside[at + 1 :]] for content in contents]
    grid = Grid(schema.name, dict(enumerate([header, *lines], 1)))
    return Book(Snapshot("excel", "x.xlsx", "", (grid,), project), AS_OF).entries(schema.name)


FIELDS = [(schema, field) for schema in TABLES for field in schema.fields]


@pytest.mark.parametrize(("schema", "field"), FIELDS, ids=lambda each: each.name)
@pytest.mark.parametrize("project", ["p-1", None], ids=["synced", "new"])
def test_a_cell_in_order_is_read_the_same_both_ways(schema: TableSchema, field: Field, project: str | None) -> None:
    for entry in rows(schema, field, (*NAMES, *TEXTS, *OTHERS), project):
        content = entry.content(field.name)
        clean = clean_in_column(entry.table, field, is_synced=project is not None)
        value = clean(content, field, entry.book.context) if clean is not None and content else None
        if value is not None:
            reading = Reading(value)
            assert reading == read_entry_cell(entry, field, entry.book.context), content
            assert not isinstance(content, ErrorValue | Formula)
            assert reading == read_odd(content, entry, field, entry.book.context), content


def test_a_name_with_accents_is_in_order() -> None:
    contacts = TABLES[0]
    field = contacts.field("Name")
    for entry in rows(contacts, field, ("José Núñez", "Zoë O'Neil-Smith", "Łukasz Żak", "Ørsted Å."), "p-1"):
        clean = clean_in_column(entry.table, field, is_synced=True)
        assert clean is not None

        assert clean(entry.content("Name"), field, entry.book.context) == entry.content("Name")
