"""Who gets which letter, when, and why somebody gets none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from sheet_sync.core.book import Book
from sheet_sync.core.followups import due
from sheet_sync.core.letters.desk import Desk
from sheet_sync.core.letters.kinds import Wanted, letters_due, letters_of_kind
from sheet_sync.core.letters.occasion import Occasion
from sheet_sync.core.letters.sheet import find_row, plan_rows, sent_already
from tests.unit.letter_books import AS_OF, DANA, Row, book_of, talk

PRIYA: Row = {"ID": "c-00000001", "Name": "Priya Ranganath", "Email": "priya@willowbirth.example", "Status": "Met"}
DAY = timedelta(days=1)


def due_in(book: Book) -> list[tuple[str, str, str]]:
    """Kind, name and reason of what is drafted without naming a kind."""
    return [(one.kind, one.name, one.refused) for one in letters_due(Desk(book), due(book))]


def of_kind(kind: str, book: Book, row: int | None = None) -> list[Occasion]:
    """The letters of a kind, to the contact in that row of ``book_of``'s contacts where one is named."""
    wanted = Wanted(book.contacts[row]) if row is not None else None
    return list(letters_of_kind(Desk(book), kind, wanted))


class TestWhatIsDue:
    """Without a kind, letters answers what check-followups says."""

    def test_a_talk_that_took_place_gets_a_thank_you(self) -> None:
        """One row, one letter, late once it is overdue."""
        in_time = letters_due(Desk(book := book_of(interviews=[talk()])), due(book))
        late = letters_due(Desk(book := book_of(interviews=[talk(day=AS_OF - 3 * DAY)])), due(book))

        assert [(one.kind, one.is_late) for one in in_time] == [("thank-you", False)]
        assert [(one.kind, one.is_late) for one in late] == [("thank-you", True)]

    def test_a_practice_talk_gets_none(self) -> None:
        """Rehearsals need no letters, before or after."""
        practice = [talk(Kind="Practice"), talk(day=AS_OF + DAY, Kind="Practice", Status="Scheduled")]

        assert due_in(book_of(interviews=practice)) == []

    def test_a_talk_to_come_gets_a_confirmation(self) -> None:
        """Within the days asked for."""
        assert due_in(book_of(interviews=[talk(day=AS_OF + DAY, Status="Scheduled")])) == [
            ("confirm", "Dana Reyes", "")
        ]

    def test_a_request_without_answer_is_asked_once_more(self) -> None:
        """As a second asking, not a first."""
        book = book_of([{**DANA, "Status": "Asked"}], [talk(day=AS_OF - 10 * DAY, Status="Asked")])
        (letter,) = letters_due(Desk(book), due(book))

        assert (letter.kind, letter.is_second) == ("request", True)

    def test_nobody_is_asked_a_third_time(self) -> None:
        """The reason says what to do instead."""
        touches: list[Row] = [
            {"Contact": "Dana Reyes", "Date": AS_OF - days * DAY, "How": "Email"} for days in (30, 20)
        ]
        book = book_of([{**DANA, "Status": "Asked"}], Touches=touches)

        assert due_in(book) == [
            ("request", "Dana Reyes", "You have asked twice already. Leave it there, or write to someone else.")
        ]

    def test_somebody_named_gets_a_letter_that_names_who_named_them(self) -> None:
        """From the talk in which the name fell, even where Referred by is empty."""
        named = {**PRIYA, "Status": "To contact"}
        book = book_of([DANA, named], [talk(Referred_me_to="Priya Ranganath")])
        letters = [one for one in letters_due(Desk(book), due(book)) if one.kind == "referral"]

        assert [(one.name, one.other_name) for one in letters] == [("Priya Ranganath", "Dana Reyes")]

    def test_somebody_named_who_is_no_contact_is_told(self) -> None:
        """There is no address to write to yet."""
        book = book_of(interviews=[talk(Referred_me_to="Ruth Calder")])
        reasons = [reason for kind, name, reason in due_in(book) if kind == "referral"]

        assert reasons == ["Ruth Calder is not in Contacts yet. Add the person there and run letters again."]

    def test_a_closed_or_snoozed_contact_gets_no_letter(self) -> None:
        """Silence is silence."""
        for more in ({"Status": "Closed"}, {"Snooze until": AS_OF + DAY}):
            assert due_in(book_of([{**DANA, **more}], [talk()])) == []

    def test_a_name_that_fits_two_people_is_no_guess(self) -> None:
        """The reason names the cell and what to type."""
        twins = [{**DANA, "ID": f"c-0000000{n}", "Email": f"{n}@x.example"} for n in (1, 2)]
        (kind, name, reason), *_ = due_in(book_of(twins, [talk()]))

        assert (kind, name) == ("thank-you", "Dana Reyes")
        assert reason == "Interviews!B2: Dana Reyes is the name of 2 contacts. Type the ID of the one you mean."

    def test_one_bad_row_stops_no_other(self) -> None:
        """Rows that cannot be understood are told, the others are drafted."""
        rows = [talk(contact="Nobody Known"), talk(day="some day"), talk()]
        made = due_in(book_of(interviews=rows))

        assert ("thank-you", "Dana Reyes", "") in made
        assert any("not in Contacts" in reason for _, _, reason in made)


class TestOnRequest:
    """With a kind, and perhaps a person."""

    @pytest.mark.parametrize(
        ("kind", "rows", "reason"),
        [
            ("thank-you", [talk(Kind="Practice")], "It was a practice talk, which needs no thank-you."),
            ("thank-you", [{**talk(), "Thank-you sent": AS_OF}], "The thank-you has been sent already."),
            (
                "thank-you",
                [talk(Status="Scheduled", day=AS_OF + DAY)],
                "The talk is Scheduled; a thank-you follows once it is Done.",
            ),
            ("thank-you", [], "No talk with Dana Reyes waits for a thank-you."),
            ("confirm", [talk()], "No talk with Dana Reyes is Scheduled from today on."),
            ("thank-referrer", [], "Dana Reyes has named nobody so far."),
            ("progress", [], "No talk with Dana Reyes is Done, so there is no advice to come back to."),
            (
                "referral",
                [],
                "Contacts does not say who named them to you. Fill in Referred by, or draft a request instead.",
            ),
        ],
    )
    def test_a_letter_that_makes_no_sense_is_refused_with_its_reason(
        self, kind: str, rows: Sequence[Row], reason: str
    ) -> None:
        """The reason is a sentence for the user."""
        (letter,) = of_kind(kind, book_of(interviews=rows), 0)

        assert letter.refused == reason

    def test_request_goes_to_those_not_yet_written_to(self) -> None:
        """Not to whoever was met, asked, named by somebody, or closed."""
        statuses = ["To contact", None, "Met", "Asked", "Closed"]
        people = [{**DANA, "ID": f"c-0000000{n}", "Name": f"Person {n}", "Status": s} for n, s in enumerate(statuses)]
        people.append({**PRIYA, "Status": "To contact", "Referred by": "Person 2"})

        assert [one.name for one in of_kind("request", book_of(people))] == ["Person 0", "Person 1"]

    def test_a_person_named_alone_is_drafted_whatever_is_due(self) -> None:
        """``--for`` is the user's decision: a closed contact too."""
        (letter,) = of_kind("stay-in-touch", book_of([{**DANA, "Status": "Closed"}]), 0)

        assert not letter.refused

    def test_thank_referrer_goes_to_whoever_named_the_person_met(self) -> None:
        """By naming either of the two."""
        people = [DANA, {**PRIYA, "Referred by": "Dana Reyes"}]
        book = book_of(people, [talk("Priya Ranganath", day=AS_OF - 5 * DAY)])

        for letters in (
            of_kind("thank-referrer", book),
            of_kind("thank-referrer", book, 0),
            of_kind("thank-referrer", book, 1),
        ):
            assert [(one.name, one.other_name) for one in letters] == [("Dana Reyes", "Priya Ranganath")]

    def test_nobody_refers_themselves(self) -> None:
        """A contact that names itself in Referred by is thanked by no letter."""
        book = book_of([{**DANA, "Referred by": "Dana Reyes"}], [talk()])

        assert of_kind("thank-referrer", book) == []

    def test_progress_is_told_some_weeks_after_a_talk(self) -> None:
        """Neither the next day nor a year later."""
        for days, count in ((3, 0), (30, 1), (200, 0)):
            assert len(of_kind("progress", book_of(interviews=[talk(day=AS_OF - days * DAY)]))) == count


class TestLettersSheet:
    """What the Letters sheet says keeps a letter from being made twice."""

    def _book(self, **row: object) -> Book:
        letter = {"ID": "l-00000001", "Kind": "thank-you", "Contact": "Dana Reyes", "Interview": "i-1a2b3c4d"}
        more = {name.replace("_", " "): value for name, value in row.items()}
        return book_of(interviews=[talk()], Letters=[{**letter, **more}])  # type: ignore[dict-item]

    def test_a_letter_sent_is_not_drafted_again(self) -> None:
        """The reason names the cell."""
        book = self._book(Sent=date(2026, 11, 23))
        occasion = Occasion("thank-you", book.contacts[0], "Dana Reyes", book.interviews[0])

        assert sent_already(occasion, Desk(book)) == "It was sent on 2026-11-23, says Letters!H2."

    def test_a_draft_not_sent_is_found(self) -> None:
        """Its row is updated instead of added."""
        book = self._book()
        occasion = Occasion("thank-you", book.contacts[0], "Dana Reyes", book.interviews[0])

        assert sent_already(occasion, Desk(book)) == ""
        assert find_row(occasion, Desk(book)) is book.entries("Letters")[0]

    def test_a_letter_about_another_talk_is_another_letter(self) -> None:
        """Each of two talks is thanked for."""
        book = self._book(Interview="i-99999999", Sent=date(2026, 11, 23))
        occasion = Occasion("thank-you", book.contacts[0], "Dana Reyes", book.interviews[0])

        assert sent_already(occasion, Desk(book)) == ""

    def test_no_rows_change_nothing(self) -> None:
        """Neither a sheet nor a row is added for nothing."""
        assert plan_rows(book_of(), []) == ()
