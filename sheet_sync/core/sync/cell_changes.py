"""A plan as a list of cells, each named as the spreadsheet names it: what ``--dry-run`` shows and the JSON lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, DeleteRow, Plan, SetCell
from sheet_sync.core.records import CellRef, Snapshot
from sheet_sync.core.schema import TABLES_BY_NAME
from sheet_sync.core.tables import Layout
from sheet_sync.core.values import Content


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a plan changes.  ``row`` is the row's ID; ``how`` is ``set``, ``add`` or ``delete``."""

    ref: CellRef
    field: str
    row: str | None
    old: Content
    new: Content
    how: str
    table: str = ""


Fields = dict[tuple[str, int], str]
"""What a column is called, by table and column number."""


def list_cells(plan: Plan, snapshot: Snapshot, layout: Layout) -> Iterator[CellChange]:
    """Every cell that the plan changes, as its sheet stands now; new rows where they will be."""
    fields = _fields(plan, layout)
    added: dict[tuple[str, int], int] = {}
    for change in plan.changes:
        if isinstance(change, SetCell):
            how = "set" if change.table else "owned"
            yield CellChange(change.ref, change.field, change.row_id, change.old, change.value, how, change.table)
        elif isinstance(change, AddColumn):
            yield from _column(change, snapshot)
        elif isinstance(change, AddRow):
            place = (change.sheet, change.after)
            added[place] = number = added.get(place, change.after) + 1
            yield from _row(change, number, fields)
        elif isinstance(change, DeleteRow):
            yield from _deleted(change, snapshot, fields)
        elif isinstance(change, AddSheet):
            yield from _sheet(change)


def _fields(plan: Plan, layout: Layout) -> Fields:
    fields = {
        (name, column.number): column.field.name if column.field is not None and not column.part else column.header
        for name, table in layout.tables.items()
        for column in table.columns
    }
    for change in plan.changes:
        if isinstance(change, AddColumn):
            fields[change.table, change.column] = change.header
    return fields


def _column(change: AddColumn, snapshot: Snapshot) -> Iterator[CellChange]:
    grid = snapshot.grid(change.sheet)
    where = CellRef(change.sheet, change.header_row, change.column)
    yield CellChange(where, change.header, None, None, change.header, "set", change.table)
    for number, value in change.values.items():
        ref = CellRef(change.sheet, number, change.column)
        old = grid.at(number, change.column) if grid else None
        yield CellChange(ref, change.header, None, old, value, "set", change.table)


def _row(change: AddRow, number: int, fields: Fields) -> Iterator[CellChange]:
    for column, value in sorted(change.values.items()):
        field = fields.get((change.table, column), "")
        yield CellChange(CellRef(change.sheet, number, column), field, change.row_id, None, value, "add", change.table)


def _deleted(change: DeleteRow, snapshot: Snapshot, fields: Fields) -> Iterator[CellChange]:
    grid = snapshot.grid(change.sheet)
    for column, content in enumerate(grid.rows.get(change.row, []) if grid else [], 1):
        field = fields.get((change.table, column))
        if content is not None and field is not None:
            ref = CellRef(change.sheet, change.row, column)
            yield CellChange(ref, field, change.row_id, content, None, "delete", change.table)


def _sheet(change: AddSheet) -> Iterator[CellChange]:
    """A new sheet: rows of one of the user's tables, or what the tool writes of its own."""
    header = change.spec.rows[change.spec.header_row - 1]
    schema = TABLES_BY_NAME.get(change.spec.name)
    id_index = header.index("ID") if schema is not None and "ID" in header else None
    for number, cells in enumerate(change.spec.rows, 1):
        is_row = id_index is not None and number > change.spec.header_row
        row = str(cells[id_index]) if is_row and id_index is not None else None
        for column, value in enumerate(cells, 1):
            if value is not None:
                ref = CellRef(change.spec.name, number, column)
                how, table = ("add", change.spec.name) if is_row else ("owned", "")
                yield CellChange(ref, str(header[column - 1]), row, None, value, how, table)


def count_new_rows(change: AddSheet) -> int:
    """How many rows of one of the user's tables come with a new sheet."""
    return len(change.spec.rows) - change.spec.header_row if change.spec.name in TABLES_BY_NAME else 0
