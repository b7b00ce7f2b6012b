"""A sync of a file and a Google Sheet, killed at any step or request and run again, ends as one that was not killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.google import auth
from sheet_sync.store.store import Store
from tests.conftest import ROOT
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.pairs import CONTACTS, grid
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer
from tests.store.killed_sync import FILE_STEPS, SHEET_STEPS, STORE_STEPS
from tests.store.test_killed import state
from tests.worlds import CloudPlace, FilePlace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = (None, "Lee Wong", "Harbour", "lee@harbour.example", None)
KIM = (None, "Kim Park", "Mill", "kim@mill.example", "from the coach")
REQUESTS = 4
"""More than a sync sends: a kill at a request that never comes is a run that is not killed."""


@dataclass
class Pair:
    """A file with Dana and Lee, a Google Sheet with Kim, and their store, before a sync that is done over and over."""

    folder: Path
    server: SheetsServer

    def __post_init__(self) -> None:
        self.now.mkdir()
        self.file = FilePlace(self.now / "contacts.xlsx", grid("Contacts", CONTACTS, DANA, LEE))
        self.cloud = CloudPlace(self.server, ROBOT, grid("Contacts", CONTACTS, KIM))

    @property
    def now(self) -> Path:
        return self.folder / "now"

    def keep(self) -> None:
        """Everything as it is is what :meth:`begin` goes back to."""
        shutil.copytree(self.now, self.folder / "kept")
        self.kept = self.cloud.human.book.copied()

    def begin(self) -> None:
        shutil.rmtree(self.now)
        shutil.copytree(self.folder / "kept", self.now)
        self.server.service.plans.clear()
        self.server.service.store.files[self.cloud.file_id].book = self.kept.copied()

    def edit(self) -> None:
        """Each side goes on, and over one cell they quarrel."""
        from sheet_sync.excel import patch_workbook

        path = self.file.path
        patch_workbook(path, path, {"Contacts!E3": "from Excel", "Contacts!E2": "mine", "Contacts!B5": "Ada Bell"})
        kim = next(row for row in range(2, 5) if self.cloud.human.text(f"Contacts!B{row}") == "Kim Park")
        dana = next(row for row in range(2, 5) if self.cloud.human.text(f"Contacts!B{row}") == "Dana Reyes")
        self.cloud.human.put(f"Contacts!E{kim}", "edited by the coach")
        self.cloud.human.put(f"Contacts!E{dana}", "the coach's")

    def choose(self) -> None:
        """The quarrel is settled in the workbook's own sheet."""
        from sheet_sync.excel import patch_workbook

        assert self.run() == 0
        patch_workbook(self.file.path, self.file.path, {"Conflicts!F2": "Here"})

    def run(self, step: str = "", meanwhile: Callable[[subprocess.Popen[bytes]], None] = lambda process: None) -> int:
        arguments = [step, self.file.location, str(self.now / "store"), self.cloud.location]
        process = subprocess.Popen([sys.executable, "-m", "tests.store.killed_sync", *arguments], cwd=ROOT)
        meanwhile(process)
        return process.wait(timeout=60)

    def state(self) -> tuple[Any, ...]:
        """What file, Sheet and store say; the project's ID is each pair's own."""
        return state(self.file.path, self.now / "store"), self._seen_in_google(), self._conflicts()

    def _seen_in_google(self) -> list[Any]:
        """What a person sees of the Sheet; a hidden sheet of copies is taken away by the next write."""
        human = self.cloud.human
        shown = [sheet.title for sheet in human.book.sheets if not sheet.properties.get("hidden")]
        return [(title, human.table(title)) for title in shown]

    def _conflicts(self) -> list[Any]:
        with Store.open(self.now / "store", read_only=True) as store:
            return store.db.execute("SELECT tab, row, field, claims FROM conflicts ORDER BY row, field").fetchall()


@pytest.fixture(params=["first sync", "edited", "chosen"])
def pair(tmp_path: Path, sheets_server: SheetsServer, signed_in: str, request: pytest.FixtureRequest) -> Iterator[Pair]:
    """A pair that stands before its first sync, one that was edited since, or one whose conflict was settled."""
    made = Pair(tmp_path, sheets_server)
    if request.param != "first sync":
        assert made.run() == 0
        made.edit()
    if request.param == "chosen":
        made.choose()
    made.keep()
    yield made
    auth._client.cache_clear()


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two states differ, for the eye of whoever reads a failure."""
    if type(one) is type(other) and isinstance(one, list | tuple) and len(one) == len(other):
        for at, (here, there) in enumerate(zip(one, other, strict=True)):
            yield from differences(here, there, f"{path}/{at}")
    elif one != other:
        yield f"{path}: {one!r} is not {other!r}"


def test_killed_at_every_step(pair: Pair) -> None:
    assert pair.run() == 0
    expected = pair.state()
    for step in (*FILE_STEPS, *SHEET_STEPS, *STORE_STEPS):
        pair.begin()
        assert pair.run(step) == -signal.SIGKILL, step
        assert pair.run() == 0
        assert not list(differences(pair.state(), expected)), step


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_request(pair: Pair, sheets_server: SheetsServer, when: str) -> None:
    assert pair.run() == 0
    expected = pair.state()
    for nth in range(1, REQUESTS + 1):
        pair.begin()

        def strike(process: subprocess.Popen[bytes], nth: int = nth) -> None:
            slip = sheets_server.before if when == "before" else sheets_server.after
            slip(lambda seen: not seen.kind.startswith("oauth"), lambda: os.kill(process.pid, signal.SIGKILL), nth=nth)

        if pair.run(meanwhile=strike) == 0:
            assert sheets_server.waiting
            break  # there was no such request
        assert pair.run() == 0
        assert not list(differences(pair.state(), expected)), f"{when} request {nth}"
    assert nth > 1
