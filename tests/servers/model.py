"""What a spreadsheet is, to the emulator: rows of typed cells, and what hangs on them.

Cells are immutable, so a copy of a sheet is cheap: a batch works on a copy, and only a batch that went through whole
replaces the original.  That is all the atomicity there is to it.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.a1 import Box, grid_box, grid_range
from tests.servers.api_errors import Invalid, Json

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CELLS = 10_000_000
"""Source: support.google.com/drive/answer/37603; empty cells of the grid count."""
MAX_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Formula:
    """Text that is calculated, with its ``=``."""

    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A value that is an error, such as ``#N/A``, or one that is still loading."""

    type: str
    message: str = ""

    @property
    def text(self) -> str:
        """As the cell shows it."""
        return _FAILURE_TEXTS.get(self.type, "#ERROR!")


_FAILURE_TEXTS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
FAILURE_KINDS = {text: kind for kind, text in _FAILURE_TEXTS.items()}

Plain = str | float | bool
"""bool before number in every test: to Python ``True`` is a number."""
Entered = Plain | Formula | None
Effective = Plain | Failure | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``forced`` overrides what its formula gives: an error on demand. ``extra``: text runs, chips."""

    entered: Entered = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None
    forced: Failure | None = None
    extra: Json | None = None

    @property
    def is_bare(self) -> bool:
        """Nothing in it and nothing on it."""
        return self == EMPTY

    def with_value(self, entered: Entered) -> Cell:
        """The cell with another value; a new value takes chips and text runs with it (documented)."""
        return Cell(entered, self.format, self.note, self.validation)


EMPTY = Cell()


@dataclass(slots=True)
class Line:
    """A row or a column: what it measures, whether it shows, and the developer metadata that travels with it."""

    pixels: int
    hidden_by_user: bool = False
    hidden_by_filter: bool = False
    metadata: list[Json] = field(default_factory=list)

    def copied(self) -> Line:
        return Line(self.pixels, self.hidden_by_user, self.hidden_by_filter, copy.deepcopy(self.metadata))


@dataclass(slots=True)
class Row(Line):
    """A row holds its cells by column index; bare cells are not kept."""

    pixels: int = 21
    cells: dict[int, Cell] = field(default_factory=dict)

    def copied(self) -> Row:
        metadata = copy.deepcopy(self.metadata) if self.metadata else []
        return Row(self.pixels, self.hidden_by_user, self.hidden_by_filter, metadata, dict(self.cells))


def new_column() -> Line:
    """A column as a new sheet has it (recorded: 100 pixels)."""
    return Line(100)


_RANGE_LISTS = ("merges", "protected", "tables", "conditional", "banded")


@dataclass(slots=True)
class Sheet:
    """A tab. Lists of things that hang on ranges hold their JSON, with the sheet's ID in each range."""

    properties: Json
    rows: list[Row]
    columns: list[Line]
    merges: list[Json] = field(default_factory=list)
    protected: list[Json] = field(default_factory=list)
    tables: list[Json] = field(default_factory=list)
    conditional: list[Json] = field(default_factory=list)
    banded: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None
    groups: dict[str, list[Json]] = field(default_factory=lambda: {"ROWS": [], "COLUMNS": []})
    metadata: list[Json] = field(default_factory=list)

    @classmethod
    def new(cls, sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
        """An empty sheet; the size is the one a new spreadsheet has (recorded)."""
        properties = {"sheetId": sheet_id, "title": title, "sheetType": "GRID", "gridProperties": {}}
        return cls(properties, [Row() for _ in range(rows)], [new_column() for _ in range(columns)])

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def grid(self) -> Box:
        """The whole grid."""
        return Box(0, 0, len(self.rows), len(self.columns))

    def box(self, range_json: Json) -> Box:
        """The cells of a GridRange on this sheet, cut to the grid."""
        return grid_box(range_json, len(self.rows), len(self.columns)) & self.grid

    def range(self, box: Box) -> Json:
        """The GridRange of a box on this sheet."""
        return grid_range(self.id, box)

    def cell(self, row: int, column: int) -> Cell:
        return self.rows[row].cells.get(column, EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell, forgetting one that has become bare."""
        cells = self.rows[row].cells
        if cell == EMPTY:
            cells.pop(column, None)
        else:
            cells[column] = cell

    def filled(self, box: Box) -> Iterator[tuple[int, int, Cell]]:
        """Each kept cell of a box, row by row, in no promised order of columns."""
        for index in range(box.top, box.bottom):
            for column, cell in self.rows[index].cells.items():
                if box.left <= column < box.right:
                    yield index, column, cell

    def lines(self, dimension: str) -> list[Any]:
        """The rows or the columns."""
        return self.rows if dimension == "ROWS" else self.columns

    def copied(self) -> Sheet:
        """A copy that shares cells, and nothing else, with this sheet."""
        lists = {
            name: copy.deepcopy(getattr(self, name)) for name in (*_RANGE_LISTS, "basic_filter", "groups", "metadata")
        }
        return Sheet(
            copy.deepcopy(self.properties),
            [row.copied() for row in self.rows],
            [column.copied() for column in self.columns],
            **lists,
        )


@dataclass(slots=True)
class Spreadsheet:
    """A file of sheets, in the order of their tabs."""

    properties: Json
    sheets: list[Sheet]
    named_ranges: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)

    @classmethod
    def new(cls, title: str, *, locale: str = "en_US", time_zone: str = "Etc/GMT") -> Spreadsheet:
        """One empty sheet called Sheet1 with the ID 0 (recorded)."""
        properties = {"title": title, "locale": locale, "autoRecalc": "ON_CHANGE", "timeZone": time_zone}
        return cls(properties, [Sheet.new(0, "Sheet1")])

    def copied(self) -> Spreadsheet:
        return Spreadsheet(
            copy.deepcopy(self.properties),
            [sheet.copied() for sheet in self.sheets],
            copy.deepcopy(self.named_ranges),
            copy.deepcopy(self.metadata),
        )

    def by_id(self, sheet_id: int) -> Sheet:
        """The sheet with this ID.

        Raises:
            Invalid: there is none (wording known from an issue tracker).
        """
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise Invalid(f"No grid with id: {sheet_id}")

    def by_title(self, title: str) -> Sheet | None:
        """The sheet of this name; capitals do not matter, as in Sheets."""
        wanted = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == wanted), None)

    def check_size(self, more: int = 0) -> None:
        """Refuse to grow, by so many cells, beyond what a spreadsheet may hold."""
        if sum(len(sheet.rows) * len(sheet.columns) for sheet in self.sheets) + more > MAX_CELLS:
            raise Invalid(
                f"This action would increase the number of cells in the workbook above the limit of {MAX_CELLS} cells."
            )
