"""Workbooks in memory that are edited at random and synced, two and three of them, with faults in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.property.machine import PATIENCE_S, SyncMachine, history_settings
from tests.worlds import MemoryPlace, World, empty_contacts

pytestmark = pytest.mark.timeout(PATIENCE_S)


class TwoInMemory(SyncMachine):
    """Excel and Google, neither of them real."""

    def make_world(self, folder: Path) -> World:
        return World(folder / "store", {kind: MemoryPlace(kind, empty_contacts()) for kind in ("excel", "google")})


class ThreeInMemory(SyncMachine):
    """One more."""

    def make_world(self, folder: Path) -> World:
        kinds = ("excel", "google", "third")
        return World(folder / "store", {kind: MemoryPlace(kind, empty_contacts()) for kind in kinds})


TestTwoInMemory = TwoInMemory.TestCase
TestTwoInMemory.settings = history_settings(0)
TestThreeInMemory = ThreeInMemory.TestCase
TestThreeInMemory.settings = history_settings(0)
