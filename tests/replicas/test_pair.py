"""Two workbooks, one store: each rule of syncing, named for what a person would notice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from sheet_sync.app.conflicts import list_conflicts
from sheet_sync.core.values import Content, Formula
from sheet_sync.errors import Refused
from tests.pairs import AS_OF, CONTACTS, Pair, grid, workbook

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = (None, "Lee Wong", "Harbour", "lee@harbour.example", None)
KIM = (None, "Kim Park", "Mill", "kim@mill.example", None)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Dana and Lee in Excel, an empty table in Google, synced."""
    made = Pair.of(
        tmp_path,
        workbook("excel", grid("Contacts", CONTACTS, DANA, LEE)),
        workbook("google", grid("Contacts", CONTACTS)),
    )
    made.sync()
    return made


def names(pair: Pair, kind: str) -> list[object]:
    return [row.get("Name") for row in pair.rows(kind)]


def test_rows_arrive_on_the_other_side_with_their_ids(pair: Pair) -> None:
    assert names(pair, "google") == ["Dana Reyes", "Lee Wong"]
    assert pair.row("google", "Dana Reyes")["ID"] == pair.row("excel", "Dana Reyes")["ID"]


def _downwards(prefix: str, taken: Collection[str] = ()) -> str:
    """IDs of which each new one sorts before the last, as random ones may."""
    return f"{prefix}-{99999999 - len(taken):08d}"


def test_new_rows_arrive_in_the_order_in_which_they_were_typed(tmp_path: Path) -> None:
    touches = [(None, "Dana Reyes", AS_OF, "Call", note) for note in ("first", "second", "third")]
    pair = Pair.of(
        tmp_path,
        workbook(
            "excel",
            grid("Contacts", CONTACTS, DANA, LEE, KIM),
            grid("Touches", ("ID", "Contact", "Date", "How", "Note"), *touches),
        ),
        workbook("google", grid("Contacts", CONTACTS)),
    )
    pair.make_id = _downwards
    pair.sync()
    assert names(pair, "google") == ["Dana Reyes", "Lee Wong", "Kim Park"]
    assert [row["Note"] for row in pair.rows("google", "Touches")] == ["first", "second", "third"]

    pair.add("google", "Contacts", *((None, name, "Mill") for name in ("Ann", "Bea", "Cid")))
    pair.sync()
    assert names(pair, "excel")[3:] == ["Ann", "Bea", "Cid"]


def test_a_second_sync_writes_nothing(pair: Pair) -> None:
    before = {kind: replica.writes for kind, replica in pair.replicas.items()}

    report = pair.sync()

    assert {kind: replica.writes for kind, replica in pair.replicas.items()} == before
    assert not any(replica.cells for replica in report.replicas)


def test_edits_on_both_sides_meet(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 1, "Notes", "called")
    pair.edit("google", "Contacts", 2, "Email", "lee@new.example")
    pair.sync()

    for kind in ("excel", "google"):
        assert pair.row(kind, "Dana Reyes")["Notes"] == "called"
        assert pair.row(kind, "Lee Wong")["Email"] == "lee@new.example"


def test_one_cell_edited_on_both_sides_is_a_conflict_and_neither_is_overwritten(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 1, "Notes", "from Excel")
    pair.edit("google", "Contacts", 1, "Notes", "from Google")
    pair.edit("google", "Contacts", 1, "Organization", "Grove")
    report = pair.sync()

    assert [c.values for c in report.conflicts] == [{"excel": "from Excel", "google": "from Google"}]
    assert report.needs_attention
    assert pair.row("excel", "Dana Reyes")["Notes"] == "from Excel"
    assert pair.row("google", "Dana Reyes")["Notes"] == "from Google"
    assert pair.row("excel", "Dana Reyes")["Organization"] == "Grove"


def test_an_open_conflict_stays_as_it_is(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 1, "Notes", "from Excel")
    pair.edit("google", "Contacts", 1, "Notes", "from Google")
    first = pair.sync()
    second = pair.sync()

    assert first.conflicts == second.conflicts
    assert [replica.changes_in.changed for replica in first.replicas] == [1, 1]
    assert not any(replica.changes_in for replica in second.replicas)

    pair.edit("excel", "Contacts", 1, "Notes", "from Excel, later")
    assert [replica.changes_in.changed for replica in pair.sync().replicas] == [1, 0]


def test_a_conflict_settled_by_hand_disappears(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 1, "Notes", "from Excel")
    pair.edit("google", "Contacts", 1, "Notes", "from Google")
    pair.sync()
    pair.edit("excel", "Contacts", 1, "Notes", "from Google")
    report = pair.sync()

    assert not report.conflicts
    assert pair.row("excel", "Dana Reyes")["Notes"] == "from Google"


def test_sorting_is_no_change(pair: Pair) -> None:
    pair.rearrange("excel", "Contacts", [2, 1])
    report = pair.sync()

    assert not any(cell.table for replica in report.replicas for cell in replica.cells)
    assert names(pair, "excel") == ["Lee Wong", "Dana Reyes"]
    assert names(pair, "google") == ["Dana Reyes", "Lee Wong"]


def test_a_deleted_row_is_deleted_on_the_other_side(pair: Pair) -> None:
    pair.rearrange("google", "Contacts", [2])
    pair.sync()

    assert names(pair, "excel") == ["Lee Wong"]


def test_deleted_here_and_edited_there_comes_back_and_is_said(pair: Pair) -> None:
    pair.rearrange("google", "Contacts", [2])
    pair.edit("excel", "Contacts", 1, "Notes", "wrote back!")
    report = pair.sync()

    assert pair.row("google", "Dana Reyes")["Notes"] == "wrote back!"
    assert any("Dana Reyes" in note and "back" in note for note in report.notes)


def test_a_wiped_id_is_given_back(pair: Pair) -> None:
    known = pair.row("excel", "Dana Reyes")["ID"]
    pair.edit("excel", "Contacts", 1, "ID", None)
    pair.edit("excel", "Contacts", 1, "Notes", "and edited")
    pair.sync()

    assert pair.row("excel", "Dana Reyes")["ID"] == known
    assert pair.row("google", "Dana Reyes")["Notes"] == "and edited"
    assert len(pair.rows("google")) == 2


def test_an_id_typed_over_is_put_back(pair: Pair) -> None:
    known = pair.row("excel", "Dana Reyes")["ID"]
    pair.edit("excel", "Contacts", 1, "ID", "c-zzzzzzzz")
    pair.sync()

    assert pair.row("excel", "Dana Reyes")["ID"] == known
    assert len(pair.rows("google")) == 2


def test_a_copied_row_gets_an_id_of_its_own_and_the_original_keeps_its(pair: Pair) -> None:
    known = pair.row("excel", "Dana Reyes")["ID"]
    pair.rearrange("excel", "Contacts", [1, 1, 2])
    pair.edit("excel", "Contacts", 1, "Name", "Dana's sister")
    pair.sync()

    assert pair.row("excel", "Dana Reyes")["ID"] == known
    assert pair.row("excel", "Dana's sister")["ID"] != known
    assert sorted(map(str, names(pair, "google"))) == ["Dana Reyes", "Dana's sister", "Lee Wong"]


def test_the_same_person_added_on_both_sides_is_one_row(pair: Pair) -> None:
    pair.put_sheet("excel", grid("Contacts", CONTACTS, *map(tuple, _lines(pair, "excel")), KIM))
    pair.edit("google", "Contacts", 3, "Name", "KIM PARK")
    pair.edit("google", "Contacts", 3, "Email", "Kim@Mill.example ")
    pair.sync()

    assert len(pair.rows("excel")) == len(pair.rows("google")) == 3


def _lines(pair: Pair, kind: str) -> list[list[Content]]:
    found = pair.replicas[kind].contents.grid("Contacts")
    assert found is not None
    return [[*row, *[None] * 5][:5] for number, row in found.rows.items() if number > 1]


def test_a_first_sync_of_two_filled_sides_makes_no_doubles(tmp_path: Path) -> None:
    excel = workbook("excel", grid("Contacts", CONTACTS, DANA, LEE))
    google = workbook("google", grid("Contacts", CONTACTS, KIM, (None, "lee wong", "HARBOUR", None, "met")))
    pair = Pair.of(tmp_path, excel, google)
    pair.sync()

    assert len(pair.rows("excel")) == len(pair.rows("google")) == 3
    assert pair.rows("excel")[1]["Notes"] == "met"


def test_a_first_sync_makes_no_third_row_of_a_person_who_is_there_twice_on_one_side(tmp_path: Path) -> None:
    twice = workbook("excel", grid("Contacts", CONTACTS, (*DANA[:4], "a"), LEE, (*DANA[:4], "b")))
    once = workbook("google", grid("Contacts", CONTACTS, (*DANA[:4], "b"), LEE))
    pair = Pair.of(tmp_path, twice, once)
    report = pair.sync()

    assert not report.conflicts
    for kind in ("excel", "google"):
        assert sorted(str(row.get("Notes")) for row in pair.rows(kind)) == ["None", "a", "b"]


def test_own_columns_sync_as_plain_values(pair: Pair) -> None:
    header = (*CONTACTS, "Fax")
    pair.put_sheet("excel", grid("Contacts", header, *[[*line, n] for n, line in enumerate(_lines(pair, "excel"))]))
    pair.sync()

    assert [row["Fax"] for row in pair.rows("google")] == [0, 1]


def test_a_column_taken_out_on_one_side_stays_on_the_other(pair: Pair) -> None:
    pair.put_sheet("google", grid("Contacts", CONTACTS[:4], *[line[:4] for line in _lines(pair, "google")]))
    pair.sync()
    pair.edit("excel", "Contacts", 1, "Notes", "kept here")
    pair.sync()

    assert pair.row("excel", "Dana Reyes")["Notes"] == "kept here"
    assert "Notes" not in pair.row("google", "Dana Reyes")


def test_a_table_that_one_side_lacks_is_added_there(pair: Pair) -> None:
    touches = grid(
        "Touches", ("ID", "Contact", "Date", "How", "Note"), (None, "Dana Reyes", pair.as_of, "Call", "hello")
    )
    pair.put_sheet("excel", touches)
    pair.sync()

    assert [row["Note"] for row in pair.rows("google", "Touches")] == ["hello"]
    assert pair.rows("google", "Touches")[0]["ID"] == pair.rows("excel", "Touches")[0]["ID"]


def test_a_formula_is_never_overwritten_and_its_result_does_not_sync(pair: Pair) -> None:
    formula = Formula("B2&1", "Dana Reyes1")
    pair.edit("excel", "Contacts", 1, "Notes", formula)
    pair.edit("google", "Contacts", 1, "Notes", "typed there")
    pair.sync()

    assert pair.row("excel", "Dana Reyes")["Notes"] == formula
    assert pair.row("google", "Dana Reyes")["Notes"] == "typed there"


def test_text_that_looks_like_a_formula_arrives_as_text(pair: Pair) -> None:
    pair.edit("excel", "Contacts", 1, "Notes", '=HYPERLINK("https://x.example")')
    pair.sync()

    assert pair.row("google", "Dana Reyes")["Notes"] == '=HYPERLINK("https://x.example")'


class TestGuards:
    @pytest.fixture
    def many(self, tmp_path: Path) -> Pair:
        people = [(None, f"Person {n}", "Org", f"p{n}@x.example", None) for n in range(20)]
        made = Pair.of(
            tmp_path,
            workbook("excel", grid("Contacts", CONTACTS, *people)),
            workbook("google", grid("Contacts", CONTACTS)),
        )
        made.sync()
        return made

    def test_six_of_twenty_rows_gone_is_refused_and_names_the_option(self, many: Pair) -> None:
        many.rearrange("google", "Contacts", range(7, 21))

        with pytest.raises(Refused, match="--allow-deletions") as refused:
            many.sync()
        assert "6 of 20 rows are gone" in refused.value.message
        assert len(many.rows("excel")) == 20

    def test_with_the_option_it_goes_on(self, many: Pair) -> None:
        many.rearrange("google", "Contacts", range(7, 21))
        many.sync(allow_deletions=True)

        assert len(many.rows("excel")) == 14

    def test_five_of_twenty_rows_gone_is_no_alarm(self, many: Pair) -> None:
        many.rearrange("google", "Contacts", range(6, 21))
        many.sync()

        assert len(many.rows("excel")) == 15

    def test_an_emptied_table_is_refused(self, many: Pair) -> None:
        many.rearrange("google", "Contacts", [])

        with pytest.raises(Refused, match="--allow-empty"):
            many.sync()
        assert len(many.rows("excel")) == 20

    def test_a_sheet_that_is_gone_is_refused(self, many: Pair) -> None:
        many.drop_sheet("google", "Contacts")

        with pytest.raises(Refused, match="--allow-empty"):
            many.sync()

    def test_a_table_emptied_on_both_sides_is_quiet(self, many: Pair) -> None:
        for kind in many.replicas:
            many.rearrange(kind, "Contacts", [])
        many.sync()

        assert not many.rows("excel") + many.rows("google")

    def test_both_sides_empty_is_quiet(self, tmp_path: Path) -> None:
        pair = Pair.of(
            tmp_path, workbook("excel", grid("Contacts", CONTACTS)), workbook("google", grid("Contacts", CONTACTS))
        )
        pair.sync()

        assert not pair.sync().conflicts


class TestRenamedColumns:
    @pytest.fixture
    def pair(self, tmp_path: Path) -> Pair:
        header = (*CONTACTS, "Fax")
        rows = [(*DANA, "1"), (*LEE, "2"), (*KIM, "3")]
        made = Pair.of(
            tmp_path, workbook("excel", grid("Contacts", header, *rows)), workbook("google", grid("Contacts", CONTACTS))
        )
        made.sync()
        return made

    def headers(self, pair: Pair, kind: str) -> list[object]:
        found = pair.replicas[kind].contents.grid("Contacts")
        assert found is not None
        return list(found.rows[1])

    def test_the_new_header_goes_over_and_no_column_is_added(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 0, "Fax", "Pigeon")
        pair.sync()

        assert "Pigeon" in self.headers(pair, "google")
        assert "Fax" not in self.headers(pair, "google")
        assert len(self.headers(pair, "google")) == len(self.headers(pair, "excel"))

    def test_edits_meet_afterwards_on_both_sides(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 0, "Fax", "Pigeon")
        pair.edit("google", "Contacts", 2, "Fax", "9")
        pair.sync()
        pair.edit("excel", "Contacts", 1, "Pigeon", "8")
        pair.sync()

        assert [row["Pigeon"] for row in pair.rows("google")] == ["8", "9", "3"]
        assert [row["Pigeon"] for row in pair.rows("excel")] == ["8", "9", "3"]

    def test_a_conflict_is_listed_under_the_new_header(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 1, "Fax", "7")
        pair.edit("google", "Contacts", 1, "Fax", "8")
        pair.sync()
        pair.edit("google", "Contacts", 0, "Fax", "Pigeon")
        report = pair.sync()

        assert [each.field for each in report.conflicts] == ["Pigeon"]
        assert [row["Field"] for kind in ("excel", "google") for row in pair.rows(kind, "Conflicts")] == ["Pigeon"] * 2
        assert [each.field for each in list_conflicts("memory:excel", pair.store, pair._open)] == ["Pigeon"]

    def test_renamed_twice_it_is_still_the_same(self, pair: Pair) -> None:
        for old, new in (("Fax", "Pigeon"), ("Pigeon", "Drum")):
            pair.edit("excel", "Contacts", 0, old, new)
            pair.sync()
        pair.edit("google", "Contacts", 1, "Drum", "7")
        pair.sync()

        assert pair.row("excel", "Dana Reyes")["Drum"] == "7"

    def test_a_second_sync_does_nothing(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 0, "Fax", "Pigeon")
        pair.sync()

        assert not any(replica.cells or replica.changes_in for replica in pair.sync().replicas)

    @pytest.mark.parametrize(
        ("mine", "theirs"), [("Pager No", "pager  no"), ("Café", "Cafe\N{COMBINING ACUTE ACCENT}")]
    )
    def test_one_header_written_in_two_ways_is_one_column(self, pair: Pair, mine: str, theirs: str) -> None:
        for kind, header in (("excel", mine), ("google", theirs)):
            width = len(self.headers(pair, kind))
            contents = pair.replicas[kind].contents.grid("Contacts")
            assert contents is not None
            pair.put_sheet(kind, replace(contents, rows={**contents.rows, 1: [*contents.rows[1], header]}))
            pair.edit(kind, "Contacts", 1, header, f"typed in {kind}")
            pair.edit(kind, "Contacts", 2 if kind == "excel" else 3, header, kind)
            assert len(self.headers(pair, kind)) == width + 1
        report = pair.sync()

        assert self.headers(pair, "excel").count(mine) == self.headers(pair, "google").count(theirs) == 1
        assert theirs not in self.headers(pair, "excel")
        assert [c.values for c in report.conflicts] == [{"excel": "typed in excel", "google": "typed in google"}]
        assert pair.row("google", "Lee Wong")[theirs] == "excel"
        assert pair.row("excel", "Kim Park")[mine] == "google"
        assert not any(replica.cells or replica.changes_in for replica in pair.sync().replicas)

    def test_other_values_make_it_another_column(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 0, "Fax", "Pigeon")
        for number in (1, 2, 3):
            pair.edit("excel", "Contacts", number, "Pigeon", f"new {number}")
        pair.sync()

        assert {"Fax", "Pigeon"} <= set(self.headers(pair, "google"))

    def test_moved_columns_and_known_other_headers_are_no_change(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 0, "Organization", "Company")
        report = pair.sync()

        assert not any(replica.cells or replica.changes_in for replica in report.replicas)
        assert "Organization" in self.headers(pair, "google")


class TestSettings:
    HEADER = ("Setting", "Value", "What it is for")

    @pytest.fixture
    def pair(self, tmp_path: Path) -> Pair:
        settings = grid("Settings", self.HEADER, ("Your name", "Robin"), ("Thank-you within", 1, "days"), ("My own", 3))
        excel = workbook("excel", grid("Contacts", CONTACTS, DANA), settings)
        made = Pair.of(tmp_path, excel, workbook("google", grid("Contacts", CONTACTS)))
        made.sync()
        return made

    def values(self, pair: Pair, kind: str) -> dict[object, object]:
        return {row["Setting"]: row.get("Value") for row in pair.rows(kind, "Settings")}

    def test_a_side_without_the_sheet_gets_it(self, pair: Pair) -> None:
        assert self.values(pair, "google") == {"Your name": "Robin", "Thank-you within": 1, "My own": 3}
        assert "What it is for" in pair.rows("google", "Settings")[0]

    def test_a_setting_changed_on_one_side_counts_on_both(self, pair: Pair) -> None:
        pair.edit("google", "Settings", 2, "Value", 3)
        pair.sync()

        assert self.values(pair, "excel")["Thank-you within"] == 3

    def test_a_row_added_on_one_side_arrives(self, pair: Pair) -> None:
        pair.edit("google", "Settings", 4, "Setting", "Signature")
        pair.edit("google", "Settings", 4, "Value", "R.")
        pair.sync()

        assert self.values(pair, "excel")["Signature"] == "R."

    def test_a_second_sync_does_nothing(self, pair: Pair) -> None:
        assert not any(replica.cells or replica.changes_in for replica in pair.sync().replicas)

    def test_two_rows_of_one_name_stay_as_they_are(self, pair: Pair) -> None:
        pair.edit("excel", "Settings", 4, "Setting", "your name")
        pair.edit("excel", "Settings", 4, "Value", "Robin again")
        pair.sync()
        report = pair.sync()

        assert not any(replica.cells or replica.changes_in for replica in report.replicas)
        assert pair.rows("excel", "Settings")[3]["Value"] == "Robin again"

    def test_different_values_are_a_conflict_named_by_the_setting(self, pair: Pair) -> None:
        pair.edit("excel", "Settings", 1, "Value", "Robin A")
        pair.edit("google", "Settings", 1, "Value", "Robin B")
        (conflict,) = pair.sync().conflicts

        assert (conflict.name, conflict.field) == ("Your name", "Value")
