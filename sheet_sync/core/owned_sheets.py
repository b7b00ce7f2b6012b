"""Sheets that the tool writes and owns: only cells that differ are set, old lines below are cleared, and what the user
keeps in columns to the right of the tool's stays."""

from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.changes import AddSheet, Change, SetCell, SheetSpec, Written
from sheet_sync.core.records import CellRef, Grid, Snapshot
from sheet_sync.core.values import Content, Formula, same


def plan_owned_sheet(snapshot: Snapshot, spec: SheetSpec) -> tuple[Change, ...] | None:
    """What makes the sheet read as ``spec`` says, or ``None`` where a sheet of that name is the user's own."""
    grid = snapshot.grid(spec.name)
    if grid is None:
        return (AddSheet(spec),)
    if grid.rows and not _is_ours(grid, spec):
        return None
    return tuple(_differences(grid, spec))


def _is_ours(grid: Grid, spec: SheetSpec) -> bool:
    header = spec.rows[spec.header_row - 1]
    return all(same(grid.at(spec.header_row, column), cell) for column, cell in enumerate(header, 1))


def _differences(grid: Grid, spec: SheetSpec) -> Iterator[SetCell]:
    width = len(spec.rows[spec.header_row - 1])
    last = max(len(spec.rows), max(grid.rows, default=0))
    for number in range(1, last + 1):
        wanted = spec.rows[number - 1] if number <= len(spec.rows) else ()
        for column in range(1, width + 1):
            value = wanted[column - 1] if column <= len(wanted) else None
            actual = grid.at(number, column)
            if not _shows(actual, value):
                title = spec.rows[spec.header_row - 1][column - 1]
                yield SetCell(CellRef(grid.name, number, column), value, actual, field=str(title))


def _shows(actual: Content, wanted: Written) -> bool:
    """Whether the cell is right; of a formula the text counts, since programs save results each in their own way."""
    if isinstance(wanted, Formula):
        return isinstance(actual, Formula) and _bare(actual.text) == _bare(wanted.text)
    return same(actual, wanted)


def _bare(formula: str) -> str:
    return formula.replace(" ", "").casefold()
