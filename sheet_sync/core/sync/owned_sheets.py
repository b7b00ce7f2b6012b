"""Sheets that the tool writes and owns: only cells that differ are set, old lines below are cleared, and what the user
keeps in columns to the right of the tool's stays.

Somebody will type into the tool's columns all the same.  The store knows the *marks* of what the tool wrote there last,
so that anything else that is about to be overwritten is kept in the history first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sheet_sync.core.changes import AddSheet, Change, SetCell, SheetSpec, Written
from sheet_sync.core.records import CellRef, Grid, Snapshot
from sheet_sync.core.schema import CONFLICTS_SHEET, PROBLEMS_SHEET
from sheet_sync.core.values import Content, Formula, same, shown

NOTE: Final = "Written anew by every sync. Notes are safe in columns to the right."
_GAP_WIDTH, _NOTE_WIDTH = 3.0, 36.0
_LAST_CELL = {PROBLEMS_SHEET: re.compile(r"[A-Z]{2}\d\d"), CONFLICTS_SHEET: re.compile(r"[a-z]+-\w+")}
"""How the last cell of a line reads that the tool has written: a rule's code, a conflict's ID."""
_REMARKS = ("Nothing is wrong.", "Nothing is in conflict.")
"""Lines of one cell where there is nothing to list."""


@dataclass(frozen=True, slots=True)
class OwnedPlan:
    """What makes a sheet read as it should, and ``typed``: what somebody typed that gives way to it."""

    changes: tuple[Change, ...]
    typed: tuple[SetCell, ...] = ()


def plan_owned_sheet(snapshot: Snapshot, spec: SheetSpec, marks: Collection[int] = ()) -> OwnedPlan | None:
    """What makes the sheet read as ``spec`` says, or ``None`` where a sheet of that name is the user's own.

    ``marks`` are those of what the tool wrote there last.
    """
    grid = snapshot.grid(spec.name)
    if grid is None:
        return OwnedPlan((AddSheet(_with_note(spec)),))
    if grid.rows and not _is_ours(grid, spec):
        return None
    changes = tuple(_differences(grid, spec))
    return OwnedPlan((*changes, *_note(grid, spec)), tuple(_typed(grid, spec, changes, marks)))


def _width(spec: SheetSpec) -> int:
    return len(spec.rows[spec.header_row - 1])


def _with_note(spec: SheetSpec) -> SheetSpec:
    rows = list(spec.rows)
    rows[spec.header_row - 1] = (*rows[spec.header_row - 1], None, NOTE)
    return replace(spec, rows=tuple(rows), widths=(*spec.widths, _GAP_WIDTH, _NOTE_WIDTH))


def _note(grid: Grid, spec: SheetSpec) -> Iterator[SetCell]:
    """The note, unless the user has put something in its place."""
    row, column = spec.header_row, _width(spec) + 2
    if grid.at(row, column - 1) is None and grid.at(row, column) is None:
        yield SetCell(CellRef(grid.name, row, column), NOTE)


def _is_ours(grid: Grid, spec: SheetSpec) -> bool:
    header = spec.rows[spec.header_row - 1]
    return all(same(grid.at(spec.header_row, column), cell) for column, cell in enumerate(header, 1))


def _differences(grid: Grid, spec: SheetSpec) -> Iterator[SetCell]:
    width = _width(spec)
    last = max(len(spec.rows), max(grid.rows, default=0))
    for number in range(1, last + 1):
        wanted = spec.rows[number - 1] if number <= len(spec.rows) else ()
        for column in range(1, width + 1):
            value = wanted[column - 1] if column <= len(wanted) else None
            actual = grid.at(number, column)
            if not _shows(actual, value):
                title = spec.rows[spec.header_row - 1][column - 1]
                yield SetCell(CellRef(grid.name, number, column), value, actual, field=str(title))


def _shows(actual: Content, wanted: Written) -> bool:
    """Whether the cell is right; of a formula the text counts, since programs save results each in their own way."""
    if isinstance(wanted, Formula):
        return isinstance(actual, Formula) and _bare(actual.text) == _bare(wanted.text)
    return same(actual, wanted)


def _bare(formula: str) -> str:
    return formula.replace(" ", "").casefold()


# --- what was typed there ---


def marks_of(spec: SheetSpec) -> frozenset[int]:
    """The marks of all that the tool puts on the sheet, to be known again wherever a sort takes it."""
    return frozenset(_mark(at, cell) for row in spec.rows for at, cell in enumerate(row, 1) if cell is not None)


def _mark(column: int, content: Content) -> int:
    text = f"={_bare(content.text)}" if isinstance(content, Formula) else str(shown(content))
    return zlib.crc32(f"{column} {text}".encode())


def _typed(grid: Grid, spec: SheetSpec, changes: Collection[SetCell], marks: Collection[int]) -> Iterator[SetCell]:
    """The cells about to be overwritten that the tool did not write."""
    for change in changes:
        if change.old is None or _mark(change.ref.column, change.old) in marks:
            continue
        line = [grid.at(change.ref.row, column) for column in range(1, _width(spec) + 1)]
        if _is_choice(spec, line, change):
            continue
        if not _is_of_another_computer(spec, line, marks) and not _moves_along(spec, line, change):
            yield change


def _moves_along(spec: SheetSpec, line: list[Content], change: SetCell) -> bool:
    """Whether the cell stands on the sheet all the same, since its line only has another place."""
    at = change.ref.column - 1
    rows = (row for row in spec.rows if len(row) == len(line) and line[-1] is not None and same(row[-1], line[-1]))
    return any(not isinstance(row[at], Formula) and same(row[at], change.old) for row in rows)


def _is_choice(spec: SheetSpec, line: list[Content], change: SetCell) -> bool:
    """Whether it is a choice in the sheet Conflicts, which has been read: a side by its name, or by what it says."""
    if change.field != "Keep":
        return False
    word = str(shown(change.old)).strip().casefold()
    said = (cell for title, cell in zip(spec.rows[0], line, strict=False) if title in ("Here", "There"))
    return word in ("here", "there", "excel", "google") or any(same(change.old, cell) for cell in said)


def _is_of_another_computer(spec: SheetSpec, line: list[Content], marks: Collection[int]) -> bool:
    """Whether a whole line was written by the tool under other records: it has the form, and little of it is known."""
    filled = [cell for cell in line if cell is not None]
    if len(filled) == 1 and filled[0] in _REMARKS:
        return True
    code = line[-1]
    if not isinstance(code, str) or _LAST_CELL[spec.name].fullmatch(code) is None:
        return False
    known = [_mark(at, cell) in marks for at, cell in enumerate(line[1:-1], 2) if cell is not None]
    return 2 * sum(known) < len(known)
