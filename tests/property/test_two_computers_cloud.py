"""Two computers, each with a real .xlsx and a store of its own, and one Google Sheet on the emulator between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.property.machine import PATIENCE_S, history_settings
from tests.property.test_sync_cloud import OnTheEmulator, emulator
from tests.property.test_two_computers import TwoComputers, empty_sheets
from tests.servers.fixtures import loopback_only as loopback_only
from tests.worlds import CloudPlace, FilePlace, ScatteredIds, World

pytestmark = pytest.mark.timeout(PATIENCE_S)


class TwoComputersAndCloud(TwoComputers, OnTheEmulator):
    """The same people, with files that another program edits, and requests that are counted."""

    def make_worlds(self, folder: Path) -> list[World]:
        cloud = self.signed_in(folder, *empty_sheets())
        return [self.computer(folder / name, cloud) for name in ("one", "other")]

    def computer(self, folder: Path, cloud: CloudPlace) -> World:
        folder.mkdir()
        return World(
            folder / "store",
            {"excel": FilePlace(folder / "contacts.xlsx", *empty_sheets()), "google": cloud},
            make_id=ScatteredIds(folder.name),
            count=emulator().counted,
        )


TestTwoComputersAndCloud = TwoComputersAndCloud.TestCase
TestTwoComputersAndCloud.settings = history_settings(4)
