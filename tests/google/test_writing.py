"""A plan carried out on a Google Sheet nobody else is at: typed values, new rows, rows that go, few requests."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from sheet_sync.core.changes import AddColumn, AddSheet, SetProjectId, SheetSpec
from sheet_sync.core.values import Content
from sheet_sync.google.replica import GoogleReplica
from tests.google.stage import HEADER, Stage, add_row, delete_row, plan, set_cell


def test_a_cell_is_written_with_two_requests_and_the_kept_copy_is_taken_away(
    stage: Stage, replica: GoogleReplica
) -> None:
    seen = replica.read()
    stage.server.forget_requests()
    after = replica.write(plan(set_cell(seen, "E3", "wrote back", "c-00000002")), seen)

    assert stage.human.text("Contacts!E3") == "wrote back"
    assert stage.server.counted() == 2
    assert stage.titles() == ["Contacts"]
    assert after.fingerprint == replica.read().fingerprint


@pytest.mark.parametrize(
    "value",
    [
        "=1+2",
        '=HYPERLINK("http://x","y")',
        "+49 170 1234567",
        "0042",
        "'quoted",
        "@home",
        "1-2",
        "TRUE",
        "Zoë\nand  Jürgen 🙂",
        5,
        2.5,
        True,
        False,
        date(2026, 11, 24),
        date(1900, 1, 1),
        datetime(2026, 11, 24, 9, 30),  # noqa: DTZ001 a cell knows no zone
        time(9, 30),
    ],
    ids=repr,
)
@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_a_value_arrives_as_what_it_is(stage: Stage, locale: str, value: Content) -> None:
    replica = stage.contacts()
    stage.human.book.properties["locale"] = locale
    seen = replica.read()
    replica.write(plan(set_cell(seen, "E2", value, "c-00000001")), seen)

    found = replica.read().grid("Contacts")
    assert found is not None
    assert found.at(2, 5) == value
    assert type(found.at(2, 5)) is type(value)


def test_new_rows_go_below_the_last_and_others_go(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()
    after = replica.write(
        plan(
            add_row(4, "c-00000004", "Ada Vale", None, "ada@vale.example"),
            add_row(4, "c-00000005", "Ben Oak"),
            delete_row(3, "c-00000002"),
            set_cell(seen, "E4", "moved to Lyon", "c-00000003"),
        ),
        seen,
    )

    assert stage.names() == ["Dana Reyes", "Kim Park", "Ada Vale", "Ben Oak"]
    assert stage.human.text("Contacts!E3") == "moved to Lyon"
    assert after.fingerprint == replica.read().fingerprint


def test_what_stands_below_the_table_is_pushed_down(stage: Stage) -> None:
    from tests.google.stage import CONTACTS

    replica = stage.contacts([*CONTACTS, [], ["Total", 3]])
    seen = replica.read()
    replica.write(plan(*(add_row(4, f"c-0000001{n}", f"New {n}") for n in range(3))), seen)

    assert stage.names() == ["Dana Reyes", "Lee Wong", "Kim Park", "New 0", "New 1", "New 2", "", "3"]


def test_what_stands_beside_the_table_stays_where_it_is(stage: Stage) -> None:
    beside = [[None] * 6 + [text] for text in ("one", "two", "three")]
    replica = stage.contacts([HEADER, ["c-00000001", "Dana Reyes"], *beside])
    stage.human.put("Contacts!G2", "zero")
    seen = replica.read()
    replica.write(plan(*(add_row(2, f"c-1000000{n}", f"New {n}") for n in range(2))), seen)

    assert stage.names() == ["Dana Reyes", "New 0", "New 1", ""]
    assert [row[6] for row in stage.human.table("Contacts")[1:]] == ["zero", "one", "two", "three"]
    assert replica.notes == ()


def test_a_word_typed_at_the_place_of_a_new_row_beside_other_things_stays(stage: Stage) -> None:
    replica = stage.contacts([HEADER, ["c-00000001", "Dana Reyes"], [None] * 6 + ["one"]])
    seen = replica.read()
    stage.server.before("write", lambda: stage.human.type("Contacts!B3", "Typed Now"))
    replica.write(plan(add_row(2, "c-10000000", "New")), seen)

    rows = {row[1]: row for row in stage.human.table("Contacts")[1:]}
    assert sorted(rows) == ["Dana Reyes", "New", "Typed Now"]
    assert rows["Typed Now"][6] == "one"


def test_a_new_row_waits_where_its_own_place_is_protected(stage: Stage, replica: GoogleReplica) -> None:
    stage.human.protect("Contacts!A6:E6")
    seen = replica.read()
    rows = [add_row(4, f"c-1000000{n}", f"New {n}") for n in range(3)]
    replica.write(plan(*rows), seen)

    assert stage.names() == ["Dana Reyes", "Lee Wong", "Kim Park", "New 0"]
    assert replica.unwritten == tuple(rows[1:])
    assert "Contacts!A6" in replica.notes[0]


def test_a_new_column_and_the_project_id(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()
    column = AddColumn("Contacts", 1, 6, "Last contact", {2: date(2026, 11, 1)}, "Contacts")
    after = replica.write(plan(column, SetProjectId("p-1")), seen)

    assert stage.human.text("Contacts!F1") == "Last contact"
    assert stage.human.text("Contacts!F2") == "2026-11-01"
    assert after.project_id == replica.read().project_id == "p-1"


def test_the_grid_grows_where_it_ends(stage: Stage, replica: GoogleReplica) -> None:
    sheet = stage.human.sheet("Contacts")
    del sheet.rows[4:]
    del sheet.columns[5:]
    seen = replica.read()
    column = AddColumn("Contacts", 1, 6, "Met", {2: "yes"}, "Contacts")
    replica.write(plan(column, add_row(4, "c-00000004", "Ada Vale")), seen)

    assert stage.names()[-1] == "Ada Vale"
    assert stage.human.text("Contacts!F2") == "yes"


def test_marks_do_not_pile_up(stage: Stage, replica: GoogleReplica) -> None:
    for text in ("one", "two", "three"):
        seen = replica.read()
        replica.write(plan(set_cell(seen, "E3", text, "c-00000002")), seen)

    keys: list[Any] = [entry["metadataKey"] for entry in stage.human.book.metadata]
    assert keys == ["sheet_sync.op"]


def test_a_copy_that_leaves_out_filtered_rows_leads_nobody_astray(
    stage: Stage, replica: GoogleReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether copying skips rows that a filter hides is documented nowhere: here it does."""
    from tests.servers.batch import moving

    def skipping(work: Any, body: Any) -> None:
        if not body["source"].get("sheetId") and body["source"]["startRowIndex"] <= 2 < body["source"]["endRowIndex"]:
            above = {**body["source"], "endRowIndex": 2}
            below = {**body["source"], "startRowIndex": 3}
            moved = body["destination"]["startRowIndex"] - body["source"]["startRowIndex"]
            for part, at in ((above, above["startRowIndex"]), (below, 2)):
                if part["startRowIndex"] < part["endRowIndex"]:
                    height = part["endRowIndex"] - part["startRowIndex"]
                    place = {"startRowIndex": at + moved, "endRowIndex": at + moved + height}
                    copy_paste(work, {**body, "source": part, "destination": {**body["destination"], **place}})
            return
        copy_paste(work, body)

    copy_paste = moving.copy_paste
    monkeypatch.setitem(moving.HANDLERS, "copyPaste", skipping)
    from tests.servers import batch

    monkeypatch.setitem(batch.HANDLERS, "copyPaste", skipping)
    seen = replica.read()
    replica.write(
        plan(set_cell(seen, "E2", "one", "c-00000001"), set_cell(seen, "E3", "two", "c-00000002"),
             set_cell(seen, "E4", "three", "c-00000003")),
        seen,
    )  # fmt: skip

    assert [row[4] for row in stage.human.table("Contacts")[1:]] == ["one", "two", "three"]
    assert stage.names() == ["Dana Reyes", "Lee Wong", "Kim Park"]


def test_a_remark_beside_the_header_of_a_new_sheet_does_not_look_like_a_header(stage: Stage) -> None:
    """As in Excel: white on teal is the header alone."""
    replica = stage.contacts()
    spec = SheetSpec("Problems", (("Code", "Cell", None, "A remark"), ("RF02", "A1")), widths=(8, 20, 3, 36))
    replica.write(plan(AddSheet(spec)), replica.read())

    looks = [stage.human.cell(f"Problems!{column}1").format or {} for column in "ABCD"]
    teal = looks[0]["backgroundColorStyle"]
    assert [look.get("backgroundColorStyle") == teal for look in looks] == [True, True, False, False]
    assert looks[3]["textFormat"]["italic"]
