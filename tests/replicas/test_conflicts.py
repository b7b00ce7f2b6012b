"""Conflicts as the two people meet them: listed in each workbook, settled there, by name, or by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.app.conflicts import keep_for_all, list_conflicts, resolve
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.changes import AddSheet
from sheet_sync.core.sync.conflicts_sheet import COLUMNS, EMPTY, ConflictsView, conflicts_sheet
from sheet_sync.core.values import Content
from sheet_sync.errors import WrongUsage
from sheet_sync.store.store import Store
from tests.pairs import CONTACTS, Pair, grid, workbook

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = (None, "Lee Wong", "Harbour", "lee@harbour.example", None)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Dana and Lee on both sides, synced."""
    made = Pair.of(
        tmp_path,
        workbook("excel", grid("Contacts", CONTACTS, DANA, LEE)),
        workbook("google", grid("Contacts", CONTACTS)),
    )
    made.sync()
    return made


@pytest.fixture
def torn(pair: Pair) -> Pair:
    """Dana's notes edited differently on each side, and synced."""
    pair.edit("excel", "Contacts", 1, "Notes", "from Excel")
    pair.edit("google", "Contacts", 1, "Notes", "from Google")
    pair.sync()
    return pair


def conflicts(pair: Pair, kind: str) -> list[dict[str, Content]]:
    return pair.rows(kind, "Conflicts")


def notes_of_dana(pair: Pair) -> list[Content]:
    return [pair.row(kind, "Dana Reyes").get("Notes") for kind in pair.replicas]


def history(pair: Pair) -> list[Content]:
    """Every value that the history has."""
    project = pair.replicas["excel"].contents.project_id
    assert project is not None
    with Store.open(pair.store, read_only=True) as store:
        return [line.event.new for line in store.history(project)]


def options(pair: Pair, **more: Any) -> SyncOptions:
    return SyncOptions(pair.as_of, pair.store, make_id=pair.make_id, **more)


class TestTheSheet:
    def test_each_side_lists_what_stands_here_and_what_there(self, torn: Pair) -> None:
        (here,), (there,) = conflicts(torn, "excel"), conflicts(torn, "google")

        assert (here["Table"], here["Row"], here["Field"]) == ("Contacts", "Dana Reyes", "Notes")
        assert (here["Here"], here["There"]) == ("from Excel", "from Google")
        assert (there["Here"], there["There"]) == ("from Google", "from Excel")
        assert "Keep" not in here
        assert here["ID"] == there["ID"]
        assert here["How to settle"] == "Under Keep, choose Here or There (Google), and sync."

    def test_a_row_whose_name_is_in_conflict_is_called_what_it_is_called_there(self, pair: Pair) -> None:
        for kind, name in (("excel", "Kim Park"), ("google", "Kim Soo Park")):
            pair.add(kind, "Contacts", (None, name, None, "kim@mill.example"))
        report = pair.sync()
        (listed,) = list_conflicts("memory:excel", pair.store, pair._open)

        assert [row["Row"] for row in (*conflicts(pair, "excel"), *conflicts(pair, "google"))] == [
            "Kim Park",
            "Kim Soo Park",
        ]
        assert report.conflicts[0].name in ("Kim Park", "Kim Soo Park")
        assert listed.name in ("Kim Park", "Kim Soo Park")

    def test_a_row_whose_name_was_emptied_is_called_the_same_from_then_on(self, torn: Pair) -> None:
        torn.edit("excel", "Contacts", 1, "Name", None)
        torn.sync()
        before = conflicts(torn, "excel"), conflicts(torn, "google")
        torn.sync()

        assert (conflicts(torn, "excel"), conflicts(torn, "google")) == before

    def test_keep_has_a_drop_down(self) -> None:
        spec = conflicts_sheet(ConflictsView())

        assert AddSheet(spec).spec.choices == {COLUMNS.index("Keep") + 1: ("Here", "There")}

    def test_there_is_no_such_sheet_while_nothing_was_ever_in_conflict(self, pair: Pair) -> None:
        assert pair.replicas["excel"].contents.grid("Conflicts") is None

    def test_a_second_sync_leaves_it_alone(self, torn: Pair) -> None:
        before = {kind: replica.writes for kind, replica in torn.replicas.items()}
        torn.sync()

        assert {kind: replica.writes for kind, replica in torn.replicas.items()} == before

    def test_an_emptied_cell_is_shown_as_empty(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 1, "Notes", None)
        pair.edit("google", "Contacts", 1, "Notes", "from Google")
        pair.sync()

        assert conflicts(pair, "excel")[0]["Here"] == EMPTY

    def test_values_keep_their_types(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 1, "Notes", date(2026, 11, 2))
        pair.edit("google", "Contacts", 1, "Notes", "=1+1")
        pair.sync()

        (line,) = conflicts(pair, "excel")
        assert (line["Here"], line["There"]) == (date(2026, 11, 2), "=1+1")

    def test_a_sheet_of_that_name_that_is_the_users_own_is_left_alone_and_it_is_said(self, pair: Pair) -> None:
        own = grid("Conflicts", ("Mine", "Theirs"), ("a", "b"))
        pair.put_sheet("excel", own)
        pair.edit("excel", "Contacts", 1, "Notes", "from Excel")
        pair.edit("google", "Contacts", 1, "Notes", "from Google")
        report = pair.sync()

        assert pair.replicas["excel"].contents.grid("Conflicts") == own
        assert any("Conflicts is your own" in note for replica in report.replicas for note in replica.notes)
        assert len(conflicts(pair, "google")) == 1

    def test_a_line_that_was_deleted_comes_back(self, torn: Pair) -> None:
        torn.rearrange("excel", "Conflicts", [])
        torn.sync()

        assert len(conflicts(torn, "excel")) == 1


class TestKeep:
    @pytest.mark.parametrize(
        ("kind", "word", "kept"),
        [
            ("excel", "Here", "from Excel"),
            ("excel", "There", "from Google"),
            ("google", "Here", "from Google"),
            ("google", "There", "from Excel"),
            ("excel", " google ", "from Google"),
            ("google", "Excel", "from Excel"),
            ("google", "from Excel", "from Excel"),
        ],
    )
    def test_what_is_chosen_is_written_everywhere(self, torn: Pair, kind: str, word: str, kept: str) -> None:
        torn.edit(kind, "Conflicts", 1, "Keep", word)
        report = torn.sync()

        assert not report.conflicts
        assert not any("gave way" in note for replica in report.replicas for note in replica.notes)
        assert notes_of_dana(torn) == [kept, kept]
        for each in torn.replicas:
            assert [line["Row"] for line in conflicts(torn, each)] == ["Nothing is in conflict."]

    def test_the_value_that_was_not_kept_stays_in_the_history(self, torn: Pair) -> None:
        torn.edit("excel", "Conflicts", 1, "Keep", "Here")
        torn.sync()

        assert "from Google" in history(torn)

    def test_a_word_that_is_none_of_them_settles_nothing_and_is_said(self, torn: Pair) -> None:
        torn.edit("excel", "Conflicts", 1, "Keep", "Exel")
        report = torn.sync()

        assert len(report.conflicts) == 1
        assert report.notes == (
            "Conflicts!F2 in Excel, about Notes of Dana Reyes (Contacts): Keep says “Exel”. Choose Here or There.",
        )
        assert conflicts(torn, "excel")[0]["Keep"] == "Exel"

    def test_what_stands_under_keep_moves_with_its_line_and_is_not_said_to_give_way(self, torn: Pair) -> None:
        for kind in torn.replicas:
            torn.edit(kind, "Contacts", 2, "Notes", f"of Lee, from {kind}")
        torn.sync()
        torn.edit("excel", "Conflicts", 2, "Keep", "ask Lee")
        torn.edit("excel", "Conflicts", 1, "Keep", "Here")
        report = torn.sync()

        assert [line.get("Keep") for line in conflicts(torn, "excel")] == ["ask Lee"]
        assert [note for replica in report.replicas for note in replica.notes] == []
        assert [note for note in report.notes if "Keep says" in note] == [
            "Conflicts!F3 in Excel, about Notes of Lee Wong (Contacts): Keep says “ask Lee”. Choose Here or There."
        ]

    def test_of_a_cell_under_keep_there_is_one_message(self, torn: Pair) -> None:
        torn.edit("excel", "Conflicts", 1, "Keep", "ask her")
        torn.edit("google", "Contacts", 1, "Notes", "something else")
        report = torn.sync()

        assert report.notes == (
            "Conflicts!F2 in Excel, about Notes of Dana Reyes (Contacts): the value has changed since this was chosen, "
            "so look at it once more.",
        )
        assert [note for replica in report.replicas for note in replica.notes] == []
        assert "ask her" in history(torn)

    def test_what_gives_way_is_said_with_the_workbook_it_stood_in(self, torn: Pair) -> None:
        torn.edit("google", "Conflicts", 1, "Field", "which notes?")
        report = torn.sync()

        (note,) = [note for replica in report.replicas for note in replica.notes]
        assert note.startswith("What you typed into Conflicts!C2 in Google gave way")

    def test_two_people_who_choose_differently_settle_nothing(self, torn: Pair) -> None:
        torn.edit("excel", "Conflicts", 1, "Keep", "Here")
        torn.edit("google", "Conflicts", 1, "Keep", "Here")
        report = torn.sync()

        assert len(report.conflicts) == 1
        assert report.notes == (
            "Notes of Dana Reyes (Contacts): Keep says “Here” in Excel and “Here” in Google, which are two different "
            "values, so nothing was settled. Make them say the same.",
        )
        assert notes_of_dana(torn) == ["from Excel", "from Google"]

    def test_a_choice_does_not_count_once_the_value_has_changed(self, torn: Pair) -> None:
        """Who chose There had another value in view."""
        torn.edit("excel", "Conflicts", 1, "Keep", "There")
        torn.edit("google", "Contacts", 1, "Notes", "something else")
        report = torn.sync()

        assert notes_of_dana(torn) == ["from Excel", "something else"]
        assert any("changed since this was chosen" in note for note in report.notes)
        assert "Keep" not in conflicts(torn, "excel")[0]
        assert conflicts(torn, "excel")[0]["There"] == "something else"


class TestTheOrder:
    def test_conflicts_are_listed_in_the_same_order_everywhere_and_always(self, pair: Pair) -> None:
        """Not by the tables' places nor by random IDs: by table, row and field as they are read."""
        for kind in pair.replicas:
            pair.put_sheet(kind, grid("Answers", ("ID", "Interview", "Question", "Answer"), (None, "x", "y", kind)))
            for row in (1, 2):
                pair.edit(kind, "Contacts", row, "Notes", f"from {kind}")
                pair.edit(kind, "Contacts", row, "Organization", f"of {kind}")
        pair.add("excel", "Contacts", (None, "Ada Low", None, "ada@low.example", "from excel"))
        pair.add("google", "Contacts", (None, "Ada Low", None, "ada@low.example", "from google"))
        first, again, swapped = pair.sync(), pair.sync(), self.from_google(pair)
        listed = list_conflicts("memory:excel", pair.store, pair._open)
        on_sheets = [[row["ID"] for row in conflicts(pair, kind)] for kind in pair.replicas]

        torn = [(name, field) for name in ("Dana Reyes", "Lee Wong") for field in ("Notes", "Organization")]
        assert [(c.name, c.field) for c in first.conflicts if c.table == "Contacts"] == [("Ada Low", "Notes"), *torn]
        ids = [conflict.id for conflict in first.conflicts]
        assert [[c.id for c in found] for found in (again.conflicts, swapped.conflicts, listed)] == [ids] * 3
        assert on_sheets == [ids, ids]
        claims = [found.values for found in (*first.conflicts, *swapped.conflicts)] + [found.values for found in listed]
        assert {tuple(values) for values in claims} == {("excel", "google")}

    def from_google(self, pair: Pair) -> SyncReport:
        """The same sync, asked for by the Google Sheet."""
        return sync("memory:google", options(pair), lambda place, _: pair._open(place.rpartition("/")[2], None))


class TestByHand:
    def test_both_sides_typing_the_same_makes_it_disappear(self, torn: Pair) -> None:
        for kind in torn.replicas:
            torn.edit(kind, "Contacts", 1, "Notes", "agreed")
        report = torn.sync()

        assert not report.conflicts
        assert notes_of_dana(torn) == ["agreed", "agreed"]
        assert [line["Row"] for line in conflicts(torn, "excel")] == ["Nothing is in conflict."]

    def test_deleting_the_row_on_both_sides_makes_it_disappear(self, torn: Pair) -> None:
        for kind in torn.replicas:
            torn.rearrange(kind, "Contacts", [2])
        report = torn.sync()

        assert not report.conflicts


class TestPrefer:
    @pytest.mark.parametrize(("side", "kept"), [("excel", "from Excel"), ("google", "from Google")])
    def test_a_side(self, torn: Pair, side: str, kept: str) -> None:
        report = torn.sync(prefer=side)

        assert not report.conflicts
        assert notes_of_dana(torn) == [kept, kept]

    def test_a_choice_under_keep_counts_before_it(self, torn: Pair) -> None:
        torn.edit("excel", "Conflicts", 1, "Keep", "There")
        torn.sync(prefer="excel")

        assert notes_of_dana(torn) == ["from Google", "from Google"]

    def test_newest_takes_the_value_that_no_sync_had_seen_before(self, torn: Pair) -> None:
        torn.edit("excel", "Contacts", 1, "Notes", "thought again")
        torn.sync(prefer="newest")

        assert notes_of_dana(torn) == ["thought again", "thought again"]

    def test_newest_leaves_open_what_it_cannot_tell(self, torn: Pair) -> None:
        report = torn.sync(prefer="newest")

        assert len(report.conflicts) == 1


class TestResolve:
    def test_lists_what_is_open(self, torn: Pair) -> None:
        (found,) = list_conflicts("memory:excel", torn.store, torn._open)

        assert (found.table, found.name, found.field) == ("Contacts", "Dana Reyes", "Notes")
        assert found.values == {"excel": "from Excel", "google": "from Google"}
        assert found.titles == {"excel": "Excel", "google": "Google"}

    @pytest.mark.parametrize(
        ("word", "kept"), [("excel", "from Excel"), ("google", "from Google"), ("a third", "a third"), ("", None)]
    )
    def test_keeps_a_side_or_a_value(self, torn: Pair, word: str, kept: str | None) -> None:
        (found,) = list_conflicts("memory:excel", torn.store, torn._open)
        report = resolve("memory:excel", options(torn), {found.id: word}, torn._open)

        assert not report.conflicts
        assert notes_of_dana(torn) == [kept, kept]

    @pytest.mark.parametrize(
        ("word", "hint"), [("newest", "--prefer newest"), ("There", "--keep google"), ("exel", "--keep excel")]
    )
    def test_a_word_that_means_a_choice_is_not_taken_for_a_value(self, torn: Pair, word: str, hint: str) -> None:
        (found,) = list_conflicts("memory:excel", torn.store, torn._open)
        with pytest.raises(WrongUsage, match=f"“{word}” is neither a place nor one of the values") as refused:
            resolve("memory:excel", options(torn), {found.id: word}, torn._open)

        assert refused.value.hint is not None
        assert hint in refused.value.hint
        assert notes_of_dana(torn) == ["from Excel", "from Google"]

    def test_unless_it_is_one_of_the_values(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 1, "Notes", "There")
        pair.edit("google", "Contacts", 1, "Notes", "here and there")
        pair.sync()
        (found,) = list_conflicts("memory:excel", pair.store, pair._open)
        resolve("memory:excel", options(pair), {found.id: "There"}, pair._open)

        assert notes_of_dana(pair) == ["There", "There"]

    def test_only_the_one_that_is_named(self, torn: Pair) -> None:
        torn.edit("excel", "Contacts", 2, "Notes", "x")
        torn.edit("google", "Contacts", 2, "Notes", "y")
        torn.sync()
        first = next(each for each in list_conflicts("memory:excel", torn.store, torn._open) if "Lee" in each.name)
        report = resolve("memory:excel", options(torn), {first.id: "google"}, torn._open)

        assert [each.name for each in report.conflicts] == ["Dana Reyes"]
        assert torn.row("excel", "Lee Wong")["Notes"] == "y"

    def test_an_id_that_is_none_is_refused_before_anything_is_done(self, torn: Pair) -> None:
        with pytest.raises(WrongUsage, match="x-000000"):
            resolve("memory:excel", options(torn), {"x-000000": "excel"}, torn._open)

    def test_a_dry_run_settles_nothing(self, torn: Pair) -> None:
        (found,) = list_conflicts("memory:excel", torn.store, torn._open)
        report = resolve("memory:excel", options(torn, dry_run=True), {found.id: "excel"}, torn._open)

        assert [cell.new for replica in report.replicas for cell in replica.cells if cell.table] == ["from Excel"]
        assert notes_of_dana(torn) == ["from Excel", "from Google"]

    def test_one_value_for_several_conflicts_is_refused(self, torn: Pair) -> None:
        torn.edit("excel", "Contacts", 2, "Notes", "x")
        torn.edit("google", "Contacts", 2, "Notes", "y")
        torn.sync()
        found = list_conflicts("memory:excel", torn.store, torn._open)

        assert set(keep_for_all(found, "google", None).values()) == {"google"}
        with pytest.raises(WrongUsage, match="2 conflicts are open"):
            keep_for_all(found, "a third", None)

    def test_a_date_is_kept_as_a_date(self, pair: Pair) -> None:
        pair.edit("excel", "Contacts", 1, "Notes", date(2026, 11, 2))
        pair.edit("google", "Contacts", 1, "Notes", date(2026, 11, 3))
        pair.sync()
        (found,) = list_conflicts("memory:excel", pair.store, pair._open)
        with pytest.raises(WrongUsage, match="not a date"):
            resolve("memory:excel", options(pair), {found.id: "Monday"}, pair._open)
        resolve("memory:excel", options(pair), {found.id: "2026-11-04"}, pair._open)

        assert notes_of_dana(pair) == [date(2026, 11, 4)] * 2


class TestThreeReplicas:
    @pytest.fixture
    def three(self, tmp_path: Path) -> Pair:
        made = Pair.of(
            tmp_path, *(workbook(kind, grid("Contacts", CONTACTS, DANA)) for kind in ("excel", "google", "x"))
        )
        made.sync()
        for kind in made.replicas:
            made.edit(kind, "Contacts", 1, "Notes", f"from {kind}")
        made.sync()
        return made

    def test_each_lists_every_other_value(self, three: Pair) -> None:
        for kind in three.replicas:
            others = [f"from {other}" for other in three.replicas if other != kind]
            assert [line["There"] for line in conflicts(three, kind)] == others

    def test_choosing_one_of_them_settles_all(self, three: Pair) -> None:
        three.edit("excel", "Conflicts", 2, "Keep", "There")
        three.sync()

        assert notes_of_dana(three) == ["from x"] * 3
