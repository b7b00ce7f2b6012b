"""A command that changes the records, killed: the next sync brings it to its end, and nothing is half done."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.app.conflicts import list_conflicts
from sheet_sync.cli import cli
from sheet_sync.excel import patch_workbook
from sheet_sync.store.store import Store
from tests.cli.test_sync import cells
from tests.conftest import ROOT
from tests.store.test_killed import state
from tests.tables import write_xlsx

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

SHEETS = {
    "Contacts": """
        Name       | Email                | Phone        | Referred by | Notes
        Dana Reyes | dana@orchard.example |              |             | met at the fair
        Dee Rey    |                      | +49 30 90182 |             | likes tea
        Lee Wong   | lee@harbour.example  |              | Dee Rey     |
        Kim Park   | kim@mill.example     |              |             | a note
    """,
    "Interviews": """
        Contact    | Date       | Status | What I learned
        Dee Rey    | 2026-11-20 | Done   | Start small
    """,
}
KILLED = """
import os, signal, sys
from sheet_sync.cli import cli
from sheet_sync.excel.replica import ExcelReplica
from sheet_sync.store import saving
from sheet_sync.store.store import Store
owner, name = {
    "before the write": (ExcelReplica, "write"),
    "after the write": (ExcelReplica, "write"),
    "while saving": (saving, "_save_records"),
    "after saving": (Store, "save"),
}[sys.argv[1]]
real = getattr(owner, name)
def die(*args, **more):
    if sys.argv[1] != "before the write":
        real(*args, **more)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, die)
cli(sys.argv[2:])
"""
STEPS = ("before the write", "after the write", "while saving", "after saving")
COMMANDS = {
    "merge-people": ("merge-people", "Dana Reyes", "Dee Rey"),
    "undo of a merge": ("undo",),
    "restore of a row": ("restore", "Kim Park"),
    "restore of a cell": ("restore", "Lee Wong", "--field", "Notes"),
    "resolve": ("resolve", "--keep", "excel"),
    "undo of a choice": ("undo",),
}


class Desk:
    """A workbook and its store, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "talks.xlsx"

    def words(self, *command: str) -> list[str]:
        return [*command, "-w", str(self.book), "--store", str(self.folder / "store"), "--as-of", "2026-11-24"]

    def run(self, *command: str, codes: tuple[int, ...] = (0, 1)) -> Result:
        result = CliRunner().invoke(cli, self.words(*command))
        assert result.exit_code in codes, result.output + result.stderr
        return result

    def killed(self, step: str, *command: str) -> None:
        process = [sys.executable, "-c", KILLED, step, *self.words(*command)]
        assert subprocess.run(process, cwd=ROOT, check=False).returncode == -signal.SIGKILL

    def copied(self, folder: Path) -> Desk:
        shutil.copytree(self.folder, folder)
        with Store.open(folder / "store") as store, store.transaction():
            store.db.execute("UPDATE replicas SET location = ?", (str(folder / "talks.xlsx"),))
        return Desk(folder)

    def state(self) -> tuple[Any, ...]:
        return state(self.book, self.folder / "store")


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """What each command begins with: two people to merge, or two that are merged and a row that is deleted."""
    apart = Desk(tmp_path_factory.mktemp("apart"))
    write_xlsx(apart.book, SHEETS)
    apart.run("sync")
    merged = apart.copied(tmp_path_factory.mktemp("merged") / "merged")
    patch_workbook(merged.book, merged.book, {f"Contacts!{column}5": None for column in "ABCDEFGH"})
    patch_workbook(merged.book, merged.book, {"Contacts!E4": "typed"})
    merged.run("sync")
    patch_workbook(merged.book, merged.book, {"Contacts!E4": "typed over"})
    merged.run("sync")
    merged.run("merge-people", "Dana Reyes", "Dee Rey")
    resolved = merged.copied(tmp_path_factory.mktemp("resolved") / "resolved")
    first, *_ = list_conflicts(str(resolved.book), resolved.folder / "store")
    resolved.run("resolve", first.id, "--value", "neither")
    return dict.fromkeys(COMMANDS, merged) | {"merge-people": apart, "undo of a choice": resolved}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_and_synced_it_is_as_if_it_was_not_killed(
    desks: dict[str, Desk], tmp_path: Path, name: str, step: str
) -> None:
    left_alone, killed = desks[name].copied(tmp_path / "left alone"), desks[name].copied(tmp_path / "killed")
    left_alone.run(*COMMANDS[name])
    left_alone.run("sync")
    killed.killed(step, *COMMANDS[name])
    said = killed.run("sync")

    assert killed.state() == left_alone.state()
    assert ("is done now" in said.stderr) == (step != "after saving")
    before = killed.book.read_bytes()
    killed.run("sync")
    assert killed.book.read_bytes() == before


def test_what_was_typed_after_the_kill_stands(desks: dict[str, Desk], tmp_path: Path) -> None:
    desk = desks["merge-people"].copied(tmp_path / "typed")
    desk.killed("after the write", *COMMANDS["merge-people"])
    patch_workbook(desk.book, desk.book, {"Contacts!C2": "+1 202 555 0147"})
    desk.run("sync")

    assert cells(desk.book, "Contacts")[1][2] == "+1 202 555 0147"
    assert [row[0] for row in cells(desk.book, "Contacts")][1:] == ["Dana Reyes", "Lee Wong", "Kim Park"]


def test_a_restored_row_that_is_edited_after_the_kill_is_as_it_was_edited(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    desk = desks["restore of a row"].copied(tmp_path / "typed")
    desk.killed("after the write", *COMMANDS["restore of a row"])
    row = [line[0] for line in cells(desk.book, "Contacts")].index("Kim Park") + 1
    patch_workbook(desk.book, desk.book, {f"Contacts!E{row}": "she is back"})
    desk.run("sync")

    assert cells(desk.book, "Contacts")[row - 1][4] == "she is back"


def test_what_was_refused_is_not_begun(desks: dict[str, Desk], tmp_path: Path) -> None:
    desk = desks["merge-people"].copied(tmp_path / "busy")
    lock = desk.folder / "~$talks.xlsx"
    lock.write_bytes(b"\x03Kim" + b" " * 52)
    desk.run(*COMMANDS["merge-people"], codes=(5,))
    lock.unlink()
    desk.run("sync")

    assert [row[0] for row in cells(desk.book, "Contacts")][1:] == ["Dana Reyes", "Dee Rey", "Lee Wong", "Kim Park"]


def test_what_was_begun_outlives_a_sync_that_is_refused(desks: dict[str, Desk], tmp_path: Path) -> None:
    desk = desks["merge-people"].copied(tmp_path / "busy")
    desk.killed("before the write", *COMMANDS["merge-people"])
    lock = desk.folder / "~$talks.xlsx"
    lock.write_bytes(b"\x03Kim" + b" " * 52)
    desk.run("sync", codes=(5,))
    lock.unlink()
    desk.run("sync")

    assert [row[0] for row in cells(desk.book, "Contacts")][1:] == ["Dana Reyes", "Lee Wong", "Kim Park"]
