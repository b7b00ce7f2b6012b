"""A column more at the right end of a table, wherever one is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sheet_sync.core.changes import AddColumn, Written
from sheet_sync.core.tables import Table


def new_column(
    table: Table, header: str, values: Mapping[int, Written] | None = None, taken: Iterable[int] = ()
) -> AddColumn:
    """The next column of a table, its values by row; ``taken`` are the numbers of those added before it."""
    number = _free(table, taken)
    return AddColumn(table.grid.name, table.header_row, number, header, values or {}, table.name, _beside(table))


def _free(table: Table, taken: Iterable[int]) -> int:
    """The first column right of the table's that is empty from the header down to the last row."""
    number = max([*(column.number for column in table.columns), *taken, 0]) + 1
    if table.list_object is not None:
        return max(number, table.list_object.area.right + 1)
    rows = [cells for row, cells in table.grid.rows.items() if table.header_row <= row <= table.last_row]
    while any(len(cells) >= number and cells[number - 1] is not None for cells in rows):
        number += 1
    return number


def _beside(table: Table) -> Mapping[int, str]:
    """The headers of columns typed beside an Excel Table that has not taken them in; all those of a plain range."""
    right = table.list_object.area.right if table.list_object is not None else 0
    cells = {column.number: table.grid.at(table.header_row, column.number) for column in table.columns}
    return {number: cell for number, cell in cells.items() if number > right and isinstance(cell, str)}
