"""Where each rule of syncing is proved: the rules in the order of the contract, and the tests named after them.

Those that no other file has stand below, on a real .xlsx and a Google Sheet on the emulator.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from sheet_sync.core.values import Formula
from sheet_sync.google import auth
from tests.conftest import ROOT
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.google.conftest import waits as waits
from tests.pairs import CONTACTS, grid
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer
from tests.worlds import CloudPlace, FilePlace, World, empty_contacts

RULES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "values are compared by type, and what is right is not rewritten": {
        "replicas/test_file_and_cloud.py": (
            "test_a_date_is_a_date_however_it_is_shown",
            "test_five_as_text_is_not_five",
            "test_line_ends_and_unicode_forms_are_no_changes",
        ),
        "replicas/test_rules_of_syncing.py": ("test_a_cell_that_is_right_already_is_not_rewritten",),
        "cli/test_sync.py": ("test_saving_the_workbook_in_libreoffice_is_no_edit",),
    },
    "rows may be sorted, filtered, moved; columns reordered, renamed, added": {
        "replicas/test_file_and_cloud.py": (
            "test_sorting_the_sheet_and_moving_its_columns_is_no_change",
            "test_columns_dragged_to_another_place_are_no_change",
            "test_a_column_renamed_to_an_alias_is_no_change",
        ),
        "replicas/test_rules_of_syncing.py": (
            "test_filtered_rows_are_neither_gone_nor_changed",
            "test_a_column_of_ones_own_that_is_renamed_is_renamed_on_the_other_side",
        ),
        "replicas/test_pair.py": (
            "test_own_columns_sync_as_plain_values",
            "test_the_new_header_goes_over_and_no_column_is_added",
            "test_one_header_written_in_two_ways_is_one_column",
            "test_a_column_taken_out_on_one_side_stays_on_the_other",
            "test_a_table_that_one_side_lacks_is_added_there",
        ),
        "property/test_sorting.py": ("test_ids_and_histories_stay_with_the_people",),
    },
    "a row without ID is new, or plainly a known one; a copy gets its own": {
        "unit/test_matching.py": (
            "test_a_row_without_id_gets_a_new_one",
            "test_or_by_name_and_organization_whatever_the_letter_case_and_unicode_form",
            "test_the_row_most_like_the_base_keeps_the_id",
        ),
        "replicas/test_pair.py": (
            "test_a_wiped_id_is_given_back",
            "test_the_same_person_added_on_both_sides_is_one_row",
            "test_a_first_sync_of_two_filled_sides_makes_no_doubles",
            "test_a_copied_row_gets_an_id_of_its_own_and_the_original_keeps_its",
        ),
    },
    "one cell edited differently on both sides is a conflict": {
        "replicas/test_pair.py": (
            "test_one_cell_edited_on_both_sides_is_a_conflict_and_neither_is_overwritten",
            "test_a_conflict_settled_by_hand_disappears",
        ),
        "replicas/test_conflicts.py": (
            "test_each_side_lists_what_stands_here_and_what_there",
            "test_keep_has_a_drop_down",
            "test_what_is_chosen_is_written_everywhere",
            "test_keeps_a_side_or_a_value",
            "test_newest_takes_the_value_that_no_sync_had_seen_before",
        ),
        "cli/test_linked_pair.py": ("test_prefer_keeps_a_side", "test_resolve_keeps_a_side"),
        "unit/test_merge_truth_table.py": ("test_one_and_two_replicas", "test_three_replicas"),
    },
    "deleted here and edited there comes back; untouched there it is deleted": {
        "replicas/test_pair.py": (
            "test_deleted_here_and_edited_there_comes_back_and_is_said",
            "test_a_deleted_row_is_deleted_on_the_other_side",
        ),
        "replicas/test_rules_of_syncing.py": ("test_a_row_deleted_on_one_side_is_brought_back_on_both",),
    },
    "too many deletions, an emptied table or replica are refused": {
        "replicas/test_pair.py": (
            "test_six_of_twenty_rows_gone_is_refused_and_names_the_option",
            "test_five_of_twenty_rows_gone_is_no_alarm",
            "test_an_emptied_table_is_refused",
            "test_both_sides_empty_is_quiet",
        ),
        "replicas/test_file_and_cloud.py": (
            "test_an_emptied_sheet_is_refused",
            "test_a_file_that_cannot_be_read_is_never_taken_for_empty",
        ),
        "unit/test_guards.py": ("test_a_first_sync_is_quiet",),
        "cli/test_replaced.py": ("test_another_workbook_in_its_place_is_refused_and_both_options_are_named",),
    },
    "a formula belongs to its replica": {
        "replicas/test_file_and_cloud.py": ("test_a_formula_belongs_to_its_side",),
        "replicas/test_pair.py": ("test_a_formula_is_never_overwritten_and_its_result_does_not_sync",),
        "replicas/test_rules_of_syncing.py": ("test_what_a_formula_shows_is_checked_and_used_where_it_stands",),
    },
    "what is written to Google is a typed value, never a formula": {
        "replicas/test_file_and_cloud.py": ("test_what_looks_like_a_formula_or_a_number_arrives_as_the_text_it_is",),
    },
    "all else in the file stays; it is replaced at once, and the version before is kept": {
        "excel/test_patch_corpus.py": ("test_cells_change_and_nothing_is_lost",),
        "excel/test_save_killed.py": ("test_a_kill_at_any_step_leaves_a_whole_file",),
        "excel/test_save.py": (
            "test_permissions_stay",
            "test_the_previous_version_is_kept",
            "test_an_open_workbook_is_not_written",
            "test_a_sharing_violation_is_waited_out_or_told",
        ),
    },
    "a file that changed while the sync ran is not overwritten": {
        "replicas/test_file_and_cloud.py": ("test_a_file_that_is_saved_while_the_sync_runs_is_not_written_over",),
    },
    "a write lands on its row, few requests are made, faults are met with patience": {
        "google/test_races.py": ("test_an_edit_during_a_write_is_kept_and_ours_goes_where_it_belongs",),
        "google/test_sync_races.py": ("test_an_edit_around_any_request_is_kept_and_both_end_in_step",),
        "replicas/test_file_and_cloud.py": (
            "test_nothing_changed_costs_one_request_and_no_write",
            "test_any_number_of_changes_costs_four_requests_at_most",
        ),
        "google/test_faults.py": (
            "test_a_write_takes_effect_once_whatever_becomes_of_the_answer",
            "test_patience_ends",
        ),
    },
    "a killed sync, run again, ends as one that was not killed": {
        "store/test_killed.py": ("test_killed_and_run_again",),
        "store/test_killed_pair.py": ("test_killed_at_every_step", "test_killed_at_every_request"),
    },
    "a dry run shows what would change, and changes nothing": {
        "cli/test_sync.py": ("test_it_changes_nothing_anywhere", "test_it_says_what_the_sync_then_does"),
    },
    "history, restore, undo": {
        "cli/test_history.py": (
            "test_a_cell_as_it_was_at_a_time",
            "test_a_deleted_row_comes_back_under_its_id",
            "test_prune_is_only_on_request",
        ),
        "replicas/test_rules_of_syncing.py": (
            "test_undo_takes_back_what_the_last_sync_wrote_and_undo_again_its_undoing",
        ),
    },
    "a Sheet that one may only view is a one-way partner": {
        "replicas/test_file_and_cloud.py": ("test_a_sheet_that_one_may_only_view_gives_and_takes_nothing",),
    },
    "a cloud drive's copy is merged and left alone": {
        "replicas/test_copies.py": ("test_what_was_typed_in_the_copy_comes_in", "test_the_copy_is_not_touched"),
    },
    "two rows of one person are joined": {
        "replicas/test_merge_people.py": (
            "test_there_is_one_row_with_what_both_said",
            "test_whatever_named_the_one_names_the_other",
            "test_both_histories_are_kept",
            "test_undo_makes_two_rows_of_them_again",
        ),
    },
    "two computers on one Sheet converge": {
        "replicas/test_file_and_cloud.py": ("test_they_converge", "test_they_rest_once_they_agree"),
    },
    "watch syncs whenever the file is saved, and every so often for Google": {
        "cli/test_watch.py": (
            "test_what_is_saved_is_synced_and_told_in_a_line",
            "test_google_is_asked_at_the_interval_and_what_it_says_comes_in",
        ),
    },
}


@pytest.mark.parametrize("rule", list(RULES))
def test_each_rule_has_its_tests(rule: str) -> None:
    for file, wanted in RULES[rule].items():
        tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
        assert {*wanted} <= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = (None, "Lee Wong", "Harbour", "lee@harbour.example", None)


class Pair:
    """Dana and Lee in a workbook and in a Google Sheet, synced."""

    def __init__(self, folder: Path, server: SheetsServer) -> None:
        self.file = FilePlace(folder / "contacts.xlsx", grid("Contacts", CONTACTS, DANA, LEE))
        self.cloud = CloudPlace(server, ROBOT, empty_contacts())
        self.world = World(folder / "store", {"excel": self.file, "google": self.cloud}, count=lambda: server.counted())
        self.world.sync()

    def type_in_file(self, address: str, value: str | date) -> None:
        from openpyxl import load_workbook

        book = load_workbook(self.file.path)
        book["Contacts"][address].value = value
        book.save(self.file.path)

    def notes(self) -> list[dict[object, object]]:
        """Notes by name, on each side."""
        return [{row["Name"]: row.get("Notes") for row in self.world.rows(kind)} for kind in ("excel", "google")]


@pytest.fixture
def pair(tmp_path: Path, sheets_server: SheetsServer, signed_in: str) -> Iterator[Pair]:
    yield Pair(tmp_path, sheets_server)
    auth._client.cache_clear()


def test_a_cell_that_is_right_already_is_not_rewritten(pair: Pair) -> None:
    """Both people typed the same; so neither file nor Sheet is touched."""
    pair.type_in_file("E3", "call in May")
    pair.cloud.human.put("Contacts!E3", "call in May")
    before = pair.world.image()
    report = pair.world.sync()

    assert not any(replica.cells for replica in report.replicas)
    assert isinstance(before, tuple)
    assert [place.image() for place in pair.world.places.values()] == before[0]
    assert pair.notes()[0] == pair.notes()[1] == {"Dana Reyes": "met at the fair", "Lee Wong": "call in May"}


def test_filtered_rows_are_neither_gone_nor_changed(pair: Pair) -> None:
    """Dana's row is filtered out in both; an edit of it on one side reaches the other, and she stays out of sight."""
    from openpyxl import load_workbook

    book = load_workbook(pair.file.path)
    book["Contacts"].auto_filter.ref = "A1:E3"
    book["Contacts"].row_dimensions[2].hidden = True
    book.save(pair.file.path)
    pair.cloud.human.hide_rows("Contacts", 2)
    report = pair.world.sync()
    assert not any(replica.cells or replica.changes_in for replica in report.replicas)

    pair.cloud.human.put("Contacts!E2", "edited while hidden")
    pair.world.sync()
    assert pair.notes()[0] == pair.notes()[1] == {"Dana Reyes": "edited while hidden", "Lee Wong": None}
    assert load_workbook(pair.file.path)["Contacts"].row_dimensions[2].hidden


@pytest.mark.parametrize("side", ["excel", "google"])
def test_a_column_of_ones_own_that_is_renamed_is_renamed_on_the_other_side(pair: Pair, side: str) -> None:
    """With an edit and a new row in the same sync; afterwards edits still meet."""
    pair.type_in_file("F1", "Colour")
    pair.type_in_file("F2", "red")
    pair.type_in_file("F3", "blue")
    pair.world.sync()
    at = pair.cloud.human.table("Contacts")[0].index("Colour")
    if side == "excel":
        pair.type_in_file("F1", "Farbe")
        pair.type_in_file("B4", "Kim Park")
    else:
        pair.cloud.human.put(f"Contacts!{'ABCDEFGHI'[at]}1", "Farbe")
        pair.cloud.human.put("Contacts!B4", "Kim Park")
    pair.type_in_file("E3", "call in May")
    pair.world.sync()
    pair.type_in_file("F3", "green")
    pair.world.sync()

    for kind in ("excel", "google"):
        assert [row.get("Farbe") for row in pair.world.rows(kind)] == ["red", "green", None]
        assert [row.get("Name") for row in pair.world.rows(kind)] == ["Dana Reyes", "Lee Wong", "Kim Park"]
        assert not any("Colour" in row for row in pair.world.rows(kind))
    assert pair.notes()[1]["Lee Wong"] == "call in May"


def test_a_row_deleted_on_one_side_is_brought_back_on_both(pair: Pair) -> None:
    from sheet_sync.app.restore import restore

    id_ = pair.world.rows("excel")[0]["ID"]
    pair.cloud.human.delete_rows("Contacts", 2)
    pair.world.sync()
    assert pair.notes() == [{"Lee Wong": None}] * 2

    restore(pair.world.location, pair.world.options(), "Dana Reyes", None)
    assert pair.notes() == [{"Lee Wong": None, "Dana Reyes": "met at the fair"}] * 2
    assert [pair.world.rows(kind)[1]["ID"] for kind in ("excel", "google")] == [id_, id_]


def test_what_a_formula_shows_is_checked_and_used_where_it_stands(tmp_path: Path, pair: Pair) -> None:
    """The talk's date is a formula in Google: the thank-you is due there, an address that is none is a problem there,
    and the workbook is given neither."""
    human = pair.cloud.human
    human.add_sheet("Interviews", [["Contact", "Date", "Status"], ["Dana Reyes", None, "Done"]])
    human.type("Interviews!B2", "=DATE(2026,11,1)")
    human.type("Contacts!D3", '=CONCATENATE("no ", "address")')
    pair.world.sync()

    talk = pair.world.rows("google", "Interviews")[0]
    assert isinstance(talk["Date"], Formula)
    assert talk["Thank-you due"] == date(2026, 11, 2)
    assert "Date" not in pair.world.rows("excel", "Interviews")[0]
    assert pair.world.rows("excel")[1]["Email"] == "lee@harbour.example"
    assert [row for row in pair.world.rows("google", "Problems") if row.get("Field") == "Email"]
    assert not [row for row in pair.world.rows("excel", "Problems") if row.get("Field") == "Email"]


def test_undo_takes_back_what_the_last_sync_wrote_and_undo_again_its_undoing(pair: Pair) -> None:
    from sheet_sync.app.undo import undo

    pair.type_in_file("E3", "call in May")
    pair.world.sync()
    undo(pair.world.location, pair.world.options())
    assert pair.notes() == [{"Dana Reyes": "met at the fair", "Lee Wong": None}] * 2

    undo(pair.world.location, pair.world.options())
    assert pair.notes() == [{"Dana Reyes": "met at the fair", "Lee Wong": "call in May"}] * 2
