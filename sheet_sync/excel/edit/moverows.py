"""The rows of a sheet's markup after rows were taken out or put in, here or on another sheet that formulas refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sheet_sync.core.records import MAX_ROW, Area
from sheet_sync.excel.edit import rowedit, shared_formulas, splice
from sheet_sync.excel.edit.rowmove import Obstacle, RowMove, keeps_sharing, moved

if TYPE_CHECKING:
    from sheet_sync.excel.edit.rowedit import Row
    from sheet_sync.excel.edit.shared_formulas import Group, Place
    from sheet_sync.excel.edit.sheet_edit import SheetEdit
    from sheet_sync.excel.edit.splice import Span

_JOINED_ROWS = 1024
"""Rows that make one piece: what reads the sheet again has far fewer of them to look at."""


@dataclass
class RowMover:
    """Rewrites the rows of one sheet.  ``is_home`` says that it is this sheet's rows that move."""

    sheet: SheetEdit
    move: RowMove
    is_home: bool
    texts: dict[Place, str] = field(default_factory=dict)
    """Formulas of cells that cannot share any more, as they stood."""
    heads: dict[Place, tuple[str, Area]] = field(default_factory=dict)
    """Shared formulas that stay shared: text and area for their first cell, as they stood."""

    @property
    def home(self) -> str:
        return self.sheet.entry.name

    def run(self) -> list[bytes] | None:
        """The rows in pieces, ``None`` where nothing changes.

        Raises:
            Obstacle: a formula cannot be adjusted.
        """
        index = self.sheet.index
        if not self.is_home and not index.has_formulas:
            return None
        if not index.is_ordered:
            raise Obstacle(f"the rows of {self.home} are not in order")
        if self.is_home:
            self._refuse_torn_areas()
        if index.shared:
            self._decide_sharing()
        pieces: list[bytes] = [self._before_rows()]
        is_changed = self.is_home
        for position, data in index.walk(range(len(index.numbers))):
            new = self._row(index.numbers[position], data)
            is_changed = is_changed or new is not data
            pieces.append(new)
        if not is_changed:
            return None
        return [b"".join(pieces[at : at + _JOINED_ROWS]) for at in range(0, len(pieces), _JOINED_ROWS)]

    def _before_rows(self) -> bytes:
        index = self.sheet.index
        end = index.starts[0] if index.starts else index.size
        found = b""
        for chunk in index.rows():
            found += chunk
            if len(found) >= end:
                break
        return found[:end]

    def _refuse_torn_areas(self) -> None:
        """An array formula or a data table goes as a whole, moves as a whole, or stays."""
        for _, area in self.sheet.index.areas:
            gone = self.move.gone_in(area.top, area.bottom)
            torn = gone and self.move.area(area) is not None
            if torn or (not self.move.gone and area.top < self.move.at <= area.bottom):
                raise Obstacle(f"an array formula or data table fills {area}", gone)

    # --- shared formulas ---

    def _decide_sharing(self) -> None:
        for group in shared_formulas.groups(self.sheet):
            row = group.first[0]
            stays = [place for place in (group.first, *group.others) if not self._is_gone(place[0])]
            if not stays:
                continue
            if keeps_sharing(group.text, row, self.home, self.move) or not self._is_touched(group, stays):
                self.heads[stays[0]] = (group.text_at(stays[0]), _around(stays))
            else:
                self.texts |= {place: group.text_at(place) for place in stays}

    def _is_gone(self, row: int) -> bool:
        return self.is_home and self.move.row(row) is None

    def _is_touched(self, group: Group, stays: list[Place]) -> bool:
        """Whether a cell of the group moves, or what it refers to."""
        if len(stays) <= len(group.others) or (self.is_home and self.move.row(stays[-1][0]) != stays[-1][0]):
            return True
        texts = (group.text_at(place) for place in stays)
        return any(moved(text, self.move, self.home) != text for text in texts)

    # --- a row ---

    def _row(self, number: int, data: bytes) -> bytes:
        new_number = self.move.row(number) if self.is_home else number
        if new_number is None:
            span = next(splice.children(data))
            return data[span.end :]
        has_formula = b"<" + self.sheet.index.prefix + b"f" in data or b":f" in data
        if new_number == number and not has_formula:
            return data
        if new_number > MAX_ROW:
            raise Obstacle("the sheet is full")
        if not has_formula and (quick := self._renumbered(data, new_number)) is not None:
            return quick
        return self._exact(rowedit.parse_row(data, number), new_number)

    def _renumbered(self, data: bytes, new: int) -> bytes | None:
        """A plain row with its number changed in its tag and its cells, ``None`` where it is not plain."""
        prefix = self.sheet.index.prefix
        row, cells = _patterns(prefix)
        number = b"%d" % new

        def renumbered(match: re.Match[bytes]) -> bytes:  # quicker than a template, which is read again for each number
            return match[1] + number

        head, count = row.subn(renumbered, data, count=1)
        if count != 1 or b"<!" in data or b"<?" in data:
            return None
        result, cell_count = cells.subn(renumbered, head)
        return result if cell_count == data.count(b"<" + prefix + b"c ") else None

    def _exact(self, row: Row, new: int) -> bytes:
        splices: list[tuple[int, int, bytes]] = []
        if new != row.number:
            tag = splice.with_attributes(row.tag, {b"r": str(new)})
            splices.append((row.tag.start, row.tag.end, tag))
        for column, cell in row.cells.items():
            if new != row.number and cell.tag.get(b"r") is not None:
                address = self.sheet.ref(new, column).address
                tag = splice.with_attributes(cell.tag, {b"r": address})
                splices.append((cell.tag.start, cell.tag.end, tag))
            if cell.formula is not None:
                splices += self._formula(row, (row.number, column), cell.formula)
        return splice.spliced(row.data, splices) if splices else row.data

    def _formula(self, row: Row, place: Place, formula: Span) -> list[tuple[int, int, bytes]]:
        kind = formula.open.get(b"t") or "normal"
        text = splice.unescaped(row.content(formula))
        changes: dict[bytes, str | None] = {}
        if place in self.texts:
            text, changes = self.texts[place], {b"t": None, b"si": None, b"ref": None}
        elif place in self.heads:
            text, area = self.heads[place]
            changes = {b"ref": str(self._area(area))}
        elif kind == "shared":
            changes = {b"ref": None}
        elif kind in ("array", "dataTable") and self.is_home:
            changes = self._area_changes(formula, kind)
        new_text = moved(text, self.move, self.home) if text else text
        return self._replaced(row, formula, changes, new_text)

    def _replaced(
        self, row: Row, formula: Span, changes: dict[bytes, str | None], text: str
    ) -> list[tuple[int, int, bytes]]:
        present = formula.open.all()
        changes = {k: v for k, v in changes.items() if (k in present or v is not None) and present.get(k) != v}
        old = splice.unescaped(row.content(formula))
        if not changes and text == old:
            return []
        tag = splice.with_attributes(formula.open, changes)
        if not text:
            return [(formula.start, formula.open.end, tag)]
        new = splice.opened(tag) + splice.escaped(text) + b"</" + formula.open.name + b">"
        return [(formula.start, formula.end, new)]

    def _area_changes(self, formula: Span, kind: str) -> dict[bytes, str | None]:
        """The area of an array formula or data table, and the input cells of the latter."""
        changes: dict[bytes, str | None] = {}
        told = formula.open.get(b"ref")
        if told:
            changes[b"ref"] = str(self._area(Area.parse(told)))
        for name in (b"r1", b"r2") if kind == "dataTable" else ():
            if cell := formula.open.get(name):
                changes[name] = moved(cell, self.move, self.home)
        return changes

    def _area(self, area: Area) -> Area:
        new = self.move.area(area) if self.is_home else area
        if new is None:
            raise Obstacle(f"formulas fill {area}", self.move.gone_in(area.top, area.bottom))
        return new


def _around(places: list[Place]) -> Area:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return Area(min(rows), min(columns), max(rows), max(columns))


_KNOWN_PATTERNS: dict[bytes, tuple[re.Pattern[bytes], re.Pattern[bytes]]] = {}


def _patterns(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Where the number stands in a row's tag, and in those of its cells."""
    if prefix not in _KNOWN_PATTERNS:
        name = re.escape(prefix)
        _KNOWN_PATTERNS[prefix] = (
            re.compile(rb"(<%brow\s+r\s*=\s*[\"'])\d+" % name),
            re.compile(rb"(<%bc\s+r\s*=\s*[\"'][A-Za-z]{1,3})\d+" % name),
        )
    return _KNOWN_PATTERNS[prefix]
