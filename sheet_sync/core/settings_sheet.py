"""The Settings sheet: names in its first column, values in its second; what cannot be used is said and defaulted."""

from __future__ import annotations

from collections.abc import Iterator

from sheet_sync.core.records import CellRef, Snapshot
from sheet_sync.core.schema import SETTINGS_BY_NAME, Setting, header_key
from sheet_sync.core.settings import Settings
from sheet_sync.core.tables import Layout
from sheet_sync.core.values import Content, shown

_ATTRIBUTES = {
    "Your name": "your_name",
    "Your email": "your_email",
    "Your phone": "your_phone",
    "Your address": "your_address",
    "Signature": "signature",
    "Goal": "goal",
    "Thank-you within": "thank_you_within_days",
    "Count": "weekdays_only",
    "Ask again after": "ask_again_after_days",
    "Talk length": "talk_length_minutes",
    "Overdue after": "overdue_after_times",
    "Default country": "default_country",
    "Date order": "date_order",
}


def read_settings(layout: Layout, snapshot: Snapshot) -> Settings:
    """The settings of a workbook, with a default for each that is absent or cannot be used."""
    values = {}
    for setting, _, content in setting_cells(layout, snapshot):
        value = shown(content)
        if value in (None, ""):
            continue
        values[_ATTRIBUTES[setting.name]] = value == "Weekdays" if setting.name == "Count" else value
    return Settings(**values)  # type: ignore[arg-type]


def setting_cells(layout: Layout, snapshot: Snapshot) -> Iterator[tuple[Setting, CellRef, Content]]:
    """Each known setting with its value's cell."""
    if layout.settings_sheet is None:
        return
    grid = snapshot.grid(layout.settings_sheet)
    assert grid is not None
    by_key = {header_key(name): setting for name, setting in SETTINGS_BY_NAME.items()}
    for row, cells in grid.rows.items():
        if cells and isinstance(cells[0], str) and (setting := by_key.get(header_key(cells[0]))):
            yield setting, CellRef(grid.name, row, 2), grid.at(row, 2)
