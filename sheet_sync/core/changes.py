"""What is to be done to one replica, as values: tests look at it, ``--dry-run`` shows it, the journal stores it.

A *plan* is decided completely before anything is touched.  Changes name cells as they stood in the snapshot that the
plan was made from; ``row_id`` and ``field`` tell a replica whose rows may have moved (a Google Sheet) what was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from sheet_sync.core.records import CellRef
from sheet_sync.core.values import Content, Formula, Scalar

Written = Scalar | Formula
"""What can be written: a value, or on purpose a formula (links on the tool's own sheets)."""


@dataclass(frozen=True, slots=True)
class SetCell:
    """Give one cell a value; ``None`` empties it and keeps its format."""

    ref: CellRef
    value: Written
    old: Content = None
    table: str = ""
    row_id: str | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class AddRow:
    """A new row at the end of a table: ``values`` by column number.

    ``after`` is the table's last row (its header where it has no rows); several rows added to one table are in order.
    An Excel Table or typed Table grows with it; formats come from the row above.
    """

    sheet: str
    after: int
    values: Mapping[int, Written]
    table: str = ""
    row_id: str | None = None


@dataclass(frozen=True, slots=True)
class DeleteRow:
    """Take a row out, the rows below move up.

    ``first``..``last`` are the table's columns (0: the whole row is): what else stands in the row is not lost with it.
    """

    sheet: str
    row: int
    table: str = ""
    row_id: str | None = None
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class AddColumn:
    """A new column with ``header`` at a table's right end (``column`` is its number), its values by row.

    ``beside`` are headers by column that may stand between the new column and the end of an Excel Table or a filter:
    Excel takes such columns in as they are typed, other programs do not, and what is to grow has to take them in first.
    """

    sheet: str
    header_row: int
    column: int
    header: str
    values: Mapping[int, Written] = field(default_factory=dict)
    table: str = ""
    beside: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """How a sheet that the tool adds looks: header cells, column widths (characters) and plain cells below.

    ``row_height`` (points) is for rows below the header whose text is cut rather than shown whole; without it a row is
    as high as the program that opens it makes it, and LibreOffice lets long texts run into the rows below.
    """

    name: str
    rows: tuple[tuple[Written, ...], ...]
    header_row: int = 1
    widths: tuple[float, ...] = ()
    freeze_header: bool = True
    date_columns: frozenset[int] = frozenset()
    link_columns: frozenset[int] = frozenset()
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    as_list_object: str | None = None
    row_height: float | None = None

    @property
    def table_width(self) -> int:
        """How many columns the table has: as many as its header, up to a gap in it.  Beyond it stand remarks."""
        header = self.rows[self.header_row - 1]
        return len(list(takewhile(lambda title: title is not None, header))) or len(header)

    @property
    def has_remarks(self) -> bool:
        """Whether something stands beside the table."""
        return self.table_width < len(self.rows[self.header_row - 1])


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A new sheet at the end of the workbook."""

    spec: SheetSpec


@dataclass(frozen=True, slots=True)
class SetProjectId:
    """Tie the replica to its store: a custom document property, a developer metadata entry."""

    project_id: str


Change = SetCell | AddRow | DeleteRow | AddColumn | AddSheet | SetProjectId


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes to one replica, in order; empty where nothing must be written."""

    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)
