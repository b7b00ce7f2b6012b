"""Which sheet is which table: decided once, for Excel and Google alike, from headers first and names second."""

from __future__ import annotations

from collections.abc import Sequence

from sheet_sync.core.layout.finding import build_tables
from sheet_sync.core.layout.kinds import LAYOUT_KINDS, REFUSED
from sheet_sync.core.records import Grid
from sheet_sync.core.tables import Layout

__all__ = ["LAYOUT_KINDS", "REFUSED", "find_tables"]


def find_tables(grids: Sequence[Grid]) -> Layout:
    """The tables of a workbook, what is the user's own, and what there is to say about its sheets."""
    return build_tables(grids)
