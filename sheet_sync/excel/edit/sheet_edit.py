"""One sheet that is being changed: what its cells are to become, checked against all that stands in the way.

Changes are collected first.  :meth:`SheetEdit.finish` looks at the cells they meet, refuses what cannot be done without
damage, and only then puts the sheet's new content, as splices into the old, into the overlay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area, CellRef
from sheet_sync.core.values import ErrorValue, Formula
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import cellxml, rowedit, rowindex, shared_formulas, splice
from sheet_sync.excel.file import faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sheet_sync.core.changes import Written
    from sheet_sync.excel.edit.rowedit import Cell, NewCell, Row, Splice
    from sheet_sync.excel.edit.rowindex import RowIndex
    from sheet_sync.excel.edit.shared_formulas import Group
    from sheet_sync.excel.edit.workbook_edit import SheetEntry, WorkbookEdit


@dataclass(frozen=True, slots=True)
class CellWrite:
    """What one cell is to become.

    ``style`` is the format for a cell that has none of its own, ``None`` for that of its row or column.
    ``as_iso`` says that the neighbours hold dates as ISO text.
    ``is_format_only`` makes an empty cell with a format where there is none, and changes no value.
    """

    value: Written
    style: int | None = None
    as_iso: bool = False
    is_format_only: bool = False


@dataclass
class SheetEdit:
    """One sheet of one workbook; ``head`` and ``tail`` are what stands around the rows, and may be replaced."""

    book: WorkbookEdit
    entry: SheetEntry
    index: RowIndex = field(init=False)
    head: bytes = field(init=False)
    tail: bytes = field(init=False)
    writes: dict[int, dict[int, CellWrite]] = field(default_factory=dict)
    new_rows: dict[int, bytes] = field(default_factory=dict)
    known_groups: list[Group] | None = None
    _rows: dict[int, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self.index = rowindex.index_rows(self.book.edits.source(self.entry.part))
        except rowindex.NotASheet as error:
            raise faults.damaged(self.book.name, f"{self.entry.part}: {error}") from error
        self.head, self.tail = self.index.head, self.index.tail

    # --- what is there ---

    def ref(self, row: int, column: int) -> CellRef:
        return CellRef(self.entry.name, row, column)

    def load(self, numbers: Iterable[int]) -> None:
        """Read rows ahead, in one go."""
        missing = [n for n in numbers if n not in self._rows]
        positions = {p: n for n in missing if (p := self.index.position(n)) is not None}
        for position, data in self.index.fetch(positions).items():
            self._rows[positions[position]] = self._parsed(data, positions[position])

    def _parsed(self, data: bytes, number: int) -> Row:
        try:
            return rowedit.parse_row(data, number)
        except rowindex.NotASheet as error:
            raise faults.damaged(self.book.name, f"{self.entry.part}: {error}") from error

    def row(self, number: int) -> Row | None:
        """A row as it stands, ``None`` where the sheet has none of that number."""
        if number not in self._rows:
            self.load([number])
        return self._rows.get(number)

    def scan(self, first: int, last: int, holding: bytes = b"") -> Iterator[Row]:
        """The rows from ``first`` to ``last`` that exist (and hold some bytes), read one after the other."""
        return (row for _, row in self.scan_at(self.index.positions(first, last), holding))

    def scan_at(self, positions: Iterable[int], holding: bytes = b"") -> Iterator[tuple[int, Row]]:
        """The rows at ascending positions of the index, each with its position, read one after the other."""
        for position, data in self.index.walk(positions):
            if holding in data:
                yield position, self._parsed(data, self.index.numbers[position])

    @cached_property
    def column_styles(self) -> list[tuple[int, int, int]]:
        """The formats of columns: first, last, format."""
        columns = (tag.all() for tag in splice.tags(self.head) if tag.local == b"col" and not tag.is_end)
        return [
            (int(c[b"min"]), int(c[b"max"]), int(c[b"style"])) for c in columns if {b"min", b"max", b"style"} <= set(c)
        ]

    def column_style(self, column: int) -> int:
        return next((style for first, last, style in self.column_styles if first <= column <= last), 0)

    @cached_property
    def merged(self) -> list[Area]:
        """The merged areas."""
        areas = (tag.get(b"ref") for tag in splice.tags(self.tail) if tag.local == b"mergeCell" and not tag.is_end)
        return [Area.parse(area) for area in areas if area]

    # --- what is to be done ---

    def write(self, row: int, column: int, write: CellWrite) -> None:
        """Ask for a cell to be changed; the last word on a cell counts."""
        self.writes.setdefault(row, {})[column] = write

    def finish(self) -> None:
        """Decide all that was asked for, and put the result into the overlay.

        Raises:
            Refused: a cell cannot be changed without damage.
            WorkbookUnreadable: the sheet's markup contradicts itself.
        """
        splices: list[Splice] = []
        overwritten: set[tuple[int, int]] = set()
        numbers = sorted(self.writes)
        for at in range(0, len(numbers), _BATCH):
            batch = numbers[at : at + _BATCH]
            self._rows.clear()  # of many rows, only a batch is held
            self.load(batch)
            for number in batch:
                overwritten |= self._formulas_in_the_way(number)
                splices += self._row_splices(number, self.writes[number])
        if overwritten and self.index.shared:
            splices += shared_formulas.keep_whole(self, overwritten)
        self._widen_dimension()
        if splices or self.head != self.index.head or self.tail != self.index.tail:
            self.put(splices)
        for number, writes in self.writes.items():
            self.book.changed_cells.setdefault(self.entry.name, {}).setdefault(number, set()).update(writes)

    def put(self, splices: list[Splice]) -> None:
        """Put the sheet with splices into its rows into the overlay."""
        index, head, tail = self.index, self.head, self.tail

        def stream() -> Iterator[bytes]:
            yield head
            yield from splice.spliced_stream(index.rows(), splices)
            yield tail

        self.book.edits.write_stream(self.entry.part, stream)

    def _row_splices(self, number: int, writes: dict[int, CellWrite]) -> list[Splice]:
        row = self.row(number)
        prefix = self.index.prefix
        cells = {c: new for c, write in writes.items() if (new := self._new_cell(number, row, c, write)) is not None}
        if row is None:
            if not cells:
                return []
            at = self.index.insertion(number)
            return [(at, at, rowedit.row_xml(number, self.new_rows.get(number, b""), cells, prefix))]
        return self.placed(number, rowedit.set_cells(row, cells, prefix))

    def placed(self, number: int, splices: Iterable[Splice]) -> list[Splice]:
        """Splices into a row that exists, as splices into all rows."""
        position = self.index.position(number)
        assert position is not None
        start = self.index.span(position)[0]
        return [(start + first, start + last, new) for first, last, new in splices]

    def _new_cell(self, number: int, row: Row | None, column: int, write: CellWrite) -> NewCell | None:
        """What a cell becomes, ``None`` where nothing needs to change."""
        old = row.cells.get(column) if row is not None else None
        style = self._style(row, column, old, write)
        if write.is_format_only:
            if (old is not None and (old.style or old.has_content)) or not style:
                return None
            return rowedit.NewCell(None, b"", style)
        value = write.value
        if value is None or value == "":
            empty = old is None or not old.has_content
            return None if empty and (old is not None or not write.style) else rowedit.NewCell(None, b"", style)
        where = str(self.ref(number, column))
        as_iso = old.type == "d" if old is not None and old.has_content else write.as_iso
        self.book.has_new_formulas |= isinstance(value, Formula)
        inside = cellxml.inside(value, where, self.book.epoch, prefix=self.index.prefix, as_iso=as_iso)
        return rowedit.NewCell(inside.type, inside.xml, self._fitting(style, value, is_iso=inside.type == "d"))

    def _style(self, row: Row | None, column: int, old: Cell | None, write: CellWrite) -> int:
        if old is not None and (old.style or write.style is None):
            return old.style
        if write.style is not None:
            return write.style
        inherited = row.style if row is not None else None
        return inherited if inherited is not None else self.column_style(column)

    def _fitting(self, style: int, value: Written, *, is_iso: bool) -> int:
        """The format, or one like it that shows such a value as what it is."""
        plain = value.result if isinstance(value, Formula) else value
        if plain is None or isinstance(plain, str | bool | ErrorValue):
            return style
        wanted = cellxml.fitting_format(plain, self.book.styles.shows(style))
        if wanted is None or (is_iso and not self.book.styles.part):
            return style
        return self.book.styles.with_number_format(style, wanted)

    # --- what stands in the way ---

    def _formulas_in_the_way(self, number: int) -> set[tuple[int, int]]:
        """Check the cells of a row that get another value; gives those that hold a formula."""
        row = self.row(number)
        overwritten: set[tuple[int, int]] = set()
        for column, write in self.writes[number].items():
            if write.is_format_only:
                continue
            self._refuse_merged(number, column, write)
            self._refuse_areas(number, column)
            cell = row.cells.get(column) if row is not None else None
            if cell is not None and cell.formula is not None:
                overwritten.add((number, column))
                if not isinstance(write.value, Formula):
                    self.book.unchained.add((self.entry.sheet_id, self.ref(number, column).address))
        return overwritten

    def _refuse_merged(self, row: int, column: int, write: CellWrite) -> None:
        for area in self.merged:
            if area.holds(row, column) and (row, column) != (area.top, area.left) and write.value not in (None, ""):
                first = self.ref(area.top, area.left)
                raise Refused(
                    f"{self.ref(row, column)} is inside the merged cells {area}, where only {first.address} can hold"
                    " something, so nothing was written.",
                    where=str(self.ref(row, column)),
                    hint=f"Use {first}, or unmerge the cells first.",
                )

    def _refuse_areas(self, row: int, column: int) -> None:
        for kind, area in self.index.areas:
            is_one_cell = (area.top, area.left) == (area.bottom, area.right)
            if area.holds(row, column) and not (is_one_cell and kind == "array"):
                what = "an array formula" if kind == "array" else "a data table (What-If Analysis)"
                raise Refused(
                    f"{self.ref(row, column)} belongs to {what} that fills {area}, which can only be changed"
                    " as a whole, so nothing was written.",
                    where=str(self.ref(row, column)),
                    hint="Change or delete it in Excel first.",
                )

    # --- the dimension hint ---

    def _widen_dimension(self) -> None:
        rows = [number for number, cells in self.writes.items() if cells]
        if not rows:
            return
        for tag in splice.tags(self.head):
            if tag.local != b"dimension" or not (told := tag.get(b"ref")):
                continue
            try:
                old = Area.parse(told)
            except ValueError:
                return
            columns = [column for cells in self.writes.values() for column in cells]
            new = Area(min(old.top, *rows), min(old.left, *columns), max(old.bottom, *rows), max(old.right, *columns))
            if new != old:
                changed = splice.with_attributes(tag, {b"ref": str(new)})
                self.head = self.head[: tag.start] + changed + self.head[tag.end :]
            return


_BATCH = 4096
"""Rows that are held at a time while looking through a sheet."""


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as first and last of each unbroken run.

    >>> runs([3, 1, 2, 7])
    [(1, 3), (7, 7)]
    """
    ordered = sorted(set(numbers))
    if not ordered:
        return []
    breaks = [(a, b) for a, b in pairwise(ordered) if b != a + 1]
    return list(zip([ordered[0], *(b for _, b in breaks)], [*(a for a, _ in breaks), ordered[-1]], strict=True))
