"""A Google Sheet as the rest of the program gets to see it: the same typed cells as from an Excel file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from sheet_sync.core.records import Area
from sheet_sync.core.values import Content, ErrorValue, Formula
from sheet_sync.google.cells import from_serial, read_cell, to_serial
from sheet_sync.google.replica import GoogleReplica
from tests.google.stage import CONTACTS, Stage, plan, set_cell


def at(replica: GoogleReplica, row: int, column: int, sheet: str = "Contacts") -> Content:
    grid = replica.read().grid(sheet)
    assert grid is not None
    return grid.at(row, column)


def test_everything_takes_one_request(stage: Stage) -> None:
    replica = stage.open({"Contacts": CONTACTS, "Interviews": [["ID", "Contact", "Date"]]})
    stage.server.forget_requests()
    seen = replica.read()

    assert stage.server.counted() == 1
    assert seen.requests == 1
    assert [grid.name for grid in seen.grids] == ["Contacts", "Interviews"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("2026-11-24 9:30", datetime(2026, 11, 24, 9, 30)),  # noqa: DTZ001 a cell knows no zone
        ("9:30", time(9, 30)),
        ("46350", 46350),
        ("2.5", 2.5),
        ("TRUE", True),
        ("'0042", "0042"),
        ("'=1+2", "=1+2"),
        ("=1+2", Formula("1+2", 3)),
        ("=1/0", Formula("1/0", ErrorValue("#DIV/0!"))),
        ('=""', Formula('""', None)),
    ],
)
def test_what_a_person_types_is_read_as_what_it_is(
    stage: Stage, replica: GoogleReplica, typed: str, value: Content
) -> None:
    stage.human.type("Contacts!E2", typed)

    assert at(replica, 2, 5) == value
    assert type(at(replica, 2, 5)) is type(value)


def test_the_locale_and_the_time_zone_change_no_date(stage: Stage) -> None:
    stage.file_id = stage.server.create("Mine", {"Contacts": CONTACTS}, locale="de_DE", time_zone="Pacific/Auckland")
    stage.server.share(stage.file_id, "robot@project.iam.gserviceaccount.com")
    replica = GoogleReplica(stage.file_id, stage.contacts().client)
    stage.server.human(replica.file_id).type("Contacts!E2", "24.11.2026")

    assert at(replica, 2, 5) == date(2026, 11, 24)


def test_a_formula_that_still_loads_shows_nothing_and_is_no_error(stage: Stage, replica: GoogleReplica) -> None:
    stage.human.type("Contacts!E2", "=1+1")
    stage.human.show_error("Contacts!E2", "LOADING")
    assert at(replica, 2, 5) == Formula("1+1", None)

    stage.human.show_error("Contacts!E2", "N_A")
    assert at(replica, 2, 5) == Formula("1+1", ErrorValue("#N/A"))


def test_the_date_that_a_formula_gives_is_a_date(stage: Stage, replica: GoogleReplica) -> None:
    stage.human.type("Contacts!E2", "=DATE(2026,11,24)")

    assert at(replica, 2, 5) == Formula("DATE(2026,11,24)", date(2026, 11, 24))


def test_checkboxes_merges_and_hidden_rows(stage: Stage, replica: GoogleReplica) -> None:
    stage.human.checkbox("Contacts!E2:E3")
    stage.human.batch([{"mergeCells": {"range": {
        "sheetId": 0, "startRowIndex": 9, "endRowIndex": 10, "endColumnIndex": 3}}}])  # fmt: skip
    stage.human.hide_rows("Contacts", 3)
    grid = replica.read().grid("Contacts")

    assert grid is not None
    assert grid.at(3, 5) is False
    assert grid.merged == (Area(10, 1, 10, 3),)
    assert grid.hidden_rows == {3}


def test_a_typed_table_is_one_and_grows_with_new_rows(stage: Stage, replica: GoogleReplica) -> None:
    from tests.google.stage import add_row, plan

    stage.human.batch([{"addTable": {"table": {"name": "People", "range": {
        "sheetId": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 5}}}}])  # fmt: skip
    seen = replica.read()
    after = replica.write(plan(add_row(4, "c-00000004", "Ada Vale")), seen)
    grid = replica.read().grid("Contacts")

    assert grid is not None
    (table,) = grid.list_objects
    assert (table.name, table.area, table.columns) == (
        "People",
        Area(1, 1, 5, 5),
        ("ID", "Name", "Organization", "Email", "Notes"),
    )
    assert stage.names()[-1] == "Ada Vale"
    assert after.fingerprint == replica.read().fingerprint


def test_a_sheet_that_may_not_be_edited_is_protected(stage: Stage, replica: GoogleReplica) -> None:
    stage.human.protect("Contacts!A:Z")
    grid = replica.read().grid("Contacts")

    assert grid is not None
    assert grid.is_protected


def test_each_sheet_has_a_link(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()

    assert seen.location == f"https://docs.google.com/spreadsheets/d/{stage.file_id}/edit"
    assert seen.links == {"Contacts": f"{seen.location}#gid=0"}


def test_the_fingerprint_changes_with_a_cell_and_not_with_a_look(stage: Stage, replica: GoogleReplica) -> None:
    first = replica.read().fingerprint
    stage.human.format("Contacts!B2", "TEXT")
    assert replica.read().fingerprint == first

    stage.human.put("Contacts!B2", "Dana R.")
    assert replica.read().fingerprint != first


@pytest.mark.parametrize(
    ("serial", "kind", "pattern", "moment"),
    [
        (2, "DATE", "", date(1900, 1, 1)),
        (61, "DATE", "", date(1900, 3, 1)),
        (-1, "DATE", "", date(1899, 12, 29)),
        (46350.999999, "DATE_TIME", "", datetime(2026, 11, 24, 23, 59, 59, 914000)),  # noqa: DTZ001
        (1.5, "TIME", "[h]:mm", timedelta(hours=36)),
        (0.75, "TIME", "h:mm", time(18)),
        (0, "DATE", "", None),
        (2958466, "DATE", "", None),
        (1e12, "DATE", "", None),
    ],
)
def test_serials(serial: float, kind: str, pattern: str, moment: object) -> None:
    assert from_serial(serial, kind, pattern) == moment


@pytest.mark.parametrize(
    "moment",
    [date(1900, 1, 1), date(2026, 11, 24), time(0, 0), time(23, 59, 59), timedelta(hours=30), datetime(1999, 1, 1, 6)],  # noqa: DTZ001
)
def test_a_moment_survives_the_way_there_and_back(moment: date | time | timedelta) -> None:
    kind = {date: "DATE", datetime: "DATE_TIME", time: "TIME", timedelta: "TIME"}[type(moment)]
    pattern = "[h]:mm" if isinstance(moment, timedelta) else ""

    assert from_serial(to_serial(moment), kind, pattern) == moment


def test_an_error_that_came_with_an_import_is_one() -> None:
    assert read_cell({"userEnteredValue": {"errorValue": {"type": "REF"}}}) == ErrorValue("#REF!")


# --- smart chips ---


def put_chips(stage: Stage, text: str, *chips: tuple[int, dict[str, Any]]) -> None:
    """A text with chips in Contacts!E2; ``@`` stands for each."""
    runs = [{"startIndex": at, "chip": chip} if at else {"chip": chip} for at, chip in chips]
    cell = {"userEnteredValue": {"stringValue": text}, "chipRuns": runs}
    start = {"sheetId": 0, "rowIndex": 1, "columnIndex": 4}
    fields = "userEnteredValue,chipRuns"
    stage.human.batch([{"updateCells": {"rows": [{"values": [cell]}], "fields": fields, "start": start}}])


def person(email: str) -> dict[str, Any]:
    return {"personProperties": {"email": email}}


def test_a_smart_chip_is_read_as_what_it_stands_for(stage: Stage, replica: GoogleReplica) -> None:
    link = "https://docs.google.com/document/d/1/edit"
    put_chips(
        stage, "🎓 @, see @!", (0, {}), (3, person("dana@o.example")), (10, {"richLinkProperties": {"uri": link}})
    )

    assert at(replica, 2, 5) == f"🎓 dana@o.example, see {link}!"


def test_a_text_without_the_placeholder_stays_as_it_is(stage: Stage, replica: GoogleReplica) -> None:
    put_chips(stage, "Dana Reyes", (0, person("dana@o.example")))

    assert at(replica, 2, 5) == "Dana Reyes"


def test_a_chip_that_is_written_over_was_no_edit(stage: Stage, replica: GoogleReplica) -> None:
    put_chips(stage, "@", (0, person("dana@o.example")))
    seen = replica.read()
    replica.write(plan(set_cell(seen, "E2", "new", "c-00000001")), seen)

    assert stage.human.text("Contacts!E2") == "new"
    assert replica.notes == ()
