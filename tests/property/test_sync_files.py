"""Two real .xlsx files, edited at random by another program and synced with faults, and a cloud drive's copies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis.stateful import rule

from sheet_sync.app.opening import open_replica
from tests.property.machine import PATIENCE_S, SyncMachine, history_settings
from tests.property.people import fields, numbers
from tests.worlds import FilePlace, World, empty_contacts, rows_of

pytestmark = pytest.mark.timeout(PATIENCE_S)


class TwoFiles(SyncMachine):
    """A workbook, another beside it, and now and then a copy that the cloud drive makes of the first."""

    def make_world(self, folder: Path) -> World:
        places = {name: FilePlace(folder / f"{name}.xlsx", empty_contacts()) for name in ("excel", "excel-2")}
        return World(folder / "store", places)

    @property
    def copy(self) -> FilePlace | None:
        path = self.folder / "excel (conflicted copy).xlsx"
        return FilePlace.at(path) if path.exists() else None

    @rule()
    def parts(self) -> None:
        """The drive makes a copy, of a workbook that has been synced."""
        if self.is_quiet(self.world) and open_replica(self.world.location).read().project_id is not None:
            shutil.copy(self.world.location, self.folder / "excel (conflicted copy).xlsx")

    @rule(row=numbers, field=fields)
    def types_in_the_copy(self, row: int, field: str) -> None:
        from dataclasses import replace

        found = self.copy.grid("Contacts") if self.copy is not None else None
        filled = [number for number in found.rows if number > 1] if found is not None else []
        if self.copy is None or found is None or not filled or field not in found.rows[1]:
            return
        number, column = filled[row % len(filled)], found.rows[1].index(field)
        cells = [*found.rows[number], *[None] * len(found.rows[1])][: len(found.rows[1])]
        cells[column] = self.new_word()
        self.copy.put(replace(found, rows={**found.rows, number: cells}))

    @rule()
    def merges_the_copy(self) -> None:
        """All that stands in it is kept somewhere, and the copy is what it was."""
        found = self.copy.grid("Contacts") if self.copy is not None else None
        if self.copy is None or found is None:
            return
        typed = {cell for row in rows_of(found) for cell in row.values() if isinstance(cell, str)}
        before = self.copy.image()
        self.sync(self.world, also=(self.copy.location,))

        assert self.copy.image() == before
        lost = typed - self.kept()
        assert not lost, lost


TestTwoFiles = TwoFiles.TestCase
TestTwoFiles.settings = history_settings(1)
