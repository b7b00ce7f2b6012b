"""New columns: typed Tables and filters take them in, or a sort would leave them behind; nothing is written over."""

from __future__ import annotations

from typing import Any

import pytest

from sheet_sync.core.changes import AddColumn, AddRow, SetProjectId
from sheet_sync.errors import Refused, WorkbookChanged
from sheet_sync.google.replica import GoogleReplica
from tests.google.stage import HEADER, Stage, add_row, plan, set_cell
from tests.servers import batch, faults
from tests.servers.batch.work import Work

Json = dict[str, Any]


def span(left: int, right: int, bottom: int = 4) -> Json:
    """Columns of Contacts, from the header down to a row; counted from 1."""
    return {
        "sheetId": 0,
        "startRowIndex": 0,
        "endRowIndex": bottom,
        "startColumnIndex": left - 1,
        "endColumnIndex": right,
    }


def add_table(stage: Stage, area: Json) -> None:
    stage.human.batch([{"addTable": {"table": {"name": "People", "range": area}}}])


def add_filter(stage: Stage, area: Json, **more: Any) -> None:
    stage.human.batch([{"setBasicFilter": {"filter": {"range": area, **more}}}])


def columns(*headers: str) -> list[AddColumn]:
    return [
        AddColumn("Contacts", 1, len(HEADER) + number, header, {2: f"{header} of Dana"}, "Contacts")
        for number, header in enumerate(headers, 1)
    ]


# --- typed Tables ---


def test_a_typed_table_takes_in_new_columns(stage: Stage, replica: GoogleReplica) -> None:
    add_table(stage, span(1, 5))
    replica.write(plan(*columns("Met", "Mood")), replica.read())
    (table,) = stage.human.sheet("Contacts").tables

    assert table["range"] == span(1, 7)
    assert stage.human.table("Contacts")[1][5:] == ["Met of Dana", "Mood of Dana"]
    assert replica.read().grids[0].list_objects[0].area.right == 7


def test_a_typed_table_grows_with_its_grid(stage: Stage, replica: GoogleReplica) -> None:
    add_table(stage, span(1, 5))
    del stage.human.sheet("Contacts").columns[5:]
    replica.write(plan(*columns("Met")), replica.read())

    assert stage.human.sheet("Contacts").tables[0]["range"] == span(1, 6)


def test_what_stands_beside_a_typed_table_is_not_written_over(stage: Stage, replica: GoogleReplica) -> None:
    add_table(stage, span(1, 5))
    stage.human.put("Contacts!F3", "mine")
    with pytest.raises(Refused) as refused:
        replica.write(plan(*columns("Met")), replica.read())

    assert str(refused.value) == (
        "The new column Met would go where Contacts!F3 already holds something, so nothing was written. "
        "Move what stands to the right of the table further away."
    )
    assert stage.human.text("Contacts!F3") == "mine"
    assert stage.human.sheet("Contacts").tables[0]["range"] == span(1, 5)


# --- the filter ---


def test_a_filter_takes_in_new_columns_and_keeps_what_it_hides(stage: Stage, replica: GoogleReplica) -> None:
    hides = {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["Lee Wong"]}}
    add_filter(stage, span(1, 5), filterSpecs=[hides], sortSpecs=[{"dimensionIndex": 1, "sortOrder": "DESCENDING"}])
    replica.write(plan(*columns("Met", "Mood")), replica.read())
    found = stage.human.sheet("Contacts").basic_filter

    assert found is not None
    assert found["range"] == span(1, 7)
    assert found["filterSpecs"] == [hides]
    assert "sortSpecs" not in found  # setting it would sort the rows once more
    assert replica.read().grids[0].hidden_rows == {3}


@pytest.mark.parametrize(
    "area",
    [span(1, 4), {**span(1, 5), "startRowIndex": 1}, span(1, 8)],
    ids=["ends before", "begins below", "is wide enough"],
)
def test_a_filter_that_does_not_end_at_the_table_is_left_alone(
    stage: Stage, replica: GoogleReplica, area: Json
) -> None:
    add_filter(stage, area)
    replica.write(plan(*columns("Met")), replica.read())

    assert (stage.human.sheet("Contacts").basic_filter or {})["range"] == area


@pytest.mark.parametrize("kind", ["typed Table", "filter"])
def test_an_area_takes_in_the_users_own_column_beside_it_with_the_new_one(
    stage: Stage, replica: GoogleReplica, kind: str
) -> None:
    (add_table if kind == "typed Table" else add_filter)(stage, span(1, 4))
    made = AddColumn("Contacts", 1, 6, "Met", {2: "in May"}, "Contacts", {5: HEADER[4]})
    replica.write(plan(made), replica.read())
    sheet = stage.human.sheet("Contacts")
    found = sheet.tables[0] if kind == "typed Table" else sheet.basic_filter

    assert found is not None
    assert found["range"] == span(1, 6)


def test_a_filter_over_protected_cells_is_left_alone(stage: Stage, replica: GoogleReplica) -> None:
    add_filter(stage, span(1, 5))
    stage.human.protect("Contacts!D2:D3")
    replica.write(plan(*columns("Met")), replica.read())

    assert (stage.human.sheet("Contacts").basic_filter or {})["range"] == span(1, 5)
    assert stage.human.text("Contacts!F2") == "Met of Dana"

    assert "The filter of the sheet Contacts does not cover its new columns." in replica.notes[0]


# --- what happens meanwhile ---


def area_now(stage: Stage) -> Json:
    sheet = stage.human.sheet("Contacts")
    found: Json = (sheet.tables[0] if sheet.tables else sheet.basic_filter or {})["range"]
    return found


KINDS = {"a table": add_table, "a filter": add_filter}


@pytest.mark.parametrize("kind", KINDS)
def test_an_area_is_left_alone_where_the_work_begins_anew(stage: Stage, replica: GoogleReplica, kind: str) -> None:
    KINDS[kind](stage, span(1, 5))
    seen = replica.read()
    stage.server.before("write", lambda: stage.human.type("Contacts!C1", "Company name"))
    with pytest.raises(WorkbookChanged):
        replica.write(plan(*columns("Met")), seen)

    assert area_now(stage) == span(1, 5)
    assert stage.human.table("Contacts")[0] == [*HEADER[:2], "Company name", *HEADER[3:]]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_row_put_in_meanwhile_stays_in_the_area(stage: Stage, replica: GoogleReplica, kind: str, when: str) -> None:
    KINDS[kind](stage, span(1, 5))
    seen = replica.read()
    getattr(stage.server, when)("write", lambda: stage.human.insert_rows("Contacts", 3))
    replica.write(plan(*columns("Met")), seen)

    assert area_now(stage) == span(1, 6, bottom=5)


def test_new_columns_and_new_rows_of_a_typed_table_take_four_requests(stage: Stage, replica: GoogleReplica) -> None:
    """The rows come once the Table has taken in the columns, whose cells they fill."""
    add_table(stage, span(1, 5))
    stage.server.forget_requests()
    new = AddRow("Contacts", 4, {1: "c-00000004", 2: "Ada Vale", 6: "today"}, "Contacts", "c-00000004")
    replica.write(plan(*columns("Met"), new), replica.read())

    assert stage.server.counted() == 4
    assert area_now(stage) == span(1, 6, bottom=5)
    assert stage.human.table("Contacts")[4] == ["c-00000004", "Ada Vale", "", "", "", "today"]
    assert stage.titles() == ["Contacts"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_row_put_at_the_place_of_a_new_one_leaves_both_in_the_typed_table(
    stage: Stage, replica: GoogleReplica, when: str
) -> None:
    add_table(stage, span(1, 5, bottom=5))
    seen = replica.read()
    typed = [["c-00000009", "Typed Now"]]
    getattr(stage.server, when)("write", lambda: stage.human.fill("Contacts", typed, first_row=5))
    replica.write(plan(add_row(4, "c-00000004", "Ada Vale")), seen)

    assert "Typed Now" in stage.names()
    assert area_now(stage)["endRowIndex"] == len(stage.names()) + 1


def test_a_row_put_in_between_new_columns_and_new_rows_stays_in_the_table(stage: Stage) -> None:
    replica = stage.contacts([["Name"], ["Dana Reyes"], ["Lee Wong"]])
    add_table(stage, span(1, 1, bottom=3))
    ids = AddColumn("Contacts", 1, 2, "ID", {2: "c-00000001", 3: "c-00000002"}, "Contacts")
    new = AddRow("Contacts", 3, {1: "Ada Vale", 2: "c-00000004"}, "Contacts", "c-00000004")
    seen = replica.read()
    stage.server.after("write", lambda: stage.human.insert_rows("Contacts", 3))
    replica.write(plan(ids, new), seen)

    assert sorted(row[0] for row in stage.human.table("Contacts") if row) == [
        "Ada Vale",
        "Dana Reyes",
        "Lee Wong",
        "Name",
    ]
    assert area_now(stage) == span(1, 2, bottom=5)
    assert stage.titles() == ["Contacts"]


def test_a_new_column_takes_no_request_more(stage: Stage, replica: GoogleReplica) -> None:
    add_filter(stage, span(1, 5))
    stage.server.forget_requests()
    replica.write(plan(*columns("Met")), replica.read())

    assert stage.server.counted() == 3


@pytest.mark.parametrize("applied", [False, True], ids=["not applied", "applied"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_answer_leaves_nothing_behind(stage: Stage, replica: GoogleReplica, kind: str, applied: bool) -> None:
    KINDS[kind](stage, span(1, 5))
    seen = replica.read()
    stage.server.fail(faults.unavailable(applied=applied), on="write", nth=2)
    replica.write(plan(*columns("Met")), seen)

    assert area_now(stage) == span(1, 6)
    assert stage.titles() == ["Contacts"]


def test_a_filter_that_cannot_be_widened_is_told(stage: Stage, replica: GoogleReplica) -> None:
    add_filter(stage, span(1, 5))
    seen = replica.read()
    stage.server.fail(faults.forbidden(), on="write", nth=2, times=2)
    replica.write(plan(*columns("Met")), seen)

    assert "before you sort by its arrows" in replica.notes[0].lower()
    assert stage.titles() == ["Contacts"]


def test_names_that_a_typed_table_makes_up_are_put_right(
    stage: Stage, replica: GoogleReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.servers.batch import tables

    updated = tables.HANDLERS["updateTable"]

    def renaming(work: Work, body: Json) -> Json | None:
        sheet = work.sheet(body["table"]["range"])
        sheet.put(0, 5, sheet.cell(0, 5).with_value("Column 6"))
        return updated(work, body)

    monkeypatch.setitem(batch.HANDLERS, "updateTable", renaming)
    add_table(stage, span(1, 5))
    replica.write(plan(*columns("Met")), replica.read())

    assert stage.human.table("Contacts")[0] == [*HEADER, "Met"]
    assert stage.titles() == ["Contacts"]


def test_a_sync_that_was_killed_before_the_table_grew_is_taken_up_again(stage: Stage) -> None:
    """The column of IDs stands beside the Table already; it is no word of the user's."""
    replica = stage.contacts([["Name"], ["Dana Reyes"], ["Lee Wong"]])
    add_table(stage, span(1, 1, bottom=3))
    ids = AddColumn("Contacts", 1, 2, "ID", {2: "c-00000001", 3: "c-00000002"}, "Contacts")
    seen = replica.read()
    stage.server.fail(faults.forbidden(), on="write", nth=2, times=3)
    replica.write(plan(ids), seen)
    assert area_now(stage) == span(1, 1, bottom=3)

    again = AddColumn("Contacts", 1, 2, "ID", {2: "c-00000003", 3: "c-00000004"}, "Contacts")
    replica.write(plan(again), replica.read())

    assert area_now(stage) == span(1, 2, bottom=3)
    assert [row[1] for row in stage.human.table("Contacts")] == ["ID", "c-00000003", "c-00000004"]


# --- the grid ---


def test_a_batch_sent_again_without_a_cell_grows_the_grid_all_the_same(stage: Stage, replica: GoogleReplica) -> None:
    """What a rule does not allow is left out; the rows that go beyond the grid must not be."""
    stage.server.service.store.quirks.strict_validation_refuses = True
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "x"}]}, "strict": True}
    stage.human.batch([{"setDataValidation": {"range": span(5, 5, bottom=2), "rule": rule}}])
    del stage.human.sheet("Contacts").rows[4:]
    seen = replica.read()
    replica.write(plan(set_cell(seen, "E2", "another", "c-00000001"), add_row(4, "c-00000004", "Ada Vale")), seen)

    assert stage.names()[-1] == "Ada Vale"
    assert "does not allow another" in replica.notes[0]


def test_empty_rows_deleted_meanwhile_make_the_work_begin_anew(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()
    stage.server.before("write", lambda: stage.human.delete_rows("Contacts", 5, 990))
    with pytest.raises(WorkbookChanged):
        replica.write(plan(*(add_row(4, f"c-1000000{n}", f"New {n}") for n in range(9)), SetProjectId("p-1")), seen)

    assert len(stage.names()) == 3


def test_a_sheet_that_is_full_says_so_and_stays_as_it_is(
    stage: Stage, replica: GoogleReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.servers import model

    seen = replica.read()
    monkeypatch.setattr(model, "MAX_CELLS", 26_000)
    with pytest.raises(Refused, match="The Google Sheet is full: it can hold 10 million cells, empty ones included"):
        replica.write(plan(*(add_row(4, f"c-1000000{n}", f"New {n}") for n in range(9))), seen)

    assert len(stage.names()) == 3
    assert stage.titles() == ["Contacts"]


# --- protected columns that are not the table's ---


def test_a_row_that_would_cut_a_protected_column_in_two_is_left_out_and_named(
    stage: Stage, replica: GoogleReplica
) -> None:
    stage.human.fill("Contacts", [["", "Total"]], first_row=5)
    stage.human.protect("Contacts!H1:H90")
    seen = replica.read()
    change = add_row(4, "c-00000004", "Ada Vale")
    replica.write(plan(change, set_cell(seen, "E3", "new", "c-00000002")), seen)

    assert stage.names() == ["Dana Reyes", "Lee Wong", "Kim Park", "Total"]
    assert stage.human.text("Contacts!E3") == "new"
    assert replica.unwritten == (change,)
    assert replica.notes[0].startswith("Contacts!H5 is protected in the Google Sheet")
