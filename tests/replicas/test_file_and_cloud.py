"""A real .xlsx and a Google Sheet on the emulator: the rules of syncing that only a real pair can show."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sheet_sync.app.opening import open_replica
from sheet_sync.app.sync import sync
from sheet_sync.core.changes import DeleteRow, Plan
from sheet_sync.core.records import CellRef, Grid
from sheet_sync.core.values import Content, Formula
from sheet_sync.errors import GoogleUnreachable, Refused, WorkbookUnreadable
from sheet_sync.excel import patch_workbook
from sheet_sync.excel.replica import ExcelReplica
from sheet_sync.google import auth
from sheet_sync.store.store import Store
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.google.conftest import waits as waits
from tests.pairs import CONTACTS, grid
from tests.servers import faults
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer
from tests.worlds import CloudPlace, FilePlace, World, empty_contacts

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = (None, "Lee Wong", "Harbour", "lee@harbour.example", None)


class Pair:
    """A workbook with Dana and Lee, and an empty Google Sheet, synced."""

    def __init__(self, folder: Path, server: SheetsServer) -> None:
        self.folder, self.server = folder, server
        self.file = FilePlace(folder / "contacts.xlsx", grid("Contacts", CONTACTS, DANA, LEE))
        self.cloud = CloudPlace(server, ROBOT, empty_contacts())
        self.world = World(folder / "store", {"excel": self.file, "google": self.cloud}, count=lambda: server.counted())
        self.world.sync()

    def file_cell(self, address: str) -> Content:
        return _at(self.file.grid("Contacts"), address)

    def cloud_cell(self, address: str) -> Content:
        return _at(self.cloud.grid("Contacts"), address)

    def type_in_file(self, **cells: str | int | date) -> None:
        from openpyxl import load_workbook

        book = load_workbook(self.file.path)
        for address, value in cells.items():
            book["Contacts"][address].value = value
            if isinstance(value, str):
                book["Contacts"][address].data_type = "s"
        book.save(self.file.path)


def _at(found: Grid | None, address: str) -> Content:
    assert found is not None
    ref = CellRef.parse(f"Contacts!{address}")
    return found.at(ref.row, ref.column)


@pytest.fixture
def pair(tmp_path: Path, sheets_server: SheetsServer, signed_in: str) -> Iterator[Pair]:
    yield Pair(tmp_path, sheets_server)
    auth._client.cache_clear()


def test_rows_arrive_with_their_ids(pair: Pair) -> None:
    assert pair.cloud_cell("B2") == "Dana Reyes"
    assert pair.cloud_cell("A2") == pair.file_cell("A2")


def test_nothing_changed_costs_one_request_and_no_write(pair: Pair) -> None:
    before = pair.file.image(), pair.cloud.image()
    pair.world.sync()

    assert pair.world.spent == 1
    assert (pair.file.image(), pair.cloud.image()) == before


def test_an_unchanged_file_is_not_even_read(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes tell; the Google Sheet is read, and loaded from the store is nothing."""
    monkeypatch.setattr(ExcelReplica, "read", lambda _: pytest.fail("the file was read"))
    monkeypatch.setattr(Store, "load", lambda *_: pytest.fail("the records were loaded"))
    monkeypatch.chdir(pair.folder)
    report = sync(pair.file.path.name, pair.world.options(), pair.world.open)

    assert [(each.name, each.requests) for each in report.replicas] == [("excel", 0), ("google", 1)]
    assert [each.location for each in report.replicas] == ["contacts.xlsx", pair.cloud.location]


def test_a_sheet_that_was_edited_is_read_once_though_the_file_was_not(pair: Pair) -> None:
    pair.cloud.human.put("Contacts!C2", "The Orchard")
    pair.world.sync()

    assert pair.file_cell("C2") == "The Orchard"
    assert pair.world.spent == 1


def test_any_number_of_changes_costs_four_requests_at_most(pair: Pair) -> None:
    pair.type_in_file(**{f"B{row}": f"Person {row}" for row in range(4, 60)}, E2="x", E3="y")
    pair.cloud.human.put("Contacts!C2", "The Orchard")
    pair.world.sync()

    assert pair.world.spent <= 4


def test_line_ends_and_unicode_forms_are_no_changes(pair: Pair) -> None:
    pair.cloud.human.put("Contacts!E2", "Zoë\nsaid so")
    pair.world.sync()
    pair.type_in_file(E2="Zoe\u0308\r\nsaid so")
    before = pair.cloud.image()
    report = pair.world.sync()

    assert pair.cloud.image() == before
    assert not report.replicas[0].changes_in


def test_five_as_text_is_not_five(pair: Pair) -> None:
    pair.type_in_file(E2=5)
    pair.world.sync()
    assert pair.cloud_cell("E2") == 5
    pair.type_in_file(E2="5")
    pair.world.sync()
    assert pair.cloud_cell("E2") == "5"


def test_a_date_is_a_date_however_it_is_shown(pair: Pair) -> None:
    pair.type_in_file(E2=date(2026, 11, 2))
    pair.world.sync()
    pair.cloud.human.format("Contacts!E2", "DATE", "d mmmm yyyy")
    report = pair.world.sync()

    assert pair.cloud_cell("E2") == date(2026, 11, 2)
    assert not any(replica.cells or replica.changes_in for replica in report.replicas)


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("https://x.example")', "+49 170 1234567", "0042", "-5", "TRUE", "2026-11-02"]
)
def test_what_looks_like_a_formula_or_a_number_arrives_as_the_text_it_is(pair: Pair, text: str) -> None:
    pair.type_in_file(E2=text)
    pair.world.sync()
    assert pair.cloud_cell("E2") == text

    pair.cloud.human.put("Contacts!E3", text)
    pair.world.sync()
    assert pair.file_cell("E3") == text


def test_a_formula_belongs_to_its_side(pair: Pair) -> None:
    pair.cloud.human.type("Contacts!E2", '=B2&"!"')
    pair.type_in_file(E2="typed here")
    pair.world.sync()

    assert pair.cloud_cell("E2") == Formula('B2&"!"', "Dana Reyes!")
    assert pair.file_cell("E2") == "typed here"


def test_sorting_the_sheet_and_moving_its_columns_is_no_change(pair: Pair) -> None:
    pair.cloud.human.sort("Contacts", "B", descending=True)
    pair.cloud.human.insert_columns("Contacts", "B")
    pair.cloud.human.delete_columns("Contacts", "B")
    report = pair.world.sync()

    assert not any(replica.changes_in for replica in report.replicas)
    assert pair.file_cell("B2") == "Dana Reyes"


def test_a_column_renamed_to_an_alias_is_no_change(pair: Pair) -> None:
    pair.cloud.human.put("Contacts!C1", "Company")
    pair.type_in_file(C2="The Orchard")
    pair.world.sync()

    assert (pair.cloud_cell("C1"), pair.cloud_cell("C2")) == ("Company", "The Orchard")
    assert pair.file_cell("C1") == "Organization"


def test_a_file_that_cannot_be_read_is_never_taken_for_empty(pair: Pair) -> None:
    whole = pair.file.path.read_bytes()
    pair.file.path.write_bytes(whole[:500])
    with pytest.raises(WorkbookUnreadable):
        pair.world.sync()
    assert pair.cloud_cell("B2") == "Dana Reyes"

    pair.file.path.write_bytes(whole)
    assert not pair.world.sync().replicas[1].cells


def test_an_emptied_sheet_is_refused(pair: Pair) -> None:
    pair.cloud.human.delete_rows("Contacts", 2, 2)
    with pytest.raises(Refused, match="--allow-empty"):
        pair.world.sync()
    assert pair.file_cell("B2") == "Dana Reyes"


def test_a_conflict_is_settled_in_the_google_sheet(pair: Pair) -> None:
    pair.type_in_file(E2="from Excel")
    pair.cloud.human.put("Contacts!E2", "from Google")
    pair.world.sync()
    assert pair.cloud.human.text("Conflicts!D2") == "from Google"
    rule = pair.cloud.human.cell("Conflicts!F2").validation
    assert rule is not None
    assert [value["userEnteredValue"] for value in rule["condition"]["values"]] == ["Here", "There"]

    pair.cloud.human.put("Conflicts!F2", "There")
    report = pair.world.sync()
    assert not report.conflicts
    assert pair.file_cell("E2") == pair.cloud_cell("E2") == "from Excel"


def test_a_choice_holds_although_google_could_not_be_written_then(pair: Pair) -> None:
    pair.type_in_file(E2="from Excel")
    pair.cloud.human.put("Contacts!E2", "from Google")
    pair.world.sync()
    patch_workbook(pair.file.path, pair.file.path, {"Conflicts!F2": "Here"})
    pair.server.fail(faults.unavailable(), "write", times=50)
    with pytest.raises(GoogleUnreachable):
        pair.world.sync()
    pair.server.service.plans.clear()

    assert not pair.world.sync().conflicts
    assert pair.file_cell("E2") == pair.cloud_cell("E2") == "from Excel"


def test_a_sheet_that_one_may_only_view_gives_and_takes_nothing(pair: Pair) -> None:
    pair.server.share(pair.cloud.file_id, ROBOT, "reader")
    pair.cloud.human.put("Contacts!E3", "from the coach")
    pair.type_in_file(E2="mine")
    for _ in range(2):  # the first write tells it that it may not
        try:
            report = pair.world.sync()
        except Refused as refused:
            said = str(refused)
        else:
            said = " ".join(note for replica in report.replicas for note in replica.notes)
    assert pair.file_cell("E3") == "from the coach"
    assert pair.cloud_cell("E2") == "met at the fair"
    assert "view" in said


class TestTwoComputers:
    """Each has a file and records of its own; the Google Sheet is between them."""

    @pytest.fixture
    def other(self, pair: Pair, tmp_path: Path) -> World:
        """Another computer, with a file of its own that says what nobody knows yet."""
        folder = tmp_path / "other computer"
        folder.mkdir()
        kim = (None, "Kim Park", "Mill", "kim@mill.example", None)
        lee = (None, "lee wong", "Harbour", "lee@harbour.example", "plays chess")
        file = FilePlace(folder / "contacts.xlsx", grid("Contacts", CONTACTS, kim, lee))
        return World(folder / "store", {"excel": file, "google": pair.cloud}, make_id=pair.world.make_id)

    def rows(self, world: World) -> list[tuple[Content, ...]]:
        return sorted(
            (tuple(row.get(title) for title in CONTACTS) for row in world.rows("excel")), key=lambda row: str(row[0])
        )

    def test_they_converge(self, pair: Pair, other: World) -> None:
        other.sync(prefer="google")
        pair.world.sync()
        assert self.rows(pair.world) == self.rows(other)
        assert len(self.rows(other)) == 3

        pair.type_in_file(E2="typed on one")
        other.places["excel"].put(_typed(other, "Kim Park", "Notes", "typed on the other"))
        for world in (pair.world, other, pair.world):
            world.sync()
        assert self.rows(pair.world) == self.rows(other)
        assert {row[4] for row in self.rows(other)} == {"typed on one", "typed on the other", "plays chess"}

    def test_they_rest_once_they_agree(self, pair: Pair, other: World) -> None:
        for world in (other, pair.world, other, pair.world):
            world.sync(prefer="google")
        before = pair.cloud.image()
        for world in (other, pair.world, other):
            report = world.sync()
            assert not any(replica.cells for replica in report.replicas)
        assert pair.cloud.image() == before

    def test_a_conflict_of_one_can_be_settled_by_the_other(self, pair: Pair, other: World) -> None:
        for world in (other, pair.world, other):
            world.sync(prefer="google")
        other.places["excel"].put(_typed(other, "Dana Reyes", "Notes", "on the other"))
        pair.type_in_file(E2="on the one")
        pair.world.sync()
        assert len(other.sync().conflicts) == 1
        other.places["excel"].put(_typed(other, "Dana Reyes", "Keep", "Here", title="Conflicts"))
        assert not other.sync().conflicts
        pair.world.sync()

        assert pair.file_cell("E2") == "on the other"

    def test_a_conflict_of_one_is_listed_in_the_sheet_whoever_syncs(self, pair: Pair, other: World) -> None:
        """No computer takes away the other's line, or shuffles it."""
        for world in (other, pair.world, other):
            world.sync(prefer="google")
        pair.type_in_file(E2="on the one")
        pair.cloud.human.put("Contacts!E2", "in the Sheet")
        pair.world.sync()
        other.sync()
        other.places["excel"].put(_typed(other, "Kim Park", "Notes", "on the other"))
        kim = next(row for row in range(2, 5) if pair.cloud.human.text(f"Contacts!B{row}") == "Kim Park")
        pair.cloud.human.put(f"Contacts!E{kim}", "in the Sheet, too")
        other.sync()
        before = pair.cloud.image()
        for world in (pair.world, other, pair.world, other):
            world.sync()
        assert pair.cloud.image() == before
        lines = pair.cloud.human.table("Conflicts")[1:]
        assert [(line[1], line[3], line[4]) for line in lines] == [
            ("Dana Reyes", "in the Sheet", "on the one"),
            ("Kim Park", "in the Sheet, too", "on the other"),
        ]

        for row in (2, 3):
            pair.cloud.human.put(f"Conflicts!F{row}", "There")
        for world in (pair.world, other, pair.world, other):
            assert not any("chosen" in note for note in world.sync().notes)
        assert self.rows(pair.world) == self.rows(other)
        assert {"on the one", "on the other"} <= {row[4] for row in self.rows(other)}
        assert [line[1] for line in pair.cloud.human.table("Conflicts")[1:]] == ["Nothing is in conflict."]

    def test_a_deletion_on_one_reaches_the_other(self, pair: Pair, other: World) -> None:
        for world in (other, pair.world, other):
            world.sync(prefer="google")
        replica = open_replica(pair.file.location)
        replica.write(Plan((DeleteRow("Contacts", 3, "Contacts"),)), replica.read())
        pair.world.sync()
        other.sync()

        assert "Lee Wong" not in str(self.rows(other))

    def test_the_same_file_with_records_on_both_is_a_first_sync_on_the_second(self, pair: Pair, tmp_path: Path) -> None:
        folder = tmp_path / "second"
        folder.mkdir()
        shutil.copy(pair.file.path, folder / "contacts.xlsx")
        place = FilePlace.at(folder / "contacts.xlsx")
        second = World(folder / "store", {"excel": place, "google": pair.cloud}, make_id=pair.world.make_id)
        before = pair.cloud.image()
        second.sync()

        assert pair.cloud.image() == before
        assert len(second.rows("excel")) == 2


def _typed(world: World, name: str, header: str, value: str, title: str = "Contacts") -> Grid:
    found = world.places["excel"].grid(title)
    assert found is not None
    headers = list(found.rows[1])
    naming = headers.index("Name" if title == "Contacts" else "Row")
    number = next(row for row, cells in found.rows.items() if len(cells) > naming and cells[naming] == name)
    cells = list(found.rows[number])
    column = headers.index(header)
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value
    return replace(found, rows={**found.rows, number: cells})


def test_columns_dragged_to_another_place_are_no_change(pair: Pair) -> None:
    sheet = pair.cloud.human.sheet("Contacts")
    span = {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}
    pair.cloud.human.batch([{"moveDimension": {"source": span, "destinationIndex": 1}}])
    pair.type_in_file(C2="The Orchard")
    report = pair.world.sync()

    assert not report.replicas[1].changes_in
    assert pair.cloud.human.table("Contacts")[0][:5] == ["ID", "Notes", "Name", "Organization", "Email"]
    assert pair.cloud.human.table("Contacts")[1][1:5] == [
        "met at the fair",
        "Dana Reyes",
        "The Orchard",
        "dana@orchard.example",
    ]


def test_a_file_that_is_saved_while_the_sync_runs_is_not_written_over(pair: Pair) -> None:
    """The sync starts over with what it holds now."""
    pair.cloud.human.put("Contacts!E3", "from Google")
    pair.server.after("read", lambda: pair.type_in_file(E2="saved meanwhile"))
    pair.world.sync()

    assert pair.file_cell("E2") == pair.cloud_cell("E2") == "saved meanwhile"
    assert pair.file_cell("E3") == "from Google"
