"""Commands typed wrongly: the answer helps who never wrote a program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from tests.conftest import ROOT


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "sample_workbook.xlsx", tmp_path / "s.xlsx"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("check-followups", "--within", "soon"), "'soon' is not a whole number."),
        (("check-followups", "--within", "-3"), "-3 cannot be used. Type a number from 0 to 3660."),
        (("init", "my", "new", "book.xlsx"), "It is not clear what new book.xlsx is for. Put quotes around a name"),
    ],
)
def test_a_wrong_word_is_answered_plainly(path: Path, typed: tuple[str, ...], said: str) -> None:
    result = run(*typed)

    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("command", [("history",), ("log", "s.xlsx", "called")], ids=lambda words: str(words[0]))
def test_a_workbook_in_the_place_of_a_row_is_pointed_out(path: Path, command: tuple[str, ...]) -> None:
    run("sync", path)
    words = command if len(command) > 1 else (*command, "s.xlsx")

    result = run(*words, "-w", path)

    assert result.exit_code == 2
    assert 'Name the workbook after -w: -w "s.xlsx"' in result.stderr


def test_a_code_that_is_near_to_none_gets_no_guess() -> None:
    result = run("explain", "XX99")

    assert result.exit_code == 2
    assert "Did you mean" not in result.stderr
