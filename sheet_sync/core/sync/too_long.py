"""Texts that an Excel cell cannot hold: a Google Sheet allows longer ones.  They are left out and named, not cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, Change, Plan, SetCell, Written
from sheet_sync.core.records import MAX_TEXT, CellRef
from sheet_sync.core.sync.synced import RowId


@dataclass(frozen=True, slots=True)
class TooLong:
    """A text that was left out: of which row and field, and for which cell where that is known."""

    table: str
    row: RowId | None
    field: str
    length: int
    cell: CellRef | None = None

    def __str__(self) -> str:
        where = str(self.cell) if self.cell is not None else f"{self.field} of {self.row or 'a row'} ({self.table})"
        return (
            f"{where} was not written: the text has {self.length:,} characters, and an Excel cell holds {MAX_TEXT:,}. "
            "Shorten it, or split it over two cells."
        )


def without_too_long(plan: Plan) -> tuple[Plan, tuple[TooLong, ...]]:
    """The plan for an Excel file, without what its cells cannot hold."""
    left: list[TooLong] = []
    changes = [kept for change in plan.changes for kept in _fitting(change, left)]
    return (Plan(tuple(changes)), tuple(left)) if left else (plan, ())


def _fitting(change: Change, left: list[TooLong]) -> Iterator[Change]:
    if isinstance(change, SetCell):
        if (length := _excess(change.value)) is None:
            yield change
        else:
            left.append(TooLong(change.table, change.row_id, change.field, length, change.ref))
    elif isinstance(change, AddRow):
        yield replace(change, values=_short(change.values, change.table, change.row_id, "A cell", left))
    elif isinstance(change, AddColumn):
        yield replace(change, values=_short(change.values, change.table, None, change.header, left))
    elif isinstance(change, AddSheet):
        yield replace(
            change, spec=replace(change.spec, rows=tuple(_short_row(change, row, left) for row in change.spec.rows))
        )
    else:
        yield change


def _short(
    values: Mapping[int, Written], table: str, row: RowId | None, field: str, left: list[TooLong]
) -> Mapping[int, Written]:
    lengths = {number: length for number, value in values.items() if (length := _excess(value)) is not None}
    left += [TooLong(table, row, field, length) for length in lengths.values()]
    return {number: value for number, value in values.items() if number not in lengths} if lengths else values


def _short_row(change: AddSheet, row: tuple[Written, ...], left: list[TooLong]) -> tuple[Written, ...]:
    lengths = [length for value in row if (length := _excess(value)) is not None]
    if not lengths:
        return row
    first = row[0] if isinstance(row[0], str) and _excess(row[0]) is None else None
    left += [TooLong(change.spec.name, first, "A cell", length) for length in lengths]
    return tuple(None if _excess(value) is not None else value for value in row)


def _excess(value: Written) -> int | None:
    """The length of a text that is too long, ``None`` for anything else."""
    return len(value) if isinstance(value, str) and len(value) > MAX_TEXT else None
