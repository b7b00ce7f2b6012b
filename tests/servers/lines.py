"""Rows and columns that appear, go or move, and everything that must follow: cells, ranges, formulas.

Documented: named ranges, filters, formulas and developer metadata adjust.  The same is assumed of merges, protected
ranges, tables and conditional formats.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.servers.model import EMPTY, Formula, Row, new_column
from tests.servers.references import Shift, rewritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers.api_errors import Json
    from tests.servers.model import Cell, Line, Sheet, Spreadsheet
    from tests.servers.references import Ref


def blank(dimension: str) -> Line:
    """A new row or column."""
    return Row() if dimension == "ROWS" else new_column()


def insert(
    book: Spreadsheet, sheet: Sheet, dimension: str, at: int, count: int, *, inherit_from_before: bool = False
) -> None:
    """Put empty rows or columns before index ``at``; they take over the formats of a neighbour (documented)."""
    neighbour = at - 1 if inherit_from_before else at
    if dimension == "ROWS":
        model = sheet.rows[neighbour].cells if 0 <= neighbour < len(sheet.rows) else {}
        dress = {column: d for column, cell in model.items() if (d := _dress(cell)) != EMPTY}
        sheet.rows[at:at] = [Row(cells=dict(dress)) for _ in range(count)]
    else:
        for row in sheet.rows:
            cells = {column + count if column >= at else column: cell for column, cell in row.cells.items()}
            dress_cell = _dress(row.cells.get(neighbour, EMPTY))
            if dress_cell != EMPTY:
                cells |= dict.fromkeys(range(at, at + count), dress_cell)
            row.cells = cells
        sheet.columns[at:at] = [new_column() for _ in range(count)]
    _follow(book, sheet, Shift(dimension, at, count))


def _dress(cell: Cell) -> Cell:
    """Format and rule of a cell, without what is in it."""
    return replace(EMPTY, format=cell.format, validation=cell.validation)


def delete(book: Spreadsheet, sheet: Sheet, dimension: str, at: int, count: int) -> None:
    """Take rows or columns away."""
    shift = Shift(dimension, at, -count)
    if dimension == "COLUMNS":
        for row in sheet.rows:
            row.cells = {new: cell for c, cell in row.cells.items() if (new := shift.index(c)) is not None}
    del sheet.lines(dimension)[at : at + count]
    _follow(book, sheet, shift)


def move(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int, target: int) -> None:
    """Move rows or columns to before index ``target``. Ranges stay where they are (assumed)."""
    order = list(range(len(sheet.lines(dimension))))
    block = order[start:end]
    rest = order[:start] + order[end:]
    at = target if target <= start else target - len(block)
    order = rest[:at] + block + rest[at:]
    places = {old: new for new, old in enumerate(order)}
    lines = sheet.lines(dimension)
    lines[:] = [lines[old] for old in order]
    if dimension == "COLUMNS":
        for row in sheet.rows:
            row.cells = {places[column]: cell for column, cell in row.cells.items()}

    def moved(ref: Ref) -> Ref:
        index = ref.start.index(dimension)
        if ref.end or index is None:
            return ref
        return replace(ref, start=ref.start.at(dimension, places.get(index, index)))

    _rewrite(book, sheet, moved)


def _follow(book: Spreadsheet, sheet: Sheet, shift: Shift) -> None:
    _rewrite(book, sheet, shift.ref)
    sheet.merges = [m for m in sheet.merges if _shifted(m, shift) and sheet.box(m).height * sheet.box(m).width > 1]
    for name in ("protected", "tables", "banded"):
        setattr(sheet, name, [item for item in getattr(sheet, name) if _shifted(item.get("range", {}), shift)])
    for rule in sheet.conditional:
        rule["ranges"] = [r for r in rule["ranges"] if _shifted(r, shift)]
    sheet.conditional = [rule for rule in sheet.conditional if rule["ranges"]]
    if sheet.basic_filter and not _shifted(sheet.basic_filter["range"], shift):
        sheet.basic_filter = None
    groups = sheet.groups[shift.dimension]
    sheet.groups[shift.dimension] = [g for g in groups if _shifted(g["range"], shift, ("startIndex", "endIndex"))]
    book.named_ranges = [
        named for named in book.named_ranges
        if named["range"].get("sheetId", 0) != sheet.id or _shifted(named["range"], shift)
    ]  # fmt: skip


def _shifted(range_json: Json, shift: Shift, names: tuple[str, str] | None = None) -> bool:
    """Move a range's edges in place; False if nothing of it is left."""
    start, end = names or (
        ("startRowIndex", "endRowIndex") if shift.dimension == "ROWS" else ("startColumnIndex", "endColumnIndex")
    )
    if end not in range_json:
        return True  # open ended: it reaches to the edge, wherever that is
    span = shift.span(range_json.get(start, 0), range_json[end])
    if span is None:
        return False
    range_json[start], range_json[end] = span
    return True


def _rewrite(book: Spreadsheet, sheet: Sheet, change: Callable[[Ref], Ref | None]) -> None:
    """Change the references to ``sheet`` in every formula of the spreadsheet."""
    for home in book.sheets:

        def only_to_sheet(ref: Ref, home: Sheet = home) -> Ref | None:
            there = home if ref.sheet is None else book.by_title(ref.sheet)
            return change(ref) if there is sheet else ref

        for cells, column, cell in _formulas(home):
            text = rewritten(cell.entered.text, only_to_sheet)
            cells[column] = replace(cell, entered=Formula(text))


def _formulas(sheet: Sheet) -> Iterator[tuple[dict[int, Cell], int, Any]]:
    for row in sheet.rows:
        for column, cell in list(row.cells.items()):
            if isinstance(cell.entered, Formula):
                yield row.cells, column, cell
