"""What is due: each kind, its days, and who is left in peace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sheet_sync.app.followups import list_due
from sheet_sync.core.book import Book
from sheet_sync.core.followups import FollowUp, due, unclear
from tests.tables import snapshot_of
from tests.unit.text_books import AS_OF, book

TALKS = "ID | Contact | Kind | Date | Status | Referred me to | I promised | Thank-you sent\n"
PEOPLE = "ID | Name | Email | Status | Stay in touch | Referred by | Snooze until\n"
DANA = "c-aaaaaaaa | Dana Reyes | dana@x.example | Met"


def brief(one: FollowUp) -> str:
    """``overdue 2026-11-20 +4 Dana Reyes Interviews!H2``"""
    return f"{one.state} {one.due} +{one.days_overdue} {one.name} {one.cell}"


def found(made: Book, kind: str, within_days: int = 7) -> list[str]:
    return [brief(one) for one in due(made, within_days, [kind])]


class TestThankYous:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-11-19", "overdue 2026-11-20 +4"),
            ("2026-11-22", "overdue 2026-11-23 +1"),
            ("2026-11-23", "due 2026-11-24 +0"),
            ("2026-11-24", "upcoming 2026-11-25 +0"),
        ],
    )
    def test_it_is_due_the_day_after_the_talk(self, day: str, expected: str) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}i-aaaaaaaa | Dana Reyes | | {day} | Done")

        assert found(made, "thank-you") == [f"{expected} Dana Reyes Interviews!H2"]

    @pytest.mark.parametrize("sent", ["2026-11-20", "2026-11-18", "2026-12-01"])
    def test_one_that_is_sent_is_owed_no_more(self, sent: str) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | | 2026-11-19 | Done | | | {sent}")

        assert found(made, "thank-you") == []

    def test_a_letter_marked_as_sent_counts_as_sent(self) -> None:
        made = book(
            contacts=PEOPLE + DANA,
            interviews=f"{TALKS}i-aaaaaaaa | Dana Reyes | | 2026-11-19 | Done",
            letters="Kind | Interview | Sent\nthank-you | i-aaaaaaaa | 2026-11-20",
        )

        assert found(made, "thank-you") == []

    @pytest.mark.parametrize("row", ["Practice | 2026-11-19 | Done", "| 2026-11-19 | Missed", "| 2026-11-19 | Asked"])
    def test_rehearsals_and_talks_that_did_not_take_place_need_none(self, row: str) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | {row}")

        assert found(made, "thank-you") == []

    def test_a_talk_with_somebody_unknown_is_still_owed_one(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}i-aaaaaaaa | Dr. Who | | 2026-11-19 | Done")

        (one,) = due(made)

        assert (one.contact, one.name, one.email) == (None, "Dr. Who", None)

    def test_a_far_day_is_not_shown_before_its_time(self) -> None:
        made = book(
            contacts=PEOPLE + DANA,
            interviews=f"{TALKS}| Dana Reyes | | 2026-11-24 | Done",
            settings="Setting | Value\nThank-you within | 10",
        )

        assert found(made, "thank-you", 9) == []
        assert found(made, "thank-you", 10) == ["upcoming 2026-12-04 +0 Dana Reyes Interviews!H2"]

    def test_a_drafted_one_asks_to_be_sent(self) -> None:
        made = book(
            contacts=PEOPLE + DANA,
            interviews=f"{TALKS}i-aaaaaaaa | Dana Reyes | | 2026-11-19 | Done",
            letters="Kind | Interview | Sent\nthank-you | i-aaaaaaaa |",
        )

        assert "draft" in due(made)[0].next_step


class TestRequestsWithNoAnswer:
    ASKED = f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | Asked"

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-11-16", ["overdue 2026-11-23 +1 Dana Reyes Contacts!D2"]),
            ("2026-11-17", ["due 2026-11-24 +0 Dana Reyes Contacts!D2"]),
            ("2026-11-18", []),  # a request just sent is no request without an answer
            ("2026-11-24", []),
        ],
    )
    def test_it_is_time_to_ask_again_after_a_week(self, day: str, expected: list[str]) -> None:
        made = book(contacts=self.ASKED, touches=f"Contact | Date | How\nDana Reyes | {day} | Email")

        assert found(made, "no-answer", 30) == expected

    def test_a_request_letter_counts_by_the_day_it_was_sent(self) -> None:
        letters = "Kind | Contact | Drafted | Sent\nrequest | Dana Reyes | 2026-11-01 | 2026-11-10"
        made = book(contacts=self.ASKED, letters=letters)

        assert found(made, "no-answer") == ["overdue 2026-11-17 +7 Dana Reyes Contacts!D2"]

    def test_a_letter_only_drafted_was_not_asked(self) -> None:
        letters = "Kind | Contact | Drafted | Sent\nrequest | Dana Reyes | 2026-11-01 |"

        assert found(book(contacts=self.ASKED, letters=letters), "no-answer") == []

    def test_a_talk_asked_for_counts_by_its_date(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}i-aaaaaaaa | Dana Reyes | | 2026-11-10 | Asked")

        assert found(made, "no-answer") == ["overdue 2026-11-17 +7 Dana Reyes Interviews!E2"]

    def test_a_talk_asked_for_with_somebody_unknown_counts_too(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}i-aaaaaaaa | Dr. Who | | 2026-11-10 | Asked")

        assert found(made, "no-answer") == ["overdue 2026-11-17 +7 Dr. Who Interviews!E2"]

    def test_asking_a_second_time_restarts_the_week(self) -> None:
        touches = "Contact | Date | How\nDana Reyes | 2026-11-02 | Email\nDana Reyes | 2026-11-20 | Email"

        assert found(book(contacts=self.ASKED, touches=touches), "no-answer") == []

    def test_a_third_letter_is_never_suggested(self) -> None:
        touches = "Contact | Date | How\nDana Reyes | 2026-11-02 | Email\nDana Reyes | 2026-11-10 | Email"

        (one,) = due(book(contacts=self.ASKED, touches=touches))

        assert one.asked == 2
        assert "Closed" in one.next_step
        assert "once more" not in one.next_step

    def test_having_met_at_an_event_is_no_request(self) -> None:
        touches = "Contact | Date | How\nDana Reyes | 2026-10-02 | Event\nDana Reyes | 2026-11-10 | Email"

        assert due(book(contacts=self.ASKED, touches=touches))[0].asked == 1

    def test_requests_before_a_talk_are_forgotten(self) -> None:
        made = book(
            contacts=self.ASKED,
            interviews=f"{TALKS}| Dana Reyes | | 2026-10-20 | Done | | | 2026-10-21",
            touches="Contact | Date | How\nDana Reyes | 2026-10-10 | Email\nDana Reyes | 2026-11-10 | Email",
        )

        assert [(one.asked, str(one.due)) for one in due(made, kinds=["no-answer"])] == [(1, "2026-11-17")]

    def test_the_settings_say_how_long_to_wait(self) -> None:
        touches = "Contact | Date | How\nDana Reyes | 2026-11-16 | Email"
        settings = "Setting | Value\nAsk again after | 14"

        assert found(book(contacts=self.ASKED, touches=touches, settings=settings), "no-answer") == []

    def test_asked_on_an_unknown_day_is_said_not_guessed(self) -> None:
        made = book(contacts=self.ASKED)

        assert due(made) == ()
        assert [str(one.cell) for one in unclear(made)] == ["Contacts!D2"]


class TestTalksToCome:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-11-24", ["due 2026-11-24 +0 Dana Reyes Interviews!D2"]),
            ("2026-12-01", ["upcoming 2026-12-01 +0 Dana Reyes Interviews!D2"]),
            ("2026-12-02", []),
            ("2026-11-23", []),
        ],
    )
    def test_scheduled_talks_of_the_next_days_are_shown(self, day: str, expected: list[str]) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | | {day} | Scheduled")

        assert found(made, "upcoming") == expected

    def test_a_scheduled_talk_gone_by_asks_how_it_stands(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=f"{TALKS}| Dana Reyes | | 2026-11-23 | Scheduled")

        (one,) = unclear(made)

        assert str(one.cell) == "Interviews!E2"
        assert "Done" in one.message


class TestStayInTouch:
    @pytest.mark.parametrize(
        ("interval", "last", "expected"),
        [
            ("Monthly", "2026-11-02", []),  # due on 2 December, eight days ahead
            ("Monthly", "2026-11-01", ["upcoming 2026-12-01 +0"]),
            ("Monthly", "2026-10-24", ["due 2026-11-24 +0"]),
            ("Monthly", "2026-10-09", ["due 2026-11-09 +0"]),  # 46 of 31 days, overdue after 46.5
            ("Monthly", "2026-10-08", ["overdue 2026-11-08 +16"]),
            ("Quarterly", "2026-08-31", ["upcoming 2026-11-30 +0"]),
            ("Quarterly", "2026-07-01", ["overdue 2026-10-01 +54"]),
            ("Twice a year", "2026-05-24", ["due 2026-11-24 +0"]),
            ("Yearly", "2025-11-25", ["upcoming 2026-11-25 +0"]),
            ("No", "2024-01-01", []),
            ("", "2024-01-01", []),
        ],
    )
    def test_it_is_due_after_the_interval_and_overdue_half_an_interval_later(
        self, interval: str, last: str, expected: list[str]
    ) -> None:
        made = book(
            contacts=f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | Met | {interval}",
            touches=f"Contact | Date | How\nDana Reyes | {last} | Call",
        )

        assert found(made, "stay-in-touch") == [f"{one} Dana Reyes Contacts!E2" for one in expected]

    @pytest.mark.parametrize(
        "restart",
        [
            {"interviews": f"{TALKS}| Dana Reyes | | 2026-11-20 | Done | | | 2026-11-21"},
            {"touches": "Contact | Date | How\nDana Reyes | 2026-11-20 | Call"},
            {"letters": "Kind | Contact | Sent\nstay-in-touch | Dana Reyes | 2026-11-20"},
        ],
        ids=["talk", "touch", "letter"],
    )
    def test_the_clock_restarts_with_any_talk_touch_or_letter(self, restart: Mapping[str, str]) -> None:
        sheets = {
            "contacts": f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | In touch | Monthly",
            "interviews": f"{TALKS}| Dana Reyes | | 2026-01-20 | Done | | | 2026-01-21",
        }

        assert len(due(book(AS_OF, None, **sheets))) == 1
        assert due(book(AS_OF, None, **{**sheets, **restart})) == ()

    def test_the_settings_say_when_it_is_overdue(self) -> None:
        contacts = f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | Met | Monthly"
        touches = "Contact | Date | How\nDana Reyes | 2026-10-08 | Call"
        settings = "Setting | Value\nOverdue after | 2"

        assert due(book(contacts=contacts, touches=touches, settings=settings))[0].state == "due"

    def test_somebody_met_but_never_noted_is_not_forgotten(self) -> None:
        made = book(contacts=f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | In touch | Monthly")

        assert found(made, "stay-in-touch") == ["due 2026-11-24 +0 Dana Reyes Contacts!E2"]

    def test_a_talk_that_may_have_been_with_a_namesake_counts_as_noted(self) -> None:
        contacts = f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | Met | Monthly\nc-bbbbbbbb | Dana Reyes | | Closed"
        talks = f"{TALKS}| Dana Reyes | | 2026-10-20 | Done | | | 2026-10-21"

        assert found(book(contacts=contacts, interviews=talks), "stay-in-touch") == []

    @pytest.mark.parametrize("status", ["To contact", "Asked", "Scheduled"])
    def test_somebody_not_yet_met_has_no_clock(self, status: str) -> None:
        made = book(contacts=f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | {status} | Monthly")

        assert found(made, "stay-in-touch") == []

    def test_a_talk_in_the_same_days_makes_a_letter_needless(self) -> None:
        made = book(
            contacts=f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | Met | Monthly",
            interviews=f"{TALKS}| Dana Reyes | | 2026-11-27 | Scheduled",
            touches="Contact | Date | How\nDana Reyes | 2026-01-01 | Call",
        )

        assert [one.kind.value for one in due(made)] == ["upcoming"]

    def test_a_day_typed_into_last_contact_counts_before_the_first_sync(self) -> None:
        contacts = (
            "Name | Email | Status | Stay in touch | Last contacted\nDana Reyes | d@x.example | Met | Monthly | {}"
        )

        typed = book(project_id=None, contacts=contacts.format("2026-10-20"))
        both = book(
            project_id=None,
            contacts=contacts.format("2026-10-20"),
            touches="Contact | Date | How\nDana Reyes | 2026-01-01 | Call",
        )

        assert [str(one.due) for one in due(typed)] == ["2026-11-20"]
        assert [str(one.due) for one in due(both)] == ["2026-11-20"]


class TestReferrals:
    TALK = f"{TALKS}i-aaaaaaaa | Dana Reyes | | 2026-11-19 | Done | {{}} | | 2026-11-20"

    def test_a_person_named_who_is_no_contact_yet_is_to_be_added(self) -> None:
        made = book(contacts=PEOPLE + DANA, interviews=self.TALK.format("Sam Ortega, Priya Rao"))

        assert found(made, "referral") == [
            "upcoming 2026-11-26 +0 Priya Rao Interviews!F2",
            "upcoming 2026-11-26 +0 Sam Ortega Interviews!F2",
        ]
        assert all(one.contact is None for one in due(made))

    def test_what_stands_beside_a_name_is_not_part_of_it(self) -> None:
        talks = self.TALK.format("Sam Ortega (Bluebird) & Kim Park, design lead")

        assert [one.name for one in due(book(contacts=PEOPLE + DANA, interviews=talks))] == ["Kim Park", "Sam Ortega"]

    def test_a_person_named_twice_is_shown_once_by_the_first_talk(self) -> None:
        talks = self.TALK.format("sam  ortega") + "\n| Dana Reyes | | 2026-11-02 | Done | Sam Ortega | | 2026-11-03"

        assert found(book(contacts=PEOPLE + DANA, interviews=talks), "referral") == [
            "overdue 2026-11-09 +15 Sam Ortega Interviews!F3"
        ]

    @pytest.mark.parametrize(
        ("row", "is_shown"),
        [
            ("| Sam Ortega | | To contact | | Dana Reyes", True),
            ("| Sam Ortega | | | | Dana Reyes", True),
            ("| Sam Ortega | | To contact | | my aunt", True),
            ("| Sam Ortega | | Asked | | Dana Reyes", False),
            ("| Sam Ortega | | Met | | Dana Reyes", False),
            ("| Sam Ortega | | To contact | | ", False),
        ],
    )
    def test_a_contact_one_was_referred_to_is_to_be_written_to(self, row: str, is_shown: bool) -> None:
        made = book(contacts=f"{PEOPLE}{DANA}\n{row}")

        assert [one.name for one in due(made, kinds=["referral"])] == ["Sam Ortega"] * is_shown

    def test_a_contact_named_in_a_talk_is_told_by_the_talks_day(self) -> None:
        contacts = f"{PEOPLE}{DANA}\nc-bbbbbbbb | Sam Ortega | | To contact"

        assert found(book(contacts=contacts, interviews=self.TALK.format("Sam Ortega")), "referral") == [
            "upcoming 2026-11-26 +0 Sam Ortega Contacts!D3"
        ]

    @pytest.mark.parametrize(
        "written",
        [
            {"touches": "Contact | Date | How\nSam Ortega | 2026-11-20 | Email"},
            {"letters": "Kind | Contact | Sent\nreferral | Sam Ortega | 2026-11-20"},
            {"interviews": f"{TALKS}| Sam Ortega | | 2026-12-20 | Scheduled"},
        ],
        ids=["touch", "letter", "talk"],
    )
    def test_one_who_was_written_to_is_done(self, written: Mapping[str, str]) -> None:
        made = book(AS_OF, None, contacts=f"{PEOPLE}{DANA}\n| Sam Ortega | | To contact | | Dana Reyes", **written)

        assert found(made, "referral") == []

    def test_a_name_that_fits_two_contacts_is_left_to_check(self) -> None:
        contacts = f"{PEOPLE}{DANA}\n| Sam Ortega | a@x.example | Met\n| Sam Ortega | b@x.example | Met"

        assert found(book(contacts=contacts, interviews=self.TALK.format("Sam Ortega")), "referral") == []

    def test_a_closed_referrer_does_not_silence_the_person_named(self) -> None:
        contacts = f"{PEOPLE}c-aaaaaaaa | Dana Reyes | | Closed"

        assert len(due(book(contacts=contacts, interviews=self.TALK.format("Sam Ortega")))) == 1


class TestPromises:
    @pytest.mark.parametrize(
        ("promised", "is_open"),
        [
            ("send her the article", True),
            ("Donate two books", True),
            ("done: sent the article", False),
            ("Done", False),
            ("DONE, sent it", False),
            ("✓ article", False),
            ("✔ article", False),
            ("[x] article", False),
            ("kept: article", False),
            ("nothing", False),
            ("", False),
        ],
    )
    def test_one_is_open_until_it_begins_with_done_or_a_tick(self, promised: str, is_open: bool) -> None:
        talks = f"{TALKS}i-aaaaaaaa | Dana Reyes | | 2026-11-12 | Done | | {promised} | 2026-11-13"

        expected = ["overdue 2026-11-19 +5 Dana Reyes Interviews!G2"] * is_open
        assert found(book(contacts=PEOPLE + DANA, interviews=talks), "promise") == expected

    def test_one_about_a_talk_to_come_is_due_by_that_talk(self) -> None:
        talks = f"{TALKS}| Dana Reyes | | 2026-11-27 | Scheduled | | send questions"

        assert found(book(contacts=PEOPLE + DANA, interviews=talks), "promise") == [
            "upcoming 2026-11-27 +0 Dana Reyes Interviews!G2"
        ]

    def test_hidden_characters_never_reach_the_report(self) -> None:
        talks = f"{TALKS}| Dana Reyes | | 2026-11-12 | Done | | send \x1b[31mit | 2026-11-13"

        assert "\x1b" not in due(book(contacts=PEOPLE + DANA, interviews=talks))[0].why


class TestSilence:
    EVERYTHING = (
        f"{TALKS}| Dana Reyes | | 2026-11-12 | Done | | send it\n"
        "| Dana Reyes | | 2026-11-25 | Scheduled\n| Dana Reyes | | 2026-11-01 | Asked"
    )

    @pytest.mark.parametrize("row", ["Closed | Monthly", "Met | Monthly | | 2026-11-25", "Asked | | | 2027-01-01"])
    def test_a_closed_or_snoozed_contact_is_silent_whatever_is_due(self, row: str) -> None:
        made = book(contacts=f"{PEOPLE}| Dana Reyes | | {row}", interviews=self.EVERYTHING)

        assert due(made, 365) == ()
        assert unclear(made) == ()

    def test_a_snooze_ends_on_its_day(self) -> None:
        made = book(contacts=f"{PEOPLE}| Dana Reyes | | Met | | | 2026-11-24", interviews=self.EVERYTHING)

        assert {one.kind.value for one in due(made)} == {"thank-you", "promise", "upcoming", "no-answer"}

    def test_a_name_that_fits_only_closed_contacts_is_silent(self) -> None:
        contacts = f"{PEOPLE}| Dana Reyes | a@x.example | Closed\n| Dana Reyes | b@x.example | Closed"

        assert due(book(contacts=contacts, interviews=self.EVERYTHING)) == ()


def test_one_bad_row_never_stops_the_others() -> None:
    talks = (
        f"{TALKS}| | | 2026-11-19 | Done\n| Dana Reyes | | someday | Done\n"
        "| 12 | 5 | TRUE | Done | 7 | 8 | 9\n| Dana Reyes | | 2026-11-19 | Done"
    )
    made = book(contacts=PEOPLE + DANA, interviews=talks)

    assert "overdue 2026-11-20 +4 Dana Reyes Interviews!H5" in found(made, "thank-you")
    assert "Interviews!D3" in [str(one.cell) for one in unclear(made)]


def test_the_most_pressing_come_first() -> None:
    talks = (
        f"{TALKS}| Ann | | 2026-11-24 | Done\n| Ben | | 2026-11-12 | Done | | send it\n"
        "| Cleo | | 2026-11-23 | Done\n| Dana Reyes | | 2026-11-25 | Scheduled\n| Eve | | 2026-11-01 | Done"
    )
    made = book(contacts=f"{PEOPLE}{DANA}\n| Fay | | Asked", interviews=talks)

    assert [f"{one.kind} {one.state} {one.name}" for one in due(made)] == [
        "thank-you overdue Eve",
        "thank-you overdue Ben",
        "thank-you due Cleo",
        "thank-you upcoming Ann",
        "upcoming upcoming Dana Reyes",
        "promise overdue Ben",
    ]


def test_days_before_and_after_are_counted_from_the_day_asked_for() -> None:
    sheets = {"contacts": PEOPLE + DANA, "interviews": f"{TALKS}| Dana Reyes | | 2026-11-19 | Done"}

    assert due(book(as_of=date(2026, 11, 18), **sheets), 0) == ()
    assert due(book(as_of=date(2026, 11, 20), **sheets))[0].state == "due"
    assert due(book(as_of=AS_OF, **sheets))[0].days_overdue == 4


@pytest.mark.parametrize("second", ["More people", "Talks"])
def test_a_sheet_that_is_left_out_is_named(second: str) -> None:
    """A second sheet of people, or talks that nobody's name stands beside, would be waited for in vain."""
    sheets = {
        "Contacts": "Name | Email\nDana Reyes | dana@harbor.example\nLee Park | lee@x.example",
        "More people": "Name | Email\nKim Osei | kim@fenwick.example",
        "Talks": "Date | Duration | Takeaways\n2026-10-14 | 30 | much",
    }
    snapshot = snapshot_of({name: text for name, text in sheets.items() if name in ("Contacts", second)})

    (said,) = list_due(Book(snapshot, AS_OF)).unclear

    assert said.cell.sheet == second
    assert second in said.message


class TestDayTypedIntoNextContact:
    """A day that the user typed into the column that the tool fills is a note to oneself."""

    def of(self, typed: str, touches: str = "", stay: str = "", header: str = "Next follow up") -> list[FollowUp]:
        contacts = f"Name | Status | Stay in touch | {header}\nDana Reyes | In touch | {stay} | {typed}"
        made = book(contacts=contacts, touches=f"Contact | Date\n{touches}")
        return [one for one in due(made) if one.kind == "stay-in-touch"]

    @pytest.mark.parametrize("header", ["Next follow up", "Wiedervorlage", "Next contact"])
    def test_it_reminds_on_that_day(self, header: str) -> None:
        (one,) = self.of("2026-11-24", header=header)

        assert (one.due, one.state, one.days_overdue) == (AS_OF, "due", 0)
        assert one.why == "you noted to follow up on Tue 24 Nov"
        assert str(one.cell) == "Contacts!D2"

    def test_it_is_overdue_after_it(self) -> None:
        (one,) = self.of("2026-11-20")

        assert (one.state, one.days_overdue) == ("overdue", 4)

    def test_it_is_silent_long_before_it(self) -> None:
        assert self.of("2027-03-01") == []

    def test_a_later_touch_settles_it(self) -> None:
        assert self.of("2026-11-20", touches="Dana Reyes | 2026-11-21") == []

    def test_an_earlier_touch_does_not(self) -> None:
        assert len(self.of("2026-11-20", touches="Dana Reyes | 2026-11-10")) == 1

    def test_what_the_tool_wrote_before_a_newer_touch_is_no_note(self) -> None:
        touches = "Dana Reyes | 2026-08-20\nDana Reyes | 2026-11-10"

        assert self.of("2026-11-20", touches=touches, stay="Quarterly") == []

    def test_the_clock_and_the_note_make_one_reminder_the_earlier(self) -> None:
        (one,) = self.of("2026-11-26", touches="Dana Reyes | 2026-08-20", stay="Quarterly")

        assert one.why.startswith("last contact")
