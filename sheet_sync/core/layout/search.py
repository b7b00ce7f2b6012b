"""Where on a sheet a table's header stands: a ListObject's header first, else the best of the first rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sheet_sync.core.layout.evidence import barred_columns
from sheet_sync.core.layout.headers import FIRST_NAMES, LAST_NAMES, Header, Mapping, aliases, headers_in, map_headers
from sheet_sync.core.records import Area, Grid, ListObject
from sheet_sync.core.schema import TABLES, TABLES_BY_NAME, TableSchema, header_key

HEADER_ROWS = 20
"""Rows of a sheet that are searched for a header."""

GENERIC = frozenset({"Name", "Notes", "Note", "Date", "Status", "Kind", "ID", "Contact", "Topic", "Sent"})
"""Fields whose headers stand in sheets of any sort, and so prove little."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a sheet: its header row as one table."""

    grid: Grid
    header_row: int
    headers: tuple[Header, ...]
    mapping: Mapping
    named: int
    list_object: ListObject | None = None
    until: int | None = None
    """The row of another table's header below, where this one ends; its number, or ``None``."""

    @property
    def schema(self) -> TableSchema:
        return self.mapping.schema

    @property
    def bottom(self) -> int | None:
        """The last row that can belong to it, ``None`` where only the sheet's end bounds it."""
        if self.list_object is not None:
            return self._bottom_of(self.list_object)
        return self.until - 1 if self.until is not None else None

    def _bottom_of(self, table: ListObject) -> int:
        """An Excel Table's last row, or the last of the rows typed right below it.

        Excel takes such rows into the Table as they are typed, LibreOffice does not.
        """
        if table.has_totals:
            return table.area.bottom - 1
        others = [each.area for each in self.grid.list_objects if each is not table]
        bottom = table.area.bottom
        while self._continues(table.area, bottom + 1, others):
            bottom += 1
        return bottom

    def _continues(self, area: Area, row: int, others: Sequence[Area]) -> bool:
        cells = self.grid.rows.get(row, [])[area.left - 1 : area.right]
        is_filled = any(cell is not None and cell != "" for cell in cells)
        return is_filled and row != self.until and not any(other.holds(row, area.left) for other in others)

    @property
    def weight(self) -> tuple[bool, int, int, int]:
        """What makes it the better one: complete, many sure headers, the sheet's name, few doubtful ones."""
        bonus = 3 if self.list_object else 0
        complete = not self.mapping.missing
        return (complete, self.mapping.score + 2 * self.named + bonus, len(self.mapping.weak), -self.header_row)


def name_fits(schema: TableSchema, sheet_name: str) -> int:
    """2 where the sheet has the table's own name, 1 where it has another known name of it, else 0."""
    key = header_key(sheet_name)
    if key == header_key(schema.name):
        return 2
    return int(key in schema.sheet_aliases)


def find_candidates(grid: Grid) -> list[Candidate]:
    """All acceptable readings of a sheet, the best first; one for each ListObject that is a table."""
    found = [best for table in grid.list_objects if (best := _best_of(grid, _rows_of(grid, table), table)) is not None]
    if not found and (best := _best_of(grid, _first_rows(grid), None)):
        above = _best_of(grid, (row for row in _first_rows(grid) if row[0] < best.header_row), None)
        is_table = above is not None and above.mapping.score >= 3 and not above.mapping.missing
        found = _with_those_below(above if above is not None and is_table else best)
    return sorted(found, key=lambda candidate: candidate.weight, reverse=True)


def _with_those_below(first: Candidate) -> list[Candidate]:
    """A table and those that begin below it after an empty row, each with its own header."""
    found = [first]
    previous = first.header_row
    for number in sorted(number for number in first.grid.rows if number > first.header_row):
        cells = first.grid.rows[number]
        if number > previous + 1 and sum(map(_is_known, cells)) >= 3:
            best = _best_of(first.grid, iter([(number, _main_run(headers_in(cells)))]), None)
            if best is not None and best.schema is not found[-1].schema and best.mapping.score >= 3:
                found[-1] = replace(found[-1], until=number)
                found.append(best)
        previous = number
    return found


def _best_of(grid: Grid, rows: Iterator[tuple[int, tuple[Header, ...]]], table: ListObject | None) -> Candidate | None:
    best: Candidate | None = None
    for number, headers in rows:
        for schema in TABLES:
            candidate = _candidate(grid, number, headers, schema, table)
            if candidate and is_acceptable(candidate) and (best is None or candidate.weight > best.weight):
                best = candidate
        if best and best.header_row == number and best.mapping.score >= 4 and not best.mapping.missing:
            break
    return best


def _candidate(
    grid: Grid, number: int, headers: tuple[Header, ...], schema: TableSchema, table: ListObject | None
) -> Candidate | None:
    known = aliases(schema)
    if not any(header.key in known for header in headers):
        return None
    mapping = map_headers(schema, headers, barred_columns(grid, number, headers, schema))
    return Candidate(grid, number, headers, mapping, name_fits(schema, grid.name), table)


def is_acceptable(candidate: Candidate) -> bool:
    """Whether the evidence is enough to call it that table."""
    mapping = candidate.mapping
    if candidate.named == 2:
        return mapping.score >= 2 or (mapping.score >= 1 and not mapping.missing)
    if candidate.named == 1:
        return mapping.score >= 2 and len(mapping.missing) < len(candidate.schema.required)
    telling = mapping.strong - GENERIC
    return not mapping.missing and mapping.score >= 2 and bool(telling)


def _rows_of(grid: Grid, table: ListObject) -> Iterator[tuple[int, tuple[Header, ...]]]:
    if not table.has_header:
        return
    area = table.area
    cells = grid.rows.get(area.top, [])[area.left - 1 : _right_of(grid, table)]
    yield area.top, headers_in(cells, area.left)


def _right_of(grid: Grid, table: ListObject) -> int:
    """An Excel Table's last column, or the last of the headers typed right beside it.

    Excel takes such columns into the Table as they are typed, LibreOffice and scripts do not.
    """
    others = [each.area for each in grid.list_objects if each is not table]
    row, right = table.area.top, table.area.right
    while headers_in([grid.at(row, right + 1)]) and not any(other.holds(row, right + 1) for other in others):
        right += 1
    return right


def _first_rows(grid: Grid) -> Iterator[tuple[int, tuple[Header, ...]]]:
    for number in sorted(number for number in grid.rows if number <= HEADER_ROWS):
        cells = grid.rows[number]
        if sum((isinstance(cell, str) and cell in _plain_headers()) or _is_known(cell) for cell in cells) >= 1:
            yield number, _main_run(headers_in(cells))


@cache
def _plain_headers() -> frozenset[str]:
    return frozenset(field.name for table in TABLES for field in table.fields)


@cache
def _known_keys() -> frozenset[str]:
    keys = {key for table in TABLES_BY_NAME.values() for key in aliases(table)}
    return frozenset(keys | FIRST_NAMES | LAST_NAMES)


def _is_known(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) <= 80 and header_key(cell) in _known_keys()


def _main_run(headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """The headers that belong together: a legend or another table after a gap is left out."""
    runs = header_runs(headers)
    main = max(runs, key=lambda run: (sum(header.key in _known_keys() for header in run), len(run)))
    kept = [run for run in runs if run is main or (_has_known(run) and not is_table_of_its_own(run))]
    return tuple(header for run in kept for header in run)


def header_runs(headers: tuple[Header, ...]) -> list[tuple[Header, ...]]:
    """Headers without an empty cell between them, together."""
    runs: list[tuple[Header, ...]] = []
    for header in headers:
        if runs and header.number == runs[-1][-1].number + 1:
            runs[-1] = (*runs[-1], header)
        else:
            runs.append((header,))
    return runs


def _has_known(run: tuple[Header, ...]) -> bool:
    return any(header.key in _known_keys() for header in run)


def is_table_of_its_own(run: tuple[Header, ...]) -> bool:
    """Whether headers alone would make a table."""
    for schema in TABLES:
        mapping = map_headers(schema, run)
        if not mapping.missing and mapping.score >= 2 and mapping.strong - GENERIC:
            return True
    return False
