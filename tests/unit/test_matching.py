"""Which row is which, where IDs are missing, wiped, copied or typed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sheet_sync.core.sync.matching import Matched, match_table
from sheet_sync.core.sync.recognising import folded
from sheet_sync.core.sync.synced import ReadRow, Rows
from tests.pairs import numbered_ids

A, B = "c-aaaaaaaa", "c-bbbbbbbb"
DANA = {"Name": "Dana Reyes", "Email": "dana@x.example", "Organization": "Orchard"}
LEE = {"Name": "Lee Wong", "Email": "lee@x.example", "Organization": "Harbour"}


def read(*rows: tuple[str | None, Mapping[str, Any]]) -> tuple[ReadRow, ...]:
    return tuple(ReadRow(number, id_, dict(cells), {}) for number, (id_, cells) in enumerate(rows, 2))


def known(rows: Mapping[str, Mapping[str, Any]]) -> Rows:
    return Rows(("Name", "Email", "Organization"), rows)


EMPTY = known({})


def match(
    rows: Sequence[ReadRow], base: Rows = EMPTY, table: str = "Contacts", retired: tuple[str, ...] = ()
) -> Matched:
    found = match_table(table, table[0].casefold(), {"excel": rows}, base, {"excel": base}, numbered_ids(), retired)
    return found["excel"]


def numbers(matched: Matched) -> dict[str, int]:
    return {id_: row.number for id_, row in matched.rows.items()}


BASE = known({A: DANA, B: LEE})


class TestIds:
    def test_rows_are_found_by_id_wherever_they_stand(self) -> None:
        assert numbers(match(read((B, LEE), (A, DANA)), BASE)) == {B: 2, A: 3}

    def test_a_row_without_id_gets_a_new_one(self) -> None:
        matched = match(read((A, DANA), (B, LEE), (None, {"Name": "Kim"})), BASE)

        assert matched.to_label == ["c-00000001"]

    def test_an_id_of_a_deleted_row_is_not_given_again(self) -> None:
        matched = match(read((None, {"Name": "Kim"})), retired=("c-00000001",))

        assert matched.to_label == ["c-00000002"]

    def test_an_id_from_another_computer_is_taken_as_it_is(self) -> None:
        matched = match(read((A, DANA), (B, LEE), ("c-zzzzzzzz", {"Name": "Kim"})), BASE)

        assert matched.to_label == []
        assert "c-zzzzzzzz" in matched.rows

    @pytest.mark.parametrize("typed", ["7", "dana", "i-aaaaaaaa", "c-aaa"])
    def test_what_is_no_id_of_this_table_counts_as_wiped(self, typed: str) -> None:
        assert numbers(match(read((typed, DANA), (B, LEE)), BASE)) == {B: 3, A: 2}

    def test_an_id_typed_over_by_hand_is_put_back_where_the_row_says_the_same(self) -> None:
        matched = match(read(("c-zzzzzzzz", DANA), (B, LEE)), BASE)

        assert numbers(matched) == {B: 3, A: 2}
        assert matched.to_label == [A]

    def test_of_two_ids_that_two_computers_gave_one_row_the_lesser_stays(self) -> None:
        """Or each would put back its own for ever."""
        assert numbers(match(read((A, LEE)), known({B: LEE}))) == {A: 2}
        assert numbers(match(read((B, LEE)), known({A: LEE}))) == {A: 2}

    def test_of_several_rows_that_say_the_same_none_gets_a_greater_id_than_it_has(self) -> None:
        assert numbers(match(read((B, LEE)), known({A: LEE, "c-cccccccc": LEE}))) == {B: 2}

    def test_an_id_that_was_retired_elsewhere_is_not_taken_for_typed_over(self) -> None:
        """Two computers that both put an ID back would do so for ever."""
        matched = match(read(("c-zzzzzzzz", DANA), (B, LEE)), BASE, retired=("c-zzzzzzzz",))

        assert "c-zzzzzzzz" in matched.rows


class TestWiped:
    def test_a_wiped_id_is_given_back_by_email(self) -> None:
        matched = match(read((None, {**DANA, "Name": "D. Reyes", "Organization": "Grove"}), (B, LEE)), BASE)

        assert matched.linked == [A]

    def test_or_by_name_and_organization_whatever_the_letter_case_and_unicode_form(self) -> None:
        base = known({A: {"Name": "Jos\u00e9 Reyes", "Organization": "Orchard"}})
        matched = match(read((None, {"Name": "JOSE\u0301  REYES", "Organization": "orchard "})), base)

        assert matched.linked == [A]

    def test_a_name_alone_is_not_plain_enough(self) -> None:
        matched = match(read((None, {"Name": "Dana Reyes"}), (B, LEE)), BASE)

        assert matched.linked == []

    def test_two_that_fit_are_not_guessed_between(self) -> None:
        base = known({A: DANA, B: {**LEE, "Email": DANA["Email"]}})
        matched = match(read((None, {"Name": "New", "Email": DANA["Email"]})), base)

        assert matched.linked == []

    def test_of_one_person_entered_twice_the_row_that_is_most_alike(self) -> None:
        base = known({A: {**DANA, "Notes": "first"}, B: {**DANA, "Notes": "second"}})
        one = match(read((None, {**DANA, "Notes": "second", "Phone": "1"})), base)
        both = match(read((None, {**DANA, "Notes": "second", "Phone": "1"}), (None, {**DANA, "Notes": "x"})), base)

        assert numbers(one) == {B: 2}
        assert numbers(both) == {B: 2, A: 3}

    def test_equal_rows_are_paired_in_order(self) -> None:
        base = known({A: DANA, B: DANA})
        matched = match(read((None, DANA), (None, DANA)), base)

        assert sorted(matched.rows) == [A, B]

    def test_words_in_the_email_column_do_not_link(self) -> None:
        base = known({A: {"Name": "Dana", "Email": "n/a"}})

        assert match(read((None, {"Name": "Lee", "Email": "N/A"})), base).linked == []

    def test_all_ids_wiped_at_once(self) -> None:
        assert numbers(match(read((None, LEE), (None, DANA)), BASE)) == {B: 2, A: 3}

    @pytest.mark.parametrize(
        ("table", "cells"),
        [
            ("Interviews", {"Contact": "Dana", "Date": "2026-11-20", "What I learned": "x"}),
            ("Questions", {"Question": "How did you start?", "Topic": "x"}),
            ("Answers", {"Interview": "i-1", "Question": "q-1", "Answer": "x"}),
            ("Touches", {"Contact": "Dana", "Date": "2026-11-20", "How": "Call", "Note": "x"}),
        ],
    )
    def test_rows_of_other_tables_by_what_makes_them_one(self, table: str, cells: dict[str, Any]) -> None:
        id_ = f"{table[0].casefold()}-aaaaaaaa"
        last = list(cells)[-1]

        assert match(read((None, {**cells, last: "edited"})), Rows((), {id_: cells}), table).linked == [id_]


class TestCopies:
    def test_the_row_most_like_the_base_keeps_the_id(self) -> None:
        matched = match(read((A, {**DANA, "Name": "Copy"}), (A, DANA), (B, LEE)), BASE)

        assert matched.rows[A].number == 3
        assert matched.copies == ["c-00000001"]

    def test_of_equal_rows_the_upper_one(self) -> None:
        assert match(read((A, DANA), (A, DANA), (B, LEE)), BASE).rows[A].number == 2

    def test_an_id_filled_down_over_the_others_is_mended(self) -> None:
        assert numbers(match(read((A, DANA), (A, LEE)), BASE)) == {A: 2, B: 3}


class TestBothSides:
    def test_one_added_on_both_sides_is_one(self) -> None:
        rows = {"excel": read((None, DANA)), "google": read((None, {"Email": "DANA@x.example "}))}
        matched = match_table("Contacts", "c", rows, Rows(), {}, numbered_ids())

        assert list(matched["excel"].rows) == list(matched["google"].rows)

    def test_one_that_has_an_id_on_the_other_side_takes_that(self) -> None:
        rows = {"excel": read((None, DANA)), "google": read((B, DANA))}
        matched = match_table("Contacts", "c", rows, Rows(), {}, numbered_ids())

        assert list(matched["excel"].rows) == [B]

    def test_one_added_here_that_the_records_already_know_from_there(self) -> None:
        records = known({A: DANA})
        rows = {"excel": read((None, {"Email": "dana@x.example"})), "google": read((A, DANA))}
        matched = match_table("Contacts", "c", rows, records, {"google": records}, numbered_ids())

        assert matched["excel"].linked == [A]


def test_folding() -> None:
    assert folded("  Straße ") == folded("STRASSE")
    assert folded(None) == ""
