"""What syncs: the raw typed content of each table, by row ID and column key.

A snapshot and its layout become a :class:`Side` a table; the merge compares sides with bases and records, which have
the same shape.  What was typed is what syncs, never what it was taken to mean.  Formulas and errors are *held*: they
belong to their replica, are no edit, and are never overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from sheet_sync.core.ids import tidy_id
from sheet_sync.core.values import Content, ErrorValue, Formula, Scalar, normal, same, shown

if TYPE_CHECKING:
    from sheet_sync.core.tables import Column, Layout, Table

RowId = str
Key = str
ReplicaName = str

COMPUTED: Final[Mapping[str, tuple[str, ...]]] = {
    "Contacts": ("Last contact", "Next contact"),
    "Interviews": ("Thank-you due", "Thank-you status"),
}
"""The columns that a sync works out anew each time, so that they are written but never merged."""


def is_filled(table: str, field: Key) -> bool:
    """Whether the tool fills that column."""
    return field == "ID" or field in COMPUTED.get(table, ())


class Tick(Enum):
    """A checkbox, as a value that is not equal to 1 or 0: rows are compared as whole dictionaries."""

    ON = True
    OFF = False


Value = str | int | float | date | datetime | time | timedelta | Tick | None
Cells = Mapping[Key, Value]
"""A row's values by column key; empty cells are left out."""


def value_of(content: Scalar) -> Value:
    """The typed value of a cell as it is compared and stored."""
    value = normal(content)
    return Tick(value) if isinstance(value, bool) else value


def scalar_of(value: Value) -> Scalar:
    """The value as a cell holds it."""
    return value.value if isinstance(value, Tick) else value


def is_held(content: Content) -> bool:
    """Whether the cell belongs to its replica: a formula, or an error such as ``#N/A``."""
    return isinstance(content, Formula | ErrorValue)


def alike(one: Value, other: Value) -> bool:
    """Whether two values are the same to a reader of the sheet."""
    return one == other or (isinstance(one, float) and isinstance(other, float) and same(one, other))


@dataclass(frozen=True, slots=True)
class Rows:
    """One table of identified rows: the records, a replica's base, or a replica as it was read.

    ``held`` names, by row, the cells that are formulas or errors in that replica; they are not in ``rows``.
    """

    columns: tuple[Key, ...] = ()
    rows: Mapping[RowId, Cells] = field(default_factory=dict)
    held: Mapping[RowId, frozenset[Key]] = field(default_factory=dict)

    def free_keys(self, row: RowId) -> set[Key]:
        """The keys under which that row has a cell that may be compared and written."""
        return set(self.columns).difference(self.held.get(row, ()))


@dataclass(slots=True)
class ReadRow:
    """One row as it stands in a sheet, not yet identified.

    ``id`` is the ID as it is typed, tidied; ``held`` maps the keys of formulas and errors to what they are.
    ``parts`` are first and last name where they stand in two columns.
    """

    number: int
    id: RowId | None
    cells: dict[Key, Value]
    held: dict[Key, Formula | ErrorValue]
    parts: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table as it stands in a sheet: the keys that sync, and its rows in order.

    ``header_keys`` tells the key by its header of a column that is known by another.
    """

    table: Table
    columns: tuple[Key, ...]
    rows: tuple[ReadRow, ...]
    split_name: SplitName | None = None
    header_keys: Mapping[Key, Key] = field(default_factory=dict)

    def column(self, key: Key) -> Column | None:
        """The column that syncs under that key, or ``None``."""
        return self.table.column(self.header_keys.get(key, key))


def read_tables(layout: Layout) -> dict[str, ReadTable]:
    """Every found table as rows of typed values."""
    return {name: read_table(table) for name, table in layout.tables.items()}


def read_table(table: Table) -> ReadTable:
    """One found table as rows of typed values by column key."""
    columns = _synced_columns(table)
    person = SplitName.of(table)
    parts = person.keys if person else ()
    synced = {number: key for number, key in columns if key not in parts}
    keys_in_order = tuple(synced.get(number) for number in range(1, 1 + max(synced, default=0)))
    id_column = table.column("ID")
    rows = []
    for number in table.rows:
        row = _read_row(number, table.grid.rows.get(number, []), keys_in_order)
        if id_column is not None:
            row.id = _typed_id(table.grid.at(number, id_column.number))
        if person:
            person.join(row, table)
        rows.append(row)
    keys = tuple(dict.fromkeys(person.name if person and key in parts else key for _, key in columns))
    return ReadTable(table, keys, tuple(rows), person)


def _read_row(number: int, contents: list[Content], keys: tuple[Key | None, ...]) -> ReadRow:
    """``keys`` are those of the columns from A on, ``None`` where a column does not sync."""
    filled: dict[Any, Any] = {key: content for key, content in zip(keys, contents, strict=False) if content is not None}
    filled.pop(None, None)
    if _are_plain_texts(filled.values()):
        return ReadRow(number, None, filled, {})
    cells: dict[Key, Value] = {}
    held: dict[Key, Formula | ErrorValue] = {}
    for key, content in filled.items():
        if isinstance(content, Formula | ErrorValue):
            held[key] = content
        elif (value := value_of(content)) is not None:
            cells[key] = value
    return ReadRow(number, None, cells, held)


def _are_plain_texts(contents: Collection[Any]) -> bool:
    """Whether all are texts that are their own value: seen at once, not cell by cell."""
    try:
        together = "".join(contents)
    except TypeError:
        return False
    return together.isascii() and "\r" not in together and all(contents)


def synced_key(column: Column) -> Key | None:
    """The key that a column syncs by, ``None`` for what the tool fills and for a column without a header."""
    if column.field is None:
        return column.key if column.header.strip() else None
    return column.key


def _synced_columns(table: Table) -> list[tuple[int, Key]]:
    """The columns that sync, by number; of two under one key the first, as the check for headers there twice says."""
    tools = ("ID", *COMPUTED.get(table.name, ()))
    chosen: dict[Key, int] = {}
    for column in table.columns:
        key = synced_key(column)
        if key is not None and key not in tools:
            chosen.setdefault(key, column.number)
    return [(number, key) for key, number in chosen.items()]


@dataclass(frozen=True, slots=True)
class SplitName:
    """A person's name in two columns; it syncs as one value, under the key of the whole."""

    name: Key
    first: Column | None
    last: Column | None

    @property
    def keys(self) -> tuple[Key, ...]:
        return (f"{self.name}/first", f"{self.name}/last")

    @classmethod
    def of(cls, table: Table) -> SplitName | None:
        """How the table splits names, ``None`` where one column holds the whole."""
        part = next((c for c in table.columns if c.field is not None and c.part in ("first", "last")), None)
        if part is None or part.field is None or table.column(part.field.name) is not None:
            return None
        name = part.field.name
        return cls(name, table.column(f"{name}/first"), table.column(f"{name}/last"))

    def join(self, row: ReadRow, table: Table) -> None:
        """Give a row its whole name, and keep its parts for writing."""
        contents = [table.grid.at(row.number, column.number) if column else None for column in (self.first, self.last)]
        texts = []
        for content in contents:
            if isinstance(content, Formula | ErrorValue):
                row.held[self.name] = content
                return
            texts.append("" if content is None else str(normal(content) or "").strip())
        row.parts = (texts[0], texts[1])
        if name := join_parts(*texts):
            row.cells[self.name] = name


def join_parts(first: str, last: str) -> str:
    """The whole name of two parts."""
    return f"{first} {last}".strip()


def split_like(name: str, first: str, last: str) -> tuple[str, str] | None:
    """A changed name as two parts, where the change falls inside one of them; otherwise ``None``: never a guess.

    >>> split_like("Dana Reyes-Li", "Dana", "Reyes")
    ('Dana', 'Reyes-Li')
    >>> split_like("Maria Dana Li", "Dana", "Reyes") is None
    True
    """
    if name == join_parts(first, last):
        return first, last
    if first and name.startswith(f"{first} "):
        return first, name[len(first) + 1 :].strip()
    if last and name.endswith(f" {last}"):
        return name[: -len(last) - 1].strip(), last
    return None


def typed_ids(table: Table) -> Iterator[tuple[int, RowId]]:
    """The rows that carry an ID, by number, with the ID as it is typed, tidied."""
    column = table.column("ID")
    for number in table.rows if column is not None else ():
        id_ = _typed_id(table.grid.at(number, column.number)) if column is not None else None
        if id_ is not None:
            yield number, id_


def _typed_id(content: Content) -> RowId | None:
    value = shown(content)
    return tidy_id(value) or None if isinstance(value, str) else None


def own_header(key: Key) -> str:
    """The header to write over a new column with that key."""
    return key.removeprefix("own:")


def tool_cells(table: Table, row: int) -> Iterator[tuple[str, Content]]:
    """What stands in a row's computed columns, by field."""
    for name in COMPUTED.get(table.name, ()):
        if column := table.column(name):
            yield name, table.grid.at(row, column.number)


def projected(rows: Mapping[RowId, Cells], columns: Iterable[Key]) -> dict[RowId, Cells]:
    """The rows with only those columns."""
    wanted = frozenset(columns)
    return {row: {key: value for key, value in cells.items() if key in wanted} for row, cells in rows.items()}
