"""Tables as they were found in the grids: which sheet, which header row, which column is what.

Found by :mod:`sheet_sync.core.layout`; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheet_sync.core.readings import Do
from sheet_sync.core.records import CellRef, Grid, ListObject
from sheet_sync.core.schema import Field, TableSchema

OWN = "own:"
"""Prefix of the key of a column that is the user's own; what follows is its header."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a found table.

    ``key`` is what syncs by: a field's name (``Email``), a part of one (``Name/first``, ``Name/last``), or ``own:`` and
    the header.  ``field`` is the schema's column, ``None`` for an own one.  ``is_weak``: mapped by a weak alias, so
    it is said once how it was read.
    """

    number: int
    header: str
    key: str
    field: Field | None = None
    is_weak: bool = False
    gives: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """``first`` or ``last`` for a part of a name, empty otherwise."""
        return self.key.partition("/")[2] if self.field is not None else ""


@dataclass(frozen=True, slots=True)
class LayoutNote:
    """Something to say about a sheet's layout: a column missing, a header twice, an example row."""

    kind: str
    do: Do
    where: CellRef
    message: str
    hint: str = ""
    table: str = ""


@dataclass(slots=True)
class Table:
    """A table bound to its grid.

    ``rows`` are the numbers of the rows that are records, in order; ``skipped`` those that hold something but are none
    (an example, a divider, a total, a row of defaults only), with the reason.  ``last_row`` is the last row of the
    table's body (the header's where it has none): new rows go below it.
    """

    schema: TableSchema
    grid: Grid
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    last_row: int
    skipped: Mapping[int, str] = field(default_factory=dict)
    list_object: ListObject | None = None
    joined: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Row to further rows of the same record (a combined sheet lists a person once a talk)."""
    is_combined: bool = False
    """Whether contacts and talks share the rows of this sheet."""
    _by_key: dict[str, Column] = field(init=False, repr=False, compare=False)
    _by_field: dict[str, Column] = field(init=False, repr=False, compare=False)
    _givers: dict[str, tuple[Column, ...]] = field(init=False, repr=False, compare=False)
    _derived: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_key = {column.key: column for column in reversed(self.columns)}
        self._by_field = {column.field.name: column for column in reversed(self.columns) if column.field is not None}
        self._givers = {}
        for column in self.columns:
            for name in column.gives:
                self._givers[name] = (*self._givers.get(name, ()), column)
        parts = {column.field.name for column in self.columns if column.field is not None and column.part}
        self._derived = frozenset({*self._givers, *parts, *(("Status",) if self.is_combined else ())})

    @property
    def name(self) -> str:
        return self.schema.name

    def column(self, key: str) -> Column | None:
        """The column with that key, or ``None``."""
        return self._by_key.get(key)

    def may_derive(self, field_name: str) -> bool:
        """Whether a field without a cell of its own may be said by other cells of the row."""
        return field_name in self._derived or bool(self.joined)

    def givers(self, field_name: str) -> tuple[Column, ...]:
        """Columns of another meaning that the field is read from where its own is absent or empty."""
        return self._givers.get(field_name, ())

    def ref(self, row: int, key: str) -> CellRef | None:
        """The cell of a row under that key; a whole ``Name`` in two columns is at its first part."""
        column = self._by_key.get(key) or self._by_field.get(key)
        return CellRef(self.grid.name, row, column.number) if column else None


@dataclass(frozen=True, slots=True)
class Layout:
    """All that was found in a workbook.

    ``combined`` names the sheet that keeps contacts and talks in one row, where there is one: it is read, never
    written.
    """

    tables: Mapping[str, Table]
    notes: tuple[LayoutNote, ...] = ()
    own_sheets: tuple[str, ...] = ()
    settings_sheet: str | None = None
    combined: str | None = None
