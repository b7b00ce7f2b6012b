"""From what a replica's table must become to changes of cells, named as they stand in its snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheet_sync.core.changes import AddColumn, AddRow, Change, DeleteRow, SetCell, Written
from sheet_sync.core.new_columns import new_column
from sheet_sync.core.records import CellRef
from sheet_sync.core.sync.matching import Matched
from sheet_sync.core.sync.outgoing import Outgoing
from sheet_sync.core.sync.renames import newest_header
from sheet_sync.core.sync.synced import (
    COMPUTED,
    Cells,
    Key,
    ReadTable,
    RowId,
    SplitName,
    Value,
    is_held,
    own_header,
    scalar_of,
    split_like,
)
from sheet_sync.core.tables import Table
from sheet_sync.core.values import Scalar

Parts = Mapping[str, tuple[str, str]]
"""Whole names to their first and last part, as some replica has them in two columns."""


@dataclass(slots=True)
class TablePlan:
    """The changes to one table of one replica, put together step by step.

    ``unwritten`` names what could not be written and is left for the user: a name that does not fall into two columns.
    """

    read: ReadTable
    matched: Matched
    sets: list[SetCell] = field(default_factory=list)
    columns: dict[str, AddColumn] = field(default_factory=dict)
    adds: dict[RowId, dict[int, Written]] = field(default_factory=dict)
    deletes: list[DeleteRow] = field(default_factory=list)
    unwritten: list[tuple[RowId, Key, Value]] = field(default_factory=list)

    @property
    def table(self) -> Table:
        return self.read.table

    def changes(self) -> Iterator[Change]:
        """All of them, cells first, then columns and rows."""
        table = self.table
        yield from sorted(self.sets, key=lambda change: (change.ref.row, change.ref.column))
        yield from self.columns.values()
        for row, values in self.adds.items():
            yield AddRow(table.grid.name, table.last_row, values, table.name, row)
        yield from self.deletes

    def set(self, row: RowId, column: int, field_name: str, value: Scalar) -> None:
        """Give a cell of a row that is there a value."""
        number = self.matched.rows[row].number
        ref = CellRef(self.table.grid.name, number, column)
        self.sets.append(SetCell(ref, value, self.table.grid.at(number, column), self.table.name, row, field_name))

    def column_number(self, key: Key) -> int | None:
        """Where that key's column is or will be."""
        column = self.read.column(key)
        if column is not None:
            return column.number
        added = self.columns.get(key)
        return added.column if added else None

    def add_column(self, key: Key, header: str | None = None) -> AddColumn:
        """A new column at the table's right end, under that header or the one of its key."""
        taken = {each.column for each in self.columns.values()}
        made = self.columns[key] = new_column(self.table, header or own_header(key), taken=taken)
        return made

    def fill_column(self, key: Key, values: Mapping[int, Written]) -> None:
        """Give a new column its values, by row number."""
        self.columns[key] = replace(self.columns[key], values=dict(values))


def plan_table(
    read: ReadTable, matched: Matched, out: Outgoing, parts: Parts, aliases: Mapping[Key, Key] | None = None
) -> TablePlan:
    """The changes that carry out ``out`` and write the IDs that are missing."""
    aliases = aliases or {}
    plan = TablePlan(read, matched)
    for key, values in out.columns.items():
        plan.add_column(key, newest_header(aliases, key))
        plan.fill_column(key, {matched.rows[row].number: scalar_of(value) for row, value in values.items()})
    for row, cells in out.sets.items():
        for key, value in cells.items():
            _set_value(plan, row, key, value, parts)
    for row, whole in out.adds.items():
        plan.adds[row] = _new_row(plan, whole, parts)
    _write_ids(plan, out)
    table = read.table
    for row in out.deletes:
        numbers = [column.number for column in table.columns]
        place = (table.grid.name, matched.rows[row].number)
        plan.deletes.append(DeleteRow(*place, table.name, row, min(numbers), max(numbers)))
    return plan


def _set_value(plan: TablePlan, row: RowId, key: Key, value: Value, parts: Parts) -> None:
    person = plan.read.split_name
    if person is not None and key == person.name:
        _set_name(plan, row, person, value, parts)
        return
    column = plan.read.column(key)
    assert column is not None
    plan.set(row, column.number, column.field.name if column.field else column.header, scalar_of(value))


def rename_column(plan: TablePlan, key: Key, header: str) -> None:
    """Give a column the header that another replica has for it now."""
    column = plan.read.column(key)
    if column is not None and column.header != header:
        ref = CellRef(plan.table.grid.name, plan.table.header_row, column.number)
        plan.sets.append(SetCell(ref, header, column.header, plan.table.name, None, header))


def _set_name(plan: TablePlan, row: RowId, person: SplitName, value: Value, parts: Parts) -> None:
    """Write a whole name into two columns, where it is plain which part goes where."""
    name = "" if value is None else str(value)
    before = plan.matched.rows[row].parts or ("", "")
    after = ("", "") if not name else parts.get(name) or split_like(name, *before)
    if after is None or any(
        part and not column for part, column in zip(after, (person.first, person.last), strict=True)
    ):
        plan.unwritten.append((row, person.name, value))
        return
    for old, new, column in zip(before, after, (person.first, person.last), strict=True):
        if column is not None and old != new:
            plan.set(row, column.number, column.header, new or None)


def _new_row(plan: TablePlan, cells: Cells, parts: Parts) -> dict[int, Written]:
    values: dict[int, Written] = {}
    person = plan.read.split_name
    for key, value in cells.items():
        if person is not None and key == person.name:
            first, last = parts.get(str(value), (str(value), ""))  # a name is never split by guessing
            for part, column in ((first, person.first), (last, person.last)):
                if column is not None and part:
                    values[column.number] = part
            if person.first is None and person.last is not None:
                values[person.last.number] = str(value)
        elif (number := plan.column_number(key)) is not None:
            values[number] = scalar_of(value)
    return values


def _write_ids(plan: TablePlan, out: Outgoing) -> None:
    """IDs into rows that lack them; into all rows where the column is new."""
    if not plan.table.schema.has("ID"):
        return
    column = plan.table.column("ID")
    leaving = set(out.deletes)
    if column is None:
        plan.add_column("ID")
        plan.fill_column("ID", {row.number: id_ for id_, row in plan.matched.rows.items() if id_ not in leaving})
    else:
        for row in plan.matched.to_label:
            if row not in leaving and not is_held(plan.table.grid.at(plan.matched.rows[row].number, column.number)):
                plan.set(row, column.number, "ID", row)
    number = plan.column_number("ID")
    assert number is not None
    for row, values in plan.adds.items():
        values[number] = row


def add_computed_columns(plan: TablePlan, dropped: Sequence[Key]) -> None:
    """The columns that the tool fills, where the table lacks them and the user has not taken them out."""
    for name in COMPUTED.get(plan.table.name, ()):
        if plan.table.column(name) is None and name not in dropped:
            plan.add_column(name)


def name_parts(reads: Iterable[ReadTable]) -> dict[str, tuple[str, str]]:
    """Every whole name that stands in two columns somewhere, with its parts."""
    return {
        str(row.cells[read.split_name.name]): row.parts
        for read in reads
        if read.split_name is not None
        for row in read.rows
        if row.parts is not None and read.split_name.name in row.cells
    }
