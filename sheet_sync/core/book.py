"""A workbook as its user means it: rows with typed values, names that resolve to people.

Rules, follow-ups, letters and computed columns all work on a :class:`Book`.  Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sheet_sync.core.interpret import Context, clean_in_column, read_entry_cell
from sheet_sync.core.layout import find_tables
from sheet_sync.core.names import name_key
from sheet_sync.core.readings import Reading
from sheet_sync.core.records import CellRef, Snapshot
from sheet_sync.core.references import Match, NameIndex, match_interview, match_question, question_key
from sheet_sync.core.schema import Field
from sheet_sync.core.settings import Settings
from sheet_sync.core.settings_sheet import read_settings
from sheet_sync.core.tables import Layout, Table
from sheet_sync.core.values import Content, ErrorValue, shown


class Entry:
    """One row of a table, read as typed values when asked for."""

    __slots__ = ("_readings", "book", "number", "table")

    def __init__(self, book: Book, table: Table, number: int) -> None:
        self.book = book
        self.table = table
        self.number = number
        self._readings: dict[str, Reading] = {}

    def __repr__(self) -> str:
        return f"<{self.table.name} row {self.number}>"

    def ref(self, field: str) -> CellRef | None:
        """Where that field stands in this row, ``None`` where the table has no such column."""
        return self.table.ref(self.number, field)

    def content(self, key: str) -> Content:
        """The cell as it was read, by column key; ``None`` where the table has no such column."""
        column = self.table.column(key)
        if column is None:
            return None
        cells = self.table.grid.rows.get(self.number)
        return cells[column.number - 1] if cells is not None and column.number <= len(cells) else None

    def reading(self, field: str) -> Reading:
        """A field's value with what there is to say about it."""
        known = self._readings.get(field)
        if known is None:
            known = self._readings[field] = read_entry_cell(self, self.table.schema.field(field), self.book.context)
        return known

    def value(self, field: str) -> Any:
        """A field's typed value, ``None`` where nothing usable is there."""
        return self.reading(field).value

    def text(self, field: str) -> str:
        """A field's value as text, empty where there is none."""
        value = self.value(field)
        return "" if value is None else str(value)

    def glance(self, field: str) -> Reading:
        """The same without keeping it: for who looks at one field of all rows."""
        return self._readings.get(field) or read_entry_cell(self, self.table.schema.field(field), self.book.context)

    def forget(self) -> None:
        """Drop what was read: who walks through a large table once need not keep its readings."""
        self._readings.clear()

    @property
    def id(self) -> str | None:
        """The row's ID as typed, or ``None``; whether it is well formed is a rule's matter."""
        value = shown(self.content("ID"))
        return value.strip() or None if isinstance(value, str) else None

    @property
    def name(self) -> str:
        """How to call this row to its user: a person's name, else the name of its contact, else its row."""
        for field in ("Name", "Contact", "Question", "Setting", "Subject"):
            if self.table.schema.has(field) and self.text(field):
                return self.text(field)
        return f"row {self.number}"

    def referred(self, field: str) -> Match:
        """What a reference field points to; ``Match.entry`` is set only where exactly one row fits."""
        return self.book.match(self.table.schema.field(field), self.text(field))

    def is_filled(self, key: str) -> bool:
        """Whether the cell holds anything, be it an error."""
        content = self.content(key)
        return content is not None and (shown(content) not in (None, "") or isinstance(shown(content), ErrorValue))


class Book:
    """A snapshot, its tables found, its settings read, as of one day."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot = snapshot
        self.as_of = as_of
        self.layout: Layout = find_tables(snapshot.grids)
        self.settings: Settings = read_settings(self.layout, snapshot)
        self.context = Context(settings=self.settings, as_of=as_of)
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._people: NameIndex | None = None
        self._by_id: dict[str, dict[str, Entry]] = {}
        self._talks: dict[int | str, list[Entry]] | None = None
        self._questions: dict[str, list[Entry]] | None = None

    def entries(self, table: str) -> tuple[Entry, ...]:
        """The rows of a table in the order of the sheet; empty where the workbook has no such table."""
        known = self._entries.get(table)
        if known is None:
            found = self.layout.tables.get(table)
            known = tuple(Entry(self, found, number) for number in found.rows) if found is not None else ()
            self._entries[table] = known
        return known

    def texts(self, table: str, field_name: str) -> Iterator[str]:
        """A field's value as text, row by row and kept nowhere: for who looks at one column of a large table."""
        found = self.layout.tables.get(table)
        if found is None:
            return
        field, column = found.schema.field(field_name), found.column(field_name)
        clean = clean_in_column(found, field, is_synced=self.snapshot.project_id is not None) if column else None
        for entry in self.entries(table):
            content = entry.content(field_name)
            value = clean(content, field, self.context) if content and clean is not None else None
            if value is None:
                value = entry.glance(field_name).value
            yield "" if value is None else str(value)

    def all_entries(self) -> Iterator[Entry]:
        for name in self.layout.tables:
            yield from self.entries(name)

    @property
    def contacts(self) -> tuple[Entry, ...]:
        return self.entries("Contacts")

    @property
    def interviews(self) -> tuple[Entry, ...]:
        return self.entries("Interviews")

    def by_id(self, table: str, id_: str) -> Entry | None:
        """The row with that ID (the first, should two have it), or ``None``."""
        index = self._by_id.get(table)
        if index is None:
            index = self._by_id[table] = {}
            for entry in self.entries(table):
                if entry.id:
                    index.setdefault(entry.id.casefold(), entry)
        return index.get(id_.strip().casefold())

    @property
    def people(self) -> NameIndex:
        """Contacts by all the ways a name is typed."""
        if self._people is None:
            self._people = NameIndex(self.contacts)
        return self._people

    def talks_by_contact(self) -> dict[int | str, list[Entry]]:
        """Interviews by the row of their contact, or by the name typed where that is no contact's."""
        if self._talks is None:
            self._talks = {}
            for talk in self.interviews:
                contact = self.contact_of(talk)
                key = contact.number if contact else name_key(talk.text("Contact"))
                self._talks.setdefault(key, []).append(talk)
        return self._talks

    def questions_by_key(self) -> dict[str, list[Entry]]:
        """Questions by their words."""
        if self._questions is None:
            self._questions = {}
            for question in self.entries("Questions"):
                self._questions.setdefault(question_key(question.text("Question")), []).append(question)
        return self._questions

    def match(self, field: Field, text: str) -> Match:
        """The rows that a reference may mean: by ID, by exact name, by a unique short form."""
        if not text:
            return Match()
        target = field.refers_to or "Contacts"
        found = self.by_id(target, text)
        if found is not None:
            return Match((found,), "id")
        if target == "Interviews":
            return match_interview(self, text)
        if target == "Questions":
            return match_question(self, text)
        return self.people.match(text)

    def contact_of(self, entry: Entry) -> Entry | None:
        """The one contact an interview, touch or letter is about, or ``None``."""
        return entry.referred("Contact").entry
