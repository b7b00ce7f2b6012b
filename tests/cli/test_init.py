"""``sheet-sync init``: a new workbook, the sheets that one lacks, a new one out of a sheet of another kind."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from sheet_sync.cli import cli
from sheet_sync.core.schema import CONTACTS, TABLES
from tests.conftest import system_program
from tests.tables import write_xlsx

COMBINED = {
    "Networking": """
Name | Company | Email | Interview date | What I learned | Thank you sent
Dana Reyes | Harbor | dana@harbor.example | 2026-10-01 | A lot | yes
Lee Park | Bluebird | lee@bluebird.example | 2026-10-05 | Little | no
"""
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "search" / "autumn"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


class TestNewWorkbook:
    def test_it_has_every_sheet_and_column_of_the_contract(self, folder: Path) -> None:
        assert run("init").exit_code == 0

        book = load_workbook(folder / "interviews.xlsx")
        assert {schema.name for schema in TABLES} <= set(book.sheetnames)
        for schema in TABLES:
            sheet = book[schema.name]
            assert [cell.value for cell in sheet[1]] == [field.name for field in schema.fields]
            assert sheet.freeze_panes is not None
            assert sheet.tables[schema.name].autoFilter is not None

    def test_it_helps_while_one_types(self, folder: Path) -> None:
        """Drop-downs for every choice, formats that show what is missing and overdue, explanations of the settings."""
        run("init")

        book = load_workbook(folder / "interviews.xlsx")
        lists = [rule.formula1 for rule in book["Contacts"].data_validations.dataValidation if rule.type == "list"]
        assert len(lists) >= sum(1 for field in CONTACTS.fields if field.choices)
        assert len(list(book["Contacts"].conditional_formatting)) >= 1
        assert len(list(book["Interviews"].conditional_formatting)) >= 1
        assert all(row[2] for row in book["Settings"].iter_rows(min_row=2, values_only=True) if row[0])

    def test_it_has_nothing_to_complain_of(self) -> None:
        run("init")

        result = run("check")
        assert result.exit_code == 0, result.output
        assert " error " not in result.output

    def test_libreoffice_opens_it(self, folder: Path, tmp_path: Path) -> None:
        soffice = system_program("soffice")
        run("init")

        command = [soffice, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", tmp_path, folder / "interviews.xlsx"], check=True, capture_output=True)
        assert "Contacts" in load_workbook(tmp_path / "interviews.xlsx").sheetnames

    def test_a_dry_run_makes_nothing(self, folder: Path) -> None:
        result = run("init", "--dry-run")

        assert "Would make interviews.xlsx." in result.stdout
        assert list(folder.iterdir()) == []

    def test_a_name_with_another_ending_is_refused(self, folder: Path) -> None:
        assert run("init", "people.ods").exit_code == 2
        assert run("init", "people.xlsm").exit_code == 2
        assert list(folder.iterdir()) == []

    def test_a_folder_that_is_not_there(self) -> None:
        result = run("init", "nowhere/people.xlsx")

        assert result.exit_code == 5
        assert "There is no folder nowhere" in result.stderr


class TestWhichWorkbookIsMeant:
    def test_later_commands_need_no_name(self, folder: Path) -> None:
        said = run("init", "my people.xlsx")

        assert said.stdout.rstrip().endswith("run: sheet-sync sync")
        assert run("sync").stdout.startswith("my people.xlsx")
        assert 'workbook = "my people.xlsx"' in (folder / "sheet-sync.toml").read_text("utf-8")

    def test_a_workbook_named_in_a_folder_above_is_not_taken_for_the_new_one(self, folder: Path) -> None:
        run("init", folder.parent / "spring.xlsx")

        run("init")

        assert run("sync").stdout.startswith("interviews.xlsx")

    def test_a_second_workbook_in_one_folder_leaves_the_first_the_default_and_says_so(self, folder: Path) -> None:
        run("init", "first.xlsx")

        said = run("init", "my second.xlsx")

        assert said.stdout.rstrip().endswith('run: sheet-sync sync "my second.xlsx"')
        assert "Commands that name no workbook still mean first.xlsx" in said.stdout
        assert run("sync").stdout.startswith("first.xlsx")

    def test_a_workbook_elsewhere_is_named_in_what_to_do_next(self, folder: Path) -> None:
        (folder / "sub").mkdir()

        said = run("init", "sub/people.xlsx")

        assert said.stdout.rstrip().endswith(f"run: sheet-sync sync {Path('sub/people.xlsx')}")

    def test_the_environment_names_it_where_no_file_does(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        run("init", "people.xlsx")
        (folder / "sheet-sync.toml").unlink()
        monkeypatch.setenv("SHEET_SYNC_WORKBOOK", str(folder / "people.xlsx"))

        assert run("check").exit_code == 0

    def test_without_any_name_it_says_how_to_name_one(self) -> None:
        result = run("sync")

        assert result.exit_code == 2
        assert result.stderr.startswith("No workbook is named.\nType its path after the command")

    def test_a_settings_file_that_is_none(self, folder: Path) -> None:
        (folder / "sheet-sync.toml").write_text("interviews.xlsx", "utf-8")

        result = run("sync")

        assert result.exit_code == 2
        assert 'It needs one line such as: workbook = "interviews.xlsx"' in result.stderr


class TestOwnWorkbook:
    def test_only_what_it_lacks_is_added(self, folder: Path) -> None:
        path = write_xlsx(folder / "mine.xlsx", {"People": "Full name | E-mail\nDana Reyes | dana@harbor.example"})

        result = run("init", path)

        assert "Contacts: found on the sheet People." in result.stdout
        book = load_workbook(path)
        assert book.sheetnames[0] == "People"
        assert "Contacts" not in book.sheetnames
        assert {"Interviews", "Questions", "Touches", "Settings"} <= set(book.sheetnames)
        assert [[cell.value for cell in row] for row in book["People"].rows] == [
            ["Full name", "E-mail"],
            ["Dana Reyes", "dana@harbor.example"],
        ]

    def test_a_second_time_nothing_is_written(self, folder: Path) -> None:
        path = write_xlsx(folder / "mine.xlsx", {"People": "Full name | E-mail\nDana Reyes | dana@harbor.example"})
        run("init", path)
        before = path.read_bytes()

        result = run("init", path)

        assert "mine.xlsx has all its sheets; nothing was changed." in result.stdout
        assert path.read_bytes() == before

    def test_people_and_talks_in_one_row_become_a_new_workbook(self, folder: Path) -> None:
        path = write_xlsx(folder / "tracker.xlsx", COMBINED)
        before = path.read_bytes()

        refused = run("init", path)
        made = run("init", "interviews.xlsx", "--from", path)

        assert refused.exit_code == 5
        assert "sheet-sync init interviews.xlsx --from tracker.xlsx" in refused.stderr
        assert made.exit_code == 0, made.output
        book = load_workbook(folder / "interviews.xlsx")
        names = [cell.value for cell in book["Contacts"]["B"]]
        assert names[:3] == ["Name", "Dana Reyes", "Lee Park"]
        assert path.read_bytes() == before
        assert run("init", "interviews.xlsx", "--from", path).exit_code == 5

    def test_what_fits_into_no_row_is_listed_by_cell(self, folder: Path) -> None:
        path = write_xlsx(folder / "tracker.xlsx", {**COMBINED, "Books": "Deep Work | by Dana"})

        said = run("init", "interviews.xlsx", "--from", path)

        assert "2 cells fit into no row, listed on the sheet “Not taken over”:" in said.stdout
        assert "Books!A1: Deep Work" in said.stdout
        sheet = load_workbook(folder / "interviews.xlsx")["Not taken over"]
        assert [[cell.value for cell in row] for row in sheet.rows] == [
            ["Cell", "What stood there"],
            ["Books!A1", "Deep Work"],
            ["Books!B1", "by Dana"],
        ]
