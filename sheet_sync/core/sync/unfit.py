"""What an Excel cell cannot hold and a Google Sheet can: longer texts, earlier dates.  It is left out and named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, Change, Plan, SetCell, Written
from sheet_sync.core.records import MAX_TEXT, CellRef
from sheet_sync.core.sync.synced import RowId


@dataclass(frozen=True, slots=True)
class Unfit:
    """A value that was left out, and why: of which row and field, and for which cell where that is known."""

    table: str
    row: RowId | None
    field: str
    reason: str
    cell: CellRef | None = None

    def __str__(self) -> str:
        where = str(self.cell) if self.cell is not None else f"{self.field} of {self.row or 'a row'} ({self.table})"
        return f"{where} was not written: {self.reason}"


def without_unfit(plan: Plan, first_day: date) -> tuple[Plan, tuple[Unfit, ...]]:
    """The plan for an Excel file, without what its cells cannot hold; ``first_day`` is the first it has a date for."""
    sieve = _Sieve(first_day)
    changes = [kept for change in plan.changes for kept in sieve.fitting(change)]
    return (Plan(tuple(changes)), tuple(sieve.left)) if sieve.left else (plan, ())


@dataclass(slots=True)
class _Sieve:
    first_day: date
    left: list[Unfit] = field(default_factory=list)

    def fitting(self, change: Change) -> Iterator[Change]:
        if isinstance(change, SetCell):
            if (reason := self._why(change.value)) is None:
                yield change
            else:
                self.left.append(Unfit(change.table, change.row_id, change.field, reason, change.ref))
        elif isinstance(change, AddRow):
            yield replace(change, values=self._row(change.values, change.table, change.row_id, "A cell"))
        elif isinstance(change, AddColumn):
            yield replace(change, values=self._row(change.values, change.table, None, change.header))
        elif isinstance(change, AddSheet):
            rows = tuple(self._line(change, row) for row in change.spec.rows)
            yield replace(change, spec=replace(change.spec, rows=rows))
        else:
            yield change

    def _row(self, values: Mapping[int, Written], table: str, row: RowId | None, name: str) -> Mapping[int, Written]:
        reasons = {number: reason for number, value in values.items() if (reason := self._why(value)) is not None}
        self.left += [Unfit(table, row, name, reason) for reason in reasons.values()]
        return {number: value for number, value in values.items() if number not in reasons} if reasons else values

    def _line(self, change: AddSheet, row: tuple[Written, ...]) -> tuple[Written, ...]:
        reasons = [self._why(value) for value in row]
        if not any(reasons):
            return row
        first = row[0] if isinstance(row[0], str) and reasons[0] is None else None
        self.left += [Unfit(change.spec.name, first, "A cell", reason) for reason in reasons if reason is not None]
        return tuple(None if reason is not None else value for value, reason in zip(row, reasons, strict=True))

    def _why(self, value: Written) -> str | None:
        """Why a value cannot be held, ``None`` where it can."""
        if isinstance(value, str):
            if len(value) <= MAX_TEXT:
                return None
            return (
                f"the text has {len(value):,} characters, and an Excel cell holds {MAX_TEXT:,}. "
                "Shorten it, or split it over two cells."
            )
        if not isinstance(value, date):
            return None
        day = value.date() if isinstance(value, datetime) else value
        if day >= self.first_day:
            return None
        return (
            f"{day.isoformat()} is too early, for dates in this Excel file begin with the year {self.first_day.year}. "
            "Correct it, or write it as text."
        )
