"""Cells read in their row: formulas, errors, other columns, computed columns, settings."""

from __future__ import annotations

from datetime import date

import pytest

from sheet_sync.core.interpret import NOTE_KINDS
from sheet_sync.core.readings import Do
from sheet_sync.core.records import CellRef
from sheet_sync.core.settings import Settings
from sheet_sync.core.settings_sheet import setting_notes
from tests.unit.text_books import book


def notes(field: str, contacts: str) -> list[tuple[str, Do]]:
    """The notes on a field of the first contact."""
    return [(note.kind, note.do) for note in book(contacts=contacts).contacts[0].reading(field).notes]


def test_a_formulas_result_is_read_like_a_value() -> None:
    contact = book(contacts="Name | Email | Status\n=A9 => Dana Reyes | =B9 => DANA@X.ORG | Met").contacts[0]

    assert contact.value("Name") == "Dana Reyes"
    assert contact.value("Email") == "dana@x.org"


def test_an_error_is_never_taken_for_empty() -> None:
    assert notes("Email", contacts="Name | Email | Status\nDana | #N/A | Met") == [("formula-error", Do.FLAG)]
    assert notes("Email", contacts="Name | Email | Status\nDana | =X1 => #REF! | Met") == [("formula-error", Do.FLAG)]


def test_an_empty_cell_says_nothing() -> None:
    contact = book(contacts='Name | Email | Status\nDana | "" | Met').contacts[0]

    assert (contact.value("Email"), contact.reading("Email").notes) == (None, ())


def test_a_placeholder_is_read_as_empty_and_flagged_where_required() -> None:
    sheet = "Name | Email | Job title | Status\nTBD | n/a | TBD | Met"

    assert notes("Name", contacts=sheet) == [("placeholder", Do.FLAG)]
    assert notes("Email", contacts=sheet) == [("placeholder", Do.FIX)]
    assert notes("Job title", contacts=sheet) == [("placeholder", Do.FLAG)]


def test_a_second_email_column_is_used_where_the_first_is_empty() -> None:
    whole = book(contacts="Name | Email 1 | Email 2 | Company\nDana | | d@x.org | H\nAna | a@x.org | b@x.org | B")
    dana, ana = whole.contacts

    assert (dana.value("Email"), ana.value("Email")) == ("d@x.org", "a@x.org")
    assert [(note.kind, note.where) for note in dana.reading("Email").notes] == [
        ("email-elsewhere", CellRef("Contacts", 2, 3))
    ]
    assert ana.reading("Email").notes == ()


def test_a_name_in_two_columns_is_one_name() -> None:
    whole = book(contacts="First | Last | Email\nDana | Reyes | d@x.org\n | Okafor | o@x.org\nKim | (ask) | k@x.org")

    assert [contact.value("Name") for contact in whole.contacts] == ["Dana Reyes", "Okafor", "Kim"]
    assert [(n.kind, str(n.where)) for n in whole.contacts[1].reading("Name").notes] == [
        ("no-first-name", "Contacts!A3")
    ]
    assert [(n.kind, str(n.where)) for n in whole.contacts[2].reading("Name").notes] == [
        ("remark-in-name", "Contacts!B4")
    ]


def test_contact_details_in_one_column_are_told_apart() -> None:
    whole = book(
        contacts="Name | Company | Contact info\nDana | H | d@x.org / 206-555-0142\n"
        "Ana | B | a@x.org\nKim | C | 206-555-0120",
        settings="Setting | Value\nDefault country | US",
    )

    assert [(contact.value("Email"), contact.value("Phone")) for contact in whole.contacts] == [
        ("d@x.org", "+1 206-555-0142"),
        ("a@x.org", None),
        (None, "+1 206-555-0120"),
    ]


def test_a_range_of_hours_gives_minutes_only_where_they_are_not_said() -> None:
    whole = book(
        interviews="Contact | Date | Start | Minutes\nDana | 2026-10-14 | '10:00-10:30 |\n"
        "Ana | 2026-10-14 | '10:00-10:30 | 45"
    )

    assert [talk.value("Minutes") for talk in whole.interviews] == [30, 45]


def test_where_alone_may_say_the_place() -> None:
    whole = book(interviews="Contact | Date | Start | Where\nDana | 2026-10-14 | 10:00 | Zoom")

    assert (whole.interviews[0].value("Place"), whole.interviews[0].value("Where")) == ("Video", "Zoom")


def test_a_value_typed_where_the_tool_writes_is_said_before_the_tool_wrote_anything() -> None:
    sheet = "Name | Email | Last contacted\nDana | d@x.org | 2026-10-14"
    first = book(project_id=None, contacts=sheet).contacts[0]
    later = book(contacts=sheet).contacts[0]

    assert [(n.kind, n.do) for n in first.reading("Last contact").notes] == [("typed-in-computed-column", Do.FIX)]
    assert first.value("Last contact") == date(2026, 10, 14)
    assert later.reading("Last contact").notes == ()


def test_an_id_is_read_as_it_was_meant() -> None:
    sheet = (
        "ID | Name | Email\nC-7K3F9Q2M | Dana | d@x.org\nbanana | Ana | a@x.org\n"
        "i-7k3f9q2m | Kim | k@x.org\nc-00000001 | Jo | j@x.org"
    )
    dana, ana, kim, jo = book(contacts=sheet).contacts

    assert dana.reading("ID").notes[0].fix == "c-7k3f9q2m"
    assert [note.do for note in ana.reading("ID").notes] == [Do.FLAG]
    assert [note.kind for note in kim.reading("ID").notes] == ["typed-id"]
    assert jo.reading("ID").notes == ()


def test_every_kind_of_note_is_one_line_in_plain_words() -> None:
    for kind, about in NOTE_KINDS.items():
        assert kind == kind.casefold()
        assert about.endswith(".")
        assert "\n" not in about


class TestSettings:
    """The Settings sheet, as people fill it in."""

    SHEET = """
Setting           | Value
Your name         | Jordan Avery
Your email        | Jordan@X.org
Thank-you within  | 24 hours
Count             | business days
Talk length       | half an hour
Overdue after     | 2x
Default country   | United States
Date order        | MM/DD/YYYY
"""

    def test_values_are_read_in_their_usual_forms(self) -> None:
        assert book(settings=self.SHEET).settings == Settings(
            your_name="Jordan Avery",
            your_email="jordan@x.org",
            thank_you_within_days=1,
            weekdays_only=True,
            talk_length_minutes=30,
            overdue_after_times=2.0,
            default_country="US",
            date_order="M/D/Y",
        )

    def test_without_a_sheet_each_has_its_default(self) -> None:
        assert book(contacts="Name | Email | Phone\nDana | |").settings == Settings()

    @pytest.mark.parametrize(
        "row",
        [
            "Thank-you within | soon",
            "Count | sometimes",
            "Default country | Narnia",
            "Date order | any",
            "Your email | me@",
            "Overdue after | 0",
        ],
    )
    def test_what_cannot_be_used_is_said_and_the_default_holds(self, row: str) -> None:
        whole = book(settings=f"Setting | Value\n{row}\nYour name | Jo")

        assert whole.settings == Settings(your_name="Jo")
        assert [(str(ref), note.kind) for ref, note in setting_notes(whole.layout, whole.snapshot)] == [
            ("Settings!B2", "bad-setting")
        ]

    def test_a_row_that_is_no_setting_is_left_alone(self) -> None:
        whole = book(settings="Setting | Value\nYour name | Jo\nFavourite colour | blue")

        assert [(str(ref), note.kind) for ref, note in setting_notes(whole.layout, whole.snapshot)] == [
            ("Settings!A3", "unknown-setting")
        ]
