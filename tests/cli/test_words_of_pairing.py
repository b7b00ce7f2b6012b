"""What is said where a workbook gets, loses or lacks a partner."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sheet_sync.cli import cli
from sheet_sync.excel import patch_workbook
from sheet_sync.google import auth
from tests.cli.test_link_anew import new_sheet
from tests.cli.test_linked_pair import Desk
from tests.google.conftest import signed_in as signed_in
from tests.google.conftest import waits as waits
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer


@pytest.fixture
def desk(
    tmp_path: Path, sheets_server: SheetsServer, signed_in: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """Not linked yet."""
    monkeypatch.chdir(tmp_path)
    yield Desk(tmp_path / "one", new_sheet(sheets_server), sheets_server)
    auth._client.cache_clear()


@pytest.mark.parametrize(("side", "code"), [("google", 2), ("excel", 0), ("newest", 0)])
def test_a_side_that_there_is_not_cannot_be_preferred(desk: Desk, side: str, code: int) -> None:
    before = desk.book.read_bytes()
    said = desk.sync("--prefer", side, code=code)

    if code:
        assert "talks.xlsx does not sync with a Google Sheet, so --prefer google has nothing to keep." in said.stderr
        assert desk.book.read_bytes() == before


def test_a_sheet_that_would_be_made_says_what_would_be_put_into_it(desk: Desk) -> None:
    said = desk.run("link", "--create", "Mine", "-w", str(desk.book), "--dry-run").stdout

    assert 'Would make a new Google Sheet "Mine".' in said
    assert "The first sync puts the workbook's rows into it: 2 of Contacts." in said


def test_what_to_do_next_names_the_workbook_where_nothing_else_does(desk: Desk) -> None:
    assert f"Next: sheet-sync sync {desk.book} (" in desk.link().stdout

    Path("sheet-sync.toml").write_text('workbook = "one/talks.xlsx"', "utf-8")
    desk.run("unlink", str(desk.book))
    assert "Next: sheet-sync sync (" in desk.link().stdout


def test_rows_that_only_the_sheet_has_are_named_when_it_is_linked_again(desk: Desk) -> None:
    """They may have been deleted in the workbook meanwhile, and come back."""
    desk.link()
    desk.sync()
    desk.run("unlink", str(desk.book))
    patch_workbook(desk.book, desk.book, {f"Contacts!{column}3": None for column in "ABCDE"})
    desk.sync()
    desk.link()
    said = desk.sync().stdout

    assert "First sync: 1 row that only this one has (Lee Wong)." in said


def test_a_copy_that_takes_the_place_says_that_the_settings_name_the_other(desk: Desk) -> None:
    desk.sync()
    Path("sheet-sync.toml").write_text('workbook = "one/talks.xlsx"', "utf-8")
    copy = Path(shutil.copy(desk.book, desk.folder / "copy.xlsx"))
    said = desk.run("sync", str(copy), "--replace").stderr
    assert "sheet-sync.toml still names one/talks.xlsx, and from now on one/copy.xlsx is the one" in said
    assert 'Change the line there to workbook = "one/copy.xlsx"' in said

    refused = CliRunner().invoke(cli, ["sync", "--store", str(desk.folder / "store")])
    assert refused.exit_code == 5
    assert f"talks.xlsx and {copy} are copies of one workbook, and the second is the one that is" in refused.stderr
