"""The computed columns: what to write, and what to leave because the user typed it.

A cell is the tool's where it holds what the tool wrote last.  Anything else there was typed by the user: it is left
alone, kept in the history, and a finding says so.  Emptying the cell gives it back to the tool.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sheet_sync.core.changes import Written
from sheet_sync.core.schema import Field
from sheet_sync.core.sync.planning import TablePlan
from sheet_sync.core.sync.sync_state import Event, ReplicaState, ToolCell
from sheet_sync.core.sync.synced import COMPUTED, RowId
from sheet_sync.core.values import Content, ErrorValue, Formula, Scalar, same

Fields = Mapping[str, Scalar]
_EMPTY = ToolCell(None)


@dataclass(slots=True)
class ToolPlan:
    """What a table's computed columns come to; ``typed`` are the cells left to the user."""

    cells: dict[RowId, dict[str, ToolCell]] = field(default_factory=dict)
    typed: list[tuple[RowId, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def note(self, row: RowId, name: str, value: Scalar) -> None:
        """The cell is the tool's, and holds that."""
        self.cells.setdefault(row, {})[name] = _EMPTY if value is None else ToolCell(value)


def plan_tool_cells(
    plan: TablePlan, wanted: Mapping[RowId, Fields], state: ReplicaState, replica: str, *, is_tied: bool
) -> ToolPlan:
    """Add what the computed columns need to a table's plan.

    ``is_tied``: the workbook carried a project ID when it was read, so that a value of which nothing is known may be
    the tool's, written under another store.
    """
    outcome = ToolPlan()
    leaving = {change.row_id for change in plan.deletes}
    for name in COMPUTED.get(plan.table.name, ()):
        number = plan.column_number(name)
        if number is None:
            continue
        fresh: dict[int, Written] = {}
        for row, fields in wanted.items():
            value = fields.get(name)
            if row in plan.adds:
                if value is not None:
                    plan.adds[row][number] = value
                outcome.note(row, name, value)
            elif name in plan.columns:
                fresh[plan.matched.rows[row].number] = value
                outcome.note(row, name, value)
            elif row not in leaving and row in plan.matched.rows:
                content = plan.table.grid.at(plan.matched.rows[row].number, number)
                if content is value or same(content, value):
                    outcome.note(row, name, value)  # as nearly always
                elif not isinstance(content, Formula | ErrorValue):
                    known = _Known.of(state, plan, row, name, content, is_tied=is_tied)
                    _plan_cell(plan, outcome, _Cell(row, name, number, content, known), value, replica)
        if name in plan.columns:
            plan.fill_column(name, {row: value for row, value in fresh.items() if value is not None})
    return outcome


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store knows of a computed cell; ``beside`` is the cell of the row whose ID stands there by mistake.

    ``is_others``: nothing is known, and another store's tool may have written it, as it writes such values into rows
    that have an ID.
    """

    cell: ToolCell | None
    intended: ToolCell | None
    is_others: bool
    beside: ToolCell | None = None

    @classmethod
    def of(
        cls, state: ReplicaState, plan: TablePlan, row: RowId, name: str, content: Scalar, *, is_tied: bool
    ) -> _Known:
        table = plan.table.name
        tool, strayed = state.tool.get(table, {}), plan.matched.strayed.get(row)
        cell = tool.get(row, {}).get(name)
        return cls(
            cell,
            state.intended.get(table, {}).get(row, {}).get(name),
            cell is None
            and is_tied
            and plan.matched.rows[row].id is not None
            and _is_of_the_tools(plan.table.schema.field(name), content),
            tool.get(strayed, {}).get(name) if strayed is not None else None,
        )

    def is_tools(self, content: Content) -> bool:
        """Whether what stands there is the tool's own."""
        if self.intended is not None and same(content, self.intended.value):
            return not self.intended.is_typed
        if self.beside is not None and not self.beside.is_typed and same(content, self.beside.value):
            return True  # a sort took neither the ID along nor this cell
        if self.cell is None:
            return self.is_others
        return not self.cell.is_typed and same(content, self.cell.value)


def _is_of_the_tools(field: Field, content: Scalar) -> bool:
    """Whether the tool writes such values into that column."""
    return content in field.choices if field.choices else isinstance(content, date)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A computed cell that does not hold what it should."""

    row: RowId
    name: str
    column: int
    content: Scalar
    known: _Known


def _plan_cell(plan: TablePlan, outcome: ToolPlan, cell: _Cell, value: Scalar, replica: str) -> None:
    content, known = cell.content, cell.known.cell
    if content is None or cell.known.is_tools(content):
        plan.set(cell.row, cell.column, cell.name, value)
        outcome.note(cell.row, cell.name, value)
        if content is not None and cell.known.is_others:  # or was it typed on another computer
            outcome.events.append(Event(replica, "kept", plan.table.name, cell.row, cell.name, None, content))
        return
    outcome.cells.setdefault(cell.row, {})[cell.name] = ToolCell(content, is_typed=True)
    outcome.typed.append((cell.row, cell.name))
    if known is None or not known.is_typed or not same(content, known.value):
        outcome.events.append(Event(replica, "kept", plan.table.name, cell.row, cell.name, None, content))


def changed_cells(
    before: Mapping[RowId, Mapping[str, ToolCell]], after: Mapping[RowId, Mapping[str, ToolCell]]
) -> Iterator[tuple[RowId, Mapping[str, ToolCell]]]:
    """The rows whose computed cells are not as the store knows them."""
    for row, cells in after.items():
        if before.get(row) != cells:
            yield row, cells
