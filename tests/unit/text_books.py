"""A workbook in a test, written as its reader sees it: one text a sheet, one line a row, cells between bars."""

from __future__ import annotations

from datetime import date, time

from sheet_sync.core.book import Book
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.values import Content

AS_OF = date(2026, 11, 24)  # a Tuesday


def cell(text: str) -> Content:
    """A cell's content: dates, times, numbers and ticks as such, all else as text."""
    for parse in (int, date.fromisoformat, time.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            continue
    return {"TRUE": True, "FALSE": False, "": None}.get(text, text)


def grid(name: str, text: str) -> Grid:
    """A sheet whose first line is row 1."""
    lines = [line.strip() for line in text.strip().splitlines()]
    rows = {number: [cell(part.strip()) for part in line.split("|")] for number, line in enumerate(lines, 1) if line}
    return Grid(name, rows)


def snapshot(project_id: str | None = "p-1", **sheets: str) -> Snapshot:
    """A workbook of sheets named by keyword."""
    grids = tuple(grid(name.capitalize(), text) for name, text in sheets.items())
    return Snapshot("excel", "interviews.xlsx", "f", grids, project_id)


def book(as_of: date = AS_OF, project_id: str | None = "p-1", **sheets: str) -> Book:
    """The same, understood as of a day."""
    return Book(snapshot(project_id, **sheets), as_of)
