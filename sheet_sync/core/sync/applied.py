"""A plan carried out on a snapshot in memory: what the replica will hold once the plan is written.

Computed columns and the Problems sheet are worked out on that, so that one write does it all; tests sync whole
workbooks with it, without a file.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import replace

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, DeleteRow, Plan, SetCell, SetProjectId
from sheet_sync.core.records import Area, Grid, ListObject, Snapshot
from sheet_sync.core.values import Content


def apply_plan(snapshot: Snapshot, plan: Plan) -> Snapshot:
    """The snapshot as the plan makes it; the one given is left as it is.

    A sheet's cells are set first, where they stood; then its columns and rows are added, then rows are taken out from
    the bottom up.  A new row pushes down what stands below the table.
    """
    grids = {grid.name: grid for grid in snapshot.grids}
    for name in dict.fromkeys(_sheet(change) for change in plan.changes):
        if name in grids:
            grids[name] = _changed(grids[name], [change for change in plan.changes if _sheet(change) == name])
    project = snapshot.project_id
    for change in plan.changes:
        if isinstance(change, AddSheet):
            grids[change.spec.name] = _new_grid(change)
        elif isinstance(change, SetProjectId):
            project = change.project_id
    return replace(snapshot, grids=tuple(grids.values()), project_id=project)


def _sheet(change: object) -> str:
    if isinstance(change, SetCell):
        return change.ref.sheet
    return change.sheet if isinstance(change, AddRow | DeleteRow | AddColumn) else ""


def _new_grid(change: AddSheet) -> Grid:
    rows: dict[int, list[Content]] = {}
    for number, cells in enumerate(change.spec.rows, 1):
        contents: list[Content] = [None if cell == "" else cell for cell in cells]
        if trimmed := _trimmed(contents):
            rows[number] = trimmed
    return Grid(change.spec.name, rows)


def _changed(grid: Grid, changes: list[object]) -> Grid:
    rows = dict(grid.rows)
    objects = list(grid.list_objects)
    for change in changes:
        if isinstance(change, SetCell):
            _put(rows, change.ref.row, change.ref.column, change.value)
        elif isinstance(change, AddColumn):
            _put(rows, change.header_row, change.column, change.header)
            for number, value in change.values.items():
                _put(rows, number, change.column, value)
            objects = [_widened(each, change) for each in objects]
    adds: dict[int, list[AddRow]] = {}
    for change in changes:
        if isinstance(change, AddRow):
            adds.setdefault(change.after, []).append(change)
    for after in sorted(adds, reverse=True):
        rows = _insert(rows, after, adds[after])
        objects = [_grown(each, after, len(adds[after])) for each in objects]
    gone = sorted(
        number + sum(len(new) for after, new in adds.items() if after < number)
        for number in {change.row for change in changes if isinstance(change, DeleteRow)}
    )
    for number in reversed(gone):
        objects = [_shrunk(each, number) for each in objects]
    if gone:
        taken = set(gone)
        rows = {row - bisect(gone, row): cells for row, cells in rows.items() if row not in taken}
    return replace(
        grid,
        rows={number: cells for number, cells in sorted(rows.items()) if cells},
        list_objects=tuple(objects),
    )


def _put(rows: dict[int, list[Content]], row: int, column: int, value: Content) -> None:
    cells = list(rows.get(row, ()))
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = None if value == "" else value
    rows[row] = _trimmed(cells)


def _trimmed(cells: list[Content]) -> list[Content]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _insert(rows: dict[int, list[Content]], after: int, new: list[AddRow]) -> dict[int, list[Content]]:
    count = len(new)
    moves = any(rows.get(after + n) for n in range(1, count + 2))  # a row between stays empty, or they become one table
    moved = {row + count if moves and row > after else row: cells for row, cells in rows.items()}
    for offset, add in enumerate(new, 1):
        moved.pop(after + offset, None)
        for column, value in add.values.items():
            _put(moved, after + offset, column, value)
    return moved


def _widened(each: ListObject, change: AddColumn) -> ListObject:
    area = each.area
    beside = [header for column, header in sorted(change.beside.items()) if column > area.right]
    if area.top != change.header_row or change.column != area.right + len(beside) + 1:
        return each
    area = Area(area.top, area.left, area.bottom, change.column)
    return replace(each, area=area, columns=(*each.columns, *beside, change.header))


def _grown(each: ListObject, after: int, count: int) -> ListObject:
    area = each.area
    if after < area.top:
        return replace(each, area=Area(area.top + count, area.left, area.bottom + count, area.right))
    if after <= area.bottom:
        return replace(each, area=Area(area.top, area.left, area.bottom + count, area.right))
    return each


def _shrunk(each: ListObject, row: int) -> ListObject:
    area = each.area
    if row < area.top:
        return replace(each, area=Area(area.top - 1, area.left, area.bottom - 1, area.right))
    if row <= area.bottom:
        return replace(each, area=Area(area.top, area.left, area.bottom - 1, area.right))
    return each
