"""Formulas that cells share: when the cell that holds the text goes, another takes the text over.

A shared formula is written once, in its first cell (with the area it covers); the others only name its number.  Give
the first cell a value and the rest would be left without a formula.
Source: ECMA-376 part 1, 18.3.1.40 (f).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.excel import splice
from sheet_sync.excel.formulas import SharedFormula

if TYPE_CHECKING:
    from sheet_sync.excel.rowedit import Cell, Row, Splice
    from sheet_sync.excel.sheet_edit import SheetEdit

Place = tuple[int, int]


@dataclass(slots=True)
class Group:
    """One shared formula: its number, its text as it stands in ``first``, and the cells that only name it."""

    number: str
    area: Area
    first: Place
    text: str
    others: list[Place]

    def text_at(self, place: Place) -> str:
        """The formula as another cell has it."""
        return SharedFormula(self.text, *self.first).at(*place)


def groups(sheet: SheetEdit, wanted: set[Place] | None = None) -> list[Group]:
    """The sheet's shared formulas in order; with ``wanted`` only those whose first cell is among them."""
    found: list[Group] = []
    for position, (number, area, offset) in enumerate(sheet.index.shared):
        at = sheet.index.position_at(offset)
        row_number = sheet.index.numbers[at]
        row = sheet.row(row_number)
        first = _cell_at(row, offset - sheet.index.starts[at]) if row is not None else None
        if row is None or first is None or (wanted is not None and (row_number, first.column) not in wanted):
            continue
        text = splice.unescaped(row.content(first.formula))
        place = (row_number, first.column)
        last = _next_of(sheet, position)
        others = _others(sheet, number, area, place, last)
        found.append(Group(number, area, place, text, others))
    return found


def group_of(sheet: SheetEdit, place: Place, number: str) -> Group | None:
    """The shared formula that the cell at ``place`` names."""
    earlier = [g for g in groups(sheet) if g.number == number and g.first <= place]
    return earlier[-1] if earlier else None


def _next_of(sheet: SheetEdit, position: int) -> int | None:
    """Where among the rows the next formula of the same number begins (some programs use a number again)."""
    number = sheet.index.shared[position][0]
    return next((offset for other, _, offset in sheet.index.shared[position + 1 :] if other == number), None)


def _others(sheet: SheetEdit, number: str, area: Area, first: Place, until: int | None) -> list[Place]:
    last_row = sheet.index.numbers[sheet.index.position_at(until)] if until is not None else None
    others: list[Place] = []
    for row in sheet.scan(first[0], area.bottom):
        for column, cell in row.cells.items():
            if (row.number, column) > first and _names(cell, number) and (last_row is None or row.number <= last_row):
                others.append((row.number, column))
    return others


def _names(cell: Cell, number: str) -> bool:
    formula = cell.formula
    return (
        formula is not None
        and formula.open.get(b"t") == "shared"
        and formula.open.get(b"si") == number
        and formula.open.get(b"ref") is None
    )


def _cell_at(row: Row, start: int) -> Cell | None:
    """The cell whose formula begins at that byte of the row."""
    cells = row.cells.values()
    return next((cell for cell in cells if cell.formula is not None and cell.formula.start == start), None)


def keep_whole(sheet: SheetEdit, overwritten: set[Place]) -> dict[int, list[Splice]]:
    """The splices, by row, by which the rest of each shared formula outlives the cells in ``overwritten``."""
    splices: dict[int, list[Splice]] = {}
    for group in groups(sheet, overwritten):
        left = [place for place in group.others if place not in overwritten]
        if not left:
            continue
        area = _around(left)
        if left[0] == (area.top, area.left):
            _hand_over(sheet, group, left[0], area, splices)
        else:
            for place in left:  # no corner to stand in: each gets its own text
                _put(sheet, place, {b"t": None, b"si": None}, group.text_at(place), splices)
    return splices


def _around(places: list[Place]) -> Area:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return Area(min(rows), min(columns), max(rows), max(columns))


def _hand_over(sheet: SheetEdit, group: Group, to: Place, area: Area, splices: dict[int, list[Splice]]) -> None:
    _put(sheet, to, {b"ref": str(area)}, group.text_at(to), splices)


def _put(
    sheet: SheetEdit,
    place: Place,
    attributes: dict[bytes, str | None],
    text: str,
    splices: dict[int, list[Splice]],
) -> None:
    row = sheet.row(place[0])
    assert row is not None
    formula = row.cells[place[1]].formula
    assert formula is not None
    present = formula.open.all()
    changes = {name: value for name, value in attributes.items() if value is not None or name in present}
    tag = splice.opened(splice.with_attributes(formula.open, changes))
    new = tag + splice.escaped(text) + b"</" + formula.open.name + b">"
    splices.setdefault(place[0], []).append((formula.start, formula.end, new))
