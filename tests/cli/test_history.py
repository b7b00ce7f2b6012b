"""``history``, ``restore`` and ``undo`` as a user meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.excel import patch_workbook
from tests.cli.test_sync import cells
from tests.tables import write_xlsx

CONTACTS = """
    Name       | Email                | Organization | Notes
    Dana Reyes | dana@orchard.example | Orchard      | met at the fair
    Lee Wong   | lee@harbour.example  | Harbour      |
    Kim Park   | kim@mill.example     | Mill         |
"""
Run = Callable[..., Result]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "talks.xlsx", {"Contacts": CONTACTS})


@pytest.fixture
def run(book: Path, tmp_path: Path) -> Run:
    def invoke(command: str, *arguments: str, code: int = 0) -> Result:
        dated = () if command == "history" else ("--as-of", "2026-11-24")
        every = [command, *arguments, "-w", str(book), "--store", str(tmp_path / "store"), *dated]
        result = CliRunner().invoke(cli, every)
        assert result.exit_code == code, result.output + result.stderr
        return result

    return invoke


@pytest.fixture
def synced(run: Run, book: Path) -> Path:
    """Synced, edited, synced again."""
    run("sync")
    patch_workbook(book, book, {"Contacts!B2": "dana@grove.example"})
    run("sync")
    return book


def lines(result: Result) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(result.stdout)["history"]
    return read


class TestHistory:
    @pytest.mark.parametrize("row", ["Contacts!B2", "Dana Reyes", "dana reyes", "ID"])
    def test_of_a_row_by_cell_name_or_id(self, row: str, run: Run, synced: Path) -> None:
        typed = cells(synced, "Contacts")[1][4] if row == "ID" else row
        found = lines(run("history", typed, "--format", "json"))

        assert found[0]["action"] == "changed"
        assert (found[0]["field"], found[0]["new"]) == ("Email", "dana@grove.example")
        assert found[-1]["action"] == "added"
        assert {line["name"] for line in found} == {"Dana Reyes"}

    def test_of_a_cell_leaves_out_the_others(self, run: Run, synced: Path) -> None:
        patch_workbook(synced, synced, {"Contacts!D2": "called"})
        run("sync")

        assert len(lines(run("history", "Contacts!D2", "--format", "json"))) == 2
        assert len(lines(run("history", "Dana Reyes", "--format", "json"))) == 3
        assert len(lines(run("history", "Dana Reyes", "--field", "notes", "--format", "json"))) == 2

    def test_of_all_the_last_few(self, run: Run, synced: Path) -> None:
        assert len(run("history", "--last", "2").stdout.splitlines()) == 2

    def test_says_who_and_from_what_to_what(self, run: Run, synced: Path) -> None:
        (line,) = run("history", "--last", "1").stdout.splitlines()

        assert line.split("\t")[1:] == [
            "Excel",
            f"Dana Reyes (Contacts, {cells(synced, 'Contacts')[1][4]})",
            "Email",
            "dana@orchard.example",
            "dana@grove.example",
        ]

    @pytest.mark.parametrize("row", ["Nobody", "c-00000000", "Contacts!A99", "Budget!A1", "Contacts!F2", "x!y"])
    def test_what_is_not_found_is_said(self, row: str, run: Run, synced: Path) -> None:
        assert run("history", row, code=2).stderr

    def test_before_the_first_sync(self, run: Run) -> None:
        assert "has not been synced" in run("history", code=2).stderr

    def test_two_of_one_name_are_listed_by_id(self, run: Run, book: Path) -> None:
        patch_workbook(book, book, {"Contacts!A3": "Dana Reyes"})
        run("sync")
        ids = [row[4] for row in cells(book, "Contacts")[1:3]]

        assert all(id_ in run("history", "Dana Reyes", code=2).stderr for id_ in ids)

    def test_it_can_be_read_when_the_workbook_is_gone(self, run: Run, synced: Path) -> None:
        synced.unlink()

        assert lines(run("history", "Dana Reyes", "--format", "json"))

    def test_prune_is_only_on_request(self, run: Run, synced: Path) -> None:
        run("history", "prune", code=2)
        tomorrow = (datetime.now() + timedelta(days=1)).date().isoformat()  # noqa: DTZ005
        result = run("history", "prune", "--before", tomorrow)

        assert "4 lines" in result.stdout
        assert lines(run("history", "--format", "json")) == []
        assert "Nothing to do" in run("sync").stdout


class TestRestore:
    def test_a_cell_as_it_was_before_its_last_change(self, run: Run, synced: Path) -> None:
        run("restore", "Contacts!B2")

        assert cells(synced, "Contacts")[1][1] == "dana@orchard.example"
        assert lines(run("history", "--last", "1", "--format", "json"))[0]["source"] == "restore"

    def test_a_cell_as_it_was_at_a_time(self, run: Run, synced: Path) -> None:
        first = lines(run("history", "Contacts!B2", "--format", "json"))[-1]["at"]
        patch_workbook(synced, synced, {"Contacts!B2": "dana@third.example"})
        run("sync")
        run("restore", "Contacts!B2", "--at", first)

        assert cells(synced, "Contacts")[1][1] == "dana@orchard.example"

    def test_only_the_named_cell_changes(self, run: Run, synced: Path) -> None:
        patch_workbook(synced, synced, {"Contacts!D2": "called"})
        run("sync")
        run("restore", "Dana Reyes", "--field", "Email")

        assert cells(synced, "Contacts")[1][1:4] == ["dana@orchard.example", "Orchard", "called"]

    def test_a_deleted_row_comes_back_under_its_id(self, run: Run, synced: Path) -> None:
        lee = cells(synced, "Contacts")[2]
        patch_workbook(synced, synced, {f"Contacts!{column}3": None for column in "ABCDE"})
        run("sync")
        run("restore", "Lee Wong")

        assert lee in cells(synced, "Contacts")

    def test_edits_made_meanwhile_come_in_first_and_are_kept(self, run: Run, synced: Path) -> None:
        patch_workbook(synced, synced, {"Contacts!B2": "typed@meanwhile.example", "Contacts!D3": "also"})
        run("restore", "Contacts!B2")

        assert cells(synced, "Contacts")[1][1] == "dana@orchard.example"
        assert cells(synced, "Contacts")[2][3] == "also"
        assert "typed@meanwhile.example" in run("history", "Contacts!B2").stdout

    def test_a_time_before_the_row_was_known(self, run: Run, synced: Path) -> None:
        assert "was not there then" in run("restore", "Dana Reyes", "--at", "2020-01-01", code=2).stderr

    def test_a_time_that_is_none(self, run: Run, synced: Path) -> None:
        assert "2026-11-20" in run("restore", "Dana Reyes", "--at", "last week", code=2).stderr

    def test_dry_run_changes_nothing(self, run: Run, synced: Path) -> None:
        before = synced.read_bytes()
        result = run("restore", "Contacts!B2", "--dry-run")

        assert "dana@grove.example -> dana@orchard.example" in result.stdout
        assert synced.read_bytes() == before


class TestUndo:
    def test_a_restore_is_taken_back(self, run: Run, synced: Path) -> None:
        run("restore", "Contacts!B2")
        run("undo")

        assert cells(synced, "Contacts")[1][1] == "dana@grove.example"

    def test_undone_twice_it_is_done_again(self, run: Run, synced: Path) -> None:
        run("restore", "Contacts!B2")
        run("undo")
        run("undo")

        assert cells(synced, "Contacts")[1][1] == "dana@orchard.example"

    def test_a_row_brought_back_goes_again(self, run: Run, synced: Path) -> None:
        patch_workbook(synced, synced, {f"Contacts!{column}3": None for column in "ABCDE"})
        run("sync")
        run("restore", "Lee Wong")
        run("undo")

        assert "Lee Wong" not in [row[0] for row in cells(synced, "Contacts")]

    def test_what_was_edited_since_is_left(self, run: Run, synced: Path) -> None:
        run("restore", "Contacts!B2")
        patch_workbook(synced, synced, {"Contacts!B2": "dana@newest.example"})
        run("undo")

        assert cells(synced, "Contacts")[1][1] == "dana@newest.example"

    def test_with_nothing_of_the_users_written_it_says_so(self, run: Run, synced: Path) -> None:
        before = synced.read_bytes()
        result = run("undo", code=2)

        assert "nothing to take back" in result.stderr
        assert synced.read_bytes() == before


def test_settings_have_a_history_too(run: Run, book: Path) -> None:
    sheets = {"Contacts": CONTACTS, "Settings": "Setting | Value\nYour name | Robin"}
    write_xlsx(book, sheets)
    run("sync")
    patch_workbook(book, book, {"Settings!B2": "Robin Example"})
    run("sync")
    found = lines(run("history", "Settings!B2", "--format", "json"))
    run("restore", "Settings!B2")

    assert (found[0]["name"], found[0]["old"], found[0]["new"]) == ("Your name", "Robin", "Robin Example")
    assert cells(book, "Settings")[1] == ["Your name", "Robin"]
