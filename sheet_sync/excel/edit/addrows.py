"""Rows added at the end of a table: they look like the row above, the table grows, nothing below is overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sheet_sync.core.records import MAX_ROW, Area, quoted_sheet
from sheet_sync.core.values import Formula
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import shared_formulas, splice, tables
from sheet_sync.excel.edit.growth import Growth, grow_all
from sheet_sync.excel.edit.movebook import move_rows
from sheet_sync.excel.edit.rowmove import Obstacle, RowMove
from sheet_sync.excel.edit.sheet_edit import CellWrite, SheetEdit
from sheet_sync.excel.read.formulas import SharedFormula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.core.changes import AddColumn, AddRow, DeleteRow, SetCell
    from sheet_sync.excel.edit.rowedit import Cell, Row
    from sheet_sync.excel.edit.tables import Table
    from sheet_sync.excel.edit.workbook_edit import SheetEntry, WorkbookEdit

    InSheet = SetCell | AddRow | AddColumn | DeleteRow


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows to be added below one row, and the Excel Table they go into, if any."""

    after: int
    rows: tuple[AddRow, ...]
    left: int
    right: int
    table: Table | None

    @property
    def last(self) -> int:
        """The number of the last new row."""
        return self.after + len(self.rows)


def batches(sheet: SheetEdit, rows: Sequence[AddRow]) -> list[Batch]:
    """The rows by where they go, from the top."""
    known = tables.read_tables(sheet.book, sheet.entry)
    by_place: dict[int, list[AddRow]] = {}
    for row in rows:
        by_place.setdefault(row.after, []).append(row)
    return [_batch(sheet, after, tuple(here), known) for after, here in sorted(by_place.items())]


def _batch(sheet: SheetEdit, after: int, rows: tuple[AddRow, ...], known: Sequence[Table]) -> Batch:
    columns = {column for row in rows for column in row.values}
    left, right = min(columns, default=1), max(columns, default=1)
    for table in known:
        area = table.area
        if area.top <= after <= table.last_data_row and any(area.left <= c <= area.right for c in columns or {left}):
            return Batch(after, rows, min(left, area.left), max(right, area.right), table)
    used = {column for row in sheet.scan(max(1, after - _LOOK_UP), after) for column in row.with_content()}
    while left - 1 in used:
        left -= 1
    while right + 1 in used:
        right += 1
    return Batch(after, rows, left, right, None)


def make_room(book: WorkbookEdit, entry: SheetEntry, changes: list[InSheet]) -> list[InSheet]:
    """Move down what would be overwritten; gives the changes with their rows as they are then.

    Raises:
        Refused: something is in the way and cannot be moved.
    """
    from sheet_sync.core.changes import AddRow

    rows = [change for change in changes if isinstance(change, AddRow)]
    if not rows:
        return changes
    for batch in reversed(batches(SheetEdit(book, entry), rows)):  # from below, so that those above stay true
        move = _room_for(SheetEdit(book, entry), batch)
        if move is None:
            continue
        try:
            move_rows(book, entry, move)
        except Obstacle as obstacle:
            raise _no_room(entry, batch, f"what stands below cannot be moved, because {obstacle.reason}") from obstacle
        changes = [_renumbered(change, move) for change in changes]
    return changes


def _room_for(sheet: SheetEdit, batch: Batch) -> RowMove | None:
    """The rows that must be put in so that nothing is overwritten, ``None`` where there is room."""
    _refuse_full(batch, sheet.entry)
    bottom = batch.after if batch.table is None else max(batch.after, batch.table.last_data_row)
    below = _first_below(sheet, batch)
    if below is None or below > batch.last + 1:
        return None
    if below <= bottom:
        raise _no_room(sheet.entry, batch, f"row {below} of the table already holds something")
    if batch.last <= bottom:
        return None
    _refuse_split(sheet, batch, bottom)
    return RowMove(sheet.entry.name, at=bottom + 1, count=batch.last - bottom)


def _refuse_split(sheet: SheetEdit, batch: Batch, bottom: int) -> None:
    """Stop where rows put in would tear apart what stands beside the table."""
    for table in tables.read_tables(sheet.book, sheet.entry):
        beside = table.area.right < batch.left or table.area.left > batch.right
        if beside and table.area.top <= bottom < table.area.bottom:
            raise _no_room(sheet.entry, batch, f"the table {table.name} lies beside it")
    sheet.load([bottom, bottom + 1])
    sides = [
        {c for c in row.with_content() if not batch.left <= c <= batch.right}
        for number in (bottom, bottom + 1)
        if (row := sheet.row(number)) is not None
    ]
    if len(sides) == 2 and sides[0] & sides[1]:
        where = sheet.ref(bottom, min(sides[0] & sides[1])).address
        raise _no_room(sheet.entry, batch, f"what stands beside it ({where}) would be torn apart")


def _no_room(entry: SheetEntry, batch: Batch, reason: str) -> Refused:
    count = len(batch.rows)
    return Refused(
        f"There is no room for {count} new row{'s' if count > 1 else ''} below row {batch.after} of"
        f" {quoted_sheet(entry.name)}: {reason}. Nothing was written.",
        where=quoted_sheet(entry.name),
        hint="Leave empty rows below the table, or move what stands there to another sheet.",
    )


def _renumbered(change: InSheet, move: RowMove) -> InSheet:
    """A change with its rows as they are after others were put in."""
    from sheet_sync.core.changes import AddColumn, AddRow, SetCell

    def new(row: int) -> int:
        return row + move.count if row >= move.at else row

    if isinstance(change, SetCell):
        return replace(change, ref=replace(change.ref, row=new(change.ref.row)))
    if isinstance(change, AddRow):
        return replace(change, after=new(change.after))
    if isinstance(change, AddColumn):
        values = {new(row): value for row, value in change.values.items()}
        return replace(change, header_row=new(change.header_row), values=values)
    return replace(change, row=new(change.row))


def _refuse_full(batch: Batch, entry: SheetEntry) -> None:
    if batch.last > MAX_ROW:
        raise Refused(
            f"{quoted_sheet(entry.name)} is full: a sheet ends with row {MAX_ROW:,}.",
            where=quoted_sheet(entry.name),
            hint="Delete rows that are not needed.",
        )


def _first_below(sheet: SheetEdit, batch: Batch) -> int | None:
    """The first row below that holds something in the table's columns, or is merged there."""
    merged = [
        area.top
        for area in sheet.merged
        if area.top > batch.after and area.left <= batch.right and area.right >= batch.left
    ]
    for row in sheet.scan(batch.after + 1, MAX_ROW):
        if any(batch.left <= column <= batch.right for column in row.with_content()):
            return min([row.number, *merged])
    return min(merged, default=None)


def add_rows(sheet: SheetEdit, rows: Sequence[AddRow]) -> None:
    """Ask for rows to be added, with everything that grows along."""
    if not rows:
        return
    for batch in batches(sheet, rows):
        template = _template(sheet, batch)
        for number, row in enumerate(batch.rows, batch.after + 1):
            _add_row(sheet, batch, template, number, row)
        _grow(sheet, batch, has_rows=template is not None)


def _template(sheet: SheetEdit, batch: Batch) -> Row | None:
    """The row whose formats the new ones take: the last of the table, ``None`` where that is its header."""
    above = sheet.row(batch.after)
    if above is None:
        return None
    if batch.table is not None:
        return above if batch.after >= batch.table.first_data_row else None
    return None if _is_header(sheet, batch) else above


def _is_header(sheet: SheetEdit, batch: Batch) -> bool:
    """Whether the row above is a plain range's header: frozen, with filter buttons, or the first with content."""
    for tag in splice.tags(sheet.head):
        if tag.local == b"pane" and tag.get(b"state") == "frozen" and tag.get(b"ySplit") == str(batch.after):
            return True
    for tag in splice.tags(sheet.tail):
        if tag.local == b"autoFilter" and (ref := tag.get(b"ref")) and Area.parse(ref).top == batch.after:
            return True
    above = sheet.scan(max(1, batch.after - _LOOK_UP), batch.after - 1)
    return not any(batch.left <= c <= batch.right for row in above for c in row.with_content())


_LOOK_UP = 200
"""Rows above that are looked at for a header, and for the columns that a plain range has."""


def _add_row(sheet: SheetEdit, batch: Batch, template: Row | None, number: int, row: AddRow) -> None:
    for column in range(batch.left, batch.right + 1) if batch.table or template else sorted(row.values):
        above = template.cells.get(column) if template is not None else None
        style = above.style if above is not None else None
        as_iso = above is not None and above.type == "d"
        value = row.values.get(column)
        if value is None:
            value = _filled(sheet, batch, column, number, template, above)
        if value is None:
            sheet.write(number, column, CellWrite(None, style, is_format_only=True))
        else:
            sheet.write(number, column, CellWrite(value, style, as_iso))
    if template is not None and template.style is not None:
        sheet.new_rows[number] = b' s="%d" customFormat="1"' % template.style


def _filled(
    sheet: SheetEdit, batch: Batch, column: int, number: int, template: Row | None, above: Cell | None
) -> Formula | None:
    """The formula that an Excel Table fills into a column of a new row."""
    table = batch.table
    if table is None or not table.area.left <= column <= table.area.right:
        return None
    if (position := column - table.area.left) >= len(table.columns):
        return None
    known = table.columns[position]
    if known.formula is None or known.is_array:
        return None
    if SharedFormula(known.formula, 2, 2).at(3, 2) == known.formula:
        return Formula(known.formula)
    return _from_above(sheet, template, above, column, number)


def _from_above(sheet: SheetEdit, template: Row | None, above: Cell | None, column: int, number: int) -> Formula | None:
    if template is None or above is None or above.formula is None:
        return None
    tag, place = above.formula.open, (template.number, column)
    if tag.get(b"t") == "shared" and tag.get(b"ref") is None:
        group = shared_formulas.group_of(sheet, place, tag.get(b"si") or "")
        return Formula(group.text_at((number, column))) if group is not None else None
    if tag.get(b"t") in (None, "normal", "shared"):
        text = splice.unescaped(template.content(above.formula))
        return Formula(SharedFormula(text, *place).at(number, column))
    return None


def _grow(sheet: SheetEdit, batch: Batch, *, has_rows: bool) -> None:
    """Let the Excel Table and everything that ended with it end at the last new row."""
    ends = {batch.after} if has_rows else set()
    if batch.table is not None:
        bottom = batch.table.last_data_row
        tables.grow(sheet.book, batch.table, max(batch.last, bottom))
        if bottom >= batch.table.first_data_row:
            ends.add(bottom)
    old = frozenset(end for end in ends if end < batch.last)
    if old:
        grow_all(sheet, Growth(sheet.entry.name, batch.left, batch.right, old, batch.last))
