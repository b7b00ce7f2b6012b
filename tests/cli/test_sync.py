"""``sync`` as a user meets it: a real workbook, a real store, what is said and the exit code."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.excel import patch_workbook
from tests.tables import write_xlsx

TODAY = "2026-11-24"
CONTACTS = """
    Name       | Email                | Organization | Stay in touch
    Dana Reyes | dana@orchard.example | Orchard      | Monthly
    Lee Wong   | lee@harbour.example  | Harbour      |
"""
INTERVIEWS = """
    Contact    | Date       | Status | What I learned
    Dana Reyes | 2026-11-20 | Done   | Start small
"""
Sync = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "talks.xlsx", {"Contacts": CONTACTS, "Interviews": INTERVIEWS})


@pytest.fixture
def sync(book: Path, store: Path) -> Sync:
    def run(*options: str, workbook: Path = book, code: int = 0, as_of: str = TODAY) -> Result:
        arguments = ["sync", str(workbook), "--store", str(store), "--as-of", as_of, *options]
        result = CliRunner().invoke(cli, arguments)
        assert result.exit_code == code, result.output + result.stderr
        return result

    return run


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder, by the hash of what it holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def cells(path: Path, sheet: str) -> list[list[Any]]:
    from openpyxl import load_workbook

    return [list(row) for row in load_workbook(path)[sheet].iter_rows(values_only=True)]


def document(result: Result) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(result.stdout)
    return read


class TestFirstSync:
    def test_rows_get_ids_and_computed_columns_at_the_right_end(self, sync: Sync, book: Path) -> None:
        sync()
        header, dana, _ = cells(book, "Contacts")

        assert header == ["Name", "Email", "Organization", "Stay in touch", "ID", "Last contact", "Next contact"]
        assert str(dana[4]).startswith("c-")
        assert str(dana[5])[:10] == "2026-11-20"
        assert str(dana[6])[:10] == "2026-12-20"

    def test_thank_yous_are_reckoned(self, sync: Sync, book: Path) -> None:
        sync()
        header, talk = cells(book, "Interviews")

        assert header[-2:] == ["Thank-you due", "Thank-you status"]
        assert (str(talk[-2])[:10], talk[-1]) == ("2026-11-21", "Overdue")

    def test_problems_are_listed_on_a_sheet(self, sync: Sync, book: Path) -> None:
        patch_workbook(book, book, {"Contacts!B3": "lee@"})
        sync(code=1)

        assert any("lee@" in str(row) for row in cells(book, "Problems"))

    def test_the_version_before_is_kept(self, sync: Sync, book: Path, store: Path) -> None:
        before = book.read_bytes()
        sync()

        assert [path.read_bytes() for path in store.rglob("*.xlsx")] == [before]


class TestSecondSync:
    def test_without_edits_not_a_byte_changes_anywhere(self, sync: Sync, tmp_path: Path) -> None:
        sync()
        before = hashes(tmp_path)
        result = sync()

        assert hashes(tmp_path) == before
        assert "Nothing to do" in result.stdout

    def test_nor_where_the_quick_answer_is_not_possible(self, sync: Sync, book: Path) -> None:
        sync()
        before = book.read_bytes()
        sync("--replace")

        assert book.read_bytes() == before

    def test_the_next_day_only_what_depends_on_the_day_is_written(self, sync: Sync, book: Path) -> None:
        patch_workbook(book, book, {"Interviews!B2": date(2026, 11, 24)})
        sync()
        written = document(sync("--format", "json", as_of="2026-11-26"))["cells"]

        assert {(cell["field"], cell["old"], cell["new"]) for cell in written if cell["row"]} == {
            ("Thank-you status", "Due", "Overdue")
        }

    def test_edits_come_in_and_are_remembered(self, sync: Sync, book: Path, store: Path) -> None:
        sync()
        patch_workbook(book, book, {"Contacts!B2": "dana@grove.example"})
        report = document(sync("--format", "json"))
        lines = json.loads(
            CliRunner()
            .invoke(cli, ["history", "Contacts!B2", "-w", str(book), "--store", str(store), "--format", "json"])
            .stdout
        )["history"]

        assert report["replicas"][0]["changes_in"] == {"added": 0, "changed": 1, "deleted": 0}
        assert (lines[0]["old"], lines[0]["new"]) == ("dana@orchard.example", "dana@grove.example")


class TestDryRun:
    @pytest.mark.parametrize("is_synced", [False, True])
    def test_it_changes_nothing_anywhere(self, is_synced: bool, sync: Sync, book: Path, tmp_path: Path) -> None:
        if is_synced:
            sync()
            patch_workbook(book, book, {"Contacts!A2": "Dana R. Reyes"})
        before = hashes(tmp_path)
        sync("--dry-run")

        assert hashes(tmp_path) == before

    def test_it_says_what_the_sync_then_does(self, sync: Sync, book: Path) -> None:
        sync()
        patch_workbook(book, book, {"Contacts!B2": "dana@", "Contacts!D2": "Yearly"})
        promised = document(sync("--dry-run", "--format", "json", code=1))
        done = document(sync("--format", "json", code=1))

        assert promised["dry_run"] is True
        assert promised["cells"] == done["cells"]
        assert promised["replicas"] == done["replicas"]
        assert {cell["cell"] for cell in done["cells"] if cell["row"]} == {"Contacts!G2"}

    def test_in_text_each_cell_has_its_line(self, sync: Sync) -> None:
        assert "Contacts!E1  ID: ID" in sync("--dry-run").stdout

    def test_new_ids_and_the_tools_own_sheets_are_a_line_each(self, sync: Sync) -> None:
        """So that the cells of the user's own can be read; with --verbose every cell is there."""
        brief, whole = sync("--dry-run").stdout, sync("--dry-run", "--verbose").stdout

        assert "Contacts: 2 rows would get an ID" in brief
        assert "Problems!" not in brief
        assert "would be written" in brief
        assert "Contacts!E2  ID: c-" in whole
        assert "Problems!A2" in whole


class TestJson:
    def test_it_has_the_keys_of_the_contract(self, sync: Sync, book: Path) -> None:
        report = document(sync("--format", "json"))

        assert list(report) == ["version", "dry_run", "replicas", "cells", "conflicts", "problems"]
        (replica,) = report["replicas"]
        assert list(replica) == ["kind", "location", "changes_in", "changes_out", "requests"]
        assert (replica["kind"], replica["location"], replica["requests"]) == ("excel", str(book), 0)
        assert list(report["cells"][0]) == ["replica", "cell", "field", "row", "old", "new"]
        assert list(report["problems"]) == ["error", "warning", "info"]

    def test_the_quick_answer_counts_the_same_problems(self, sync: Sync, book: Path) -> None:
        patch_workbook(book, book, {"Contacts!B3": "lee@"})
        first, second = (document(sync("--format", "json", code=1)) for _ in range(2))

        assert first["problems"] == second["problems"]
        assert second["cells"] == []


class TestComputedColumns:
    def test_what_is_typed_there_is_left_alone_kept_and_found(self, sync: Sync, book: Path, store: Path) -> None:
        sync()
        patch_workbook(book, book, {"Contacts!F2": date(2026, 3, 1)})
        sync()
        _, dana, _ = cells(book, "Contacts")

        assert str(dana[5])[:10] == "2026-03-01"
        assert any("Last contact" in str(row) for row in cells(book, "Problems"))
        assert "2026-03-01" in CliRunner().invoke(cli, ["history", "-w", str(book), "--store", str(store)]).stdout

    def test_emptied_again_it_is_filled(self, sync: Sync, book: Path) -> None:
        sync()
        patch_workbook(book, book, {"Contacts!F2": date(2026, 3, 1)})
        sync()
        patch_workbook(book, book, {"Contacts!F2": None})
        sync()

        assert str(cells(book, "Contacts")[1][5])[:10] == "2026-11-20"

    def test_in_a_workbook_never_synced_a_value_there_is_the_users(self, tmp_path: Path, sync: Sync) -> None:
        text = "Name | Last contact\n Dana Reyes | 2026-03-01"
        book = write_xlsx(tmp_path / "own.xlsx", {"Contacts": text})
        sync(workbook=book)

        assert str(cells(book, "Contacts")[1][1])[:10] == "2026-03-01"

    def test_synced_on_another_computer_it_is_the_tools_and_kept(self, sync: Sync, book: Path, store: Path) -> None:
        sync()
        patch_workbook(book, book, {"Contacts!F2": date(2020, 1, 1)})
        shutil.rmtree(store)
        sync()

        assert str(cells(book, "Contacts")[1][5])[:10] == "2026-11-20"
        assert "2020-01-01" in CliRunner().invoke(cli, ["history", "-w", str(book), "--store", str(store)]).stdout

    def test_but_not_what_the_tool_never_writes_there(self, sync: Sync, book: Path, store: Path) -> None:
        sync()
        patch_workbook(book, book, {"Contacts!F2": "in spring"})
        shutil.rmtree(store)
        sync(code=1)

        assert cells(book, "Contacts")[1][5] == "in spring"

    def test_in_a_row_that_has_no_id_yet_it_was_typed(self, sync: Sync, book: Path) -> None:
        sync()
        patch_workbook(book, book, {"Contacts!A4": "Kim Park", "Contacts!F4": date(2026, 3, 1)})
        sync()

        assert str(cells(book, "Contacts")[3][5])[:10] == "2026-03-01"

    def test_a_computed_column_taken_out_is_not_put_back(self, sync: Sync, book: Path) -> None:
        from openpyxl import load_workbook

        sync()
        opened = load_workbook(book)
        opened["Contacts"].delete_cols(7)
        opened.save(book)
        sync()

        assert "Next contact" not in cells(book, "Contacts")[0]


class TestCopies:
    def test_a_copy_is_refused_and_both_options_are_named(self, sync: Sync, book: Path, tmp_path: Path) -> None:
        sync()
        copy = tmp_path / "copy.xlsx"
        shutil.copy(book, copy)
        before = hashes(tmp_path)
        result = sync(workbook=copy, code=5)

        assert "--as-new" in result.stderr
        assert "--replace" in result.stderr
        assert hashes(tmp_path) == before

    def test_as_new_it_gets_records_of_its_own(self, sync: Sync, book: Path, tmp_path: Path) -> None:
        sync()
        copy = tmp_path / "copy.xlsx"
        shutil.copy(book, copy)
        sync("--as-new", workbook=copy)

        assert "Nothing to do" in sync(workbook=copy).stdout
        assert "Nothing to do" in sync().stdout

    def test_replace_takes_the_place_of_the_original(self, sync: Sync, book: Path, tmp_path: Path) -> None:
        sync()
        copy = tmp_path / "copy.xlsx"
        shutil.copy(book, copy)
        sync("--replace", workbook=copy)

        sync(workbook=copy)
        sync(code=5)

    def test_a_workbook_that_was_moved_is_known_again(self, sync: Sync, book: Path, tmp_path: Path) -> None:
        sync()
        moved = book.rename(tmp_path / "moved.xlsx")
        result = sync(workbook=moved)

        assert str(book) in result.stderr


class TestRefusals:
    def test_many_rows_gone(self, tmp_path: Path, sync: Sync) -> None:
        people = "".join(f"\nPerson {n} | p{n}@x.example" for n in range(10))
        book = write_xlsx(tmp_path / "many.xlsx", {"Contacts": f"Name | Email{people}"})
        sync(workbook=book)
        patch_workbook(book, book, {f"Contacts!{column}{row}": None for column in "ABCDE" for row in range(2, 9)})
        before = hashes(tmp_path)
        result = sync(workbook=book, code=5)

        assert "7 of 10 rows are gone" in result.stderr
        assert "--allow-deletions" in result.stderr
        assert hashes(tmp_path) == before
        sync("--allow-deletions", workbook=book)

    def test_a_missing_workbook_leaves_no_store(self, sync: Sync, tmp_path: Path, store: Path) -> None:
        result = sync(workbook=tmp_path / "none.xlsx", code=3)

        assert "none.xlsx" in result.stderr
        assert not store.exists()

    def test_a_workbook_without_tables(self, sync: Sync, tmp_path: Path) -> None:
        book = write_xlsx(tmp_path / "other.xlsx", {"Budget": "Month | Sum\n May | 3"})
        result = sync(workbook=book, code=3)

        assert "sheet-sync init" in result.stderr

    def test_a_sheet_of_contacts_and_talks_in_one_row_is_left_as_it_is(self, sync: Sync, tmp_path: Path) -> None:
        text = """
            Name       | Email          | Phone        | Company | Interview date | What I learned | Thank-you sent
            Dana Reyes | dana@x.example | 202-555-0137 | Orchard | 2026-11-20     | Start small    | 2026-11-21
        """
        book = write_xlsx(tmp_path / "one.xlsx", {"Networking": text})
        before = book.read_bytes()
        result = sync(workbook=book, code=3)

        assert "init --from" in result.stderr
        assert book.read_bytes() == before

    def test_a_workbook_open_in_libreoffice(self, sync: Sync, book: Path) -> None:
        book.with_name(f".~lock.{book.name}#").write_text(",someone,elsewhere,24.11.2026 10:00,file:///x;")
        before = book.read_bytes()
        sync(code=5)

        assert book.read_bytes() == before

    def test_a_damaged_store(self, sync: Sync, book: Path, store: Path) -> None:
        sync()
        (store / "store.sqlite3").write_bytes(b"not a database" * 100)
        before = book.read_bytes()
        result = sync(code=5)

        assert "damaged" in result.stderr
        assert book.read_bytes() == before

    @pytest.mark.parametrize("change", ["DROP TABLE aliases", "ALTER TABLE history RENAME COLUMN tab TO sheet"])
    def test_a_store_of_another_version_is_not_called_damaged(
        self, change: str, sync: Sync, store: Path, book: Path
    ) -> None:
        sync()
        with closing(sqlite3.connect(store / "store.sqlite3")) as db:
            db.execute(change)
        patch_workbook(book, book, {"Contacts!B2": "dana@grove.example"})
        before = book.read_bytes()
        said = sync(code=5).stderr

        assert book.read_bytes() == before
        assert "another version of sheet-sync" in said
        assert "damaged" not in said

    def test_a_store_of_a_newer_version(self, sync: Sync, store: Path) -> None:
        sync()
        db = sqlite3.connect(store / "store.sqlite3")
        db.execute("PRAGMA user_version = 99")
        db.close()

        assert "newer version" in sync("--replace", code=5).stderr

    def test_a_store_folder_that_is_a_file(self, sync: Sync, store: Path) -> None:
        store.write_text("in the way")

        assert "--store" in sync(code=5).stderr

    def test_a_second_sync_at_the_same_time_says_so(
        self, sync: Sync, store: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from sheet_sync.store import store as module

        monkeypatch.setattr(module, "LOCK_WAIT_S", 0.05)
        with module.locked(store):
            assert "Another sync is under way" in sync(code=5).stderr


class TestOwnProblemsSheet:
    def test_a_sheet_of_that_name_of_the_users_own_is_left_alone(self, sync: Sync, tmp_path: Path) -> None:
        book = write_xlsx(tmp_path / "own.xlsx", {"Contacts": CONTACTS, "Problems": "Open | Closed\n roof | door"})
        result = sync(workbook=book)

        assert cells(book, "Problems") == [["Open", "Closed"], ["roof", "door"]]
        assert "Problems is your own" in result.stderr

    def test_notes_to_the_right_of_the_problems_stay(self, sync: Sync, book: Path) -> None:
        patch_workbook(book, book, {"Contacts!B3": "lee@"})
        sync(code=1)
        patch_workbook(book, book, {"Problems!H2": "ask her", "Contacts!B3": "lee@harbour.example"})
        sync()

        assert cells(book, "Problems")[1][7] == "ask her"


class TestRestoredRows:
    """A deleted row that comes back is a new row at the table's end, whatever stands below."""

    TEXT = """
        Name       | Email
        Dana Reyes | dana@
        Lee Wong   | lee@

        Notes below the table, to be left where they are
    """

    def test_what_stands_below_the_table_is_pushed_down_and_the_links_fit(
        self, sync: Sync, tmp_path: Path, store: Path
    ) -> None:
        book = write_xlsx(tmp_path / "notes.xlsx", {"Contacts": self.TEXT})
        sync(workbook=book, code=1)
        lee = cells(book, "Contacts")[2]
        patch_workbook(book, book, {f"Contacts!{column}3": None for column in "ABCDE"})
        sync(workbook=book, code=1)
        arguments = ["restore", "Lee Wong", "-w", str(book), "--store", str(store), "--as-of", TODAY]
        result = CliRunner().invoke(cli, arguments)
        rows = cells(book, "Contacts")
        number = next(number for number, row in enumerate(rows, 1) if row[0] == "Lee Wong")

        assert result.exit_code == 1, result.output
        assert rows[number - 1] == lee
        assert any("Notes below the table" in str(row[0]) for row in rows)
        assert any(f"Contacts!B{number}" in str(row[1]) for row in cells(book, "Problems"))
        before = book.read_bytes()
        sync("--replace", workbook=book, code=1)
        assert book.read_bytes() == before


@pytest.mark.system
def test_saving_the_workbook_in_libreoffice_is_no_edit(sync: Sync, tmp_path: Path) -> None:
    """It rewrites the whole file; every cell still says the same, and the project is still known."""
    import subprocess

    from tests.conftest import ROOT, system_program

    office = system_program("soffice")
    book = tmp_path / "sample.xlsx"
    shutil.copy(ROOT / "sample_workbook.xlsx", book)
    sync(workbook=book, code=1)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(book)],
        check=True,
        capture_output=True,
        timeout=100,
    )
    shutil.copy(saved / book.name, book)
    report = document(sync("--format", "json", "--dry-run", workbook=book, code=1))

    assert report["cells"] == []
    assert report["replicas"][0]["changes_in"] == {"added": 0, "changed": 0, "deleted": 0}


def test_what_init_wrote_is_not_read_as_rows_of_the_users(tmp_path: Path, store: Path, sync: Sync) -> None:
    """Forty questions and the settings are there from the start."""
    book = tmp_path / "new.xlsx"
    assert CliRunner().invoke(cli, ["init", str(book)]).exit_code == 0
    patch_workbook(book, book, {"Contacts!B2": "Dana Reyes"})
    first = sync(workbook=book).stdout
    patch_workbook(book, book, {"Contacts!B3": "Lee Wong"})

    assert "First sync: 1 row read, and the 40 questions that came with it." in first
    assert "Edited since the last sync: 1 new row." in sync(workbook=book).stdout
