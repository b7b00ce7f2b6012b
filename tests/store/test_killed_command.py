"""A command that writes by itself, killed: it is done or not done, and what is done is known for its doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sheet_sync.cli import cli
from sheet_sync.store.store import Store
from tests.conftest import ROOT
from tests.tables import write_xlsx

SHEETS = {
    "Contacts": """
        Name       | Email                | Snooze until
        Dana Reyes | DANA@orchard.example |
        Kim Park   | kim@mill.example     |
    """,
}
KILLED = """
import os, signal, sys
from sheet_sync.excel.replica import ExcelReplica
from sheet_sync.cli import cli
real = ExcelReplica.write
def write(self, plan, seen):
    if sys.argv[1] == "after":
        real(self, plan, seen)
    os.kill(os.getpid(), signal.SIGKILL)
ExcelReplica.write = write
cli(sys.argv[2:])
"""
COMMANDS = {
    "snooze": ("snooze", "Dana Reyes", "2026-12-24"),
    "log": ("log", "Dana Reyes", "called her"),
    "check --fix": ("check", "--fix"),
}


@pytest.fixture
def synced(tmp_path: Path) -> list[str]:
    book = write_xlsx(tmp_path / "talks.xlsx", SHEETS)
    where = ["-w", str(book), "--store", str(tmp_path / "store"), "--as-of", "2026-11-24"]
    assert CliRunner().invoke(cli, ["sync", *where]).exit_code == 0
    return where


def history(folder: Path) -> list[tuple[str, str]]:
    """Who did what since the first sync, the oldest first."""
    with Store.open(folder / "store", read_only=True) as store:
        (project,) = [row[0] for row in store.db.execute("SELECT id FROM projects")]
        return [(line.event.source, line.event.action) for line in reversed(store.history(project))][2:]


def deeds(folder: Path) -> list[object]:
    """What is noted and not yet in the history."""
    with Store.open(folder / "store", read_only=True) as store:
        return store.db.execute("SELECT * FROM deeds").fetchall()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_around_the_write(synced: list[str], tmp_path: Path, command: str, when: str) -> None:
    words = [*COMMANDS[command], *synced]
    killed = subprocess.run([sys.executable, "-c", KILLED, when, *words], cwd=ROOT, check=False, env=os.environ)
    assert killed.returncode == -signal.SIGKILL
    assert CliRunner().invoke(cli, ["sync", *synced]).exit_code == 0

    assert {source for source, _ in history(tmp_path)} == ({command} if when == "after" else set())
    assert not deeds(tmp_path)
    if when == "after":
        assert CliRunner().invoke(cli, ["undo", *synced]).exit_code == 0
        assert [source for source, _ in history(tmp_path)][-1] == "undo"


def test_what_was_refused_is_no_deed(synced: list[str], tmp_path: Path) -> None:
    lock = tmp_path / "~$talks.xlsx"
    lock.write_bytes(b"\x03Kim" + b" " * 52)
    assert CliRunner().invoke(cli, ["snooze", "Dana Reyes", "2026-12-24", *synced]).exit_code == 5

    assert not deeds(tmp_path)
