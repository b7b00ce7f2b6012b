"""All that syncs of a workbook: its tables, and the Settings sheet as one more."""

from __future__ import annotations

from collections.abc import Iterable

from sheet_sync.core.records import Grid
from sheet_sync.core.schema import TABLES, TableSchema
from sheet_sync.core.sync.settings_rows import SETTINGS_TABLE, read_settings_table
from sheet_sync.core.sync.synced import ReadTable, read_tables
from sheet_sync.core.tables import Layout

SYNCED_TABLES: tuple[TableSchema, ...] = (*TABLES, SETTINGS_TABLE)


def read_synced(layout: Layout, grids: Iterable[Grid]) -> dict[str, ReadTable]:
    """Everything of a workbook that syncs, as rows of typed values."""
    reads = read_tables(layout)
    settings = read_settings_table(grids, layout.settings_sheet)
    if settings is not None:
        reads[SETTINGS_TABLE.name] = settings
    return reads
