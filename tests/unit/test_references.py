"""A typed name finds the row that is meant, or says that it does not: never a guess."""

from __future__ import annotations

import pytest

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.readings import Do
from tests.unit.text_books import book

CONTACTS = """
ID         | Name                    | Organization        | Email
c-7k3f9q2m | Dana Reyes              | Harborlight Clinic  | dana@x.org
c-00000001 | Samuel Ortega           | Bluebird Co.        | sam@x.org
c-00000002 | Samira Oduya            | Northgate Health    | sod@x.org
c-00000003 | Jean-Luc van der Berg   | Lindqvist Bakery    | jl@x.org
c-00000004 | Kim                     | Bluebird Co.        | kim@x.org
c-00000005 | Dr. Amara Osei, PhD     | Fenwick Labs        | a@x.org
c-00000006 | Robert "Bobby" Tan      | City of Marlow      | r@x.org
c-00000007 | Anna Schmidt            | Bluebird Co.        | as@x.org
c-00000008 | Anna Schmidt            | Fenwick Labs        | as2@x.org
c-00000009 | José García Márquez     | Casa Azul           | j@x.org
"""


@pytest.fixture(scope="module")
def people() -> Book:
    return book(contacts=CONTACTS)


def found(people: Book, text: str) -> list[int]:
    return [entry.number for entry in people.people.match(text).entries]


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("Dana Reyes", 2),
        ("dana reyes", 2),
        ("Reyes, Dana", 2),
        ("Dana", 2),
        ("Reyes", 2),
        ("D. Reyes", 2),
        ("Dana R.", 2),
        ("via Dana", 2),
        ("through Dana Reyes", 2),
        ("Dana from work", 2),
        ("Dana Reyes (Harborlight)", 2),
        ("Dr. Dana Reyes, PhD", 2),
        ("Jean-Luc", 5),
        ("van der Berg", 5),
        ("Berg", 5),
        ("Kim (Bluebird)", 6),
        ("Amara Osei", 7),
        ("Dr. Osei", 7),
        ("Bobby Tan", 8),
        ("Bobby", 8),
        ("Anna Schmidt (Fenwick)", 10),
        ("Jose Garcia Marquez", 11),
    ],
)
def test_one_contact_is_meant(people: Book, typed: str, row: int) -> None:
    assert found(people, typed) == [row]


def test_two_who_fit_are_both_named(people: Book) -> None:
    assert found(people, "Anna Schmidt") == [9, 10]
    assert found(people, "Sam O.") == []
    assert people.people.match("Anna").entry is None


@pytest.mark.parametrize(
    "typed", ["Mom", "LinkedIn", "Tom Brandt", "Dana Smith", "Reyes Dana Maria", "", "?", "((", "Anna, Dana"]
)
def test_a_stranger_is_nobody(people: Book, typed: str) -> None:
    assert found(people, typed) == []


def test_a_nickname_column_counts() -> None:
    """Two who go by Sam are two."""
    sams = book(
        contacts="First | Last | Goes by | Email\nSamuel | Ortega | Sam | s@x.org\nSamira | Oduya | Sam | o@x.org"
    )

    assert found(sams, "Sam Ortega") == [2]
    assert found(sams, "Sam O.") == [2, 3]


class TestNotes:
    """What a reference's cell has to say."""

    def reading(self, typed: str) -> list[tuple[str, Do]]:
        return [(note.kind, note.do) for note in self.talk(typed).reading("Contact").notes]

    def talk(self, typed: str) -> Entry:
        return book(contacts=CONTACTS, interviews=f"Contact | Date | Start\n{typed} | 2026-10-14 | 10:00").interviews[0]

    def test_an_exact_name_and_an_id_are_in_order(self) -> None:
        assert self.reading("Dana Reyes") == []
        assert self.reading("c-7k3f9q2m") == []

    def test_a_short_form_is_read_and_the_whole_name_offered(self) -> None:
        note = self.talk("Dana R.").reading("Contact").notes[0]

        assert (note.kind, note.do, note.fix) == ("short-reference", Do.FIX, "Dana Reyes")

    def test_a_short_form_of_a_name_that_is_twice_offers_the_id(self) -> None:
        assert self.talk("Anna Schmidt (Fenwick)").reading("Contact").notes[0].fix == "c-00000008"

    def test_two_who_fit_are_asked_about_with_their_ids(self) -> None:
        note = self.talk("Anna Schmidt").reading("Contact").notes[0]

        assert (note.kind, note.do) == ("ambiguous-reference", Do.ASK)
        assert "Bluebird" in note.message
        assert "c-00000007 or c-00000008" in note.hint

    def test_two_of_one_name_and_organization_are_told_apart_by_their_rows(self) -> None:
        twins = "Name | Organization | Email\nKim Lee Jr. | Bluebird | a@x.org\nKim Lee Jr. | Bluebird | b@x.org"
        talk = book(contacts=twins, interviews="Contact | Date | Start\nKim Lee Jr. | 2026-10-14 | 10:00").interviews[0]

        assert "row 2 or Kim Lee Jr. in row 3" in talk.reading("Contact").notes[0].message

    def test_a_name_that_ends_with_a_full_stop_gets_no_second_one(self) -> None:
        jr = "Name | Organization | Email\nKim Lee Jr. | Bluebird | a@x.org"
        talk = book(contacts=jr, interviews="Contact | Date | Start\nKim Lee | 2026-10-14 | 10:00").interviews[0]

        assert talk.reading("Contact").notes[0].message == "“Kim Lee” is read as Kim Lee Jr."

    def test_nobody_is_flagged_with_the_nearest(self) -> None:
        note = self.talk("Dana Reyees").reading("Contact").notes[0]

        assert (note.kind, note.do, note.hint) == ("unknown-reference", Do.FLAG, "Did you mean Dana Reyes?")

    def test_people_named_who_are_not_yet_contacts_are_flagged(self) -> None:
        talks = "Contact | Date | Referred me to\nDana Reyes | 2026-10-14 | Kim, Tom Brandt (Bluebird) & Samuel Ortega"
        notes = book(contacts=CONTACTS, interviews=talks).interviews[0].reading("Referred me to").notes

        assert [(note.kind, note.do) for note in notes] == [("not-yet-a-contact", Do.FLAG)]
        assert "Tom Brandt" in notes[0].message


class TestOtherTables:
    """Interviews by name and day, questions by their words."""

    BOOK = """
ID         | Contact    | Date       | Start
i-00000001 | Dana Reyes | 2026-10-14 | 10:00
i-00000002 | Dana Reyes | 2026-11-03 | 10:00
i-00000003 | Kim        | 2026-11-03 | 10:00
"""

    def answer(self, interview: str, question: str = "What surprised you?") -> Entry:
        whole = book(
            contacts=CONTACTS,
            interviews=self.BOOK,
            questions="Question | Topic\nWhat surprised you most about this work? | Work\nWhat surprised you? | Work",
            answers=f"Interview | Question | Answer\n{interview} | {question} | Much",
        )
        return whole.entries("Answers")[0]

    @pytest.mark.parametrize(
        ("typed", "row"),
        [
            ("i-00000002", 3),
            ("Dana Reyes, 2026-10-14", 2),
            ("Dana Reyes, 3 November 2026", 3),
            ("Dana R., 2026-11-03", 3),
            ("Dana Reyes (2026-11-03)", 3),
            ("Kim", 4),
        ],
    )
    def test_an_interview_is_found_by_name_and_day(self, typed: str, row: int) -> None:
        match = self.answer(typed).referred("Interview")

        assert [entry.number for entry in match.entries] == [row]

    def test_a_name_with_two_talks_fits_two(self) -> None:
        assert len(self.answer("Dana Reyes").referred("Interview").entries) == 2

    def test_a_day_without_talk_fits_none(self) -> None:
        assert self.answer("Dana Reyes, 2026-12-24").referred("Interview").entries == ()

    @pytest.mark.parametrize(
        ("typed", "row"),
        [
            ("What surprised you?", 3),
            ("what surprised you", 3),
            ("What surprised you most", 2),
            ("What surprised you most about this work?", 2),
        ],
    )
    def test_a_question_is_found_by_its_words(self, typed: str, row: int) -> None:
        match = self.answer("Kim", typed).referred("Question")

        assert [entry.number for entry in match.entries] == [row]
