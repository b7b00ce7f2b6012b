"""Two real .xlsx files, edited at random by another program and synced, with faults in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.property.machine import PATIENCE_S, SyncMachine, history_settings
from tests.worlds import FilePlace, World, empty_contacts

pytestmark = pytest.mark.timeout(PATIENCE_S)


class TwoFiles(SyncMachine):
    """A workbook, and another beside it."""

    def make_world(self, folder: Path) -> World:
        places = {name: FilePlace(folder / f"{name}.xlsx", empty_contacts()) for name in ("excel", "excel-2")}
        return World(folder / "store", places)


TestTwoFiles = TwoFiles.TestCase
TestTwoFiles.settings = history_settings(1)
