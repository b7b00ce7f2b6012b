"""What a batch is to do, line by line, with the marks by which it is known afterwards whether it hit what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sheet_sync.core.changes import Change, Written
from sheet_sync.core.records import CellRef, column_number
from sheet_sync.core.values import Content
from sheet_sync.google.book import SheetState, TypedTable
from sheet_sync.google.keeping import alike
from sheet_sync.google.newsheets import NewSheet


@dataclass(frozen=True, slots=True)
class Copied:
    """Not a value but a cell that an earlier batch kept: it comes back with format, note and all."""

    sheet: int
    row: int
    column: int
    content: Content = None


@dataclass(frozen=True, slots=True)
class Put:
    """A cell to be written, and what stood there when that was decided."""

    value: Written | Copied
    expected: Content = None
    change: Change | None = None

    @property
    def content(self) -> Content:
        """What stands there once it is written."""
        return self.value.content if isinstance(self.value, Copied) else self.value


@dataclass(slots=True)
class Line:
    """Cells of one row of a sheet.

    ``marks`` are cells by which the row is known: its ID, or all it holds where it has none.  ``id_column`` is set
    where the row can be found again by its ID.  ``is_new``: the row was empty, and must have been; within ``span``, the
    columns of its table, where something stands beside that.
    """

    sheet: SheetState
    row: int
    puts: dict[int, Put] = field(default_factory=dict)
    marks: dict[int, Content] = field(default_factory=dict)
    id_column: int | None = None
    is_new: bool = False
    table: str = ""
    span: range | None = None

    @property
    def columns(self) -> frozenset[int]:
        """The columns that must be kept before this is written."""
        if self.is_new:
            return frozenset([*(self.span or range(1, self.sheet.columns + 1)), *self.puts])
        return frozenset([*self.puts, *self.marks])

    @property
    def id(self) -> Content:
        return self.marks.get(self.id_column) if self.id_column is not None else None

    @property
    def is_putting_back(self) -> bool:
        """Whether a row only gets back what it held."""
        return all(isinstance(put.value, Copied) for put in self.puts.values())

    def expected(self, column: int) -> Content:
        put = self.puts.get(column)
        return put.expected if put is not None else self.marks.get(column)

    def is_hit(self, before: dict[int, Content]) -> bool:
        """Whether it is this row that was there: ``before`` is what stood in its columns."""
        if self.is_new:
            return not any(content is not None for content in before.values())
        return all(alike(before[column], mark) for column, mark in self.marks.items())


@dataclass(slots=True)
class Insert:
    """New rows below row ``after``: values by column, or a row that an earlier batch kept.

    They look like row ``after``, or where that is a header like the row below it.
    """

    sheet: SheetState
    after: int
    rows: list[dict[int, Put]]
    copied: Copied | None = None
    id_column: int | None = None
    table: str = ""
    is_under_header: bool = False

    @property
    def model_row(self) -> int:
        """The row whose formats the new ones take over."""
        return self.after + 1 if self.is_under_header else self.after


@dataclass(slots=True)
class Delete:
    """A row to be taken out; ``line`` names it by its marks and says what it holds."""

    line: Line
    contents: Mapping[int, Content]
    change: Change | None = None


@dataclass(slots=True)
class Append:
    """New rows at the end of a typed Table, which Google places itself."""

    sheet: SheetState
    table: TypedTable
    rows: list[dict[int, Put]]
    id_column: int | None = None
    name: str = ""


@dataclass(slots=True)
class Work:
    """All that one batch does.  ``headers`` are the header rows of the tables it touches: proof that columns stayed."""

    lines: list[Line] = field(default_factory=list)
    headers: list[Line] = field(default_factory=list)
    inserts: list[Insert] = field(default_factory=list)
    appends: list[Append] = field(default_factory=list)
    deletes: list[Delete] = field(default_factory=list)
    sheets: list[NewSheet] = field(default_factory=list)
    drops: list[int] = field(default_factory=list)
    project_id: str | None = None

    def __bool__(self) -> bool:
        things = (self.lines, self.inserts, self.appends, self.deletes, self.sheets, self.drops)
        return any(things) or bool(self.project_id)

    @property
    def needs_keeping(self) -> bool:
        """Whether anything that exists is touched; what is only added cannot hit anything."""
        return bool(self.lines or self.deletes or self.inserts or self.appends)

    def touched(self) -> dict[int, dict[int, frozenset[int]]]:
        """The cells to keep, by sheet, row and column."""
        found: dict[int, dict[int, frozenset[int]]] = {}
        for line in self._all_lines():
            rows = found.setdefault(line.sheet.id, {})
            rows[line.row] = rows.get(line.row, frozenset()) | line.columns
        for delete in self.deletes:
            rows = found.setdefault(delete.line.sheet.id, {})
            rows[delete.line.row] = frozenset(range(1, max(delete.line.sheet.columns, 1) + 1))
        return found

    def _all_lines(self) -> Iterator[Line]:
        yield from self.headers
        yield from self.lines

    def expectations(self) -> dict[tuple[int, int, int], Content]:
        """What each kept cell should hold, where that is known."""
        found: dict[tuple[int, int, int], Content] = {}
        for line in self._all_lines():
            for column in line.columns:
                found[line.sheet.id, line.row, column] = line.expected(column)
        for delete in self.deletes:
            for column, content in delete.contents.items():
                found[delete.line.sheet.id, delete.line.row, column] = content
        return found

    def take_out(self, cell: re.Match[str] | None) -> list[tuple[CellRef, Put]]:
        """Do without the cells at that place, on whatever sheet, and give them; none where no place is named."""
        if cell is None:
            return []
        row, column = int(cell["row"]), column_number(cell["column"])
        named = [line for line in self.lines if line.row == row and column in line.puts]
        gone = [(CellRef(line.sheet.title, row, column), line.puts.pop(column)) for line in named]
        self.lines = [line for line in self.lines if line.puts]
        return gone

    def places(self) -> Places:
        return Places.of(self)


@dataclass(slots=True)
class Places:
    """Where rows are once a batch is carried out."""

    inserts: dict[int, list[tuple[int, int]]]
    deleted: dict[int, list[int]]

    @classmethod
    def of(cls, work: Work) -> Places:
        inserts: dict[int, list[tuple[int, int]]] = {}
        for insert in work.inserts:
            inserts.setdefault(insert.sheet.id, []).append((insert.after, len(insert.rows)))
        deleted: dict[int, list[int]] = {}
        for delete in work.deletes:
            deleted.setdefault(delete.line.sheet.id, []).append(delete.line.row)
        return cls(inserts, deleted)

    def after_inserts(self, sheet: int, row: int) -> int:
        """Where a row is once rows are inserted and before any is deleted."""
        return row + sum(count for after, count in self.inserts.get(sheet, ()) if after < row)

    def of_row(self, sheet: int, row: int) -> int:
        """Where a row is in the end."""
        return self.after_inserts(sheet, row) - sum(gone < row for gone in self.deleted.get(sheet, ()))

    def of_inserted(self, insert: Insert, index: int) -> int:
        """Where a new row is in the end; ``index`` counts from 0."""
        sheet = insert.sheet.id
        above = sum(count for after, count in self.inserts.get(sheet, ()) if after < insert.after)
        return insert.after + above + 1 + index - sum(gone <= insert.after for gone in self.deleted.get(sheet, ()))
