"""Two Excel files that sync with each other: any number of replicas, of any kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sheet_sync.app.opening import open_replica
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.values import Content
from sheet_sync.errors import Refused, WorkbookBusy
from sheet_sync.excel import patch_workbook
from tests.pairs import AS_OF, numbered_ids
from tests.tables import write_xlsx

SHEETS = {
    "Contacts": """
        Name       | Email                | Notes
        Dana Reyes | dana@orchard.example | met at the fair
        Lee Wong   | lee@harbour.example  |
    """,
}
EMPTY = {"Contacts": "Name | Email | Notes"}


class Office:
    """Three workbooks, one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.make_id = numbered_ids()
        self.books = [folder / name for name in ("mine.xlsx", "coach.xlsx", "old laptop.xlsx")]
        for book in self.books:
            write_xlsx(book, EMPTY)
        write_xlsx(self.books[0], SHEETS)

    def sync(self, at: int = 0, **options: Any) -> SyncReport:
        partners = tuple(str(book) for book in self.books if book != self.books[at])
        wanted = SyncOptions(AS_OF, self.folder / "store", partners=partners, make_id=self.make_id, **options)
        return sync(str(self.books[at]), wanted)

    def plain_sync(self, at: int = 0) -> SyncReport:
        return sync(str(self.books[at]), SyncOptions(AS_OF, self.folder / "store", make_id=self.make_id))

    def type(self, at: int, cell: str, value: str) -> None:
        patch_workbook(self.books[at], self.books[at], {cell: value})

    def column(self, at: int, column: int, sheet: str = "Contacts") -> list[Content]:
        grid = open_replica(str(self.books[at])).read().grid(sheet)
        assert grid is not None
        return [grid.at(row, column) for row in sorted(grid.rows) if row > 1]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.sync()
    return made


def test_the_rows_arrive_in_every_file(office: Office) -> None:
    assert [office.column(at, 1) for at in range(3)] == [["Dana Reyes", "Lee Wong"]] * 3


def test_they_stay_paired(office: Office) -> None:
    office.type(1, "Contacts!C3", "from the coach")
    report = office.plain_sync()

    assert [replica.name for replica in report.replicas] == ["excel", "excel-2", "excel-3"]
    assert [office.column(at, 3)[1] for at in range(3)] == ["from the coach"] * 3


def test_it_does_not_matter_which_of_them_is_named(office: Office) -> None:
    office.type(0, "Contacts!C3", "mine")
    office.plain_sync(at=2)

    assert [office.column(at, 3)[1] for at in range(3)] == ["mine"] * 3
    assert not any(replica.cells for replica in office.plain_sync(at=1).replicas)


def test_a_conflict_names_the_files(office: Office) -> None:
    office.type(0, "Contacts!C3", "mine")
    office.type(1, "Contacts!C3", "the coach's")
    office.plain_sync()

    assert office.column(0, 5, "Conflicts") == ["the coach's"]
    assert "There (coach.xlsx)" in str(office.column(0, 7, "Conflicts")[0])
    assert office.column(2, 5, "Conflicts") == ["mine", "the coach's"]


def test_a_file_of_another_pair_is_refused(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "stranger.xlsx"
    write_xlsx(other, SHEETS)
    sync(str(other), SyncOptions(AS_OF, tmp_path / "store", make_id=office.make_id))
    with pytest.raises(Refused, match=r"stranger\.xlsx is paired with another workbook"):
        sync(str(office.books[0]), SyncOptions(AS_OF, tmp_path / "store", partners=(str(other),)))


def test_a_copy_of_one_of_them_is_still_noticed(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(office.books[1].read_bytes())
    with pytest.raises(Refused, match="are copies of one workbook"):
        sync(str(copy), SyncOptions(AS_OF, tmp_path / "store"))


@pytest.mark.parametrize("at", range(3))
def test_one_that_is_open_elsewhere_does_not_keep_the_others_from_being_written(office: Office, at: int) -> None:
    """What could not be written is caught up with later."""
    office.type((at + 1) % 3, "Contacts!C3", "news")
    lock = office.books[at].with_name(f"~${office.books[at].name}")
    lock.write_bytes(b"\x03Kim" + b" " * 52)
    with pytest.raises(WorkbookBusy):
        office.plain_sync()
    assert [office.column(each, 3)[1] for each in range(3) if each != at] == ["news"] * 2

    lock.unlink()
    office.plain_sync()
    assert office.column(at, 3)[1] == "news"
