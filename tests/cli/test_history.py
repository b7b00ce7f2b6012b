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
from sheet_sync.store import store
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
            str(lines(run("history", "--last", "1", "--format", "json"))[0]["line"]),
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

    def test_prune_before_a_day_keeps_that_day(self, run: Run, synced: Path) -> None:
        today = datetime.now().date().isoformat()  # noqa: DTZ005
        assert "0 lines" in run("history", "prune", "--before", today).stdout


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

    @pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M"])
    def test_a_time_as_history_shows_it_is_when_that_change_was_there(
        self, form: str, run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for moment, email in (("10:30:00.5", "first"), ("10:31:05.7", "second"), ("10:45:00.1", "third")):
            now = datetime.fromisoformat(f"2026-11-20T{moment}+00:00")
            monkeypatch.setattr(store, "now", lambda now=now: now)
            patch_workbook(book, book, {"Contacts!B2": f"dana@{email}.example"})
            run("sync")
        monkeypatch.undo()
        shown = datetime.fromisoformat("2026-11-20T10:31:05+00:00").astimezone()
        run("restore", "Contacts!B2", "--at", shown.strftime(form))

        assert cells(book, "Contacts")[1][1] == "dana@second.example"

    def test_a_cell_outside_the_table_is_no_row(self, run: Run, synced: Path) -> None:
        assert "Contacts!ZZ2 is in no column of Contacts" in run("restore", "Contacts!ZZ2", code=2).stderr

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

    def test_it_says_which_cells_came_back(self, run: Run, synced: Path) -> None:
        result = run("restore", "Contacts!B2")

        assert "Contacts!B2  Email: dana@grove.example -> dana@orchard.example" in result.stdout
        assert "Last contact" not in result.stdout

    @pytest.mark.parametrize("when", [(), ("--at", "2100-01-01")])
    def test_what_has_not_changed_since_is_said(self, when: tuple[str, ...], run: Run, synced: Path) -> None:
        if when:
            assert "yet to come" in run("restore", "Lee Wong", *when, code=2).stderr
        else:
            assert "Lee Wong (Contacts) has not changed since" in run("restore", "Lee Wong").stderr

    def test_an_edit_not_yet_synced_is_taken_back_too(self, run: Run, synced: Path) -> None:
        patch_workbook(synced, synced, {"Contacts!C3": "typed by mistake"})
        run("restore", "Contacts!C3")

        assert cells(synced, "Contacts")[2][2] == "Harbour"

    def test_a_table_as_it_was_at_a_time(self, run: Run, synced: Path) -> None:
        before = cells(synced, "Contacts")
        then = datetime.now().astimezone().isoformat()
        patch_workbook(
            synced, synced, {"Contacts!B2": "dana@third.example", "Contacts!A3": "Lee W.", "Contacts!A5": "Kai"}
        )
        run("sync")
        result = run("restore", "Contacts", "--at", then)

        assert [row[:4] for row in cells(synced, "Contacts")[:4]] == [row[:4] for row in before]
        assert cells(synced, "Contacts")[4][0] == "Kai"
        assert "Contacts!A3  Name: Lee W. -> Lee Wong" in result.stdout

    def test_a_table_needs_a_time(self, run: Run, synced: Path) -> None:
        assert "--at" in run("restore", "Contacts", code=2).stderr

    def test_all_deleted_rows_at_once(self, run: Run, synced: Path) -> None:
        before = sorted(cells(synced, "Contacts")[1:])
        patch_workbook(synced, synced, {f"Contacts!{column}{row}": None for column in "ABCDEFG" for row in (2, 4)})
        run("sync")
        result = run("restore", "--deleted")

        assert sorted(row for row in cells(synced, "Contacts")[1:] if row[0]) == before
        assert "row back: Name: Dana Reyes" in result.stdout
        assert "2 rows are back." in result.stderr

    def test_rows_because_of_which_a_sync_refuses(self, run: Run, synced: Path) -> None:
        """The refusal names the command and the folder with earlier versions."""
        before = sorted(cells(synced, "Contacts")[1:])
        patch_workbook(synced, synced, {f"Contacts!{column}{row}": None for column in "ABCDEFG" for row in (2, 3, 4)})
        refusal = run("sync", code=5).stderr
        foreseen = run("restore", "--deleted", "--dry-run")
        said = run("restore", "--deleted")

        assert "3 rows would come back." in foreseen.stderr
        assert "3 rows are back." in said.stderr
        assert "No row was deleted" not in said.stderr
        assert "rows deleted" not in foreseen.stdout + said.stdout
        assert "sheet-sync restore --deleted" in refusal
        assert Path(refusal.split("are in ")[1].strip().removesuffix(".")).is_dir()
        assert sorted(row for row in cells(synced, "Contacts")[1:] if row[0]) == before

    def test_with_none_deleted_it_says_so(self, run: Run, synced: Path) -> None:
        assert "No row was deleted" in run("restore", "--deleted").stderr


class TestRenamedColumn:
    """A column of the user's own, under another header since: its cells have the same past."""

    @pytest.fixture
    def renamed(self, run: Run, book: Path) -> Path:
        patch_workbook(book, book, {"Contacts!E1": "Colour", "Contacts!E2": "red", "Contacts!E3": "blue"})
        run("sync")
        patch_workbook(book, book, {"Contacts!E1": "Farbe"})
        run("sync")
        patch_workbook(book, book, {"Contacts!E2": None})
        run("sync")
        return book

    @pytest.mark.parametrize(
        "named", [("Contacts!E2",), ("Dana Reyes", "--field", "farbe"), ("Dana Reyes", "--field", "Colour")]
    )
    def test_history_and_restore_find_it(self, run: Run, renamed: Path, named: tuple[str, ...]) -> None:
        newest, _ = lines(run("history", *named, "--format", "json"))
        run("restore", *named)

        assert (newest["field"], newest["old"], newest["new"]) == ("Farbe", "red", None)
        assert cells(renamed, "Contacts")[1][4] == "red"


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
        result = run("undo")

        assert "nothing to take back" in result.stdout
        assert synced.read_bytes() == before


class TestCommands:
    """``check --fix``, ``done`` and others write at once; the next sync must not take it for typed."""

    def test_the_history_names_them(self, run: Run, book: Path, tmp_path: Path) -> None:
        run("sync")
        patch_workbook(book, book, {"Contacts!B3": "LEE@harbour.example"})
        run("sync")
        fix(book, tmp_path)
        patch_workbook(book, book, {"Contacts!D3": "typed"})
        run("sync")
        found = [(line["source"], line["field"], line["new"]) for line in lines(run("history", "--format", "json"))]

        assert ("check --fix", "Email", "lee@harbour.example") in found
        assert ("excel", "Notes", "typed") in found

    def test_new_rows_too(self, run: Run, book: Path) -> None:
        run("sync")
        run("log", "Dana Reyes", "called")
        run("sync")
        (line,) = [line for line in lines(run("history", "--format", "json")) if line["table"] == "Touches"]

        assert (line["source"], line["action"]) == ("log", "added")

    def test_what_was_typed_over_since_is_the_persons(self, run: Run, book: Path, tmp_path: Path) -> None:
        run("sync")
        patch_workbook(book, book, {"Contacts!B3": "LEE@harbour.example"})
        run("sync")
        fix(book, tmp_path)
        patch_workbook(book, book, {"Contacts!B3": "lee@quay.example"})
        run("sync")

        assert lines(run("history", "Contacts!B3", "--format", "json"))[0]["source"] == "excel"

    @pytest.mark.parametrize("is_synced", [True, False])
    def test_undo_takes_them_back(self, is_synced: bool, run: Run, book: Path, tmp_path: Path) -> None:
        patch_workbook(book, book, {"Contacts!B3": "LEE@harbour.example", "Contacts!A4": "kim  park"})
        run("sync")
        before = cells(book, "Contacts")
        fix(book, tmp_path)
        fixed = cells(book, "Contacts")
        patch_workbook(book, book, {"Contacts!D3": "typed"})
        if is_synced:
            run("sync")
        told = run("undo", "--dry-run").stdout
        result = run("undo")
        after = cells(book, "Contacts")

        assert fixed != before
        assert [row[:3] for row in after] == [row[:3] for row in before]
        assert after[2][3] == "typed"
        assert "Contacts!B3  Email: lee@harbour.example -> LEE@harbour.example" in result.stdout
        assert "Contacts!B3  Email: lee@harbour.example -> LEE@harbour.example" in told


def fix(book: Path, tmp_path: Path) -> None:
    arguments = ["check", "--fix", str(book), "--store", str(tmp_path / "store"), "--as-of", "2026-11-24"]
    assert "lee@harbour.example" in CliRunner().invoke(cli, arguments).output


class TestTypedIntoProblems:
    """Every sync writes the sheet anew; what somebody typed into it is not lost."""

    @pytest.mark.parametrize("cell", ["Problems!D2", "Problems!E2", "Problems!B9", "Problems!D9"])
    def test_it_is_kept_and_said(self, cell: str, run: Run, synced: Path) -> None:
        patch_workbook(synced, synced, {cell: "asked her about this", "Problems!J2": "my own note"})
        result = run("sync")

        assert cell in result.stderr
        assert "asked her about this" in run("history", cell).stdout
        assert "asked her about this" not in str(cells(synced, "Problems"))
        assert cells(synced, "Problems")[1][9] == "my own note"
        assert "written anew by every sync" in run("restore", cell, code=2).stderr

    def test_what_the_tool_wrote_itself_is_not(self, run: Run, synced: Path) -> None:
        patch_workbook(synced, synced, {"Contacts!B2": "not an address", "Contacts!B3": "nor this"})
        run("sync", code=1)
        patch_workbook(synced, synced, {"Contacts!B2": "dana@orchard.example", "Contacts!B4": "nor that"})
        run("sync", code=1)

        assert not [line for line in lines(run("history", "--format", "json")) if line["table"] == "Problems"]

    def test_where_notes_are_safe_is_written_beside_the_header(self, run: Run, synced: Path) -> None:
        assert "Notes are safe" in cells(synced, "Problems")[0][7]


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


def test_sync_and_check_count_the_same(run: Run, book: Path, tmp_path: Path) -> None:
    """Also what only the records tell: an ID typed over, a value over a computed cell."""
    interviews = "Contact | Date | Status\nDana Reyes | 2026-11-20 | Done"
    write_xlsx(book, {"Contacts": CONTACTS, "Interviews": interviews})
    run("sync")
    other = cells(book, "Contacts")[1][4]
    patch_workbook(
        book,
        book,
        {"Interviews!E2": "soon", "Contacts!B3": "no address", "Contacts!C4": other, "Contacts!E4": "c-zzzzzzzz"},
    )
    synced = json.loads(run("sync", "--format", "json", code=1).stdout)["problems"]
    arguments = ["check", str(book), "--store", str(tmp_path / "store"), "--as-of", "2026-11-24", "--format", "json"]
    checked = json.loads(CliRunner().invoke(cli, arguments).stdout)

    assert checked["counts"] == synced
    assert "ID04" in {finding["code"] for finding in checked["findings"]}
