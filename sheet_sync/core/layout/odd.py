"""Sheets whose shape is no table that can be worked with: said in words, and left alone."""

from __future__ import annotations

from sheet_sync.core.layout.evidence import is_job_tracker
from sheet_sync.core.layout.headers import FIRST_NAMES, LAST_NAMES, MIXED_DETAILS, WEAK, aliases, headers_in
from sheet_sync.core.readings import Do
from sheet_sync.core.records import CellRef, Grid
from sheet_sync.core.schema import CONTACTS, INTERVIEWS, header_key
from sheet_sync.core.tables import LayoutNote

FIELDS_IN_ROWS = 4
"""Known headers below each other, in one column, from which on a sheet is read as turned over."""
_TOP_ROWS = 60


def refusal(grid: Grid) -> LayoutNote | None:
    """Why the sheet cannot be read as a table, or ``None`` where nothing speaks against it."""
    return _transposed(grid) or _two_groups(grid) or _job_tracker(grid)


def _known_headers(keys: list[str]) -> set[str]:
    """The fields that headers surely mean."""
    found = set()
    for key in keys:
        for schema in (CONTACTS, INTERVIEWS):
            for rank, wanted in aliases(schema).get(key, ())[:1]:
                if rank < WEAK:
                    found.add(wanted.name)
        if key in FIRST_NAMES or key in LAST_NAMES or key in MIXED_DETAILS:
            found.add(key)
    return found


def _transposed(grid: Grid) -> LayoutNote | None:
    """Fields down one of the first two columns, with records across."""
    rows = [number for number in sorted(grid.rows) if number <= _TOP_ROWS]
    for column in (1, 2):
        labels = [
            (number, cell) for number in rows if isinstance(cell := grid.at(number, column), str) and len(cell) <= 60
        ]
        down = _known_headers([header_key(cell) for _, cell in labels])
        if len(down) < FIELDS_IN_ROWS or len(down) * 2 < len(labels):
            continue
        if len(down) > max(len(_known_headers(_row_keys(grid, number))) for number in rows[:20]):
            return LayoutNote(
                "transposed-sheet",
                Do.FLAG,
                CellRef(grid.name, labels[0][0], column),
                f"On the sheet {grid.name} the fields are in rows and the people across, so it is not read.",
                "Copy it and paste it transposed (Paste Special, Transpose), one row a person.",
            )
    return None


def _row_keys(grid: Grid, number: int) -> list[str]:
    return [header.key for header in headers_in(grid.rows[number])]


def _two_groups(grid: Grid) -> LayoutNote | None:
    """Two or more banners over a header row that has one header under two of them."""
    for number in sorted(grid.rows)[:20]:
        headers = headers_in(grid.rows[number])
        if len(_known_headers([header.key for header in headers])) < 2:
            continue
        banners = [area for area in grid.merged if area.bottom < number <= area.bottom + 2 and area.right > area.left]
        for header in headers:
            twins = [other for other in headers if other.key == header.key and other.number != header.number]
            over = next((a for a in banners if a.left <= header.number <= a.right), None)
            for twin in twins:
                if over is not None and any(a is not over and a.left <= twin.number <= a.right for a in banners):
                    return LayoutNote(
                        "two-groups",
                        Do.FLAG,
                        CellRef(grid.name, number, twin.number),
                        f"On the sheet {grid.name} the header “{twin.text}” stands under two banners, so it is unclear"
                        " which is meant, and the sheet is not read.",
                        "Give each column a header of its own.",
                    )
        return None
    return None


def _job_tracker(grid: Grid) -> LayoutNote | None:
    for number in sorted(grid.rows)[:20]:
        headers = headers_in(grid.rows[number])
        if len(headers) >= 3 and is_job_tracker(grid, number, headers):
            return LayoutNote(
                "job-tracker",
                Do.ASK,
                CellRef(grid.name, number, 1),
                f"The sheet {grid.name} follows job applications, not people to talk to, so it is not read.",
                "If it is your list of people, rename its columns, such as Status or Date applied.",
            )
    return None
