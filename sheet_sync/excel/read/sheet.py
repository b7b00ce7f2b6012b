"""One worksheet as it is read: what is known of it so far, and what stands around its rows.

The rows are read by :mod:`sheet_sync.excel.read.rows` where they are plain and by
:mod:`sheet_sync.excel.read.sheetdata` else.
Source: ECMA-376 part 1, section 18.3.1.99 (worksheet).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.excel.file.markup import (
    MAX_DEPTH,
    MAX_NAME,
    BadXml,
    check_text,
    local_names,
    new_parser,
    skip_element,
    too_deep,
)
from sheet_sync.excel.read.pieces import KnownPieces
from sheet_sync.excel.read.rows import RowHeads, Shapes, read_rows
from sheet_sync.excel.read.sheetdata import DataHandlers
from sheet_sync.excel.read.sheetformulas import SheetFormulas

if TYPE_CHECKING:
    from sheet_sync.core.values import Content
    from sheet_sync.excel.file.budget import Budget
    from sheet_sync.excel.read.cells import CellReader

_TRUE = ("1", "true")
_DATA_DEPTH = 2


class SheetRun:
    """A sheet being read: a :class:`sheet_sync.excel.read.stream.Run`."""

    opening = b"<row "

    def __init__(self, name: str, cells: CellReader, budget: Budget) -> None:
        self.name = name
        self.cells = cells
        self.budget = budget
        self.formulas = SheetFormulas(budget)
        self.rows: dict[int, list[Content]] = {}
        self.row = 0
        self.hidden: set[int] = set()
        self.merged: list[Area] = []
        self.table_ids: list[str] = []
        self.is_protected = False
        self.known = KnownPieces(cells)
        self.shapes = Shapes()
        self.prefixes = {"xml"}
        self.heads = RowHeads(self.prefixes)
        self.parser = new_parser(namespace_separator="}")
        self.parser.StartNamespaceDeclHandler = lambda prefix, _uri: self.prefixes.add(prefix or "xml")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._data = DataHandlers(self)
        self._depth = 0

    # --- the protocol of a run ---

    def is_inside(self) -> bool:
        return self._data.is_inside()

    def read_block(self, block: str) -> None:
        read_rows(self, block)

    def check(self, tags: int) -> None:
        check_text(self._data.pieces)
        self.budget.take_tags(tags)

    def add_row(self, row: int, cells: list[Content], *, is_hidden: bool) -> None:
        """Take in a row; ``cells`` has no empty ones at its end."""
        self.rows[row] = cells
        if is_hidden:
            self.hidden.add(row)

    def finish(self) -> None:
        """To be called once all is read."""
        self.formulas.finish(self.rows)
        numbers = list(self.rows)
        if numbers != sorted(numbers):
            self.rows = dict(sorted(self.rows.items()))

    # --- what stands around the rows ---

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        local = local_names[name]
        if local == "mc:Choice":
            skip_element(self.parser)
        elif local == "sheetData" and self._depth == _DATA_DEPTH:
            self._data.enter()
        elif local == "sheetProtection":
            self.is_protected = attributes.get("sheet", "0") in _TRUE
        elif local == "mergeCell":
            self.budget.take_area()
            self.merged.append(_area(attributes.get("ref", "")))
        elif local == "tablePart":
            self.budget.take_area()
            self.table_ids += [value[:MAX_NAME] for key, value in attributes.items() if key.endswith("}id")]
        elif self._depth > MAX_DEPTH:
            raise too_deep()

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _area(text: str) -> Area:
    try:
        return Area.parse(text)
    except ValueError as error:
        raise BadXml(f"{text!r} is no area of cells") from error
