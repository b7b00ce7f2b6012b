"""A workbook that keeps people and talks in one row: read by every command, written by none, and no hint says else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from tests.tables import write_xlsx

SHEET = """
ID | Name | Company | Email | Interview date | Minutes | What I learned | Thank you sent | Status
1 | Dana Reyes | Harbor | dana@harbor.example | 2026-10-01 | 30 min | A lot | no | met
2 | Lee Park | Blue | LEE@BLUE.EXAMPLE | 2026-10-05 | 25 | Little | no | met
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "tracker.xlsx", {"Networking": SHEET})


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.mark.parametrize(
    "command",
    [("log", "Dana Reyes", "called her"), ("snooze", "Dana Reyes", "+2w"), ("done", "Dana Reyes")],
    ids=lambda command: str(command[0]),
)
def test_row_commands_refuse_to_write_into_it(path: Path, command: tuple[str, ...]) -> None:
    before = path.read_bytes()

    result = run(*command, "-w", path)

    assert result.exit_code == 5, result.output
    assert "keeps people and talks in one row" in result.stderr
    assert path.read_bytes() == before


def test_no_hint_promises_that_fix_would_write_there(path: Path) -> None:
    result = run("check", path)

    assert "Type 30" in result.stdout
    assert "--fix" not in result.stdout


def test_a_numbering_of_ones_own_is_left_to_its_owner(path: Path) -> None:
    result = run("check", path, "-v")

    assert "is no ID of the table" not in result.stdout
    assert "stays your own column" in result.stdout
