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
    """A file with Dana and Lee, a Google Sheet with Kim, and their store."""

    folder: Path
    server: SheetsServer

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.file = FilePlace(self.folder / "contacts.xlsx", grid("Contacts", CONTACTS, DANA, LEE))
        self.cloud = CloudPlace(self.server, ROBOT, grid("Contacts", CONTACTS, KIM))

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
        arguments = [step, self.file.location, str(self.folder / "store"), self.cloud.location]
        process = subprocess.Popen([sys.executable, "-m", "tests.store.killed_sync", *arguments], cwd=ROOT)
        meanwhile(process)
        return process.wait(timeout=60)

    def state(self) -> tuple[Any, ...]:
        """What file, Sheet and store say; the project's ID is each pair's own."""
        return state(self.file.path, self.folder / "store"), self._seen_in_google(), self._conflicts()

    def _seen_in_google(self) -> list[Any]:
        """What a person sees of the Sheet; a hidden sheet of copies is taken away by the next write."""
        human = self.cloud.human
        shown = [sheet.title for sheet in human.book.sheets if not sheet.properties.get("hidden")]
        return [(title, human.table(title)) for title in shown]

    def _conflicts(self) -> list[Any]:
        with Store.open(self.folder / "store", read_only=True) as store:
            return store.db.execute("SELECT tab, row, field, claims FROM conflicts ORDER BY row, field").fetchall()


@pytest.fixture
def begin(tmp_path: Path, sheets_server: SheetsServer, signed_in: str) -> Iterator[Callable[[str, str], Pair]]:
    """Makes a pair that stands before its first sync, one that was edited since, or one whose conflict was settled."""

    def made(name: str, before: str) -> Pair:
        pair = Pair(tmp_path / name, sheets_server)
        if before != "first sync":
            assert pair.run() == 0
            pair.edit()
        if before == "chosen":
            pair.choose()
        return pair

    yield made
    auth._client.cache_clear()


Begin = Callable[[str, str], Pair]
every_sync = pytest.mark.parametrize("before", ["first sync", "edited", "chosen"])


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two states differ, for the eye of whoever reads a failure."""
    if type(one) is type(other) and isinstance(one, list | tuple) and len(one) == len(other):
        for at, (here, there) in enumerate(zip(one, other, strict=True)):
            yield from differences(here, there, f"{path}/{at}")
    elif one != other:
        yield f"{path}: {one!r} is not {other!r}"


@every_sync
def test_killed_at_every_step(begin: Begin, before: str) -> None:
    left_alone = begin("left alone", before)
    assert left_alone.run() == 0
    expected = left_alone.state()
    for number, step in enumerate([*FILE_STEPS, *SHEET_STEPS, *STORE_STEPS]):
        killed = begin(f"killed {number}", before)
        assert killed.run(step) == -signal.SIGKILL, step
        assert killed.run() == 0
        assert not list(differences(killed.state(), expected)), step
        shutil.rmtree(killed.folder)


@every_sync
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_request(begin: Begin, sheets_server: SheetsServer, before: str, when: str) -> None:
    left_alone = begin("left alone", before)
    assert left_alone.run() == 0
    expected = left_alone.state()
    for nth in range(1, REQUESTS + 1):
        killed = begin(f"killed {nth}", before)

        def strike(process: subprocess.Popen[bytes], nth: int = nth) -> None:
            slip = sheets_server.before if when == "before" else sheets_server.after
            slip(lambda seen: not seen.kind.startswith("oauth"), lambda: os.kill(process.pid, signal.SIGKILL), nth=nth)

        code = killed.run(meanwhile=strike)
        assert code == (0 if sheets_server.waiting else -signal.SIGKILL)
        sheets_server.service.plans.clear()
        assert killed.run() == 0
        assert not list(differences(killed.state(), expected)), f"{when} request {nth}"
        shutil.rmtree(killed.folder)
