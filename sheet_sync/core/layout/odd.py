"""Sheets whose shape is no table: said in words and left alone."""

from __future__ import annotations

from sheet_sync.core.records import Grid
from sheet_sync.core.tables import LayoutNote


def refusal(grid: Grid) -> LayoutNote | None:
    """Why the sheet cannot be read as a table, or ``None`` where nothing speaks against it."""
    return None
