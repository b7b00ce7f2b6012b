"""The formulas of one sheet: those that share a text, and those that fill an area of cells.

Source: ECMA-376 part 1, section 18.3.1.40 (formulas).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.core.values import Formula
from sheet_sync.excel.read.formulas import SharedFormula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheet_sync.core.values import Content
    from sheet_sync.excel.file.budget import Budget
    from sheet_sync.excel.read.cells import Plain

_TRUE = ("1", "true")


@dataclass(slots=True)
class SheetFormulas:
    """Makes the formulas of cells, as they are read one after the other."""

    budget: Budget
    _shared: dict[str, SharedFormula] = field(default_factory=dict)
    _pending: list[tuple[int, int, str, Plain]] = field(default_factory=list)
    _areas: list[tuple[Area, str]] = field(default_factory=list)

    def make(self, row: int, column: int, attributes: Mapping[str, str], text: str, result: Plain) -> Formula:
        """The formula of a cell, from the attributes and the text of its ``f``.

        Raises:
            ValueError: the area that it fills is none.
        """
        text = text.removeprefix("=")
        kind, index = attributes.get("t", "normal"), attributes.get("si", "")
        if kind == "shared" and text:
            self._shared[index] = SharedFormula(text, row, column)
        elif kind == "shared" and index in self._shared:
            text = self._shared[index].at(row, column)
            self.budget.take_filled_formula(len(text))
        elif kind == "shared":
            self._pending.append((row, column, index, result))
        elif kind == "dataTable":
            text = _table_text(attributes)
        if kind in ("array", "dataTable") and "ref" in attributes:
            self.budget.take_area()
            self._areas.append((Area.parse(attributes["ref"]), text))
        self.budget.take_text(len(text) + len(index))
        return Formula(text, result)

    def finish(self, rows: dict[int, list[Content]]) -> None:
        """What can be known only when all rows are read: formulas shared from further down, and what they fill."""
        for row, column, index, result in self._pending:
            if index in self._shared:
                text = self._shared[index].at(row, column)
                self.budget.take_filled_formula(len(text))
                rows[row][column - 1] = Formula(text, result)
        for area, text in self._areas:
            self._fill(area, text, rows)

    def _fill(self, area: Area, text: str, rows: dict[int, list[Content]]) -> None:
        """Every cell of an array or a data table is that formula's, though the file gives only its value."""
        span = range(area.top, area.bottom + 1)
        for row in [row for row in rows if row in span] if len(span) > len(rows) else span:
            cells = rows.get(row, [])
            right = min(area.right, len(cells))
            self.budget.take_tags(1 + max(0, right - area.left))
            for i in range(area.left - 1, right):
                content = cells[i]
                if content is not None and not isinstance(content, Formula):
                    cells[i] = Formula(text, content)


def _table_text(attributes: Mapping[str, str]) -> str:
    """A data table as Excel shows it: ``TABLE(row input, column input)``."""
    first, second = attributes.get("r1", ""), attributes.get("r2", "")
    if attributes.get("dt2D", "0") in _TRUE:
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if attributes.get("dtr", "0") in _TRUE else f"TABLE(,{first})"
