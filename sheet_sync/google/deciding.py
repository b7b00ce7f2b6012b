"""From a plan to the work of batches.

Rows go by what identifies them, new rows where they can go; cells that the user may not edit are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, Change, DeleteRow, Plan, SetCell, SetProjectId, Written
from sheet_sync.core.ids import is_id
from sheet_sync.core.layout import find_tables
from sheet_sync.core.records import Area, CellRef
from sheet_sync.core.tables import Table
from sheet_sync.core.values import Content, Formula, shown
from sheet_sync.errors import Refused, WorkbookChanged
from sheet_sync.google.book import BookState, GoogleSnapshot, SheetState, TypedTable
from sheet_sync.google.keeping import alike, free_number
from sheet_sync.google.newsheets import NewSheet
from sheet_sync.google.work import Append, Delete, Insert, Line, Put, Work


@dataclass(slots=True)
class Decided:
    """The work, the new columns in it, and the changes that cannot be made: cells the user may not edit."""

    work: Work = field(default_factory=Work)
    columns: list[AddColumn] = field(default_factory=list)
    left_out: list[Change] = field(default_factory=list)
    protected: list[CellRef] = field(default_factory=list)


def decide(plan: Plan, seen: GoogleSnapshot) -> Decided:
    """The work of a plan.

    Raises:
        WorkbookChanged: the plan names a sheet that the snapshot does not hold.
    """
    assert seen.state is not None
    return _Decider(seen, seen.state).decide(plan)


class _Decider:
    def __init__(self, seen: GoogleSnapshot, state: BookState) -> None:
        self.seen, self.state = seen, state
        self.tables = {table.grid.name: table for table in find_tables(seen.grids).tables.values()}
        self.lines: dict[tuple[str, int], Line] = {}
        self.decided = Decided()
        self.taken = {sheet.id for sheet in state.sheets.values()} | {each.id for each in state.kept}

    def decide(self, plan: Plan) -> Decided:
        work = self.decided.work
        adds: dict[tuple[str, int], list[AddRow]] = {}
        for change in plan.changes:
            match change:
                case SetCell():
                    self._set(change)
                case AddColumn():
                    self._add_column(change)
                case AddRow():
                    adds.setdefault((change.sheet, change.after), []).append(change)
                case DeleteRow():
                    self._delete(change)
                case AddSheet():
                    work.sheets.append(NewSheet(free_number(self.taken), change.spec))
                    self.taken.add(work.sheets[-1].id)
                case SetProjectId():
                    work.project_id = change.project_id
        for (name, after), rows in adds.items():
            self._add_rows(self._sheet(name), after, rows)
        work.lines += self.lines.values()
        work.headers = self._headers([*plan.changes])
        return self.decided

    def _sheet(self, name: str) -> SheetState:
        sheet = self.state.sheets.get(name)
        if sheet is None:
            raise WorkbookChanged(f"The sheet {name} is not there any more, so nothing was written.")
        return sheet

    # --- cells ---

    def _set(self, change: SetCell) -> None:
        sheet = self._sheet(change.ref.sheet)
        if self._is_locked(sheet, change.ref.row, change.ref.column, change):
            return
        expected = sheet.grid.at(change.ref.row, change.ref.column)
        self._line(sheet, change.ref.row).puts[change.ref.column] = Put(change.value, expected, change)

    def _add_column(self, change: AddColumn) -> None:
        sheet = self._sheet(change.sheet)
        cells: dict[int, Written] = {change.header_row: change.header, **change.values}
        if self._is_locked(sheet, change.header_row, change.column, change):
            return
        _refuse_used(sheet, change, {*cells, *_rows_beside(sheet, change)})
        self.decided.columns.append(change)
        for row, value in cells.items():
            if not self._is_locked(sheet, row, change.column, None):
                self._line(sheet, row).puts[change.column] = Put(value, sheet.grid.at(row, change.column), change)

    def _is_locked(self, sheet: SheetState, row: int, column: int, change: Change | None) -> bool:
        if not sheet.is_locked(row, column):
            return False
        self.decided.protected.append(CellRef(sheet.title, row, column))
        if change is not None:
            self.decided.left_out.append(change)
        return True

    def _line(self, sheet: SheetState, row: int) -> Line:
        line = self.lines.get((sheet.title, row))
        if line is None:
            line = self.lines[sheet.title, row] = self._marked(sheet, row)
        return line

    def _marked(self, sheet: SheetState, row: int) -> Line:
        """A line with the marks of its row: its ID where it has one, else all that the table holds there."""
        table = self.tables.get(sheet.title)
        if table is None:
            return Line(sheet, row)
        line = Line(sheet, row, table=table.name)
        column = table.column("ID")
        id_ = sheet.grid.at(row, column.number) if column is not None else None
        if column is not None and row > table.header_row and isinstance(shown(id_), str):
            line.marks, line.id_column = {column.number: id_}, column.number
        else:
            line.marks = _filled(sheet, row)
        return line

    def _headers(self, changes: Iterable[Change]) -> list[Line]:
        """The header row of each table whose cells are named by column."""
        touched = {_sheet_of(change) for change in changes}
        lines = []
        for name, table in self.tables.items():
            if name in touched:
                sheet = self._sheet(name)
                lines.append(Line(sheet, table.header_row, {}, _filled(sheet, table.header_row), table=table.name))
        return lines

    # --- rows ---

    def _delete(self, change: DeleteRow) -> None:
        sheet = self._sheet(change.sheet)
        if sheet.is_row_locked(change.row):
            first = next(area for area in sheet.locked if area.top <= change.row <= area.bottom)
            self.decided.protected.append(CellRef(sheet.title, change.row, first.left))
            self.decided.left_out.append(change)
            return
        contents = dict(enumerate(sheet.grid.rows.get(change.row, []), 1))
        beside = [
            column
            for column, content in contents.items()
            if content is not None and change.last and not change.first <= column <= change.last
        ]
        if beside:  # what stands beside the table must not go with the row
            for column in range(change.first, change.last + 1):
                if contents.get(column) is not None:
                    self._line(sheet, change.row).puts[column] = Put(None, contents[column], change)
            return
        self.decided.work.deletes.append(Delete(self._marked(sheet, change.row), contents, change))

    def _add_rows(self, sheet: SheetState, after: int, rows: Sequence[AddRow]) -> None:
        rows = self._unlocked(sheet, after, rows)
        values = [{column: Put(value, None, row) for column, value in row.values.items()} for row in rows]
        if not values:
            return
        table, found = rows[0].table, self.tables.get(sheet.title)
        span = _span(found, values)
        typed = next((t for t in sheet.tables if t.area.top <= after <= t.area.bottom), None)
        free = _free_rows(sheet, after, typed, span)
        count = len(values) if free is None else min(free, len(values))
        if free is None and not _is_blank(sheet, range(after + 1, after + 1 + len(values)), span):
            count = 0
        column = found.column("ID") if found is not None else None
        number = column.number if column is not None else None
        for offset, puts in enumerate(values[:count], 1):
            line = Line(sheet, after + offset, puts, id_column=number, is_new=True, table=table, span=span)
            self.decided.work.lines.append(line)
        if rest := values[count:]:
            if typed is None and (locked := _across(sheet, after)) is not None:
                self.decided.protected.append(CellRef(sheet.title, after + 1, locked.left))
                self.decided.left_out += rows[count:]
            elif typed is not None:
                self.decided.work.appends.append(Append(sheet, typed, rest, number, table))
            else:
                is_under_header = found is not None and found.header_row == after
                insert = Insert(sheet, after, rest, None, number, table, is_under_header)
                self.decided.work.inserts.append(insert)

    def _unlocked(self, sheet: SheetState, after: int, rows: Sequence[AddRow]) -> list[AddRow]:
        """The rows that can be written whole, each at its place.

        One of which a part cannot be written would come back without its ID, as another row: it waits.
        """
        free: list[AddRow] = []
        for row in rows:
            place = after + len(free) + 1
            locked = next((column for column in row.values if sheet.is_locked(place, column)), None)
            if locked is None:
                free.append(row)
                continue
            self.decided.protected.append(CellRef(sheet.title, place, locked))
            self.decided.left_out.append(row)
        return free


def _span(found: Table | None, rows: Sequence[Mapping[int, Put]]) -> range | None:
    """The columns of a table with what is new in it; ``None`` where it is not known, so that whole rows count."""
    if found is None or not found.columns:
        return None
    columns = [*(column.number for column in found.columns), *(column for row in rows for column in row)]
    return range(min(columns), max(columns) + 1)


def _rows_beside(sheet: SheetState, change: AddColumn) -> Iterable[int]:
    """The rows of a typed Table that will take a new column in."""
    tables = (table.area for table in sheet.tables if table.area.top == change.header_row)
    return (row for area in tables if area.right < change.column for row in range(area.top, area.bottom + 1))


def _is_own_beginning(sheet: SheetState, change: AddColumn, row: int) -> bool:
    """Whether a cell is of this very column, from a write that was cut short before its typed Table took it in."""
    if sheet.grid.at(change.header_row, change.column) != change.header:
        return False
    content = sheet.grid.at(row, change.column)
    is_value = row in change.values and alike(content, change.values[row])
    return row == change.header_row or is_value or (change.header == "ID" and is_id(str(content)))


def _refuse_used(sheet: SheetState, change: AddColumn, rows: Iterable[int]) -> None:
    """Stop where a new column would lie over what is there already."""
    filled = (row for row in sorted(rows) if sheet.grid.at(row, change.column) is not None)
    used = next((row for row in filled if not _is_own_beginning(sheet, change, row)), None)
    if used is not None:
        ref = CellRef(sheet.title, used, change.column)
        raise Refused(
            f"The new column {change.header} would go where {ref} already holds something, so nothing was written.",
            where=str(ref),
            hint="Move what stands to the right of the table further away.",
        )


def _across(sheet: SheetState, row: int) -> Area | None:
    """A protected area that a row put in below would cut in two, which Google does not let happen."""
    return next((area for area in sheet.locked if area.top <= row < area.bottom), None)


def _sheet_of(change: Change) -> str:
    if isinstance(change, SetCell):
        return change.ref.sheet
    return change.sheet if isinstance(change, AddRow | DeleteRow | AddColumn) else ""


def _filled(sheet: SheetState, row: int) -> dict[int, Content]:
    """What a row holds, formulas left out: a copy cannot tell one from another."""
    cells = enumerate(sheet.grid.rows.get(row, ()), 1)
    return {column: content for column, content in cells if content is not None and not isinstance(content, Formula)}


def _is_blank(sheet: SheetState, rows: Iterable[int], span: range | None) -> bool:
    """Whether rows are empty in a table's columns; what stands beside them is not in the way."""
    if span is None:
        return not any(sheet.grid.rows.get(row) for row in rows)
    return all(cell is None for row in rows for cell in sheet.grid.rows.get(row, [])[span.start - 1 : span.stop - 1])


def _free_rows(sheet: SheetState, after: int, typed: TypedTable | None, span: range | None) -> int | None:
    """How many empty rows a typed Table has below its last one; ``None`` for a plain range, which has no end."""
    if typed is None:
        return None
    free = 0
    while after + free < typed.area.bottom and _is_blank(sheet, [after + free + 1], span):
        free += 1
    return free
