"""Two rows of one person become one: nothing of either is lost, whatever named one names the other, undo undoes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.app.merge_people import Joined, merge_people
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.core.sync.past import plan_undo
from sheet_sync.core.values import Content
from sheet_sync.errors import WrongUsage
from sheet_sync.store.store import Store
from tests.pairs import Pair, grid, workbook

CONTACTS = ("ID", "Name", "Organization", "Email", "Phone", "Referred by", "Notes", "Fax")
DAY = date(2026, 11, 2)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Dana twice, once under a short name, with talks, answers and a touch under both names."""
    excel = workbook(
        "excel",
        grid(
            "Contacts",
            CONTACTS,
            (None, "Dana Reyes", "Orchard", "dana@orchard.example", None, None, "met at the fair", None),
            (None, "D. R. from the fair", "Orchard Ltd", None, "+1 202 555 0147", "Lee Wong", "likes tea", 7),
            (None, "Lee Wong", "Harbour", "lee@harbour.example", None, "D. R. from the fair", None, None),
        ),
        grid(
            "Interviews",
            ("ID", "Contact", "Date", "Status"),
            (None, "D. R. from the fair", DAY, "Done"),
            (None, "Dana Reyes", date(2026, 11, 9), "Done"),
        ),
        grid(
            "Answers",
            ("ID", "Interview", "Question", "Answer"),
            (None, f"D. R. from the fair, {DAY}", "How did you start?", "By chance"),
        ),
        grid("Touches", ("ID", "Contact", "Date", "How"), (None, "d. r. from the FAIR", DAY, "Call")),
    )
    made = Pair.of(tmp_path, excel, workbook("google", grid("Contacts", CONTACTS)))
    made.sync()
    return made


def merge(pair: Pair, stays: str, goes: str, **options: Any) -> Joined:
    wanted = SyncOptions(pair.as_of, pair.store, make_id=pair.make_id, **options)
    return merge_people("memory:excel", wanted, stays, goes, pair._open)


def undo(pair: Pair) -> None:
    project = pair.replicas["excel"].contents.project_id
    assert project is not None
    with Store.open(pair.store, read_only=True) as store:
        events = [line.event for line in store.last_written(project)]
    amended = SyncOptions(
        pair.as_of, pair.store, source="undo", make_id=pair.make_id, amend=lambda truth: plan_undo(events, truth)
    )
    sync("memory:excel", amended, pair._open)


def tables(pair: Pair, kind: str) -> dict[str, list[dict[str, Content]]]:
    names = ("Contacts", "Interviews", "Answers", "Touches")
    return {name: sorted(pair.rows(kind, name), key=lambda row: str(row["ID"])) for name in names}


def test_there_is_one_row_with_what_both_said(pair: Pair) -> None:
    merge(pair, "Dana Reyes", "D. R. from the fair")

    for kind in pair.replicas:
        assert [row["Name"] for row in pair.rows(kind)] == ["Dana Reyes", "Lee Wong"]
        dana = pair.row(kind, "Dana Reyes")
        assert (dana["Organization"], dana["Email"], dana["Phone"], dana["Fax"]) == (
            "Orchard",
            "dana@orchard.example",
            "+1 202 555 0147",
            7,
        )


def test_what_they_said_differently_is_in_conflict(pair: Pair) -> None:
    gone = pair.row("excel", "D. R. from the fair")["ID"]
    report = merge(pair, "Dana Reyes", "D. R. from the fair").report

    assert {(c.field, *c.values.values()) for c in report.conflicts} == {
        ("Name", "Dana Reyes", "Dana Reyes", "D. R. from the fair"),
        ("Organization", "Orchard", "Orchard", "Orchard Ltd"),
        ("Notes", "met at the fair", "met at the fair", "likes tea"),
    }
    lines = {line["Field"]: line for line in pair.rows("google", "Conflicts")}
    assert (lines["Notes"]["Here"], lines["Notes"]["There"]) == ("met at the fair", "likes tea")
    assert str(gone) in str(lines["Notes"]["How to settle"])


def test_the_other_value_can_be_chosen(pair: Pair) -> None:
    merge(pair, "Dana Reyes", "D. R. from the fair")
    row = [line["Field"] for line in pair.rows("excel", "Conflicts")].index("Notes") + 1
    pair.edit("excel", "Conflicts", row, "Keep", "There")
    pair.sync()

    assert pair.row("google", "Dana Reyes")["Notes"] == "likes tea"
    assert pair.row("google", "Dana Reyes")["Organization"] == "Orchard"


def test_the_conflicts_stay_open_and_nothing_else_happens(pair: Pair) -> None:
    report = merge(pair, "Dana Reyes", "D. R. from the fair").report
    writes = [replica.writes for replica in pair.replicas.values()]
    again = pair.sync()

    assert len(again.conflicts) == len(report.conflicts) == 3
    assert [replica.writes for replica in pair.replicas.values()] == writes


def test_a_cell_that_is_in_conflict_already_gets_one_more_claim(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 1, "Phone", "+1 111")
    pair.edit("google", "Contacts", 1, "Phone", "+1 222")
    pair.edit("excel", "Contacts", 2, "Notes", "one")
    pair.edit("google", "Contacts", 2, "Notes", "other")
    pair.sync()
    gone = pair.row("excel", "D. R. from the fair")["ID"]
    report = merge(pair, "Dana Reyes", "D. R. from the fair").report

    (phone,) = [conflict for conflict in report.conflicts if conflict.field == "Phone"]
    assert phone.values == {"excel": "+1 111", "google": "+1 222", gone: "+1 202 555 0147"}
    assert [pair.row(kind, "Dana Reyes")["Phone"] for kind in pair.replicas] == ["+1 111", "+1 222"]
    assert {conflict.row for conflict in report.conflicts} == {pair.row("excel", "Dana Reyes")["ID"]}
    assert pair.sync().conflicts == report.conflicts


def test_whatever_named_the_one_names_the_other(pair: Pair) -> None:
    joined = merge(pair, "Dana Reyes", "D. R. from the fair")

    assert joined.references == 4
    for kind in pair.replicas:
        assert [row["Contact"] for row in pair.rows(kind, "Interviews")] == ["Dana Reyes", "Dana Reyes"]
        assert [row["Interview"] for row in pair.rows(kind, "Answers")] == [f"Dana Reyes, {DAY}"]
        assert [row["Contact"] for row in pair.rows(kind, "Touches")] == ["Dana Reyes"]
        assert pair.row(kind, "Lee Wong")["Referred by"] == "Dana Reyes"


def test_a_reference_by_id_is_repointed_by_id(pair: Pair) -> None:
    gone, stays = pair.row("excel", "D. R. from the fair")["ID"], pair.row("excel", "Dana Reyes")["ID"]
    pair.edit("excel", "Touches", 1, "Contact", gone)
    pair.sync()
    merge(pair, str(stays), str(gone))

    assert pair.rows("google", "Touches")[0]["Contact"] == stays


def test_a_short_form_of_the_name_that_goes_becomes_the_name_that_stays(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 2, "Name", "D. Reyes")
    pair.edit("excel", "Touches", 1, "Contact", "D. Reyes")
    pair.sync()
    merge(pair, "Contacts!B2", "Contacts!B3")

    assert pair.rows("google", "Touches")[0]["Contact"] == "Dana Reyes"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Dee Rey", "Dana Reyes"),
        ("Lee Wong; Dee REY (Orchard Ltd), Kim Park", "Lee Wong; Dana Reyes (Orchard Ltd), Kim Park"),
        ("Dana Reyes and Dee Rey", "Dana Reyes and Dana Reyes"),
        ("Lee Wong", "Lee Wong"),
    ],
)
def test_among_those_one_was_referred_to_the_name_is_the_one_that_stays(pair: Pair, typed: str, expected: str) -> None:
    pair.edit("excel", "Contacts", 2, "Name", "Dee Rey")
    talks = pair.replicas["excel"].contents.grid("Interviews")
    assert talks is not None
    rows = [[*cells, None, None, None, None][:4] for cells in talks.rows.values()]
    rows[0] = [*rows[0], "Referred me to"]
    rows[2] = [*rows[2], typed]
    pair.put_sheet("excel", grid("Interviews", *rows))
    pair.sync()
    merge(pair, "Dana Reyes", "Dee Rey")

    for kind in pair.replicas:
        assert [row["Referred me to"] for row in pair.rows(kind, "Interviews") if "Referred me to" in row] == [expected]


def test_who_named_the_other_is_not_referred_by_themselves(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 2, "Referred by", "Dana Reyes")
    pair.sync()
    merge(pair, "Dana Reyes", "D. R. from the fair")

    assert "Referred by" not in pair.row("excel", "Dana Reyes")


def test_two_rows_of_one_name_are_told_apart_by_id_and_references_stay_as_typed(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 2, "Name", "Dana Reyes")
    for table, column in (("Interviews", "Contact"), ("Touches", "Contact")):
        pair.edit("excel", table, 1, column, "Dana Reyes")
    pair.sync()
    one, other = (str(row["ID"]) for row in pair.rows("excel")[:2])
    with pytest.raises(WrongUsage, match="fits 2 contacts"):
        merge(pair, "Dana Reyes", one)
    report = merge(pair, one, other).report

    assert [row["Contact"] for row in pair.rows("google", "Interviews")] == ["Dana Reyes", "Dana Reyes"]
    assert {conflict.field for conflict in report.conflicts} == {"Organization", "Notes"}


def test_undo_makes_two_rows_of_them_again(pair: Pair) -> None:
    before = {kind: tables(pair, kind) for kind in pair.replicas}
    merge(pair, "Dana Reyes", "D. R. from the fair")
    undo(pair)

    assert {kind: tables(pair, kind) for kind in pair.replicas} == before
    assert not pair.sync().conflicts


def test_both_histories_are_kept(pair: Pair) -> None:
    gone = str(pair.row("excel", "D. R. from the fair")["ID"])
    pair.edit("excel", "Contacts", 2, "Notes", "likes coffee")
    pair.sync()
    merge(pair, "Dana Reyes", "D. R. from the fair")

    project = pair.replicas["excel"].contents.project_id
    assert project is not None
    with Store.open(pair.store, read_only=True) as store:
        lines = store.history(project, table="Contacts", row=gone)
    assert [line.event.action for line in lines] == ["deleted", "changed", "added"]
    assert lines[0].event.source == "merge-people"


def test_a_dry_run_shows_it_and_changes_nothing(pair: Pair) -> None:
    before = [replica.contents for replica in pair.replicas.values()]
    report = merge(pair, "Dana Reyes", "D. R. from the fair", dry_run=True).report

    assert [replica.contents for replica in pair.replicas.values()] == before
    assert any(cell.field == "Phone" and cell.new == "+1 202 555 0147" for r in report.replicas for cell in r.cells)


def test_the_same_contact_twice_is_refused(pair: Pair) -> None:
    with pytest.raises(WrongUsage, match="nothing to merge"):
        merge(pair, "Dana Reyes", "dana reyes")


def test_contacts_that_were_never_synced_are_refused(tmp_path: Path) -> None:
    excel = workbook("excel", grid("Contacts", ("Name", "Email"), ("Dana", "d@x.example"), ("Lee", "l@x.example")))
    with pytest.raises(WrongUsage, match="has no ID yet"):
        merge(Pair.of(tmp_path, excel), "Dana", "Lee")


@pytest.mark.parametrize(
    ("mine", "other"),
    [("DANA@orchard.example", "dana@orchard.example"), ("dana@orchard.example", "Dana@Orchard.example ")],
)
def test_one_address_typed_in_two_ways_is_no_conflict(mine: str, other: str, tmp_path: Path) -> None:
    """The tidier one is kept."""
    excel = workbook("excel", grid("Contacts", CONTACTS, (None, "Dana", None, mine), (None, "D. Reyes", None, other)))
    pair = Pair.of(tmp_path, excel)
    pair.sync()
    report = merge_people("memory:excel", SyncOptions(pair.as_of, pair.store), "Dana", "D. Reyes", pair._open).report

    assert pair.row("excel", "Dana")["Email"] == "dana@orchard.example"
    assert not [conflict for conflict in report.conflicts if conflict.field == "Email"]
