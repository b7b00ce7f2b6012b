"""What a write replaces is kept, in the same moment and by Google itself, until the write is known to be right.

Google Sheets has no lock and no "only if unchanged": between reading and writing a person may type into the very cell,
or sort the rows.  So each batch first copies the cells it is about to touch, with the IDs of their rows, to a hidden
sheet of its own; its answer brings that copy back.  The copy proves what was hit and what stood there, whatever the
timing; from it everything can be put back, formats and all.  The next request takes the hidden sheet away.

Its name tells a batch from its repetition: Google refuses a second sheet of one name, so nothing is applied twice.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sheet_sync.core.records import Area, Grid, quoted_sheet
from sheet_sync.core.values import Content, ErrorValue, Formula, normal

Json = dict[str, Any]

PROJECT_KEY = "sheet_sync.project"
MARK_KEY = "sheet_sync.op"
_TITLE = re.compile(r"sheet-sync keeps (\d{8}T\d{6})Z ([0-9a-f]{12}) ([0-9a-f]{12})")
_STILL_AT_WORK = timedelta(minutes=15)
_GAP_ROWS = 4
"""Rows copied needlessly rather than with a request of their own."""

At = Callable[[int, int, int], Content]
"""What stands in a cell: by sheet number, row and column."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The hidden sheet of one batch: cells keep their column, and their row but for a shift by ``offsets``."""

    id: int
    title: str
    op: str
    areas: tuple[tuple[int, Area], ...]
    offsets: Mapping[int, int]

    @property
    def size(self) -> tuple[int, int]:
        rows = max((area.bottom + self.offsets[sheet] for sheet, area in self.areas), default=1)
        return rows, max((area.right for _, area in self.areas), default=1)

    @property
    def range(self) -> str:
        """The whole of it, to be asked for."""
        return quoted_sheet(self.title)

    def place(self, sheet: int, row: int) -> int:
        """Where a row is kept."""
        return row + self.offsets[sheet]

    def requests(self) -> Iterator[Json]:
        """Make the sheet and copy into it."""
        rows, columns = self.size
        yield {
            "addSheet": {
                "properties": {
                    "sheetId": self.id,
                    "title": self.title,
                    "hidden": True,
                    "gridProperties": {"rowCount": rows, "columnCount": columns},
                }
            }
        }
        for sheet, area in self.areas:
            yield copy_request(sheet, area, self.id, self.offsets[sheet])


def copy_request(source: int, area: Area, target: int, row_shift: int) -> Json:
    """Copy an area, with all that is on its cells, to the same columns of another sheet."""
    moved = Area(area.top + row_shift, area.left, area.bottom + row_shift, area.right)
    return {
        "copyPaste": {
            "source": grid_range(source, area),
            "destination": grid_range(target, moved),
            "pasteType": "PASTE_NORMAL",
        }
    }


def grid_range(sheet: int, area: Area) -> Json:
    return {
        "sheetId": sheet,
        "startRowIndex": area.top - 1,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left - 1,
        "endColumnIndex": area.right,
    }


def plan_keeping(cells: Mapping[int, Mapping[int, frozenset[int]]], expected: At, taken: Iterable[int]) -> Keeping:
    """A hidden sheet for cells given by sheet, row and columns; ``taken`` are the numbers of sheets that exist."""
    areas = tuple((sheet, area) for sheet, rows in cells.items() for area in areas_of(rows))
    offsets, height = {}, 0
    for sheet, rows in cells.items():
        offsets[sheet] = height  # only ever downwards, so that no relative reference is pushed off the sheet
        height += max(rows, default=0)
    op = secrets.token_hex(6)
    digest = _digest(
        (row + offsets[sheet], column, expected(sheet, row, column))
        for sheet, area in areas
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )
    title = f"sheet-sync keeps {datetime.now(UTC):%Y%m%dT%H%M%S}Z {op} {digest}"
    return Keeping(free_number(taken), title, op, areas, offsets)


def free_number(taken: Iterable[int]) -> int:
    """A number for a new sheet: any, but none that exists."""
    known = set(taken)
    while (number := secrets.randbelow(2**31 - 1) or 1) in known:
        pass
    return number


def areas_of(rows: Mapping[int, frozenset[int]]) -> Iterator[Area]:
    """Rectangles that cover columns by row: neighbouring rows with the same columns in one, small gaps bridged."""
    by_run: dict[tuple[int, int], list[int]] = {}
    for row in sorted(rows):
        for run in runs(sorted(rows[row])):
            by_run.setdefault((run[0], run[-1]), []).append(row)
    for (left, right), numbers in by_run.items():
        top = last = numbers[0]
        for row in numbers[1:]:
            if row - last > _GAP_ROWS:
                yield Area(top, left, last, right)
                top = row
            last = row
        yield Area(top, left, last, right)


def runs(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ascending numbers in runs without a gap."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[index - 1] + 1:
            yield numbers[start:index]
            start = index


@dataclass(frozen=True, slots=True)
class Before:
    """What stood where a batch wrote, in the moment before it did."""

    keeping: Keeping
    cells: Grid = field(default_factory=lambda: Grid(""))

    def at(self, sheet: int, row: int, column: int) -> Content:
        return self.cells.at(self.keeping.place(sheet, row), column)


def is_kept_title(title: str) -> bool:
    return _TITLE.fullmatch(title) is not None


def is_left_over(title: str, now: datetime | None = None) -> bool:
    """Whether a hidden sheet is of a write that was cut short, and not of one that is still at work elsewhere."""
    match = _TITLE.fullmatch(title)
    if match is None:
        return False
    made = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return (now or datetime.now(UTC)) - made > _STILL_AT_WORK


def was_untouched(title: str, grid: Grid) -> bool:
    """Whether what was replaced is just what the write meant to replace, so that it need not be kept."""
    match = _TITLE.fullmatch(title)
    cells = ((row, column, content) for row, cells in grid.rows.items() for column, content in enumerate(cells, 1))
    return match is not None and _digest(cells) == match[3]


def replaced_title(title: str) -> str:
    """The name under which a left-over sheet is shown to the user."""
    match = _TITLE.fullmatch(title)
    assert match is not None
    made = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return f"Replaced {made:%Y-%m-%d %H.%M.%S} UTC"


def _digest(cells: Iterable[tuple[int, int, Content]]) -> str:
    known = sorted({(row, column, comparable(content)) for row, column, content in cells if content is not None})
    return hashlib.sha256(repr(known).encode("utf-8", "backslashreplace")).hexdigest()[:12]


def comparable(content: Content) -> str:
    """A content as text, equal for equal ones; a formula only as one, since copying moves its references."""
    if isinstance(content, Formula):
        return "="
    if isinstance(content, ErrorValue):
        return f"error {content.code}"
    value = normal(content)
    if isinstance(value, float):
        value = float(f"{value:.12g}")
    return f"{type(value).__name__} {value!r}"


def alike(one: Content, other: Content) -> bool:
    """Whether two contents are the same, as far as a copy can tell."""
    return one is other or comparable(one) == comparable(other)
