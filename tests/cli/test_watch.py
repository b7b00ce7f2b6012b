"""``watch`` as a process of its own: it syncs what is saved, leaves alone what is not whole, and ends when told."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheet_sync.app.opening import open_replica
from sheet_sync.core.values import Content
from sheet_sync.excel import patch_workbook
from tests.conftest import ROOT
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.pairs import CONTACTS, grid
from tests.servers.faults import unavailable
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.relay import Relay
from tests.servers.sheets import SheetsServer
from tests.tables import write_xlsx
from tests.worlds import CloudPlace, FilePlace, World, empty_contacts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as POSIX has them")

SHEETS = {
    "Contacts": """
        Name       | Email                | Notes
        Dana Reyes | dana@orchard.example | met at the fair
        Lee Wong   | lee@harbour.example  |
    """,
}
PATIENCE_S = 30.0


class Watching:
    """A running ``sheet-sync watch``; its lines are read as they come."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.book = folder / "contacts.xlsx"
        self.store = folder / "store"
        if not self.book.exists():
            write_xlsx(self.book, SHEETS)
        command = [sys.executable, "-m", "sheet_sync", "watch", str(self.book), "--store", str(self.store), *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        self.wait_for("Watching contacts.xlsx")

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def wait_for(self, text: str, patience_s: float = PATIENCE_S) -> str:
        """The next line that holds the text."""
        end = time.monotonic() + patience_s
        while (left := end - time.monotonic()) > 0:
            try:
                line = self.lines.get(timeout=left)
            except queue.Empty:
                break
            self.seen.append(line)
            if text in line:
                return line
        pytest.fail(f"{text!r} was not said, but: {self.seen}")

    def value(self, row: int, column: int, sheet: str = "Contacts") -> Content:
        grid = open_replica(str(self.book)).read().grid(sheet)
        assert grid is not None
        return grid.at(row, column)

    def wait_until_written(self, row: int, column: int) -> Content:
        """The cell's value, once something stands there."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if (value := self.value(row, column)) is not None:
                return value
            time.sleep(0.1)
        pytest.fail(f"Nothing was written into row {row}, column {column}; it said {self.seen}")

    def end(self, with_signal: int) -> int:
        self.process.send_signal(with_signal)
        return self.process.wait(timeout=PATIENCE_S)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    made = Watching(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def test_what_is_saved_is_synced_and_told_in_a_line(watching: Watching) -> None:
    patch_workbook(watching.book, watching.book, {"Contacts!A4": "Kim Park", "Contacts!C3": "called"})
    line = watching.wait_for("came in")

    assert line[2] == line[5] == ":"
    assert line[10:].startswith("contacts.xlsx: 1 new row and 1 cell came in")
    assert str(watching.wait_until_written(4, 4)).startswith("c-")


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_told(watching: Watching, with_signal: int) -> None:
    assert watching.end(with_signal) == 0
    watching.wait_for("Stopped.")


def test_it_sleeps_while_nothing_happens(watching: Watching) -> None:
    def used_s() -> float:
        fields = Path(f"/proc/{watching.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    if not Path("/proc/self/stat").exists():
        pytest.skip("only Linux tells a process's time in /proc")
    time.sleep(3)  # its own first write is looked at once more
    before = used_s()
    time.sleep(6)

    assert used_s() - before < 0.15


def test_a_file_that_is_open_in_excel_is_caught_up_with_when_it_is_closed(watching: Watching) -> None:
    lock = watching.book.with_name("~$contacts.xlsx")
    lock.write_bytes(b"\x03Kim" + b" " * 52)
    saved = watching.book.with_name("A1B2C3D4")
    patch_workbook(watching.book, saved, {"Contacts!A4": "Kim Park"})
    saved.replace(watching.book)
    watching.wait_for("is open in Excel")
    assert watching.value(4, 4) is None

    lock.unlink()
    assert str(watching.wait_until_written(4, 4)).startswith("c-")


def test_a_half_written_file_is_left_alone_until_it_is_whole(watching: Watching) -> None:
    patch_workbook(watching.book, watching.book.with_name("next.xlsx"), {"Contacts!A4": "Kim Park"})
    whole = watching.book.with_name("next.xlsx").read_bytes()
    half = whole[: len(whole) // 2]
    watching.book.write_bytes(half)
    time.sleep(2.5)
    assert watching.book.read_bytes() == half

    watching.book.write_bytes(whole)
    assert str(watching.wait_until_written(4, 4)).startswith("c-")
    assert not any("cannot be read" in line for line in watching.seen)


def test_a_file_that_goes_and_comes_back_is_watched_on(watching: Watching) -> None:
    away = watching.book.with_name("away.xlsx")
    watching.book.rename(away)
    watching.wait_for("contacts.xlsx")
    patch_workbook(away, away, {"Contacts!A4": "Kim Park"})
    away.rename(watching.book)

    assert str(watching.wait_until_written(4, 4)).startswith("c-")


def test_what_is_refused_is_said_once_and_it_goes_on(watching: Watching) -> None:
    whole = watching.book.read_bytes()
    patch_workbook(
        watching.book,
        watching.book,
        {f"Contacts!{cell}": None for cell in ("A2", "B2", "C2", "D2", "A3", "B3", "C3", "D3")},
    )
    said = watching.wait_for("--allow-empty")
    assert "empty now" in said

    watching.book.write_bytes(whole)
    patch_workbook(watching.book, watching.book, {"Contacts!A4": "Kim Park"})
    assert str(watching.wait_until_written(4, 4)).startswith("c-")


def test_a_workbook_that_is_not_there_ends_it_with_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sheet_sync", "watch", str(tmp_path / "none.xlsx"), "--store", str(tmp_path / "s")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)

    assert done.returncode == 3
    assert "none.xlsx" in done.stderr
    assert "Traceback" not in done.stderr


def test_google_is_asked_at_the_interval_and_what_it_says_comes_in(
    tmp_path: Path, sheets_server: SheetsServer, signed_in: str
) -> None:
    book = FilePlace(tmp_path / "contacts.xlsx", grid("Contacts", CONTACTS, (None, "Dana Reyes", None, None, None)))
    cloud = CloudPlace(sheets_server, ROBOT, empty_contacts())
    World(tmp_path / "store", {"excel": book, "google": cloud}).sync()
    begun, before = time.monotonic(), sheets_server.counted()
    watching = Watching(tmp_path, "--every", "10")
    try:
        cloud.human.put("Contacts!E2", "from the coach")
        watching.wait_for("Google: 1 cell came in")
        watching.wait_for("contacts.xlsx: 1 cell written")
        assert watching.value(2, 5) == "from the coach"
        time.sleep(3)  # its own write is looked at once more
        asked = (time.monotonic() - begun) / 10
        assert sheets_server.counted() - before <= 3 + asked
    finally:
        assert watching.end(signal.SIGINT) == 0


def test_it_ends_at_once_although_google_is_waited_for(
    tmp_path: Path, sheets_server: SheetsServer, signed_in: str
) -> None:
    book = FilePlace(tmp_path / "contacts.xlsx", grid("Contacts", CONTACTS, (None, "Dana Reyes", None, None, None)))
    cloud = CloudPlace(sheets_server, ROBOT, empty_contacts())
    World(tmp_path / "store", {"excel": book, "google": cloud}).sync()
    watching = Watching(tmp_path)
    try:
        sheets_server.fail(unavailable(), times=100)
        patch_workbook(watching.book, watching.book, {"Contacts!E2": "typed"})
        watching.wait_for("trying again in")
        begun = time.monotonic()

        assert watching.end(signal.SIGINT) == 0
        assert time.monotonic() - begun < 6
        watching.wait_for("Stopped in the middle of a sync; the next one takes it up.")
    finally:
        sheets_server.service.plans.clear()
        watching.process.kill()


# --- without a network ---


@pytest.fixture
def relay(sheets_server: SheetsServer, signed_in: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """The way to Google, open at first."""
    made = Relay(sheets_server.url)
    made.open()
    monkeypatch.setenv("SHEET_SYNC_GOOGLE_API", made.url)
    yield made
    made.close()


@pytest.fixture
def cloud(tmp_path: Path, sheets_server: SheetsServer, relay: Relay) -> CloudPlace:
    """A Google Sheet that is in step with the file; then the network goes."""
    book = FilePlace(tmp_path / "contacts.xlsx", grid("Contacts", CONTACTS, (None, "Dana Reyes", None, None, None)))
    cloud = CloudPlace(sheets_server, ROBOT, empty_contacts())
    World(tmp_path / "store", {"excel": book, "google": cloud}).sync()
    relay.close()
    return cloud


def test_without_a_network_files_are_synced_at_each_save_and_google_follows(
    tmp_path: Path, cloud: CloudPlace, relay: Relay
) -> None:
    begun = time.monotonic()
    watching = Watching(tmp_path, "--every", "10")
    try:
        assert time.monotonic() - begun < 8
        watching.wait_for("Google cannot be reached, so the Google Sheet was left out")
        saved = time.monotonic()
        patch_workbook(watching.book, watching.book, {"Contacts!B3": "Kim Park"})
        watching.wait_for("contacts.xlsx: 1 new row came in")
        assert time.monotonic() - saved < 8
        assert str(watching.wait_until_written(3, 1)).startswith("c-")
        assert len(cloud.human.table("Contacts")) == 2

        relay.open()
        watching.wait_for("Google answers again.")
        watching.wait_for("Google: 1 new row written")
        assert cloud.human.table("Contacts")[2][1] == "Kim Park"
    finally:
        assert watching.end(signal.SIGINT) == 0
    said = "\n".join(watching.seen)
    assert said.count("cannot be reached") == 1
    assert "again:" not in said
    assert "run the command" not in said


def test_it_ends_at_once_without_a_network(tmp_path: Path, cloud: CloudPlace) -> None:
    watching = Watching(tmp_path)
    begun = time.monotonic()

    assert watching.end(signal.SIGINT) == 0
    assert time.monotonic() - begun < 5
