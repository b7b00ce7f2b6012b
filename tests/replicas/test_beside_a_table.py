"""A column typed right beside an Excel Table by a program that does not let the Table grow, as Excel itself does."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from sheet_sync.errors import Refused
from tests.pairs import grid
from tests.worlds import FilePlace, World

HEADER = ("ID", "Name", "Email")
DANA = (None, "Dana Reyes", "dana@orchard.example")
LEE = (None, "Lee Wong", "lee@harbour.example")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Mine has an Excel Table with the column Mood beside it; the coach's is a plain range."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Contacts"
    for row in (HEADER, DANA, LEE):
        sheet.append(row)
    sheet.add_table(Table(displayName="People", ref="A1:C3"))
    for cell, value in (("D1", "Mood"), ("D2", "cheerful"), ("D3", "tired")):
        sheet[cell] = value
    book.save(tmp_path / "mine.xlsx")
    coach = FilePlace(tmp_path / "coach.xlsx", grid("Contacts", HEADER))
    return World(tmp_path / "store", {"mine": FilePlace.at(tmp_path / "mine.xlsx"), "coach": coach})


def table_of(path: Path) -> tuple[str, list[str]]:
    sheet = load_workbook(path)["Contacts"]
    assert isinstance(sheet, Worksheet)
    table = sheet.tables["People"]
    return str(table.ref), [str(column.name) for column in table.tableColumns]


def moods(world: World, name: str) -> dict[object, object]:
    return {row["Name"]: row.get("Mood") for row in world.rows(name)}


def test_it_is_a_column_of_the_users_own(world: World) -> None:
    world.sync()

    assert moods(world, "coach") == {"Dana Reyes": "cheerful", "Lee Wong": "tired"}


def test_the_table_takes_it_in_when_it_grows(world: World, tmp_path: Path) -> None:
    world.sync()
    coach = world.places["coach"].grid("Contacts")
    assert coach is not None
    header = [*coach.rows[1], "Rating"]
    rated = {
        1: header,
        **{n: [*cells, *[None] * (len(header) - 1 - len(cells)), n] for n, cells in coach.rows.items() if n > 1},
    }
    world.places["coach"].put(grid("Contacts", *rated.values()))
    world.sync()

    area, columns = table_of(tmp_path / "mine.xlsx")
    assert columns == [*HEADER, "Mood", "Last contact", "Next contact", "Rating"]
    assert area == "A1:G3"
    assert moods(world, "mine") == {"Dana Reyes": "cheerful", "Lee Wong": "tired"}
    assert not any(replica.cells for replica in world.sync().replicas)


def test_a_filter_takes_it_in_as_well(tmp_path: Path) -> None:
    """Or a sort by its arrows would leave the IDs behind."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Contacts"
    for row in (("Name", "Email", "Mood"), (*DANA[1:], "cheerful"), (*LEE[1:], "tired")):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:B3"
    book.save(tmp_path / "mine.xlsx")
    World(tmp_path / "store", {"mine": FilePlace.at(tmp_path / "mine.xlsx")}).sync()
    found = load_workbook(tmp_path / "mine.xlsx")["Contacts"]

    assert isinstance(found, Worksheet)
    assert [cell.value for cell in found[1]][2:4] == ["Mood", "ID"]
    assert found.auto_filter.ref == f"A1:{get_column_letter(found.max_column)}3"


def test_what_is_no_header_is_left_where_it_is(world: World, tmp_path: Path) -> None:
    book = load_workbook(tmp_path / "mine.xlsx")
    book["Contacts"]["D1"] = 2026
    book.save(tmp_path / "mine.xlsx")
    with pytest.raises(Refused, match="D1"):
        world.sync()
