"""What ``done`` marks, which row is meant, and which cells are written."""

from __future__ import annotations

from datetime import date

import pytest

from sheet_sync.core.book import Book
from sheet_sync.core.changes import AddSheet, Change, Plan
from sheet_sync.core.computed import computed
from sheet_sync.core.followups import due
from sheet_sync.core.rows.marking import plan_done
from sheet_sync.core.rows.row_edits import add_touch, set_field, written_cells
from sheet_sync.core.rows.row_lookup import find_contact, find_place
from sheet_sync.core.sync.applied import apply_plan
from sheet_sync.core.values import Formula
from sheet_sync.errors import Refused, WrongUsage
from tests.unit.text_books import AS_OF, book

PEOPLE = "ID | Name | Email | Organization | Status | Stay in touch | Referred by | Snooze until\n"
DANA = "c-aaaaaaaa | Dana Reyes | dana@x.example | Harborlight | Met"
TALKS = "ID | Contact | Date | Status | I promised | Thank-you sent\n"
TOUCHES = "ID | Contact | Date | How | Note\n"


def done(made: Book, typed: str, kind: str | None = None) -> dict[str, object]:
    """The cells that ``done`` writes, nothing where nothing is open."""
    marked = plan_done(made, find_place(made, typed), kind)
    return {
        cell: value for change in (marked.changes if marked else ()) for cell, value in written_cells(change).items()
    }


def after(made: Book, *changes: Change) -> Book:
    return Book(apply_plan(made.snapshot, Plan(changes)), made.as_of)


def without_ids(cells: dict[str, object]) -> dict[str, object]:
    return {cell: value for cell, value in cells.items() if not cell.startswith("Touches!A")}


class TestDone:
    @pytest.mark.parametrize(
        "typed",
        [
            "Dana Reyes",
            "dana reyes",
            "c-aaaaaaaa",
            "C-AAAAAAAA",
            "i-aaaaaaaa",
            "Interviews!C2",
            "interviews!$A$2",
            "Contacts!B2",
            "'Interviews'!F2",
        ],
    )
    def test_a_thank_you_gets_the_day_in_its_cell(self, typed: str) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}i-aaaaaaaa | Dana Reyes | 2026-11-19 | Done")

        assert done(made, typed) == {"Interviews!F2": AS_OF}

    def test_what_is_marked_is_no_longer_due(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | 2026-11-19 | Done | send it")
        for kind in ("thank-you", "promise"):
            marked = plan_done(made, find_place(made, "Dana Reyes"), kind)
            assert marked is not None
            made = after(made, *marked.changes)

        assert due(made, 365) == ()
        assert computed(made)["Interviews", 2]["Thank-you status"] == "Sent"
        assert plan_done(made, find_place(made, "Dana Reyes")) is None

    def test_a_promise_keeps_its_words(self) -> None:
        made = book(
            contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | 2026-11-19 | Done | send it | 2026-11-20"
        )

        assert done(made, "Dana Reyes") == {"Interviews!E2": "done: send it"}

    def test_several_open_things_are_asked_about(self) -> None:
        talks = f"{TALKS}| Dana Reyes | 2026-11-12 | Done | send it | 2026-11-13\n"
        made = book(
            contacts=PEOPLE + DANA, interviews=f"{talks}| Dana Reyes | 2026-11-19 | Done | call her | 2026-11-20"
        )

        with pytest.raises(WrongUsage, match=r"Two things are open.*Interviews!E2.*Interviews!E3"):
            done(made, "Dana Reyes")

    def test_a_thank_you_is_meant_unless_something_else_is_named(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | 2026-11-19 | Done | send it")

        marked = plan_done(made, find_place(made, "Dana Reyes"))
        assert marked is not None
        assert marked.still_open == ("your promise to Dana Reyes: send it",)
        assert done(made, "Dana Reyes") == {"Interviews!F2": AS_OF}
        assert done(made, "Dana Reyes", "promise") == {"Interviews!E2": "done: send it"}
        assert done(made, "Interviews!E2") == {"Interviews!E2": "done: send it"}
        assert done(made, "Interviews!F2") == {"Interviews!F2": AS_OF}

    def test_two_thank_yous_are_told_apart_by_their_cells(self) -> None:
        talks = f"{TALKS}| Dana Reyes | 2026-11-12 | Done\n| Dana Reyes | 2026-11-19 | Done"
        made = book(contacts=PEOPLE + DANA, interviews=talks)

        with pytest.raises(WrongUsage) as raised:
            done(made, "Dana Reyes", "thank-you")

        assert raised.value.hint == "Say which by naming its cell."
        assert done(made, "Interviews!A3") == {"Interviews!F3": AS_OF}

    def test_a_scheduled_talk_that_took_place_becomes_done(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | 2026-11-23 | Scheduled")

        assert done(made, "Dana Reyes") == {"Interviews!D2": "Done"}

    def test_a_talk_to_come_is_not_done(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | 2026-11-25 | Scheduled")

        assert done(made, "Dana Reyes") == {}

    def test_asking_again_becomes_a_touch_and_restarts_the_wait(self) -> None:
        made = book(
            contacts=f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | | Asked",
            touches=f"{TOUCHES}t-aaaaaaaa | Dana Reyes | 2026-11-02 | Email",
        )

        assert without_ids(done(made, "Dana Reyes")) == {
            "Touches!B3": "Dana Reyes",
            "Touches!C3": AS_OF,
            "Touches!E3": "Asked again",
        }

    def test_a_third_request_is_refused(self) -> None:
        made = book(
            contacts=f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | | Asked",
            touches=f"{TOUCHES}| Dana Reyes | 2026-11-02 | Email\n| Dana Reyes | 2026-11-10 | Email",
        )

        with pytest.raises(WrongUsage, match="third letter"):
            done(made, "Dana Reyes")

    def test_writing_to_somebody_one_was_referred_to_makes_them_asked(self) -> None:
        made = book(
            contacts=f"{PEOPLE}{DANA}\nc-bbbbbbbb | Sam Ortega | | | To contact | | Dana Reyes", touches=TOUCHES
        )

        assert without_ids(done(made, "Sam Ortega")) == {
            "Contacts!E3": "Asked",
            "Touches!B2": "Sam Ortega",
            "Touches!C2": AS_OF,
            "Touches!E2": "Asked for a talk",
        }

    def test_keeping_in_touch_becomes_a_touch(self) -> None:
        made = book(
            contacts=f"{PEOPLE}{DANA} | Monthly", touches=f"{TOUCHES}t-aaaaaaaa | Dana Reyes | 2026-01-02 | Email"
        )

        assert done(made, "Dana Reyes")["Touches!E3"] == "Kept in touch"

    def test_a_letter_gets_the_day_it_was_sent(self) -> None:
        made = book(contacts=PEOPLE + DANA, letters="ID | Kind | Contact | Sent\nl-aaaaaaaa | progress | Dana Reyes |")

        assert done(made, "l-aaaaaaaa") == {"Letters!D2": AS_OF}

    def test_a_box_to_tick_is_ticked(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | 2026-11-19 | Done | | FALSE")

        assert done(made, "Dana Reyes") == {"Interviews!F2": True}

    def test_a_missing_column_is_added_at_the_right_end(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews="Contact | Date | Status\nDana Reyes | 2026-11-19 | Done")

        assert done(made, "Dana Reyes") == {"Interviews!D1": "Thank-you sent", "Interviews!D2": AS_OF}

    def test_a_formula_is_never_overwritten(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | 2026-11-19 | Done | | x")
        made.interviews[0].table.grid.rows[2][5] = Formula("B1")
        made = Book(made.snapshot, AS_OF)

        with pytest.raises(Refused, match="Interviews!F2 holds a formula"):
            done(made, "Dana Reyes")

    def test_questions_cannot_be_done(self) -> None:
        made = book(contacts=PEOPLE + DANA, questions="ID | Question | Topic\nq-aaaaaaaa | Why? | Path")

        with pytest.raises(WrongUsage, match="Nothing in Questions"):
            done(made, "q-aaaaaaaa")


class TestFindingARow:
    TWO = f"{PEOPLE}{DANA}\nc-bbbbbbbb | Dana Reyes | | Northgate | Met"

    def test_a_name_of_two_contacts_lists_both(self) -> None:
        with pytest.raises(WrongUsage, match=r"Contacts!B2 \(c-aaaaaaaa, Harborlight\) and Contacts!B3"):
            find_contact(book(contacts=self.TWO), "Dana Reyes")

    def test_an_unknown_name_gets_the_nearest(self) -> None:
        with pytest.raises(WrongUsage, match="No contact") as raised:
            find_contact(book(contacts=PEOPLE + DANA), "Dana Rayes")

        assert raised.value.hint == "Did you mean Dana Reyes?"

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "   ",
            "!",
            "Contacts!",
            "Contacts!ZZZZ9",
            "Contacts!B77",
            "Nowhere!B2",
            "Contacts!B0",
            "x" * 40_000,
            "\x00",
        ],
    )
    def test_what_names_no_row_is_refused_in_words(self, typed: str) -> None:
        with pytest.raises(WrongUsage) as raised:
            find_place(book(contacts=PEOPLE + DANA), typed)

        assert len(raised.value.message) < 200

    def test_a_talk_leads_to_its_contact(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}i-aaaaaaaa | Dana Reyes | 2026-11-19 | Done")

        assert find_contact(made, "i-aaaaaaaa").name == "Dana Reyes"
        assert find_contact(made, "Interviews!C2").name == "Dana Reyes"


class TestTouches:
    def test_a_workbook_without_touches_gets_the_sheet(self) -> None:
        made = book(contacts=PEOPLE + DANA)

        (change,) = add_touch(made, made.contacts[0], date(2026, 11, 20), "Call", "called")

        assert isinstance(change, AddSheet)
        assert [entry.text("Note") for entry in after(made, change).entries("Touches")] == ["called"]

    def test_a_touch_is_read_back_as_it_was_meant(self) -> None:
        made = book(contacts=PEOPLE + DANA, touches="Note | When | Contact\nhello | 2026-01-02 | Dana Reyes")

        changed = after(made, *add_touch(made, made.contacts[0], AS_OF, "Call", "called"))
        touch = changed.entries("Touches")[1]

        assert (touch.value("Date"), touch.text("Note"), touch.text("Contact")) == (AS_OF, "called", "Dana Reyes")

    def test_a_missing_note_column_is_added_so_that_nothing_is_lost(self) -> None:
        made = book(contacts=PEOPLE + DANA, touches="Contact | Date | How\nDana Reyes | 2026-01-02 | Call")

        changed = after(made, *add_touch(made, made.contacts[0], AS_OF, "Call", "called"))

        assert changed.entries("Touches")[1].text("Note") == "called"

    def test_one_of_two_namesakes_is_noted_by_id(self) -> None:
        made = book(contacts=f"{PEOPLE}{DANA}\nc-bbbbbbbb | Dana Reyes", touches=TOUCHES)

        changed = after(made, *add_touch(made, made.contacts[1], AS_OF, None, "called"))

        assert changed.contact_of(changed.entries("Touches")[0]) is changed.contacts[1]

    def test_namesakes_without_ids_are_not_mixed_up(self) -> None:
        made = book(contacts=f"{PEOPLE}| Dana Reyes\n| Dana Reyes", touches=TOUCHES)

        with pytest.raises(Refused, match="cannot be told"):
            add_touch(made, made.contacts[0], AS_OF, None, "called")

    def test_a_sheet_of_that_name_with_other_columns_is_left_alone(self) -> None:
        made = book(contacts=PEOPLE + DANA, touches="Monday | Tuesday\n1 | 2")

        with pytest.raises(Refused, match="Touches"):
            add_touch(made, made.contacts[0], AS_OF, None, "called")


def test_emptying_a_cell_keeps_the_rest_of_the_row() -> None:
    made = book(contacts=f"{PEOPLE}{DANA} | | | 2026-12-24")

    changed = after(made, set_field(made.contacts[0], "Snooze until", None))

    assert changed.contacts[0].value("Snooze until") is None
    assert changed.contacts[0].text("Status") == "Met"
