"""Two syncs on one store at once: the second waits, or says why it did nothing; who dies holds nobody up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sheet_sync.app.opening import open_replica
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.errors import SyncUnderWay
from sheet_sync.store import store
from sheet_sync.store.place import HOLDER_NAME
from tests.conftest import ROOT
from tests.pairs import AS_OF
from tests.tables import write_xlsx

SHEETS = {
    "Contacts": """
        Name       | Email
        Dana Reyes | dana@orchard.example
    """,
}
HOLDER = """
import sys, time
from pathlib import Path
from sheet_sync.store.store import locked
with locked(Path(sys.argv[1]), "other.xlsx"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "contacts.xlsx", SHEETS)


def hold(folder: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process that holds the records for so long."""
    command = [sys.executable, "-c", HOLDER, str(folder), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "held"
    return process


def test_the_second_waits_for_the_first(book: Path, tmp_path: Path) -> None:
    first = hold(tmp_path / "store", 1.5)
    begun = time.monotonic()
    sync(str(book), SyncOptions(AS_OF, tmp_path / "store"))

    assert time.monotonic() - begun > 0.5
    assert first.wait(timeout=10) == 0


def test_who_has_waited_long_enough_says_so_and_touches_nothing(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_WAIT_S", 0.3)
    before = book.read_bytes()
    first = hold(tmp_path / "store", 30)
    try:
        named = r"^Another sync is under way, of other\.xlsx, since \d\d:\d\d, so this one did nothing\."
        with pytest.raises(SyncUnderWay, match=named):
            sync(str(book), SyncOptions(AS_OF, tmp_path / "store"))
        assert book.read_bytes() == before
    finally:
        first.kill()
        first.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_died_leaves_no_lock(book: Path, tmp_path: Path) -> None:
    first = hold(tmp_path / "store", 60)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    begun = time.monotonic()
    sync(str(book), SyncOptions(AS_OF, tmp_path / "store"))

    assert time.monotonic() - begun < 10
    grid = open_replica(str(book)).read().grid("Contacts")
    assert grid is not None
    assert "ID" in grid.rows[1]


def test_many_at_once_end_as_one_would(book: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sheet_sync", "sync", str(book), "--store", str(tmp_path / "store"), "--quiet"]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert {process.wait(timeout=60) for process in running} == {0}

    after = book.read_bytes()
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    assert book.read_bytes() == after
    grid = open_replica(str(book)).read().grid("Contacts")
    assert grid is not None
    assert len(grid.rows) == 2


def test_a_dry_run_waits_for_nobody(book: Path, tmp_path: Path) -> None:
    first = hold(tmp_path / "store", 30)
    try:
        report = sync(str(book), SyncOptions(AS_OF, tmp_path / "store", dry_run=True))
        assert report.replicas[0].cells
    finally:
        first.kill()
        first.wait()


def test_nothing_is_left_beside_the_lock(book: Path, tmp_path: Path) -> None:
    sync(str(book), SyncOptions(AS_OF, tmp_path / "store"))

    assert not (tmp_path / "store" / HOLDER_NAME).exists()


def test_a_damaged_note_beside_the_lock_is_no_matter(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_WAIT_S", 0.3)
    first = hold(tmp_path / "store", 30)
    (tmp_path / "store" / HOLDER_NAME).write_text('["contacts', "utf-8")
    try:
        with pytest.raises(SyncUnderWay, match=r"^Another sync is under way, so this one did nothing\."):
            sync(str(book), SyncOptions(AS_OF, tmp_path / "store"))
    finally:
        first.kill()
        first.wait()
