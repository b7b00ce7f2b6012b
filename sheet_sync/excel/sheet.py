"""One worksheet, read to a grid: the exact way, by an XML parser.

:mod:`sheet_sync.excel.rows` has the fast way for plain rows; both fill the same :class:`SheetRun`.
Source: ECMA-376 part 1, section 18.3.1 (worksheets).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sheet_sync.core.records import MAX_COLUMN, MAX_ROW, Area, CellRef, column_number
from sheet_sync.core.values import Formula
from sheet_sync.excel.formulas import SharedFormula
from sheet_sync.excel.markup import MAX_DEPTH, BadXml, local_names, new_parser
from sheet_sync.excel.rows import KnownPieces, Shapes, read_rows
from sheet_sync.excel.strings import TextCollector

if TYPE_CHECKING:
    from sheet_sync.core.values import Content
    from sheet_sync.excel.budget import Budget
    from sheet_sync.excel.cells import CellReader

_REF = re.compile(r"\s*([A-Za-z]{1,3})([0-9]{1,7})\s*")
_MAX_PIECES = 256
"""Pieces of text in one cell; the parser hands out 8,192 characters at a time, or two pieces that exceed them."""
_TRUE = ("1", "true")


class BadCell(Exception):
    """A cell contradicts itself; ``ref`` says which, the text how."""

    def __init__(self, ref: CellRef, reason: str) -> None:
        super().__init__(f"{ref}: {reason}")
        self.ref = ref


@dataclass(slots=True)
class _Pending:
    """A cell that shares a formula which stands further on in the file."""

    row: int
    column: int
    index: str
    result: Any


class SheetRun:
    """What has been read of a sheet so far, and the parser's handlers that fill it."""

    opening = b"<row "

    def __init__(self, name: str, cells: CellReader, budget: Budget) -> None:
        self.name = name
        self.cells = cells
        self.budget = budget
        self.rows: dict[int, list[Content]] = {}
        self.hidden: set[int] = set()
        self.merged: list[Area] = []
        self.table_ids: list[str] = []
        self.is_protected = False
        self.row = 0
        self.known = KnownPieces(cells)
        self.shapes = Shapes()
        self.parser = new_parser(namespace_separator="}")
        self._depth = self._skipped = self._data_depth = 0
        self._shared: dict[str, SharedFormula] = {}
        self._pending: list[_Pending] = []
        self._filled: list[tuple[Area, str]] = []
        self._collector = TextCollector()
        self._values: list[str] = []
        self._formula: list[str] = []
        self._formula_attributes: dict[str, str] | None = None
        self._reset_row()
        self._reset_cell({})
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    # --- the protocol of a run ---

    def is_inside(self) -> bool:
        return self._data_depth > 0 and self._depth == self._data_depth and not self._skipped

    def read_block(self, block: str) -> None:
        read_rows(self, block)

    def add_row(self, row: int, cells: list[Content], filled: int, *, is_hidden: bool) -> None:
        """Take in a row; ``cells`` has no empty ones at its end, and ``filled`` that are not empty."""
        self.budget.take_cells(filled, len(cells))
        self.rows[row] = cells
        if is_hidden:
            self.hidden.add(row)

    def finish(self) -> None:
        """To be called once all is read: what could be known only now."""
        for cell in self._pending:
            master = self._shared.get(cell.index)
            text = master.at(cell.row, cell.column) if master is not None else ""
            self.rows[cell.row][cell.column - 1] = Formula(text, cell.result)
        for area, text in self._filled:
            self._fill(area, text)
        numbers = list(self.rows)
        if numbers != sorted(numbers):
            self.rows = dict(sorted(self.rows.items()))

    # --- elements ---

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self.budget.elements += 1
        if self._depth > MAX_DEPTH:
            raise BadXml(f"more than {MAX_DEPTH} levels", is_unsafe=True)
        local = local_names[name]
        if self._skipped or local == "mc:Choice":
            self._skipped += 1
        elif not self._data_depth:
            self._start_around(local, attributes)
        elif local == "c":
            self._reset_cell(attributes)
        elif local == "v":
            self._values.clear()
            self.parser.CharacterDataHandler = self._value_piece
        elif local == "f":
            self._formula.clear()
            self._formula_attributes = attributes
            self.parser.CharacterDataHandler = self._formula_piece
        elif local == "row":
            self._start_row(attributes)
        elif local == "is":
            self._collector.begin()
            self._has_inline = True
        elif local in ("t", "rPh"):
            self._collector.start(local, self.parser)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        local = local_names[name]
        if not self._data_depth:
            return
        if local == "c":
            self._end_cell()
        elif local in ("v", "f"):
            self.parser.CharacterDataHandler = None
        elif local == "row":
            self._end_row()
        elif local in ("t", "rPh"):
            self._collector.end(local, self.parser)
        elif local == "sheetData":
            self._data_depth = 0

    def _start_around(self, local: str, attributes: dict[str, str]) -> None:
        """An element outside of the cells."""
        if local == "sheetData" and self._depth == 2:
            self._data_depth = 2
        elif local == "sheetProtection":
            self.is_protected = attributes.get("sheet", "0") in _TRUE
        elif local == "mergeCell":
            self.budget.take_area()
            self.merged.append(self._area(attributes.get("ref", "")))
        elif local == "tablePart":
            self.budget.take_area()
            self.table_ids += [value for key, value in attributes.items() if key.endswith("}id")]

    def _value_piece(self, text: str) -> None:
        self._values.append(text)
        if len(self._values) > _MAX_PIECES:
            raise BadXml("a value of more than a million characters", is_unsafe=True)

    def _formula_piece(self, text: str) -> None:
        self._formula.append(text)
        if len(self._formula) > _MAX_PIECES:
            raise BadXml("a formula of more than a million characters", is_unsafe=True)

    # --- rows and cells ---

    def _reset_row(self) -> None:
        self._row_cells: list[Content] = []
        self._row_is_hidden = False
        self._row_filled = 0
        self._column = 0

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._reset_row()
        self.budget.take_rows(1)
        self.budget.take_elements(0)
        told = attributes.get("r", "").strip()
        self.row = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else self.row + 1
        self._row_is_hidden = attributes.get("hidden", "0") in _TRUE

    def _end_row(self) -> None:
        cells = self._row_cells
        if not cells:
            return
        if self.row in self.rows:
            raise self._bad(1, "the row stands twice in the file")
        self.add_row(self.row, cells, self._row_filled, is_hidden=self._row_is_hidden)
        self._row_cells = []

    def _reset_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._has_inline = False
        self._formula_attributes = None
        self._values.clear()

    def _end_cell(self) -> None:
        column = self._place(self._cell.get("r"))
        if not self._values and self._formula_attributes is None and not self._has_inline:
            return
        content: Content = self._result(column)
        if self._formula_attributes is not None:
            content = self._formula_content(column, self._formula_attributes, content)
        if content is None:
            return
        if column > MAX_COLUMN or not 1 <= self.row <= MAX_ROW:
            raise self._bad(column, "it lies beyond the last cell of a sheet, XFD1048576")
        self._put(column, content)

    def _place(self, told: str | None) -> int:
        """The column of the cell: what it says, or the one after the last."""
        if told is None:
            self._column += 1
            return self._column
        match = _REF.fullmatch(told)
        if match is None or int(match[2]) != self.row:
            raise self._bad(self._column + 1, f"it says that it is {told!r}")
        self._column = column_number(match[1])
        return self._column

    def _put(self, column: int, content: Content) -> None:
        cells = self._row_cells
        if column <= len(cells):
            if cells[column - 1] is not None:
                raise self._bad(column, "it stands twice in the file")
            cells[column - 1] = content
        else:
            cells.extend([None] * (column - 1 - len(cells)))
            cells.append(content)
        self._row_filled += 1

    def _result(self, column: int) -> Any:
        cell_type = self._cell.get("t", "")
        if self._has_inline and (cell_type == "inlineStr" or not self._values):
            cell_type, text = "inlineStr", self._collector.text()
        else:
            text = "".join(self._values)
        if not text:
            return None
        try:
            return self.cells.reading(cell_type, self._cell.get("s", ""))(text)
        except (ValueError, IndexError) as error:
            raise self._bad(column, str(error)) from error

    # --- formulas ---

    def _formula_content(self, column: int, attributes: dict[str, str], result: Any) -> Content:
        text = "".join(self._formula).removeprefix("=")
        kind = attributes.get("t", "normal")
        index = attributes.get("si", "")
        if kind == "shared" and not text:
            if index not in self._shared:
                self._pending.append(_Pending(self.row, column, index, result))
                return Formula("", result)
            text = self._shared[index].at(self.row, column)
        elif kind == "shared":
            self._shared[index] = SharedFormula(text, self.row, column)
        elif kind == "dataTable":
            text = _table_text(attributes)
        if kind in ("array", "dataTable") and attributes.get("ref"):
            self._filled.append((self._area(attributes["ref"]), text))
        self.budget.take_text(len(text))
        return Formula(text, result)

    def _fill(self, area: Area, text: str) -> None:
        """Every cell of an array or a data table is that formula's, though the file gives only its value."""
        across = range(area.top, area.bottom + 1)
        numbers = [row for row in self.rows if row in across] if len(across) > len(self.rows) else across
        for row in numbers:
            cells = self.rows.get(row, [])
            self.budget.take_elements(1 + max(0, min(area.right, len(cells)) - area.left))
            for i in range(area.left - 1, min(area.right, len(cells))):
                content = cells[i]
                if content is not None and not isinstance(content, Formula):
                    cells[i] = Formula(text, content)

    # --- faults ---

    def _area(self, text: str) -> Area:
        try:
            return Area.parse(text)
        except ValueError as error:
            raise BadXml(f"{text!r} is no area of cells") from error

    def _bad(self, column: int, reason: str) -> BadCell:
        return BadCell(CellRef(self.name, self.row, column), reason)


def _table_text(attributes: dict[str, str]) -> str:
    """A data table as Excel shows it: ``TABLE(row input, column input)``."""
    first, second = attributes.get("r1", ""), attributes.get("r2", "")
    if attributes.get("dt2D", "0") in _TRUE:
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if attributes.get("dtr", "0") in _TRUE else f"TABLE(,{first})"
