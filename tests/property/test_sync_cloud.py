"""A real .xlsx and a Google Sheet on the emulator, over HTTP: edited at random, also while they are synced."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from sheet_sync.core.records import Grid
from sheet_sync.errors import GoogleUnreachable, Refused
from sheet_sync.google import auth, client
from tests.property.machine import PATIENCE_S, SyncMachine, history_settings
from tests.property.people import numbers
from tests.servers import faults
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.sheets import SheetsServer
from tests.worlds import CloudPlace, FilePlace, World, empty_contacts

ROBOT = "robot@project.iam.gserviceaccount.com"
FAULTS = {
    "503": faults.unavailable(),
    "503 although it is written": faults.unavailable(applied=True),
    "cut": faults.cut(),
    "cut although it is written": faults.cut(applied=True),
    "429": faults.too_many_requests(),
}
RACES = ("types", "inserts a row", "deletes a row", "sorts")

requests = st.sampled_from(("read", "write"))

pytestmark = pytest.mark.timeout(PATIENCE_S)


@cache
def emulator() -> SheetsServer:
    """One for all histories; each has a Sheet of its own."""
    return SheetsServer().start()


@cache
def _nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


class OnTheEmulator(SyncMachine):
    """Signed in to the emulator, with one Google Sheet there."""

    def signed_in(self, folder: Path, *sheets: Grid) -> CloudPlace:
        """The Google Sheet that is made there."""
        server = emulator()
        self.patch = pytest.MonkeyPatch()
        key = folder / "key.json"
        key.write_text(json.dumps(server.service_account(ROBOT)), "utf-8")
        self.patch.setenv("SHEET_SYNC_GOOGLE_API", server.url)
        self.patch.setenv("SHEET_SYNC_CREDENTIALS", str(key))
        self.patch.setattr(client.PATIENCE, "sleep", lambda seconds: None)
        auth._client.cache_clear()
        self.cloud = CloudPlace(server, ROBOT, *sheets)
        return self.cloud

    @contextmanager
    def google_out_of_reach(self, world: World) -> Iterator[None]:
        """Nobody listens where Google was."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SHEET_SYNC_GOOGLE_API", _nobody())
            yield

    def teardown(self) -> None:
        server = emulator()
        server.service.plans.clear()
        server.forget_requests()
        if hasattr(self, "patch"):
            self.patch.undo()
            auth._client.cache_clear()
            server.delete(self.cloud.file_id)
        super().teardown()
        assert not server.service.bugs, f"the emulator itself failed:\n{server.service.bugs[0]}"


class FileAndCloud(OnTheEmulator):
    """A workbook, and the Google Sheet that it is paired with."""

    def make_world(self, folder: Path) -> World:
        cloud = self.signed_in(folder, empty_contacts())
        file = FilePlace(folder / "contacts.xlsx", empty_contacts())
        return World(folder / "store", {"excel": file, "google": cloud}, count=emulator().counted)

    @rule(
        fault=st.sampled_from(sorted(FAULTS)), on=st.sampled_from(("read", "write")), times=st.sampled_from((1, 2, 50))
    )
    def syncs_while_google_fails(self, fault: str, on: str, times: int) -> None:
        server = emulator()
        server.fail(FAULTS[fault], on, times=times)
        typed = self.typed_unseen_by_google()
        try:
            self.world.sync(allow_deletions=True, allow_empty=True)
        except (GoogleUnreachable, Refused):
            pass
        else:
            self.seen |= typed
        server.service.plans.clear()

    def typed_unseen_by_google(self) -> set[str]:
        """What stands in the file: it is read without asking the server that is about to fail."""
        return {cell for row in self.world.rows("excel") for cell in row.values() if isinstance(cell, str)}

    @rule(
        how=st.sampled_from(RACES),
        row=numbers,
        when=st.sampled_from(("before", "after")),
        on=st.sampled_from(("read", "write")),
    )
    def syncs_while_somebody_works_in_google(self, how: str, row: int, when: str, on: str) -> None:
        """What is typed in that very moment is there afterwards, or in what is kept."""
        number, word, human = self.pick(1, row), self.new_word(), self.cloud.human
        if number is None:
            return
        work: dict[str, Any] = {
            "types": lambda: human.put(f"Contacts!B{number}", word),
            "inserts a row": lambda: human.insert_rows("Contacts", number),
            "deletes a row": lambda: human.delete_rows("Contacts", number),
            "sorts": lambda: human.sort("Contacts", "B", descending=True),
        }
        server = emulator()
        (server.before if when == "before" else server.after)(on, work[how])
        with suppress(Refused):
            self.world.sync(allow_deletions=True, allow_empty=True)
        has_happened = not server.waiting
        server.service.plans.clear()
        if how == "types" and has_happened:
            assert word in self.typed() | self.kept()


TestFileAndCloud = FileAndCloud.TestCase
TestFileAndCloud.settings = history_settings(2)
