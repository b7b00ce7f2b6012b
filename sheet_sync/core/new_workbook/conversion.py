"""A workbook of somebody's own kind, turned into rows for a new one, so that nothing of it is lost.

Each cell goes over as it is read where writing that is safe, and as it was typed where it is not, so that ``check`` can
ask.  What has no column of the contract goes along in the row under its own header; what has no row is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.changes import SheetSpec
from sheet_sync.core.ids import is_id
from sheet_sync.core.new_workbook.new_sheets import settings_sheet
from sheet_sync.core.records import CellRef, Grid
from sheet_sync.core.schema import GUIDE_SHEET, OWNED_SHEETS, TABLES, Field, TableSchema, header_key
from sheet_sync.core.settings_sheet import setting_cells
from sheet_sync.core.tables import OWN, Column, Table
from sheet_sync.core.values import Content, ErrorValue, Formula, Scalar, shown

LEFT_SHEET = "Not taken over"
_AS_TYPED = {"Contact", "Referred by", "Interview", "Question"}
"""References go over as typed: what they mean is looked up in the new workbook."""
_LONGEST_HEADER = 200
_Row = dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class Leftover:
    """A filled cell that has no place in a row of the new workbook."""

    cell: CellRef
    value: Scalar


@dataclass(frozen=True, slots=True)
class Conversion:
    """Rows by table and field, own columns by their headers; ``left`` is all that is in no row."""

    tables: Mapping[str, list[_Row]]
    settings: Mapping[str, Scalar]
    left: tuple[Leftover, ...]


def converted(book: Book) -> Conversion:
    """All of a workbook, sheets of one kind one after the other."""
    taking = _Taking()
    for each in _books(book):
        for table in each.layout.tables.values():
            taking.note_headers(table)
            for entry in each.entries(table.name):
                taking.take_fields(entry)
        taking.take_others(each.layout.tables)
    settings = taking.take_settings(book)
    order = [grid.name for grid in book.snapshot.grids]
    rows = {schema.name: taking.rows_of(schema.name, order) for schema in TABLES}
    left = tuple(taking.left_in(book.snapshot.grids))
    return Conversion({name: found for name, found in rows.items() if found}, settings, left)


def left_sheet(left: Iterable[Leftover]) -> SheetSpec:
    """The sheet that lists what is in no row: where it stood, and what it is."""
    rows = ((str(one.cell), one.value) for one in left)
    return SheetSpec(LEFT_SHEET, (("Cell", "What stood there"), *rows), widths=(26, 90))


def own_values(entry: Entry) -> dict[str, Scalar]:
    """What stands in the columns of the user's own, by header."""
    return {
        column.header: value
        for column in entry.table.columns
        if column.key.startswith(OWN)
        and column.header
        and (value := _plain(entry.table.grid.at(entry.number, column.number))) is not None
    }


def _books(book: Book) -> Iterator[Book]:
    """The workbook, then what its other sheets make once the sheets read so far are taken away."""
    while book.layout.tables:
        yield book
        used = {table.grid.name for table in book.layout.tables.values()}
        grids = tuple(grid for grid in book.snapshot.grids if grid.name not in used)
        book = Book(replace(book.snapshot, grids=grids), book.as_of)


@dataclass(slots=True)
class _Taking:
    """What was taken so far: the rows, and which cells are in them."""

    _row_of: dict[tuple[str, str, int], _Row] = field(default_factory=dict)
    _placed: set[CellRef] = field(default_factory=set)
    _names: dict[tuple[str, str, int], str] = field(default_factory=dict)
    _spelled: dict[tuple[str, str], str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)

    def rows_of(self, table: str, sheets: Sequence[str]) -> list[_Row]:
        """The rows of a table in the order of the sheets and of their rows."""
        found = [
            (sheets.index(sheet), number, row) for (name, sheet, number), row in self._row_of.items() if name == table
        ]
        return [row for _, _, row in sorted(found, key=lambda one: one[:2]) if row]

    def note_headers(self, table: Table) -> None:
        """A header says what its column is; where the rows repeat it, there is nothing to take."""
        again = [number for number, reason in table.skipped.items() if reason == "header again"]
        for number in (table.header_row, *again):
            for column in table.columns:
                if number != table.header_row or not column.key.startswith(OWN):
                    self._placed.add(CellRef(table.grid.name, number, column.number))

    def take_fields(self, entry: Entry) -> None:
        """A row's cells that are fields of its table."""
        row: _Row = {}
        table = entry.table
        for wanted in table.schema.fields:
            value: Scalar
            if wanted.computed:
                value = self._id(entry) if wanted.name == "ID" else _noted_day(entry, wanted)
            else:
                value = _kept(entry, wanted)
            if value is None:
                continue
            row[wanted.name] = value
            for column in table.columns:
                if column.field is wanted and _is_in(column, entry, value):
                    self._placed.add(CellRef(table.grid.name, entry.number, column.number))
        self._row_of[table.name, table.grid.name, entry.number] = row

    def _id(self, entry: Entry) -> str | None:
        """The row's ID, where it is one of ours and no row before has it."""
        if entry.id is None or not is_id(entry.id, entry.table.schema.prefix) or entry.id in self._ids:
            return None
        self._ids.add(entry.id)
        return entry.id

    def take_others(self, tables: Mapping[str, Table]) -> None:
        """A row's other cells, each under its own header: what is no field, and what could not be read as its field."""
        for table in tables.values():
            for number in table.rows:
                self._take_cells(table, number, table.columns, (table.name, number))
            for first, others in table.joined.items():
                for number in others:
                    self._settle_repeated(table, first, number)
                    self._take_cells(table, number, table.columns, ("Interviews", number))
        contacts, talks = tables.get("Contacts"), tables.get("Interviews")
        if contacts and talks and contacts.is_combined:
            for number in contacts.rows:  # what says of a talk that is none yet
                self._take_cells(contacts, number, talks.columns, ("Contacts", number))

    def _settle_repeated(self, table: Table, first: int, number: int) -> None:
        """A further row of one person repeats what the first says; that needs no second place."""
        row = self._row_of[table.name, table.grid.name, first]
        for column in table.columns:
            value = _plain(table.grid.at(number, column.number))
            at_first = _plain(table.grid.at(first, column.number))
            if value is not None and value in (at_first, row.get(column.field.name) if column.field else None):
                self._placed.add(CellRef(table.grid.name, number, column.number))

    def _take_cells(self, table: Table, number: int, columns: Iterable[Column], into: tuple[str, int]) -> None:
        target, source_row = into
        row = self._row_of.get((target, table.grid.name, source_row))
        if row is None:
            return
        schema = next(schema for schema in TABLES if schema.name == target)
        for column in columns:
            ref = CellRef(table.grid.name, number, column.number)
            value = _plain(table.grid.at(number, column.number))
            if value is not None and value != "" and ref not in self._placed:
                row[self._own_name(schema, table.grid.name, column)] = value
                self._placed |= {ref, CellRef(table.grid.name, table.header_row, column.number)}

    def _own_name(self, schema: TableSchema, sheet: str, column: Column) -> str:
        """The header under which a column goes along: its own, unless a field or another column has that one."""
        known = self._names.get((schema.name, sheet, column.number))
        if known is not None:
            return known
        base = " ".join(column.header.split())[:_LONGEST_HEADER]
        if header_key(base) in {header_key(each.name) for each in schema.fields}:
            base += ", as typed"
        taken = {name.casefold() for (to, at, _), name in self._names.items() if (to, at) == (schema.name, sheet)}
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base} {count}"
        name = self._spelled.setdefault((schema.name, name.casefold()), name)
        self._names[schema.name, sheet, column.number] = name
        return name

    def take_settings(self, book: Book) -> dict[str, Scalar]:
        """The settings that are known; the words of the sheet itself need no place."""
        grid = book.snapshot.grid(book.layout.settings_sheet or "")
        if grid is None:
            return {}
        values: dict[str, Scalar] = {}
        for setting, ref, content in setting_cells(book.layout, book.snapshot):
            value = _plain(content)
            if setting.name not in values and value is not None:
                values[setting.name] = value
                self._placed.add(ref)
        words = {header_key(cell) for row in settings_sheet().rows for cell in row if isinstance(cell, str)}
        for ref, content in _cells(grid):
            if isinstance(content, str) and header_key(content) in words:
                self._placed.add(ref)
        return values

    def left_in(self, grids: Iterable[Grid]) -> Iterator[Leftover]:
        """The filled cells that are in no row, and where links of formulas lead to; unticked boxes say nothing."""
        written = {header_key(name) for name in (*OWNED_SHEETS, GUIDE_SHEET)}
        for grid in grids:
            if header_key(grid.name) in written:
                continue
            for ref, content in _cells(grid):
                value = _plain(content)
                if ref not in self._placed and value is not False and value is not None and str(value).strip():
                    yield Leftover(ref, value)
                if isinstance(content, Formula) and (value is None or "HYPERLINK(" in content.text.upper()):
                    yield Leftover(ref, f"={content.text}")


def _cells(grid: Grid) -> Iterator[tuple[CellRef, Content]]:
    for number in sorted(grid.rows):
        for column, content in enumerate(grid.rows[number], 1):
            if content is not None:
                yield CellRef(grid.name, number, column), content


def _kept(entry: Entry, wanted: Field) -> Scalar:
    """A field's value: as read where a mended form may be written, else as typed; what other cells say where empty."""
    reading = entry.reading(wanted.name)
    typed = _plain(entry.content(wanted.name))
    if typed is None or typed == "":
        return _scalar(reading.value)
    is_mended = reading.value is not None and bool(reading.notes) and all(note.has_fix for note in reading.notes)
    return _scalar(reading.value) if is_mended and wanted.name not in _AS_TYPED else typed


def _noted_day(entry: Entry, wanted: Field) -> date | None:
    """The day typed into Next contact: it reminds of somebody, and sync leaves it as it is."""
    value = _plain(entry.content(wanted.name)) if wanted.name == "Next contact" else None
    return value if isinstance(value, date) else None


def _is_in(column: Column, entry: Entry, value: Scalar) -> bool:
    """Whether a field's value holds what stands in that column; a name may be in two."""
    typed = _plain(entry.table.grid.at(entry.number, column.number))
    if not column.part:
        return typed is not None
    return str(typed or "").casefold().split() == [] or str(typed).casefold() in str(value).casefold()


def _scalar(value: object) -> Scalar:
    return value if isinstance(value, Scalar) else str(value)


def _plain(content: Content) -> Scalar:
    """What a cell shows, as something that can be typed."""
    value = shown(content)
    return str(value) if isinstance(value, ErrorValue) else value
