"""A whole workbook in a test: one text a sheet, in the form of :mod:`tests.tables`."""

from __future__ import annotations

from datetime import date

from sheet_sync.core.book import Book
from sheet_sync.core.records import Snapshot
from tests.tables import grid_of

AS_OF = date(2026, 11, 24)  # a Tuesday


def snapshot(project_id: str | None = "p-1", **sheets: str) -> Snapshot:
    """A workbook of sheets named by keyword."""
    grids = tuple(grid_of(name.capitalize(), text) for name, text in sheets.items())
    return Snapshot("excel", "interviews.xlsx", "f", grids, project_id)


def book(as_of: date = AS_OF, project_id: str | None = "p-1", **sheets: str) -> Book:
    """The same, understood as of a day."""
    return Book(snapshot(project_id, **sheets), as_of)
