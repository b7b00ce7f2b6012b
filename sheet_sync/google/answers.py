"""What a batch's answer says: the cells that were kept, and where the rows are now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sheet_sync.core.records import Grid
from sheet_sync.core.values import Content
from sheet_sync.google.batch import Batch, head_rows
from sheet_sync.google.book import SheetState
from sheet_sync.google.cells import read_cell
from sheet_sync.google.keeping import Before, alike, comparable
from sheet_sync.google.work import Line

Json = dict[str, Any]


@dataclass(slots=True)
class Now:
    """The state after a batch, as far as it was asked for: cells by sheet, row and column."""

    cells: dict[int, dict[tuple[int, int], Content]] = field(default_factory=dict)
    _rows_by_id: dict[tuple[int, int], dict[str, list[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, answer: Json) -> Now:
        now = cls()
        for sheet in answer.get("sheets", ()):
            cells = now.cells.setdefault(sheet["properties"].get("sheetId", 0), {})
            for part in sheet.get("data", ()):
                top, left = part.get("startRow", 0) + 1, part.get("startColumn", 0) + 1
                for row, raw in enumerate(part.get("rowData", ()), top):
                    for column, cell in enumerate(raw.get("values", ()), left):
                        if cell and (content := read_cell(cell)) is not None:
                            cells[row, column] = content
        return now

    def before(self, batch: Batch) -> Before:
        """What was kept."""
        assert batch.keeping is not None
        rows: dict[int, list[Content]] = {}
        for (row, column), content in sorted(self.cells.get(batch.keeping.id, {}).items()):
            line = rows.setdefault(row, [])
            line.extend([None] * (column - 1 - len(line)))
            line.append(content)
        return Before(batch.keeping, Grid("", rows))

    def find_row(self, line: Line, id_: Content) -> int | None:
        """The one row with that ID, ``None`` where there is none or more than one."""
        rows = self.rows_with(line.sheet.id, line.id_column, id_)
        return rows[0] if len(rows) == 1 else None

    def rows_with(self, sheet: int, id_column: int | None, id_: Content) -> list[int]:
        """All rows with that ID."""
        if id_column is None or id_ is None:
            return []
        if (sheet, id_column) not in self._rows_by_id:
            known = self._rows_by_id[sheet, id_column] = {}
            for (row, column), content in self.cells.get(sheet, {}).items():
                if column == id_column:
                    known.setdefault(comparable(content), []).append(row)
        return self._rows_by_id[sheet, id_column].get(comparable(id_), [])

    def find_written(self, line: Line) -> int | None:
        """The one row without an ID that holds what a line expects, ``None`` where it cannot be told."""
        cells = self.cells.get(line.sheet.id, {})
        rows = [
            row
            for row in {row for row, _ in cells}
            if all(alike(cells.get((row, column)), put.expected) for column, put in line.puts.items())
            and (line.id_column is None or cells.get((row, line.id_column)) is None)
        ]
        return rows[0] if len(rows) == 1 else None

    def find_header(self, header: Line) -> int | None:
        """Where a header row is now."""
        cells = self.cells.get(header.sheet.id, {})
        for row in range(1, head_rows(header) + 1):
            if all(alike(cells.get((row, column)), mark) for column, mark in header.marks.items()):
                return row
        return None

    def last_row(self, sheet: SheetState, column: int) -> int:
        """The last row with something in a column."""
        cells = self.cells.get(sheet.id, {})
        return max((row for (row, at), content in cells.items() if at == column and content is not None), default=0)

    def take(self, line: Line) -> None:
        """Count cells as put back already, so that rows are found by the IDs they will have."""
        cells = self.cells.setdefault(line.sheet.id, {})
        for column, put in line.puts.items():
            cells[line.row, column] = put.content
        self._rows_by_id.clear()
