"""``conflicts``, ``resolve``, ``sync --also``, ``--prefer`` and ``merge-people`` as a user meets them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.app.opening import open_replica
from sheet_sync.cli import cli
from sheet_sync.core.values import Content
from sheet_sync.excel import patch_workbook
from tests.tables import write_xlsx

TODAY = "2026-11-24"
SHEETS = {
    "Contacts": """
        Name       | Email                | Organization | Notes
        Dana Reyes | dana@orchard.example | Orchard      | met at the fair
        Di (fair)   |                      | Orchard Ltd  |
        Lee Wong   | lee@harbour.example  | Harbour      |
    """,
    "Touches": """
        Contact    | Date       | How
        Di (fair)   | 2026-11-02 | Call
    """,
}
NOTES = "Contacts!D2"


class Desk:
    """A workbook, its store, and the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = write_xlsx(folder / "talks.xlsx", SHEETS)
        self.copy = folder / "talks (conflicted copy).xlsx"
        self.run("sync", str(self.book))

    def run(self, command: str, *arguments: str, code: int = 0, typed: str | None = None) -> Result:
        words = [command, *arguments, "--store", str(self.folder / "store")]
        if command not in ("conflicts", "history"):
            words += ["--as-of", TODAY]
        result = CliRunner().invoke(cli, words, input=typed)
        assert result.exit_code == code, result.output + result.stderr
        return result

    def tear(self) -> dict[str, Any]:
        """A conflict between the workbook and a copy of it; gives what ``conflicts`` says of it."""
        shutil.copy(self.book, self.copy)
        patch_workbook(self.book, self.book, {NOTES: "in the workbook"})
        patch_workbook(self.copy, self.copy, {NOTES: "in the copy"})
        self.run("sync", str(self.book), "--also", str(self.copy), code=1)
        found: list[dict[str, Any]] = json.loads(
            self.run("conflicts", str(self.book), "--format", "json", code=1).stdout
        )["conflicts"]
        return found[0]

    def cell(self, row: int, column: int, sheet: str = "Contacts") -> Content:
        grid = open_replica(str(self.book)).read().grid(sheet)
        assert grid is not None
        return grid.at(row, column)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class TestConflicts:
    def test_nothing_open_is_said_and_exits_with_0(self, desk: Desk) -> None:
        assert desk.run("conflicts", str(desk.book)).stdout == "Nothing is in conflict.\n"

    def test_what_is_open_is_listed_claim_by_claim_and_exits_with_1(self, desk: Desk) -> None:
        id_ = desk.tear()["id"]
        lines = desk.run("conflicts", str(desk.book), code=1).stdout.splitlines()

        assert [line.split("\t")[0] for line in lines[:2]] == [id_, id_]
        assert [line.split("\t")[3:] for line in lines[:2]] == [
            ["Excel", "in the workbook"],
            ["talks (conflicted copy).xlsx", "in the copy"],
        ]
        assert "Nothing is overwritten until then." in lines[2]

    def test_as_json(self, desk: Desk) -> None:
        found = desk.tear()

        assert found["table"] == "Contacts"
        assert (found["name"], found["field"]) == ("Dana Reyes", "Notes")
        assert found["values"] == {"excel": "in the workbook", "talks (conflicted copy).xlsx": "in the copy"}
        assert found["since"].endswith("+00:00")

    def test_a_workbook_that_was_never_synced_is_told_so(self, tmp_path: Path) -> None:
        write_xlsx(tmp_path / "new.xlsx", SHEETS)
        words = ["conflicts", str(tmp_path / "new.xlsx"), "--store", str(tmp_path / "store")]
        result = CliRunner().invoke(cli, words)

        assert result.exit_code == 2
        assert "has not been synced on this computer" in result.stderr

    def test_sync_names_both_values_and_the_way_out(self, desk: Desk) -> None:
        desk.tear()
        said = desk.run("sync", str(desk.book), code=1).stdout

        assert (
            "Conflict: Notes of Dana Reyes (Contacts) is “in the workbook” (Excel) and “in the copy” "
            "(talks (conflicted copy).xlsx). Neither is lost." in said
        )
        assert "sheet-sync resolve" in said

    def test_the_contracts_json_names_it(self, desk: Desk) -> None:
        desk.tear()
        document = json.loads(desk.run("sync", str(desk.book), "--format", "json", code=1).stdout)

        (conflict,) = document["conflicts"]
        assert conflict.keys() == {"id", "table", "row", "field", "values"}
        assert conflict["values"]["excel"] == "in the workbook"


class TestResolve:
    @pytest.mark.parametrize(
        ("keep", "kept"),
        [("excel", "in the workbook"), ("talks (conflicted copy).xlsx", "in the copy"), ("a third", "a third")],
    )
    def test_by_id(self, desk: Desk, keep: str, kept: str) -> None:
        id_ = desk.tear()["id"]
        desk.run("resolve", id_.upper(), "--keep", keep, "-w", str(desk.book))

        assert desk.cell(2, 4) == kept
        desk.run("conflicts", str(desk.book))

    def test_the_only_one_needs_no_id(self, desk: Desk) -> None:
        desk.tear()
        desk.run("resolve", "--keep", "excel", "-w", str(desk.book))

        assert desk.cell(2, 4) == "in the workbook"

    def test_an_unknown_id_is_wrong_usage(self, desk: Desk) -> None:
        desk.tear()
        for keep in (["--keep", "excel"], []):
            result = desk.run("resolve", "x-000000", *keep, "-w", str(desk.book), code=2)
            assert "No conflict called x-000000 is open." in result.stderr

    def test_a_side_that_takes_no_part_is_not_taken_for_a_value(self, desk: Desk) -> None:
        id_ = desk.tear()["id"]
        result = desk.run("resolve", id_, "--keep", "google", "-w", str(desk.book), code=2)

        assert "Google has no part in this conflict." in result.stderr
        assert desk.cell(2, 4) == "in the workbook"

    def test_nothing_open_is_wrong_usage(self, desk: Desk) -> None:
        assert "Nothing is in conflict" in desk.run("resolve", "--keep", "excel", "-w", str(desk.book), code=2).stderr

    def test_without_a_terminal_it_must_be_said_what_to_keep(self, desk: Desk) -> None:
        desk.tear()
        assert "--keep" in desk.run("resolve", "-w", str(desk.book), code=2).stderr

    @pytest.mark.parametrize(
        ("answer", "kept"),
        [
            ("2\n", "in the copy"),
            ("Excel\n", "in the workbook"),
            ("in the copy\n", "in the copy"),
            ("v\na third\n", "a third"),
            ("v\nexcel\n", "excel"),
            ("v\n\n2\n", "in the copy"),
            ("\n", "in the workbook"),
        ],
    )
    def test_at_a_terminal_one_is_asked(
        self, desk: Desk, answer: str, kept: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from sheet_sync.output.terminal import Terminal

        desk.tear()
        monkeypatch.setattr(Terminal, "is_interactive", property(lambda self: True))
        said = desk.run("resolve", "-w", str(desk.book), typed=answer).stdout

        assert "Notes of Dana Reyes (Contacts):" in said
        assert "1  in the workbook  (Excel)" in said
        assert desk.cell(2, 4) == kept

    @pytest.mark.parametrize("slip", ["3", "0", "exel", "there", "a third"])
    def test_a_slip_is_asked_again_on_the_spot(self, desk: Desk, slip: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from sheet_sync.output.terminal import Terminal

        desk.tear()
        monkeypatch.setattr(Terminal, "is_interactive", property(lambda self: True))
        said = desk.run("resolve", "-w", str(desk.book), typed=f"{slip}\n2\n").stdout

        assert f"“{slip}” is none of the choices." in said
        assert ("Did you mean excel?" in said) == (slip == "exel")
        assert desk.cell(2, 4) == "in the copy"

    def test_a_long_text_is_asked_about_with_all_that_it_says(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from sheet_sync.output.terminal import Terminal

        start, end = "She told me about fieldwork. " * 5, " I should ask about it again." * 3
        desk.tear()
        patch_workbook(desk.book, desk.book, {NOTES: f"{start}It pays.{end}"})
        patch_workbook(desk.copy, desk.copy, {NOTES: f"{start}It is hard.{end}"})
        desk.run("sync", str(desk.book), "--also", str(desk.copy), code=1)
        monkeypatch.setattr(Terminal, "is_interactive", property(lambda self: True))
        said = desk.run("resolve", "-w", str(desk.book), typed="\n").stdout

        assert f"{start}It pays.{end}  (Excel)" in said
        assert f"{start}It is hard.{end}  (talks (conflicted copy).xlsx)" in said
        assert re.search(r"here: ….{0,9}fieldwork. It pays. I should", said)

    @pytest.mark.parametrize("keep", ["exel", "there", "3"])
    def test_a_slip_on_the_command_line_is_refused_and_the_conflict_is_named(self, desk: Desk, keep: str) -> None:
        id_ = desk.tear()["id"]
        said = desk.run("resolve", "--keep", keep, "-w", str(desk.book), code=2).stderr

        assert f"Notes of Dana Reyes (Contacts) ({id_}): “{keep}” is neither a place nor one of the values." in said
        assert ("Did you mean --keep excel?" in said) == (keep == "exel")
        assert desk.cell(2, 4) == "in the workbook"

        desk.run("resolve", "--value", keep, "-w", str(desk.book))
        assert desk.cell(2, 4) == keep

    def test_a_value_and_a_side_at_once_are_wrong_usage(self, desk: Desk) -> None:
        assert "not both" in desk.run("resolve", "--keep", "excel", "--value", "x", "-w", str(desk.book), code=2).stderr


class TestPrefer:
    def test_a_side(self, desk: Desk) -> None:
        desk.tear()
        desk.run("sync", str(desk.book), "--prefer", "excel")

        assert desk.cell(2, 4) == "in the workbook"

    def test_nothing_else_is_taken(self, desk: Desk) -> None:
        assert "newest" in desk.run("sync", str(desk.book), "--prefer", "mine", code=2).stderr


class TestAlso:
    def test_a_copy_that_is_not_there_is_named(self, desk: Desk) -> None:
        result = desk.run("sync", str(desk.book), "--also", str(desk.copy), code=3)

        assert "talks (conflicted copy).xlsx" in result.stderr

    def test_the_copy_stands_in_the_summary(self, desk: Desk) -> None:
        shutil.copy(desk.book, desk.copy)
        patch_workbook(desk.copy, desk.copy, {NOTES: "in the copy"})
        said = desk.run("sync", str(desk.book), "--also", str(desk.copy)).stdout

        assert "talks (conflicted copy).xlsx\n  Edited since the last sync: 1 cell." in said


class TestMergePeople:
    def test_says_who_went_into_whom_and_how_many_rows_named_them(self, desk: Desk) -> None:
        result = desk.run("merge-people", "Dana Reyes", "Di (fair)", "-w", str(desk.book), code=1)
        first = result.stdout.splitlines()[0]

        assert first.startswith("Di (fair) (c-")
        assert ") went into Dana Reyes (c-" in first
        assert first.endswith("1 row that named it now names the other.")
        assert desk.cell(2, 1, "Touches") == "Dana Reyes"

    def test_a_dry_run_writes_nothing(self, desk: Desk) -> None:
        before = desk.book.read_bytes()
        said = desk.run("merge-people", "Dana Reyes", "Di (fair)", "-w", str(desk.book), "--dry-run", code=1).stdout

        assert "would go into" in said
        assert desk.book.read_bytes() == before

    def test_undo_makes_two_of_them_again(self, desk: Desk) -> None:
        desk.run("merge-people", "Dana Reyes", "Di (fair)", "-w", str(desk.book), code=1)
        desk.run("undo", str(desk.book))

        names = {desk.cell(row, 1) for row in (2, 3, 4)}
        assert names == {"Dana Reyes", "Di (fair)", "Lee Wong"}
        assert desk.cell(2, 1, "Touches") == "Di (fair)"

    def test_an_unknown_person_is_wrong_usage(self, desk: Desk) -> None:
        result = desk.run("merge-people", "Dana Reyes", "Nobody", "-w", str(desk.book), code=2)

        assert "Nobody" in result.stderr


@pytest.mark.parametrize("command", ["conflicts", "resolve", "merge-people", "watch"])
def test_each_has_help_with_examples(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "--help"])

    assert result.exit_code == 0
    assert "Example" in result.stdout
