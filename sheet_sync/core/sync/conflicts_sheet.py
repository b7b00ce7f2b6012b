"""The Conflicts sheet: cells that were edited differently in two places, and a cell to choose in for each.

Every replica has its own, told from where its reader sits: *Here* is what stands in this one, *There* what another
holds.  A choice counts only while both still are what its line shows.

A Google Sheet may be synced from several computers, each with conflicts of its own.  A line that this computer has not
written is another's, and stays; all are kept in one order, so that no two computers shuffle them back and forth.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sheet_sync.core.changes import SheetSpec, Written
from sheet_sync.core.records import CellRef
from sheet_sync.core.schema import CONFLICTS_SHEET
from sheet_sync.core.sync.conflict_ids import conflict_id, is_conflict_id, listing_order
from sheet_sync.core.sync.merge import RECORD
from sheet_sync.core.sync.synced import Value, alike, own_header, scalar_of
from sheet_sync.core.values import Content, ErrorValue, Scalar, normal, same, shown

if TYPE_CHECKING:
    from sheet_sync.core.records import Grid, Snapshot
    from sheet_sync.core.sync.merge import Claims, Conflict
    from sheet_sync.core.sync.synced import ReplicaName

COLUMNS = ("Table", "Row", "Field", "Here", "There", "Keep", "How to settle", "ID")
WIDTHS = (12.0, 24.0, 16.0, 36.0, 36.0, 9.0, 30.0, 10.0)
_ROW_HEIGHT = 48.0
"""Three lines: enough of a long note to know it by, and many conflicts on one screen."""
HERE, THERE = "Here", "There"
EMPTY = "(empty)"
NOTHING = "Nothing is in conflict."
_ROW, _HERE, _THERE, _KEEP, _HOW, _ID = (
    COLUMNS.index(name) + 1 for name in ("Row", HERE, THERE, "Keep", "How to settle", "ID")
)
_WAY = "Under Keep, choose Here or There ({}), and sync."
_IS_WAY = re.compile(".+".join(map(re.escape, _WAY.split("{}"))), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: what stands here against one other value, and who holds that.

    ``here`` is a tuple of one, or empty where this replica has no such cell; ``header`` is what the column is called.
    """

    conflict: Conflict
    row_name: str
    here: tuple[Value, ...]
    there: Value
    owners: tuple[ReplicaName, ...]
    header: str = ""

    @property
    def key(self) -> tuple[str, Scalar, Scalar]:
        """What a choice is tied to: the conflict, and both values as they are shown."""
        return (conflict_id(self.conflict), display(self.here[0]) if self.here else None, display(self.there))


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody put under Keep in a replica's sheet, beside the values that were shown.

    ``row`` is what the row was called there.
    """

    replica: ReplicaName
    ref: CellRef
    id: str
    here: Content
    there: Content
    keep: Content
    row: Content = None

    def is_about(self, line: Line) -> bool:
        """Whether the choice was made with these values in view."""
        id_, here, there = line.key
        return self.id == id_ and same(self.here, here) and same(self.there, there)


Mark = tuple[str, str]
"""What a line is known by: the conflict's ID, and what is there."""


@dataclass(frozen=True, slots=True)
class ConflictsView:
    """What goes on one replica's sheet: ``choices`` by conflict; ``titles`` are what the reader calls the places.

    ``written`` are the lines that earlier syncs of this computer may have left; ``None`` claims all that are there.
    """

    lines: tuple[Line, ...] = ()
    written: Container[Mark] | None = None
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    titles: Mapping[ReplicaName, str] = field(default_factory=dict)


def display(value: Value) -> Scalar:
    """A value as the sheet shows it."""
    return EMPTY if value is None else scalar_of(value)


def claims_of(conflict: Conflict, held: Claims) -> dict[ReplicaName, Value]:
    """Of what each place holds that which is claimed: what was synced before only where somebody did not know it."""
    record = conflict.values.get(RECORD)
    return {
        name: value
        for name, value in held.items()
        if name in conflict.values or (RECORD in conflict.values and alike(value, record))
    }


def lines_of(conflict: Conflict, held: Claims, replica: ReplicaName, row_name: str) -> Iterator[Line]:
    """A conflict as a replica sees it: one line for each value that differs from its own."""
    here = (held[replica],) if replica in held else ()
    others: list[tuple[Value, list[ReplicaName]]] = []
    for name, value in claims_of(conflict, held).items():
        if here and alike(value, here[0]):
            continue
        known = next((owners for other, owners in others if alike(other, value)), None)
        if known is None:
            others.append((value, [name]))
        else:
            known.append(name)
    for value, owners in others:
        yield Line(conflict, row_name, here, value, tuple(owners))


def marks_of(conflicts: Iterable[Conflict], reader: ReplicaName = "") -> set[Mark]:
    """What lines about these conflicts are known by, in whatever replica they stand, or in the reader's."""
    return {
        (conflict_id(each), mark_text(display(value)))
        for each in conflicts
        for value in each.values.values()
        if reader not in each.values or not alike(value, each.values[reader])
    }


def mark_text(content: Content) -> str:
    """A value as text that is the same however it was written and read back."""
    value = shown(content)
    plain = str(value) if isinstance(value, ErrorValue) else normal(value)
    return f"{plain:.12g}" if isinstance(plain, float) else str(plain)


def conflicts_sheet(view: ConflictsView, grid: Grid | None = None) -> SheetSpec:
    """The sheet as it should be, given how it is; one friendly row where nothing is in conflict."""
    ways = _standing_ways(grid)
    rows = sorted([*(_row(line, view, ways) for line in view.lines), *_of_others(view, grid)], key=_order)
    if not rows:
        rows = [(None, NOTHING, *[None] * (len(COLUMNS) - 2))]
    choices = {_KEEP: (HERE, THERE)}
    return SheetSpec(CONFLICTS_SHEET, (COLUMNS, *rows), widths=WIDTHS, choices=choices, row_height=_ROW_HEIGHT)


def _order(row: tuple[Written, ...]) -> tuple[str, ...]:
    table, name, field_, id_, there = (mark_text(row[at]) for at in (0, _ROW - 1, 2, _ID - 1, _THERE - 1))
    return (*listing_order(table, name, field_, id_), there)


def _of_others(view: ConflictsView, grid: Grid | None) -> Iterator[tuple[Written, ...]]:
    """The lines that another computer has written."""
    if grid is None or view.written is None:
        return
    ours = {(id_, mark_text(there)) for id_, _, there in (line.key for line in view.lines)}
    for number in sorted(grid.rows):
        cells = tuple(grid.at(number, column) for column in range(1, len(COLUMNS) + 1))
        mark = (str(cells[_ID - 1]), mark_text(cells[_THERE - 1]))
        is_line = number > 1 and is_conflict_id(mark[0]) and not any(isinstance(cell, ErrorValue) for cell in cells)
        if is_line and mark not in ours and mark not in view.written:
            yield tuple(cell for cell in cells if not isinstance(cell, ErrorValue))


def _standing_ways(grid: Grid | None) -> dict[Mark, str]:
    """How to settle, as it is said already.

    Where two computers have a line in common, each says it of its own workbook: what stands is right enough.
    """
    if grid is None:
        return {}
    said = {(str(grid.at(row, _ID)), mark_text(grid.at(row, _THERE))): grid.at(row, _HOW) for row in grid.rows}
    return {mark: way for mark, way in said.items() if isinstance(way, str) and _IS_WAY.fullmatch(way)}


def _row(line: Line, view: ConflictsView, ways: Mapping[Mark, str]) -> tuple[Written, ...]:
    conflict = line.conflict
    id_, here, there = line.key
    kept = next((shown(choice.keep) for choice in view.choices.get(id_, ()) if choice.is_about(line)), None)
    keep = kept if isinstance(kept, str | bool | int | float) else None  # still open, so it stands as it was typed
    owners = " and ".join(view.titles.get(name, name) for name in line.owners)
    how = ways.get((id_, mark_text(there)), _WAY.format(owners))
    return (conflict.table, line.row_name, line.header or own_header(conflict.key), here, there, keep, how, id_)


def read_choices(snapshot: Snapshot, replica: ReplicaName) -> Sequence[Choice]:
    """What was put under Keep in a replica's sheet, top to bottom."""
    grid = snapshot.grid(CONFLICTS_SHEET)
    if grid is None or any(not same(grid.at(1, number), title) for number, title in enumerate(COLUMNS, 1)):
        return ()
    return [
        Choice(
            replica,
            CellRef(grid.name, row, _KEEP),
            str(grid.at(row, _ID) or "").strip().casefold(),
            grid.at(row, _HERE),
            grid.at(row, _THERE),
            keep,
            grid.at(row, _ROW),
        )
        for row in sorted(grid.rows)
        if row > 1 and (keep := grid.at(row, _KEEP)) not in (None, "")
    ]
