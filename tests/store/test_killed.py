"""A sync killed at any step, run again, ends where one that was not killed ends."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.app.opening import open_replica
from sheet_sync.excel import patch_workbook
from sheet_sync.store.store import Store
from tests.conftest import ROOT
from tests.store.killed_sync import FILE_STEPS, STORE_STEPS
from tests.tables import write_xlsx

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

SHEETS = {
    "Contacts": """
        Name       | Email               | Organization | Stay in touch
        Dana Reyes | dana@orchard.example | Orchard      | Monthly
        Lee Wong   | lee@harbour.example  | Harbour      |
        Kim Park   | kim@mill.example     | Mill         | Yearly
    """,
    "Interviews": """
        Contact    | Date       | Status | What I learned
        Dana Reyes | 2026-11-20 | Done   | Start small
        Lee Wong   | 2026-11-23 | Done   | Ask more
    """,
}


def run(step: str, workbook: Path, store: Path) -> int:
    command = [sys.executable, "-m", "tests.store.killed_sync", step, str(workbook), str(store)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def state(workbook: Path, store: Path) -> tuple[Any, ...]:
    """What the workbook and the store say, but for moments and places."""
    snapshot = open_replica(str(workbook)).read()
    return [(grid.name, grid.rows) for grid in snapshot.grids], store_state(store)


def store_state(store: Path) -> list[list[Any]]:
    """What the store says, but for moments and places."""
    with Store.open(store, read_only=True) as opened:
        return [
            opened.db.execute(f"SELECT {columns} ORDER BY {columns.partition(' FROM')[0]}").fetchall()
            for columns in (
                "tab, row, cells FROM records",
                "replica, tab, row, cells, held FROM bases",
                "replica, tab, row, cells FROM tool_cells",
                "replica, tab, present, dropped FROM columns",
                "replica FROM journal",
                "source, action, tab, row, field, old, new, cells FROM history",
            )
        ]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook that was never synced, and one that was synced and then edited, with its store."""
    folder = tmp_path_factory.mktemp("begun")
    write_xlsx(folder / "new.xlsx", SHEETS)
    shutil.copy(folder / "new.xlsx", folder / "edited.xlsx")
    run("", folder / "edited.xlsx", folder / "edited")
    patch_workbook(
        folder / "edited.xlsx", folder / "edited.xlsx", {"Contacts!B2": "d@orchard.example", "Contacts!A5": "Ada B"}
    )
    return folder


@pytest.fixture(scope="module")
def finished(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, ...]]:
    """How each ends when nothing goes wrong."""
    folder = take_over(begun, tmp_path_factory.mktemp("finished"))
    for name in ("new", "edited"):
        assert run("", folder / f"{name}.xlsx", folder / name) == 0
    return {name: state(folder / f"{name}.xlsx", folder / name) for name in ("new", "edited")}


def take_over(begun: Path, folder: Path) -> Path:
    """The same beginning in another folder; the store is told that the workbook has moved there."""
    shutil.copytree(begun, folder, dirs_exist_ok=True)
    places = str(folder / "edited.xlsx"), str(begun / "edited.xlsx")
    with Store.open(folder / "edited") as opened, opened.transaction():
        opened.db.execute("UPDATE replicas SET location = ? WHERE location = ?", places)
    return folder


@pytest.mark.parametrize("step", [*FILE_STEPS, *STORE_STEPS])
@pytest.mark.parametrize("name", ["new", "edited"])
def test_killed_and_run_again(
    name: str, step: str, begun: Path, finished: dict[str, tuple[Any, ...]], tmp_path: Path
) -> None:
    folder = take_over(begun, tmp_path)
    workbook, store = folder / f"{name}.xlsx", folder / name

    assert run(step, workbook, store) == -signal.SIGKILL
    assert run("", workbook, store) == 0

    assert state(workbook, store) == finished[name]
