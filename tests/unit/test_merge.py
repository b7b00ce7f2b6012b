"""The merge of rows, columns and claims; of one cell, :mod:`tests.unit.test_merge_truth_table` has every case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sheet_sync.core.sync.merge import RECORD, Conflict, Settled, TableMerge, merge_cell, merge_table
from sheet_sync.core.sync.synced import Rows, Tick, Value

A, B = "excel", "google"


class TestValues:
    @pytest.mark.parametrize(
        ("base", "value"), [(1, Tick.ON), (0, Tick.OFF), (1, "1"), (None, 0), (None, Tick.OFF), ("5", 5)]
    )
    def test_values_of_another_type_are_edits(self, base: Value, value: Value) -> None:
        assert merge_cell(base, {A: base}, {A: value}) == Settled(value)

    def test_a_float_that_shows_the_same_is_no_edit(self) -> None:
        assert merge_cell(0.3, {A: 0.3}, {A: 0.1 + 0.2}) == Settled(0.3)


def rows(given: Mapping[str, Mapping[str, Any]], columns: str = "name note", **held: Any) -> Rows:
    return Rows(tuple(columns.split()), given, held.get("held", {}))


DANA: Mapping[str, Any] = {"name": "Dana", "note": "met"}
BASE = rows({"c-1": DANA})


def merged(a: Rows, b: Rows, base_a: Rows = BASE, base_b: Rows = BASE, records: Rows = BASE) -> TableMerge:
    return merge_table(records, {A: base_a, B: base_b}, {A: a, B: b}, "Contacts")


class TestRows:
    def test_nothing_happened(self) -> None:
        assert merged(BASE, BASE) == TableMerge()

    def test_rows_that_did_not_change_are_not_touched(self) -> None:
        both = rows({"c-1": DANA, "c-2": {"name": "Lee"}})
        edited = rows({"c-1": DANA, "c-2": {"name": "Lee", "note": "call"}})

        assert merged(edited, both, both, both, both).touched == {"c-2"}

    def test_edits_of_different_cells_of_one_row_both_count(self) -> None:
        merge = merged(rows({"c-1": {**DANA, "note": "x"}}), rows({"c-1": {**DANA, "name": "Dana R."}}))

        assert merge.records == {"c-1": {"name": "Dana R.", "note": "x"}}
        assert not merge.conflicts

    def test_a_conflict_leaves_the_record_and_the_rest_of_the_row_goes_on(self) -> None:
        merge = merged(rows({"c-1": {"name": "Dana R.", "note": "x"}}), rows({"c-1": {"name": "Dana", "note": "y"}}))

        assert merge.conflicts == [Conflict({A: "x", B: "y"}, "Contacts", "c-1", "note")]
        assert merge.records == {"c-1": {"name": "Dana R.", "note": "met"}}

    def test_emptied_here_and_edited_there_is_a_conflict(self) -> None:
        merge = merged(rows({"c-1": {"name": "Dana"}}), rows({"c-1": {**DANA, "note": "y"}}))

        assert merge.conflicts[0].values == {A: None, B: "y"}

    def test_deleted_here_untouched_there_is_deleted(self) -> None:
        merge = merged(rows({}), BASE)

        assert merge.records == {"c-1": None}
        assert merge.deleted == {"c-1": (A,)}

    def test_deleted_here_edited_there_comes_back(self) -> None:
        merge = merged(rows({}), rows({"c-1": {**DANA, "note": "new"}}))

        assert merge.returned == {"c-1": (A,)}
        assert merge.records == {"c-1": {"name": "Dana", "note": "new"}}

    def test_deleted_on_both_sides(self) -> None:
        merge = merged(rows({}), rows({}))

        assert merge.deleted == {"c-1": (A, B)}

    def test_deleting_a_row_whose_newest_value_was_never_seen_brings_it_back(self) -> None:
        """The record is ahead of the deleter, who could not be written last time."""
        ahead = rows({"c-1": {**DANA, "note": "news"}})
        merge = merged(rows({}), ahead, BASE, ahead, ahead)

        assert merge.returned == {"c-1": (A,)}
        assert merge.records == {}

    def test_a_deletion_that_could_not_be_written_is_still_to_be_written(self) -> None:
        merge = merged(BASE, rows({}), BASE, rows({}), rows({}))

        assert merge.touched == {"c-1"}
        assert not merge.returned
        assert not merge.added

    def test_an_edit_after_a_deletion_that_could_not_be_written_comes_back(self) -> None:
        merge = merged(rows({"c-1": {**DANA, "note": "x"}}), rows({}), BASE, rows({}), rows({}))

        assert merge.records == {"c-1": {"name": "Dana", "note": "x"}}

    def test_added_on_one_side(self) -> None:
        merge = merged(rows({"c-1": DANA, "c-2": {"name": "Lee"}}), BASE)

        assert merge.records == {"c-2": {"name": "Lee"}}
        assert merge.added == {"c-2": (A,)}

    def test_added_on_both_sides_with_what_each_knows(self) -> None:
        merge = merged(
            rows({"c-1": DANA, "c-2": {"name": "Lee"}}), rows({"c-1": DANA, "c-2": {"name": "Lee", "note": "x"}})
        )

        assert merge.records == {"c-2": {"name": "Lee", "note": "x"}}
        assert merge.added == {"c-2": (A, B)}

    def test_added_on_both_sides_with_different_values_keeps_both_as_a_conflict(self) -> None:
        merge = merged(
            rows({"c-1": DANA, "c-2": {"name": "Lee", "note": "a"}}),
            rows({"c-1": DANA, "c-2": {"name": "Lee", "note": "b"}}),
        )

        assert merge.records == {"c-2": {"name": "Lee"}}
        assert merge.conflicts[0].values == {A: "a", B: "b"}


class TestColumns:
    def test_a_column_taken_out_on_one_side_empties_nothing(self) -> None:
        merge = merged(rows({"c-1": {"name": "Dana"}}, "name"), BASE)

        assert merge.records == {}

    def test_a_column_added_on_one_side_comes_in(self) -> None:
        merge = merged(rows({"c-1": {**DANA, "own:Fax": "1"}}, "name note own:Fax"), BASE)

        assert merge.records == {"c-1": {**DANA, "own:Fax": "1"}}

    def test_a_replica_without_the_table_has_no_say(self) -> None:
        merge = merge_table(BASE, {A: BASE}, {B: BASE}, "Contacts")

        assert merge.records == {}


class TestFormulas:
    HELD: Mapping[str, frozenset[str]] = {"c-1": frozenset({"note"})}

    def test_a_value_replaced_by_a_formula_is_no_edit(self) -> None:
        merge = merged(rows({"c-1": {"name": "Dana"}}, held=self.HELD), BASE)

        assert merge.records == {}

    def test_an_edit_elsewhere_still_counts(self) -> None:
        merge = merged(rows({"c-1": {"name": "Dana"}}, held=self.HELD), rows({"c-1": {**DANA, "note": "x"}}))

        assert merge.records == {"c-1": {**DANA, "note": "x"}}

    def test_a_formula_in_the_deleted_row_does_not_bring_it_back(self) -> None:
        held = rows({"c-1": {"name": "Dana"}}, held=self.HELD)
        merge = merged(rows({}), BASE, held, BASE)

        assert merge.records == {"c-1": None}


class TestWaiting:
    """Claims of an earlier conflict whose owners are not here: a merged copy, a joined row (w: what it says)."""

    # what each of two replicas in step holds now, and what is waiting
    TABLE: Mapping[tuple[str, str, str], object] = {
        ("r", "r", "w"): Conflict({RECORD: "r", "copy": "w"}),  # it never wins by itself
        ("r", "r", "r"): Settled("r"),  # it says what is recorded anyway
        ("x", "r", "w"): Conflict({A: "x", "copy": "w"}),
        ("x", "r", "x"): Settled("x"),  # somebody chose what it says
        ("x", "x", "x"): Settled("x"),
        ("x", "x", "w"): Conflict({A: "x", B: "x", "copy": "w"}),
        ("x", "y", "w"): Conflict({A: "x", B: "y", "copy": "w"}),
        ("x", "y", "x"): Conflict({A: "x", B: "y", "copy": "x"}),
    }

    @pytest.mark.parametrize(("here", "there", "waiting"), list(TABLE))
    def test_two_replicas_in_step(self, here: str, there: str, waiting: str) -> None:
        outcome = merge_cell("r", {A: "r", B: "r"}, {A: here, B: there}, {"copy": waiting})

        assert outcome == self.TABLE[here, there, waiting]

    def test_a_row_with_a_claim_is_looked_at_although_nobody_touched_it(self) -> None:
        merge = merge_table(BASE, {A: BASE}, {A: BASE}, "Contacts", {"c-1": {"note": {"copy": "w"}}})

        assert merge.conflicts == [Conflict({RECORD: "met", "copy": "w"}, "Contacts", "c-1", "note")]
        assert not merge.records

    def test_a_claim_on_a_row_that_is_deleted_is_gone(self) -> None:
        waiting = {"c-1": {"note": {"copy": "w"}}}
        merge = merge_table(BASE, {A: BASE, B: BASE}, {A: rows({}), B: BASE}, "Contacts", waiting)

        assert merge.records == {"c-1": None}
        assert not merge.conflicts
