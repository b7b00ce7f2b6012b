"""A Google Sheet as it was read, with what writing needs to know and the rest of the program does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheet_sync.core.records import Area, Grid, Snapshot


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A typed Table of Google's, by the ID that requests name it with."""

    id: str
    area: Area


@dataclass(slots=True)
class SheetState:
    """One sheet: its number, the size of its grid, and what must be respected when cells are written.

    ``formats`` are the cells' own number formats, by row and column; ``locked`` is what may not be edited.
    """

    id: int
    title: str
    rows: int
    columns: int
    grid: Grid
    formats: Mapping[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    locked: tuple[Area, ...] = ()
    tables: tuple[TypedTable, ...] = ()

    def is_locked(self, row: int, column: int) -> bool:
        return any(area.holds(row, column) for area in self.locked)

    def is_row_locked(self, row: int) -> bool:
        return any(area.top <= row <= area.bottom for area in self.locked)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet in which an earlier write kept what it replaced, and which it had no time to take away."""

    id: int
    title: str
    is_untouched: bool


@dataclass(frozen=True, slots=True)
class BookState:
    """The spreadsheet: sheets by title, the marks of earlier writes, and sheets left over from writes cut short."""

    file_id: str
    sheets: Mapping[str, SheetState]
    has_mark: bool = False
    has_project: bool = False
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class GoogleSnapshot(Snapshot):
    """A snapshot that remembers what it was made from; ``requests`` is what reading it took."""

    state: BookState | None = field(default=None, compare=False, repr=False)
    requests: int = field(default=0, compare=False)
