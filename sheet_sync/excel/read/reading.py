"""A workbook file as grids of typed cells: what the rest of the program gets to see of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sheet_sync.core.records import Grid
from sheet_sync.excel.file import faults
from sheet_sync.excel.file.budget import Budget, OverBudget
from sheet_sync.excel.read.cells import CellReader
from sheet_sync.excel.read.sheet import SheetRun
from sheet_sync.excel.read.sheetdata import BadCell
from sheet_sync.excel.read.stream import read_run
from sheet_sync.excel.read.strings import read_shared_strings
from sheet_sync.excel.read.styles import read_shown
from sheet_sync.excel.read.workbook import Sheet, Workbook, read_list_object, read_project_id, read_workbook

if TYPE_CHECKING:
    from sheet_sync.core.records import ListObject
    from sheet_sync.excel.file.package import Package

__all__ = ["read_first_day", "read_grids", "read_project_id", "read_workbook"]


def read_grids(package: Package, *, with_patterns: bool = True) -> tuple[Grid, ...]:
    """Every worksheet of the workbook, in order, hidden ones too; chart, dialog and macro sheets are none.

    ``with_patterns`` is off where a test compares the fast and the exact way of reading.

    Raises:
        WorkbookUnreadable: the file is no workbook, is damaged, or holds more than the budget allows.
    """
    try:
        workbook = read_workbook(package)
        budget = Budget()
        cells = _cell_reader(package, workbook, budget, with_patterns=with_patterns)
        return tuple(_read_grid(package, sheet, cells, with_patterns=with_patterns) for sheet in workbook.worksheets)
    except OverBudget as error:
        raise faults.too_big(package.name, str(error)) from error
    except BadCell as error:
        raise faults.damaged(package.name, str(error), where=str(error.ref)) from error


def read_first_day(package: Package) -> date:
    """The first day that a cell can hold as a date: most workbooks count from 1900, some of old Macs from 1904."""
    return date(1904, 1, 1) if read_workbook(package).is_1904 else date(1900, 1, 1)


def _cell_reader(package: Package, workbook: Workbook, budget: Budget, *, with_patterns: bool) -> CellReader:
    strings_part = package.related(workbook.part, "sharedStrings")
    strings = read_shared_strings(package, strings_part, budget, with_patterns=with_patterns)
    shown = read_shown(package, package.related(workbook.part, "styles"))
    return CellReader(strings, shown, workbook.is_1904, budget)


def _read_grid(package: Package, sheet: Sheet, cells: CellReader, *, with_patterns: bool) -> Grid:
    run = SheetRun(sheet.name, cells, cells.budget)
    read_run(package, sheet.part, run, with_patterns=with_patterns)
    run.finish()
    return Grid(
        name=sheet.name,
        rows=run.rows,
        merged=tuple(run.merged),
        list_objects=_list_objects(package, sheet.part, run.table_ids),
        hidden_rows=frozenset(run.hidden),
        is_hidden=sheet.is_hidden,
        is_protected=run.is_protected,
    )


def _list_objects(package: Package, part: str, table_ids: list[str]) -> tuple[ListObject, ...]:
    if not table_ids:
        return ()
    targets = {relationship.id: relationship.target for relationship in package.relationships(part)}
    missing = [table_id for table_id in table_ids if table_id not in targets]
    if missing:
        raise faults.damaged(package.name, f"{part} has a table {missing[0]!r} that points to nothing")
    parts = [targets[table_id] for table_id in table_ids]
    if len(set(parts)) != len(parts):
        raise faults.unsafe(package.name, f"two tables of {part} are one part")
    return tuple(read_list_object(package, table) for table in parts)
