"""Text, choices, places, emails, phones and names: what is read, what is offered, what is flagged."""

from __future__ import annotations

from datetime import date, time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.interpret.choice_words import choice_words
from sheet_sync.core.interpret.choices import read_choice
from sheet_sync.core.interpret.emails import emails_in, read_email
from sheet_sync.core.interpret.names import read_name
from sheet_sync.core.interpret.people import split_people
from sheet_sync.core.interpret.phone_plans import plan_of_code
from sheet_sync.core.interpret.phones import read_phone
from sheet_sync.core.interpret.places import read_place
from sheet_sync.core.interpret.text import is_plain, read_text, tidy
from sheet_sync.core.names import parse_name, swapped, without_decoration
from sheet_sync.core.readings import Do, Reading
from sheet_sync.core.schema import CONTACTS, INTERVIEWS, LETTERS, QUESTIONS, TABLES, TOUCHES, Kind
from sheet_sync.core.values import Scalar
from sheet_sync.core.words import word_key

STATUS = CONTACTS.field("Status")
STAY = CONTACTS.field("Stay in touch")
TALK_STATUS = INTERVIEWS.field("Status")
PLACE = INTERVIEWS.field("Place")
NAME = CONTACTS.field("Name")
JOB = CONTACTS.field("Job title")
NOTES = CONTACTS.field("Notes")


def kinds(reading: Reading) -> list[str]:
    return [note.kind for note in reading.notes]


class TestText:
    @pytest.mark.parametrize(
        ("typed", "value", "kind"),
        [
            ("Analyst ", "Analyst", "stray-space"),
            ("Policy  Analyst", "Policy Analyst", "stray-space"),
            ("\u00a0Analyst", "Analyst", "stray-space"),
            ("Ana\u200blyst", "Analyst", "control-characters"),
            ("Ana\x07lyst", "Analyst", "control-characters"),
            ("\u202eAnalyst", "Analyst", "control-characters"),
            ("Ａnalyst ４", "Analyst 4", "full-width"),
            ('=HYPERLINK("x")', '=HYPERLINK("x")', "formula-like-text"),
            ("+SUM(1)", "+SUM(1)", "formula-like-text"),
            ("@A1", "@A1", "formula-like-text"),
            (date(2026, 3, 4), "2026-03-04", "not-text"),
        ],
    )
    def test_what_is_wrong_with_a_text_is_said(self, typed: Scalar, value: str, kind: str) -> None:
        reading = read_text(typed, JOB)

        assert (reading.value, kinds(reading)) == (value, [kind])

    @pytest.mark.parametrize(
        "typed", ["- met at the fair", "+1 206-555-0142", "@dana", "Zoë Marchetti", "C++", "東京大学（本郷）"]
    )
    def test_what_is_in_order_is_left_alone(self, typed: str) -> None:
        assert read_text(typed, JOB) == Reading(typed)

    def test_longer_than_a_cell_is_said(self) -> None:
        assert kinds(read_text("x" * 40_000, NOTES)) == ["too-long"]

    def test_lines_and_indents_of_long_text_are_kept(self) -> None:
        assert read_text("first\n  second", NOTES) == Reading("first\n  second")

    def test_joiners_and_direction_marks_belong_to_writing(self) -> None:
        for text in ("می‌خواهم", "👩‍🏫 teaches", "\u200fשלום"):
            assert read_text(text, NOTES) == Reading(text)

    @given(st.text(min_size=1, max_size=40))
    def test_a_tidy_text_is_tidy(self, text: str) -> None:
        clean, notes = tidy(text)

        assert tidy(clean)[0] == clean
        assert not (is_plain(text) and notes)
        assert all(note.fix == (clean or None) for note in notes if note.has_fix)


class TestChoices:
    @pytest.mark.parametrize(
        ("typed", "choice", "kind"),
        [
            ("met", "Met", "choice-case"),
            ("Met ", "Met", "stray-space"),
            ("reached out", "Asked", "choice-synonym"),
            ("Coffee chat booked", "Scheduled", "choice-synonym"),
            ("To-do", "To contact", "choice-synonym"),
            ("no response", "Asked", "choice-and-more"),
            ("Completed, thank you sent", "Met", "choice-and-more"),
            ("Applied", None, "ask-choice"),
            ("Scheduled?", None, "ask-choice"),
            ("TBD", None, "placeholder"),
            ("banana", None, "unknown-choice"),
        ],
    )
    def test_a_contacts_status(self, typed: str, choice: str | None, kind: str) -> None:
        reading = read_choice(typed, STATUS, "Contacts")

        assert (reading.value, kinds(reading)) == (choice, [kind])

    @pytest.mark.parametrize(
        ("typed", "choice"),
        [
            ("every 3 months", "Quarterly"),
            ("annually", "Yearly"),
            ("semi-annually", "Twice a year"),
            ("N", "No"),
            ("none", "No"),
            (30, "Monthly"),
            (90, "Quarterly"),
            (100, "Quarterly"),
            ("weekly", "Monthly"),
            ("y", None),
            (True, None),
            ("bimonthly", None),
            (False, None),
        ],
    )
    def test_how_often_to_stay_in_touch(self, typed: Scalar, choice: str | None) -> None:
        assert read_choice(typed, STAY, "Contacts").value == choice

    @pytest.mark.parametrize(
        ("typed", "choice"),
        [
            ("held", "Done"),
            ("✓", "Done"),
            (True, "Done"),
            ("no-show", "Missed"),
            ("canceled", "Cancelled"),
            ("rescheduled", None),
        ],
    )
    def test_a_talks_status(self, typed: Scalar, choice: str | None) -> None:
        assert read_choice(typed, TALK_STATUS, "Interviews").value == choice

    def test_a_word_with_more_in_it_is_never_overwritten(self) -> None:
        """The choice is used, but writing it would drop what else was said."""
        assert not read_choice("ghosted", STATUS, "Contacts").notes[0].has_fix

    def test_an_unknown_word_names_the_nearest(self) -> None:
        assert "Did you mean Met?" in read_choice("Mett", STATUS, "Contacts").notes[0].hint

    def test_every_word_list_belongs_to_its_schema(self) -> None:
        """A word may mean one choice only, in the form in which words are compared."""
        for table in TABLES:
            for field in table.fields:
                known = choice_words(table.name, field.name)
                assert {*known.same.values(), *known.more.values()} <= set(field.choices)
                everything = [*known.same, *known.more, *known.asks]
                assert len(everything) == len(set(everything)), (table.name, field.name)
                assert [word for word in everything if word_key(word) != word] == []

    @pytest.mark.parametrize(
        ("table", "field"), [(TOUCHES, "How"), (QUESTIONS, "Ask"), (LETTERS, "Kind"), (INTERVIEWS, "Kind")]
    )
    @given(text=st.text(max_size=30))
    def test_any_text_has_an_answer_that_is_a_choice_or_nothing(self, table: object, field: str, text: str) -> None:
        schema = next(one for one in TABLES if one is table)
        reading = read_choice(text, schema.field(field), schema.name)

        assert reading.value in (None, *schema.field(field).choices)


class TestPlaces:
    @pytest.mark.parametrize(
        ("typed", "place", "where"),
        [
            ("Zoom", "Video", "Zoom"),
            ("https://meet.google.com/abc", "Video", "https://meet.google.com/abc"),
            ("call", "Phone", None),
            ("Phone: I call her", "Phone", "I call her"),
            ("coffee", "Elsewhere", None),
            ("his bakery", "Their workplace", "his bakery"),
            ("In person – her clinic", "Their workplace", None),
            ("in person", None, None),
            ("site visit", None, None),
            ("Marsbase", None, None),
        ],
    )
    def test_one_cell_says_how_and_where(self, typed: str, place: str | None, where: str | None) -> None:
        reading = read_place(typed, PLACE)

        assert (reading.value, reading.also.get("Where")) == (place, where)


class TestEmails:
    @pytest.mark.parametrize(
        ("typed", "address", "kind"),
        [
            ("JL@LINDQVIST.EXAMPLE", "jl@lindqvist.example", "email-case"),
            ("dana@x.org ", "dana@x.org", "stray-space"),
            ("ｄａｎａ@x.org", "dana@x.org", "full-width"),
            ("mailto:dana@x.org", "dana@x.org", "email-with-name"),
            ("Dana Reyes <dana@x.org>", "dana@x.org", "email-with-name"),
            ("work: dana@x.org", "dana@x.org", "email-with-name"),
            ("dana@x.org; d@y.org", "dana@x.org", "several-emails"),
            ("dana@x.org / d@y.org", "dana@x.org", "several-emails"),
        ],
    )
    def test_the_address_that_letters_go_to(self, typed: str, address: str, kind: str) -> None:
        reading = read_email(typed)

        assert (reading.value, kinds(reading)) == (address, [kind])

    @pytest.mark.parametrize(
        "typed",
        [
            "dana@",
            "dana",
            "@x.org",
            "dana@gmail",
            "dana..r@x.org",
            ".dana@x.org",
            "a b@c.org",
            "dana[at]x.org",
            "dana@x,org",
            5,
            True,
        ],
    )
    def test_what_is_no_sure_address_is_never_used(self, typed: Scalar) -> None:
        """A letter to the wrong person cannot be taken back."""
        assert (read_email(typed).value, kinds(read_email(typed))) == (None, ["not-an-email"])

    def test_what_was_probably_meant_is_a_hint(self) -> None:
        assert "dana@x.org" in read_email("dana (at) x dot org").notes[0].hint

    @pytest.mark.parametrize("typed", ["o'brien@x.org", "dana+jobs@mail.x-y.org", "müller@exämple.de", "d_r@x.museum"])
    def test_unusual_addresses_are_in_order(self, typed: str) -> None:
        assert read_email(typed) == Reading(typed)

    def test_other_addresses_are_kept_at_hand(self) -> None:
        assert read_email("a@x.org, b@x.org, c@x.org").also["other emails"] == ("b@x.org", "c@x.org")

    @given(st.text("abc.@ ,;<>[]-x'", max_size=40))
    def test_what_is_read_is_one_of_those_in_the_text(self, text: str) -> None:
        address = read_email(text).value

        assert address is None or address in emails_in(text) or address == "".join(text.split()).casefold()


class TestPhones:
    @pytest.mark.parametrize(
        ("typed", "number", "kind"),
        [
            ("(206) 555-0142", "+1 206-555-0142", None),
            ("206.555.0142", "+1 206-555-0142", None),
            ("+44 20 7946 0123", "+44 20 7946 0123", None),
            ("2065550142", "+1 206-555-0142", "phone-format"),
            ("+12065550142", "+1 206-555-0142", "phone-format"),
            ("206/555-0142", "+1 206-555-0142", "phone-format"),
            ("206-555-0142, x12", "+1 206-555-0142 ext. 12", "phone-format"),
            ("011 44 20 7946 0123", "+44 20 7946 0123", "phone-format"),
            ("+44 (0)20 7946 0123", "+44 20 7946 0123", "phone-format"),
            (2065550142, "+1 206-555-0142", "phone-as-number"),
            ("2065550142.0", "+1 206-555-0142", "phone-as-number"),
            ("206-JKL-0144", "+1 206-555-0144", "phone-letters"),
            ("206-555-0142 (ask for Ron)", "+1 206-555-0142", "phone-with-words"),
            ("Work: 206-555-0142", "+1 206-555-0142", "phone-with-words"),
            ("206-555-0142 / 0143", "+1 206-555-0142", "several-phones"),
            ("2.07E+09", None, "digits-lost"),
            (2070000000.0, None, "digits-lost"),
            ("020 7946 0188", None, "invalid-phone"),
            ("206-555-01HI", None, "invalid-phone"),
            ("call me", None, "invalid-phone"),
        ],
    )
    def test_a_number_in_the_united_states(self, typed: Scalar, number: str | None, kind: str | None) -> None:
        reading = read_phone(typed, "US")

        assert (reading.value, kinds(reading)) == (number, [kind] if kind else [])

    def test_the_stem_of_a_second_number_is_completed(self) -> None:
        assert read_phone("206-555-0142 / 0143", "US").also["other phones"] == ("+1 206-555-0143",)

    def test_without_a_country_the_number_stays_as_typed(self) -> None:
        reading = read_phone("206-555-0142", "")

        assert (reading.value, [note.do for note in reading.notes]) == ("206-555-0142", [Do.READ])

    def test_the_city_of_the_row_gives_a_hint_only(self) -> None:
        reading = read_phone("020 7946 0188", "US", "London")

        assert reading.value is None
        assert "+44 20 7946 0188" in reading.notes[0].hint

    @given(
        st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
        st.from_regex(r"[1-9][0-9]{5,11}", fullmatch=True),
    )
    def test_the_quick_answer_is_the_librarys(self, code: int, digits: str) -> None:
        """Where the quick room answers at all, the library says the same."""
        plan = plan_of_code(code)
        quick = plan.international(digits) if plan else None
        number = phonenumbers.PhoneNumber(country_code=code, national_number=int(digits))

        if quick is not None:
            assert phonenumbers.is_valid_number(number)
            assert quick == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @given(st.text("0123456789+()-. x/extABC,;", max_size=30), st.sampled_from(["US", "GB", "DE", ""]))
    def test_no_digit_is_lost_without_a_word(self, text: str, region: str) -> None:
        """What is read silently holds every digit that was typed, but for the trunk's zeros."""
        reading = read_phone(text, region)

        if reading.value and not reading.notes:
            typed = "".join(letter for letter in text if letter.isdigit())
            kept = "".join(letter for letter in reading.value if letter.isdigit())
            assert kept.endswith(typed.lstrip("0")) or typed.lstrip("0") in kept


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "value", "kind"),
        [
            ("Dana Reyes", "Dana Reyes", None),
            ("Dr. Amara Osei, PhD", "Dr. Amara Osei, PhD", None),
            ('Robert "Bobby" Tan', 'Robert "Bobby" Tan', None),
            ("Jean-Luc van der Berg", "Jean-Luc van der Berg", None),
            ("李娜", "李娜", None),
            ("Na", "Na", None),
            ("Reyes, Dana", "Dana Reyes", "last-first"),
            ("de la Cruz, Ana M.", "Ana M. de la Cruz", "last-first"),
            ("Priya & Tom Lindqvist", "Priya & Tom Lindqvist", "two-people"),
            ("Kim (ask for last name)", "Kim", "remark-in-name"),
            ("dana@x.org", "dana@x.org", "not-a-name"),
            ("Dana  Reyes", "Dana Reyes", "stray-space"),
            ("TBD", None, "placeholder"),
        ],
    )
    def test_a_name_is_read_as_typed(self, typed: str, value: str | None, kind: str | None) -> None:
        reading = read_name(typed, NAME)

        assert (reading.value, kinds(reading)) == (value, [kind] if kind else [])

    def test_last_first_keeps_degrees_where_they_are(self) -> None:
        assert swapped("Reyes, Dana, PhD") == "Dana Reyes, PhD"
        assert swapped("Okafor, PhD, PMP") is None
        assert swapped("Fenwick Labs, Inc.") is None

    def test_decoration_is_no_part_of_a_name(self) -> None:
        assert without_decoration("✨ Noor Haddad (she/her)") == "Noor Haddad"
        assert without_decoration("Chidi Okafor, PhD, PMP 🎓") == "Chidi Okafor"

    @pytest.mark.parametrize(
        ("typed", "first", "last"),
        [
            ("Dr. Dana Reyes", "dana", "reyes"),
            ("Jean-Luc van der Berg", "jean-luc", "van der berg"),
            ("Ana M. de la Cruz", "ana", "de la cruz"),
            ("Chidi Okafor Jr.", "chidi", "okafor"),
            ("Reyes, Dana", "dana", "reyes"),
            ("Kim", "kim", ""),
            ("Søren Lindqvist (Lind)", "søren", "lindqvist"),
        ],
    )
    def test_parts_are_only_for_matching(self, typed: str, first: str, last: str) -> None:
        parts = parse_name(typed)

        assert (parts.first, parts.last) == (first, last)

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("Sam Ortega (Bluebird)", ["Sam Ortega"]),
            ("Ana Lee, Kim Park & Jo Wu", ["Ana Lee", "Kim Park", "Jo Wu"]),
            ("Sam Ortega, design lead", ["Sam Ortega"]),
            ("Dr. Ana Lee, PhD; Kim Park", ["Dr. Ana Lee", "Kim Park"]),
            ("Reyes, Dana", ["Dana Reyes"]),
            ("Ana Lee <ana@x.org>", ["Ana Lee"]),
            ("ana@x.org", ["ana@x.org"]),
            ("Ana Lee from Bluebird", ["Ana Lee"]),
            ("n/a", []),
            ("", []),
        ],
    )
    def test_people_in_one_cell(self, typed: str, names: list[str]) -> None:
        assert [mention.name for mention in split_people(typed)] == names

    @given(st.text(max_size=60))
    def test_any_text_has_an_answer(self, text: str) -> None:
        read_name(text, NAME)
        parse_name(text)
        split_people(text)
        read_place(text, PLACE)
        read_text(text, NOTES)


def test_a_tick_a_day_or_a_time_in_any_column_stops_nothing() -> None:
    """Each kind has an answer for each type that a cell can hold."""
    for value in (True, False, 3, 2.5, date(2026, 3, 4), time(10, 30)):
        for reading in (
            read_name(value, NAME),
            read_email(value),
            read_phone(value, "US"),
            read_place(value, PLACE),
            read_choice(value, STATUS, "Contacts"),
            read_text(value, JOB),
        ):
            assert reading.value is None or isinstance(reading.value, str)


def test_kinds_of_fields_are_all_read() -> None:
    """A kind added to the schema needs a reader."""
    from sheet_sync.core.interpret.odd import _READERS

    assert set(_READERS) == set(Kind)
