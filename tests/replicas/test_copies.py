"""A cloud drive's conflict copy, merged cell by cell into the workbook and left alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.app.conflicts import list_conflicts, resolve
from sheet_sync.app.opening import open_replica
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.changes import DeleteRow, Plan
from sheet_sync.core.values import Content
from sheet_sync.errors import Refused, WrongUsage
from sheet_sync.excel import patch_workbook
from tests.pairs import AS_OF, numbered_ids
from tests.tables import write_xlsx

SHEETS = {
    "Contacts": """
        ID | Name       | Email                | Organization | Notes
           | Dana Reyes | dana@orchard.example | Orchard      | met at the fair
           | Lee Wong   | lee@harbour.example  | Harbour      |
           | Kim Park   | kim@mill.example     | Mill         | of the mill
    """,
}


class Desk:
    """A folder of a cloud drive, with the workbook and a copy of it that another computer left there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "Contacts.xlsx"
        self.copy = folder / "Contacts (Laptop's conflicted copy).xlsx"
        self.make_id = numbered_ids()
        write_xlsx(self.book, SHEETS)
        self.sync()

    def sync(self, *also: Path, **options: Any) -> SyncReport:
        wanted = SyncOptions(AS_OF, self.folder / "store", also=tuple(map(str, also)), make_id=self.make_id, **options)
        return sync(str(self.book), wanted)

    def part(self) -> None:
        """The drive makes a copy."""
        shutil.copy(self.book, self.copy)

    def type(self, where: Path, **cells: str) -> None:
        patch_workbook(where, where, {f"Contacts!{cell}": value for cell, value in cells.items()})

    def delete(self, where: Path, row: int) -> None:
        replica = open_replica(str(where))
        replica.write(Plan((DeleteRow("Contacts", row, "Contacts"),)), replica.read())

    def value(self, cell: str, where: Path | None = None) -> Content:
        grid = open_replica(str(where or self.book)).read().grid("Contacts")
        assert grid is not None
        return grid.at(int(cell[1:]), "ABCDEFGH".index(cell[0]) + 1)

    def names(self) -> list[Content]:
        grid = open_replica(str(self.book)).read().grid("Contacts")
        assert grid is not None
        return [row[1] for number, row in grid.rows.items() if number > 1]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_was_typed_in_the_copy_comes_in(desk: Desk) -> None:
    desk.part()
    desk.type(desk.copy, E3="typed in the copy")
    desk.type(desk.book, D2="The Orchard")
    desk.sync(desk.copy)

    assert desk.value("E3") == "typed in the copy"
    assert desk.value("D2") == "The Orchard"


def test_the_copy_is_not_touched(desk: Desk) -> None:
    desk.part()
    desk.type(desk.copy, E3="typed in the copy")
    before = desk.copy.read_bytes(), desk.copy.stat().st_mtime_ns
    desk.sync(desk.copy)

    assert (desk.copy.read_bytes(), desk.copy.stat().st_mtime_ns) == before


def test_one_cell_typed_differently_in_both_is_a_conflict_that_stays_until_it_is_settled(desk: Desk) -> None:
    desk.part()
    desk.type(desk.copy, E2="in the copy")
    desk.type(desk.book, E2="in the workbook")
    first = desk.sync(desk.copy)
    later = desk.sync()

    expected = {"excel": "in the workbook", desk.copy.name: "in the copy"}
    assert [c.values for c in first.conflicts] == [c.values for c in later.conflicts] == [expected]
    (found,) = list_conflicts(str(desk.book), desk.folder / "store")
    resolve(str(desk.book), SyncOptions(AS_OF, desk.folder / "store"), {found.id: desk.copy.name})
    assert desk.value("E2") == "in the copy"
    assert not desk.sync().conflicts


def test_what_happened_after_they_parted_is_not_taken_back_by_the_copy(desk: Desk) -> None:
    """The copy still holds the old values; they are no edits."""
    desk.part()
    desk.type(desk.book, E2="news", E4="more news")
    desk.sync()
    desk.type(desk.book, B5="Ada Bell", C5="ada@bell.example")
    desk.sync()
    desk.type(desk.copy, E3="typed in the copy")
    report = desk.sync(desk.copy)

    assert not report.conflicts
    assert [desk.value(cell) for cell in ("E2", "E3", "E4")] == ["news", "typed in the copy", "more news"]
    assert desk.names() == ["Dana Reyes", "Lee Wong", "Kim Park", "Ada Bell"]


def test_a_row_deleted_in_the_workbook_meanwhile_stays_deleted(desk: Desk) -> None:
    desk.part()
    desk.delete(desk.book, 4)
    desk.sync()
    desk.type(desk.copy, E3="typed in the copy")
    desk.sync(desk.copy)

    assert desk.names() == ["Dana Reyes", "Lee Wong"]


def test_a_row_deleted_in_the_copy_is_deleted(desk: Desk) -> None:
    desk.part()
    desk.type(desk.book, E2="news")
    desk.sync()
    desk.delete(desk.copy, 4)
    desk.sync(desk.copy)

    assert desk.names() == ["Dana Reyes", "Lee Wong"]
    assert desk.value("E2") == "news"


def test_a_row_added_in_the_copy_is_added_once(desk: Desk) -> None:
    desk.part()
    desk.type(desk.copy, B5="Ada Bell")
    desk.sync(desk.copy)
    desk.type(desk.copy, E3="and later this")
    desk.sync(desk.copy)

    assert desk.names() == ["Dana Reyes", "Lee Wong", "Kim Park", "Ada Bell"]
    assert desk.value("E3") == "and later this"


def test_a_choice_is_not_undone_by_merging_the_copy_again(desk: Desk) -> None:
    desk.part()
    desk.type(desk.copy, E2="in the copy")
    desk.type(desk.book, E2="in the workbook")
    desk.sync(desk.copy, prefer="excel")
    desk.type(desk.copy, E3="typed later")
    report = desk.sync(desk.copy)

    assert not report.conflicts
    assert desk.value("E2") == "in the workbook"
    assert desk.value("E3") == "typed later"


def test_the_same_copy_again_does_nothing_and_says_so(desk: Desk) -> None:
    desk.part()
    desk.type(desk.copy, E3="typed in the copy")
    desk.sync(desk.copy)
    before = desk.book.read_bytes()
    report = desk.sync(desk.copy)

    assert desk.book.read_bytes() == before
    assert any("merged before" in note for note in report.notes)


def test_newest_takes_the_file_that_was_saved_later(desk: Desk) -> None:
    import os

    desk.part()
    desk.type(desk.book, E2="in the workbook")
    desk.type(desk.copy, E2="in the copy")
    saved = desk.book.stat().st_mtime_ns
    os.utime(desk.copy, ns=(saved + 5_000_000_000, saved + 5_000_000_000))
    report = desk.sync(desk.copy, prefer="newest")

    assert not report.conflicts
    assert desk.value("E2") == "in the copy"


def test_a_dry_run_shows_it_and_touches_nothing(desk: Desk) -> None:
    desk.part()
    desk.type(desk.copy, E3="typed in the copy")
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    report = desk.sync(desk.copy, dry_run=True)

    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()} == before
    assert [(str(cell.ref), cell.new) for cell in report.replicas[0].cells] == [("Contacts!E3", "typed in the copy")]


def test_another_workbook_is_refused(desk: Desk) -> None:
    folder = desk.folder / "other"
    folder.mkdir()
    other = Desk(folder)
    with pytest.raises(Refused, match=r"no copy of Contacts\.xlsx"):
        desk.sync(other.book)


def test_the_workbook_itself_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongUsage, match="synced anyway"):
        desk.sync(desk.book)


def test_a_copy_that_lost_nearly_all_rows_is_refused_as_any_other(desk: Desk) -> None:
    desk.part()
    for row in (4, 3, 2):
        desk.delete(desk.copy, row)
    with pytest.raises(Refused, match="--allow-empty"):
        desk.sync(desk.copy)
