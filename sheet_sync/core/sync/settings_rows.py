"""The Settings sheet as a table that syncs: a row a setting, known by its name, so that both sides reckon alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from sheet_sync.core.changes import SheetSpec, Written
from sheet_sync.core.ids import ALPHABET
from sheet_sync.core.new_workbook.new_sheets import settings_sheet
from sheet_sync.core.records import Grid
from sheet_sync.core.schema import SETTINGS_SHEET, Field, TableSchema, header_key
from sheet_sync.core.sync.synced import Cells, ReadRow, ReadTable, RowId, scalar_of, value_of
from sheet_sync.core.tables import Column, Table
from sheet_sync.core.values import ErrorValue, Formula

SETTINGS_TABLE = TableSchema(
    SETTINGS_SHEET, "s", "How sheet-sync works for you: a row a setting.", (Field("Setting"), Field("Value"))
)
_NAME, _VALUE = SETTINGS_TABLE.fields


def setting_id(name: str) -> RowId:
    """The ID of a setting's row; it follows from the name, and so needs no column."""
    digest = sha256(header_key(name).encode()).digest()
    return f"{SETTINGS_TABLE.prefix}-" + "".join(ALPHABET[byte % 32] for byte in digest[:8])


def read_settings_table(grids: Iterable[Grid], name: str | None) -> ReadTable | None:
    """The Settings sheet's rows, ``None`` where there is no such sheet.  Of two rows of one name the upper counts."""
    grid = next((each for each in grids if each.name == name), None)
    if grid is None:
        return None
    header = _header_row(grid)
    rows: dict[RowId, ReadRow] = {}
    for number, cells in grid.rows.items():
        title = cells[0] if cells else None
        if number > header and isinstance(title, str) and title.strip():
            row = _row(number, title, grid)
            rows.setdefault(row.id or "", row)
    table = Table(
        schema=SETTINGS_TABLE,
        grid=grid,
        header_row=header,
        columns=(Column(1, _NAME.name, _NAME.name, _NAME), Column(2, _VALUE.name, _VALUE.name, _VALUE)),
        rows=tuple(row.number for row in rows.values()),
        last_row=max(grid.rows, default=header),
    )
    return ReadTable(table, (_NAME.name, _VALUE.name), tuple(rows.values()))


def _header_row(grid: Grid) -> int:
    named = (
        row
        for row, cells in sorted(grid.rows.items())
        if [header_key(cell) for cell in cells if isinstance(cell, str)][:2] == ["setting", "value"]
    )
    return next(named, 1)


def _row(number: int, title: str, grid: Grid) -> ReadRow:
    content = grid.at(number, 2)
    row = ReadRow(number, setting_id(title), {_NAME.name: value_of(title)}, {})
    if isinstance(content, Formula | ErrorValue):
        row.held[_VALUE.name] = content
    elif (value := value_of(content)) is not None:
        row.cells[_VALUE.name] = value
    return row


def new_settings_sheet(rows: Mapping[RowId, Cells]) -> SheetSpec:
    """The sheet for a side that lacks it: every setting with its value and what it is for, then rows of the user's."""
    spec = settings_sheet()
    header, *known = spec.rows
    values = {setting_id(str(line[0])): line for line in known}
    lines: list[tuple[Written, ...]] = []
    for id_, cells in rows.items():
        about = values[id_][2:] if id_ in values else ()
        lines.append((scalar_of(cells.get(_NAME.name)), scalar_of(cells.get(_VALUE.name)), *about))
    return replace(spec, rows=(header, *lines))
