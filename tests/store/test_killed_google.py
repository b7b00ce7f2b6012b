"""A sync of a Google Sheet alone, killed at any step or request and run again, ends as one that was not killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.google import auth
from tests.conftest import ROOT
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.pairs import CONTACTS, grid
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer
from tests.store.killed_sync import SHEET_STEPS, STORE_STEPS
from tests.store.test_killed import store_state
from tests.store.test_killed_pair import DANA, KIM, LEE, REQUESTS, differences
from tests.worlds import CloudPlace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


class Alone:
    """A Google Sheet and its store, before a sync that is done again and again."""

    def __init__(self, folder: Path, server: SheetsServer) -> None:
        self.folder, self.server = folder, server
        self.cloud = CloudPlace(server, ROBOT, grid("Contacts", CONTACTS, DANA, LEE))
        (folder / "now").mkdir()

    def edit(self) -> None:
        human = self.cloud.human
        human.put("Contacts!E2", "edited by the coach")
        human.fill("Contacts", [list(KIM), [None, "Ada Bell", None, None, None]], first_row=4)
        human.delete_rows("Contacts", 3)

    def keep(self) -> None:
        """Everything as it is is what :meth:`begin` goes back to."""
        shutil.copytree(self.folder / "now", self.folder / "kept")
        self._kept = self.cloud.human.book.copied()

    def begin(self) -> None:
        shutil.rmtree(self.folder / "now")
        shutil.copytree(self.folder / "kept", self.folder / "now")
        self.server.service.plans.clear()
        self.server.service.store.files[self.cloud.file_id].book = self._kept.copied()

    def run(self, step: str = "", meanwhile: Callable[[subprocess.Popen[bytes]], None] = lambda process: None) -> int:
        arguments = [step, self.cloud.location, str(self.folder / "now")]
        process = subprocess.Popen([sys.executable, "-m", "tests.store.killed_sync", *arguments], cwd=ROOT)
        meanwhile(process)
        return process.wait(timeout=60)

    def state(self) -> tuple[Any, ...]:
        """What Sheet and store say."""
        human = self.cloud.human
        shown = [sheet.title for sheet in human.book.sheets if not sheet.properties.get("hidden")]
        return store_state(self.folder / "now"), [(title, human.table(title)) for title in shown]


@pytest.fixture(params=["first sync", "edited"])
def alone(
    tmp_path: Path, sheets_server: SheetsServer, signed_in: str, request: pytest.FixtureRequest
) -> Iterator[Alone]:
    """A Sheet that was never synced, or one that was synced and then edited."""
    made = Alone(tmp_path, sheets_server)
    if request.param == "edited":
        assert made.run() == 0
        made.edit()
    made.keep()
    yield made
    auth._client.cache_clear()


def test_killed_at_every_step(alone: Alone) -> None:
    assert alone.run() == 0
    expected = alone.state()
    for step in (*SHEET_STEPS, *STORE_STEPS):
        alone.begin()
        assert alone.run(step) == -signal.SIGKILL, step
        assert alone.run() == 0
        assert not list(differences(alone.state(), expected)), step


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_request(alone: Alone, sheets_server: SheetsServer, when: str) -> None:
    assert alone.run() == 0
    expected = alone.state()
    for nth in range(1, REQUESTS + 1):
        alone.begin()

        def strike(process: subprocess.Popen[bytes], nth: int = nth) -> None:
            slip = sheets_server.before if when == "before" else sheets_server.after
            slip(lambda seen: not seen.kind.startswith("oauth"), lambda: os.kill(process.pid, signal.SIGKILL), nth=nth)

        if alone.run(meanwhile=strike) == 0:
            assert sheets_server.waiting
            break  # there was no such request
        assert alone.run() == 0
        assert not list(differences(alone.state(), expected)), f"{when} request {nth}"
    assert nth > 1
