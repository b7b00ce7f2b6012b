"""A workbook that is another one now, a copy that is none, losses of several kinds at once: said, never taken in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from sheet_sync.cli import cli
from sheet_sync.excel import patch_workbook
from tests.cli.test_sync import cells, hashes
from tests.tables import write_xlsx

PEOPLE = "\n".join(
    f"Person {n} | p{n}@{'orchard' if n % 2 else 'mill'}.example | Firm {n} | note {n}" for n in range(1, 9)
)
OTHERS = "\n".join(f"Stranger {n} | s{n}@far.example | Far {n} | far {n}" for n in range(1, 9))
HEADER = "Name | Email | Organization | Notes\n"
TALKS = "Contact | Date | Status\n" + "\n".join(f"Person {n} | 2026-11-{n + 9} | Done" for n in range(1, 9))
Run = Callable[..., Result]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "talks.xlsx", {"Contacts": HEADER + PEOPLE, "Interviews": TALKS})


@pytest.fixture
def run(tmp_path: Path, book: Path) -> Run:
    def invoke(command: str, *arguments: str, on: Path = book, code: int = 0) -> Result:
        dated = () if command in ("history", "conflicts") else ("--as-of", "2026-11-24")
        every = [command, *arguments, "-w", str(on), "--store", str(tmp_path / "store"), *dated]
        result = CliRunner().invoke(cli, every)
        assert result.exit_code == code, result.output + result.stderr
        return result

    return invoke


class TestReplaced:
    def test_another_workbook_in_its_place_is_refused_and_both_options_are_named(
        self, run: Run, book: Path, tmp_path: Path
    ) -> None:
        run("sync")
        write_xlsx(book, {"Contacts": HEADER + OTHERS})
        before = hashes(tmp_path)
        said = run("sync", code=5).stderr

        assert "is not the workbook that was synced from here before" in said
        assert "--replace" in said
        assert "--as-new" in said
        assert hashes(tmp_path) == before

    def test_as_new_it_gets_records_of_its_own(self, run: Run, book: Path) -> None:
        run("sync")
        write_xlsx(book, {"Contacts": HEADER + OTHERS})
        run("sync", "--as-new")

        assert "Nothing to do" in run("sync").stdout
        assert len(cells(book, "Contacts")) == 9

    def test_in_place_of_the_earlier_one_its_rows_are_the_missing_ones(self, run: Run, book: Path) -> None:
        run("sync")
        write_xlsx(book, {"Contacts": HEADER + OTHERS, "Interviews": TALKS})

        assert "--allow-deletions" in run("sync", "--replace", code=5).stderr
        run("sync", "--replace", "--allow-deletions", code=1)  # the talks name nobody now

    def test_the_same_people_without_their_ids_are_known_again(self, run: Run, book: Path) -> None:
        run("sync")
        ids = [row[-3] for row in cells(book, "Contacts")]
        write_xlsx(book, {"Contacts": HEADER + PEOPLE.replace("note 3", "typed in an export"), "Interviews": TALKS})
        run("sync")

        assert sorted(map(str, ids)) == sorted(str(row[4]) for row in cells(book, "Contacts"))
        assert "typed in an export" in run("history", "Person 3").stdout


class TestCopies:
    def test_as_new_changes_nothing_where_it_is_no_copy(self, run: Run) -> None:
        run("sync")
        said = run("sync", "--as-new")

        assert "talks.xlsx is no copy" in said.stderr
        assert "Person 1" in run("history", "Person 1").stdout

    def test_what_a_command_writes_into_a_copy_is_no_deed_in_the_original(
        self, run: Run, book: Path, tmp_path: Path
    ) -> None:
        run("sync")
        copy = tmp_path / "copy.xlsx"
        copy.write_bytes(book.read_bytes())
        run("snooze", "Person 1", "2026-12-01", on=copy)

        assert "nothing to take back" in run("undo").stdout

    def test_a_copy_made_before_the_first_sync_is_merged(self, run: Run, book: Path, tmp_path: Path) -> None:
        copy = tmp_path / "talks (Laptop's conflicted copy).xlsx"
        copy.write_bytes(book.read_bytes())
        patch_workbook(copy, copy, {"Contacts!D2": "typed in the copy", "Contacts!A10": "Kim Park"})
        run("sync")
        run("sync", "--also", str(copy))

        assert cells(book, "Contacts")[1][3] == "typed in the copy"
        assert [row[0] for row in cells(book, "Contacts")][1:] == [f"Person {n}" for n in range(1, 9)] + ["Kim Park"]

    def test_a_workbook_of_others_is_no_copy(self, run: Run, tmp_path: Path) -> None:
        run("sync")
        other = write_xlsx(tmp_path / "other.xlsx", {"Contacts": HEADER + PEOPLE.splitlines()[0] + "\n" + OTHERS})

        assert "is no copy of talks.xlsx" in run("sync", "--also", str(other), code=5).stderr


class TestLosses:
    def test_all_that_is_alarming_is_said_at_once(self, run: Run, book: Path) -> None:
        run("sync")
        opened = load_workbook(book)
        opened["Contacts"].delete_rows(2, 7)
        del opened["Interviews"]
        opened.save(book)
        said = run("sync", code=5).stderr

        assert "7 of 8 rows are gone from the Contacts table" in said
        assert "has no Interviews table any more" in said
        assert "--allow-deletions --allow-empty" in said
        assert "--allow-deletions" not in run("sync", "--allow-deletions", code=5).stderr
        run("sync", "--allow-deletions", "--allow-empty")

    def test_rows_of_a_deleted_sheet_come_back_and_are_counted(self, run: Run, book: Path) -> None:
        run("sync")
        opened = load_workbook(book)
        del opened["Interviews"]
        opened.save(book)
        run("sync", "--allow-empty")
        said = run("restore", "--deleted")

        assert "8 new rows" in said.stdout
        assert "No row was deleted" not in said.stderr
        assert len(cells(book, "Interviews")) == 9


class TestNotThere:
    @pytest.mark.parametrize(
        "command",
        [("undo",), ("restore", "Person 1"), ("restore", "--deleted"), ("restore", "Contacts", "--at", "2026-11-20")],
    )
    @pytest.mark.parametrize("is_synced", [False, True])
    def test_what_writes_into_a_workbook_that_is_not_there_says_so(
        self, run: Run, book: Path, command: tuple[str, ...], is_synced: bool
    ) -> None:
        if is_synced:
            run("sync")
        book.unlink()

        assert "There is no file" in run(*command, code=3).stderr

    def test_its_history_can_be_read_all_the_same(self, run: Run, book: Path) -> None:
        run("sync")
        book.unlink()

        assert json.loads(run("history", "Person 1", "--format", "json").stdout)["history"]
