"""The computed columns: what to write, and what to leave because the user typed it.

A cell is the tool's where it holds what the tool wrote last.  Anything else there was typed by the user: it is left
alone, kept in the history, and a finding says so.  Emptying the cell gives it back to the tool.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sheet_sync.core.changes import Written
from sheet_sync.core.sync.planning import TablePlan
from sheet_sync.core.sync.sync_state import Event, ReplicaState, ToolCell
from sheet_sync.core.sync.synced import COMPUTED, RowId
from sheet_sync.core.values import Content, ErrorValue, Formula, Scalar, same

Fields = Mapping[str, Scalar]


@dataclass(slots=True)
class ToolPlan:
    """What a table's computed columns come to; ``typed`` are the cells left to the user."""

    cells: dict[RowId, dict[str, ToolCell]] = field(default_factory=dict)
    typed: list[tuple[RowId, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def plan_tool_cells(
    plan: TablePlan, wanted: Mapping[RowId, Fields], state: ReplicaState, replica: str, *, is_tied: bool
) -> ToolPlan:
    """Add what the computed columns need to a table's plan.

    ``is_tied``: the workbook carried a project ID when it was read, so that a value in a computed column of which
    nothing is known is the tool's, written under another store.
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
                outcome.cells.setdefault(row, {})[name] = ToolCell(value)
            elif name in plan.columns:
                fresh[plan.matched.rows[row].number] = value
                outcome.cells.setdefault(row, {})[name] = ToolCell(value)
            elif row not in leaving and row in plan.matched.rows:
                _plan_cell(plan, outcome, row, name, number, value, _Known.of(state, plan, row, name, is_tied), replica)
        if name in plan.columns:
            plan.fill_column(name, {row: value for row, value in fresh.items() if value is not None})
    return outcome


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store knows of a computed cell; ``beside`` is the cell of the row whose ID stands there by mistake."""

    cell: ToolCell | None
    intended: ToolCell | None
    is_tied: bool
    beside: ToolCell | None = None

    @classmethod
    def of(cls, state: ReplicaState, plan: TablePlan, row: RowId, name: str, is_tied: bool) -> _Known:
        table = plan.table.name
        tool, strayed = state.tool.get(table, {}), plan.matched.strayed.get(row)
        return cls(
            tool.get(row, {}).get(name),
            state.intended.get(table, {}).get(row, {}).get(name),
            is_tied,
            tool.get(strayed, {}).get(name) if strayed is not None else None,
        )

    def is_tools(self, content: Content) -> bool:
        """Whether what stands there is the tool's own."""
        if self.intended is not None and same(content, self.intended.value):
            return True
        if self.beside is not None and not self.beside.is_typed and same(content, self.beside.value):
            return True  # a sort took neither the ID along nor this cell
        if self.cell is None:
            return self.is_tied
        return not self.cell.is_typed and same(content, self.cell.value)


def _plan_cell(
    plan: TablePlan,
    outcome: ToolPlan,
    row: RowId,
    name: str,
    number: int,
    value: Scalar,
    known: _Known,
    replica: str,
) -> None:
    content = plan.table.grid.at(plan.matched.rows[row].number, number)
    if isinstance(content, Formula | ErrorValue):
        return
    if content is None or same(content, value) or known.is_tools(content):
        if not same(content, value):
            plan.set(row, number, name, value)
        outcome.cells.setdefault(row, {})[name] = ToolCell(value)
        return
    outcome.cells.setdefault(row, {})[name] = ToolCell(content, is_typed=True)
    outcome.typed.append((row, name))
    if known.cell is None or not known.cell.is_typed or not same(content, known.cell.value):
        outcome.events.append(Event(replica, "kept", plan.table.name, row, name, None, content))


def changed_cells(
    before: Mapping[RowId, Mapping[str, ToolCell]], after: Mapping[RowId, Mapping[str, ToolCell]]
) -> Iterator[tuple[RowId, Mapping[str, ToolCell]]]:
    """The rows whose computed cells are not as the store knows them."""
    for row, cells in after.items():
        if before.get(row) != cells:
            yield row, cells
