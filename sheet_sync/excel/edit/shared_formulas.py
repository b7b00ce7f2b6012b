"""Formulas that cells share: when the cell that holds the text goes, another takes the text over.

A shared formula is written once, in its first cell (with the area it covers); the others only name its number.  Give
the first cell a value and the rest would be left without a formula.
Source: ECMA-376 part 1, 18.3.1.40 (f).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheet_sync.core.records import Area
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import splice
from sheet_sync.excel.read.formulas import SharedFormula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheet_sync.excel.edit.rowedit import Cell, Row, Splice
    from sheet_sync.excel.edit.sheet_edit import SheetEdit

Place = tuple[int, int]

_MAX_WRITTEN = 50_000_000
"""Characters of a shared formula that are written out again for its cells, one by one."""


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
    by_position: dict[int, list[tuple[str, Area, int]]] = {}
    for each in sheet.index.shared:
        by_position.setdefault(sheet.index.position_at(each[2]), []).append(each)
    found: list[Group] = []
    for at, row in sheet.scan_at(sorted(by_position)):
        for number, area, offset in by_position[at]:
            if (first := _cell_at(row, offset - sheet.index.starts[at])) is not None:
                text = splice.unescaped(row.content(first.formula))
                found.append(Group(number, area, (row.number, first.column), text, []))
    chosen = [group for group in found if wanted is None or group.first in wanted]
    if chosen:
        _give_others(sheet, found, min(g.first[0] for g in chosen), max(g.area.bottom for g in chosen))
    return chosen


def group_of(sheet: SheetEdit, place: Place, number: str) -> Group | None:
    """The shared formula that the cell at ``place`` names."""
    if sheet.known_groups is None:
        sheet.known_groups = groups(sheet)
    earlier = [g for g in sheet.known_groups if g.number == number and g.first <= place]
    return earlier[-1] if earlier else None


def _give_others(sheet: SheetEdit, found: list[Group], first_row: int, last_row: int) -> None:
    """Tell each group who shares its formula: who comes after its first cell, and before a next group of its number."""
    by_number: dict[str, list[Group]] = {}
    for group in sorted(found, key=lambda group: group.first):
        by_number.setdefault(group.number, []).append(group)
    for place, number in _sharing(sheet, first_row, last_row):
        candidates = by_number.get(number, [])
        at = bisect_left(candidates, place, key=lambda group: group.first)
        if at:
            candidates[at - 1].others.append(place)


def _sharing(sheet: SheetEdit, first_row: int, last_row: int) -> Iterator[tuple[Place, str]]:
    """The cells that only name a shared formula, in order, with its number."""
    for row in sheet.scan(first_row, last_row, holding=b"shared"):
        for column, cell in row.cells.items():
            tag = cell.formula.open if cell.formula is not None else None
            if tag is not None and tag.get(b"t") == "shared" and tag.get(b"ref") is None:
                yield (row.number, column), tag.get(b"si") or ""


def _cell_at(row: Row, start: int) -> Cell | None:
    """The cell whose formula begins at that byte of the row."""
    cells = row.cells.values()
    return next((cell for cell in cells if cell.formula is not None and cell.formula.start == start), None)


def keep_whole(sheet: SheetEdit, overwritten: set[Place]) -> list[Splice]:
    """The splices by which the rest of each shared formula outlives the cells in ``overwritten``."""
    splices: list[Splice] = []
    for group in groups(sheet, overwritten):
        left = [place for place in group.others if place not in overwritten]
        if not left:
            continue
        area = _around(left)
        if left[0] == (area.top, area.left):
            splices += _with_text(sheet, left[0], {b"ref": str(area)}, group.text_at(left[0]))
        else:
            _refuse_endless(sheet, group, len(left))
            for place in left:  # no corner to stand in: each gets its own text
                splices += _with_text(sheet, place, {b"t": None, b"si": None}, group.text_at(place))
    return splices


def _refuse_endless(sheet: SheetEdit, group: Group, count: int) -> None:
    if len(group.text) * count > _MAX_WRITTEN:
        ref = sheet.ref(*group.first)
        raise Refused(
            f"{count:,} other cells take their formula from {ref}, and it is too long to be given to each of them, so "
            "nothing was written.",
            where=str(ref),
            hint=f"Change {ref} in Excel.",
        )


def _around(places: list[Place]) -> Area:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return Area(min(rows), min(columns), max(rows), max(columns))


def _with_text(sheet: SheetEdit, place: Place, attributes: dict[bytes, str | None], text: str) -> list[Splice]:
    """The formula element of a cell with other attributes and a text of its own."""
    row = sheet.row(place[0])
    assert row is not None
    formula = row.cells[place[1]].formula
    assert formula is not None
    present = formula.open.all()
    changes = {name: value for name, value in attributes.items() if value is not None or name in present}
    tag = splice.opened(splice.with_attributes(formula.open, changes))
    new = tag + splice.escaped(text) + b"</" + formula.open.name + b">"
    return sheet.placed(place[0], [(formula.start, formula.end, new)])
