"""The columns that the tool fills."""

from __future__ import annotations

from datetime import date

import pytest

from sheet_sync.core.book import Book
from sheet_sync.core.computed import computed
from sheet_sync.core.values import Scalar
from tests.unit.text_books import book


def contact_columns(made: Book, row: int = 2) -> tuple[Scalar, Scalar]:
    cells = computed(made)["Contacts", row]
    return cells["Last contact"], cells["Next contact"]


def thanks(made: Book, row: int = 2) -> tuple[Scalar, Scalar]:
    cells = computed(made)["Interviews", row]
    return cells["Thank-you due"], cells["Thank-you status"]


CONTACTS = "Name | Email | Stay in touch\nDana Reyes | dana@x.example | Monthly"


@pytest.mark.parametrize(
    ("interviews", "touches", "letters", "expected"),
    [
        ("Dana Reyes | | 2026-10-14 | Done | ", "", "", "2026-10-14"),
        ("Dana Reyes | | 2026-10-14 | Done | 2026-10-16", "", "", "2026-10-16"),
        ("Dana Reyes | Practice | 2026-10-14 | Done | ", "", "", None),
        ("Dana Reyes | | 2026-10-14 | Scheduled | ", "", "", None),
        ("Dana Reyes | | 2026-10-14 | Missed | ", "", "", None),
        ("Dana Reyes | | 2026-12-14 | Done | ", "", "", None),  # has not been yet
        ("", "Dana Reyes | 2026-11-02 | Coffee", "", "2026-11-02"),
        ("", "dana reyes | 2026-11-02 | ", "", "2026-11-02"),
        ("", "Dana Reyes | 2026-11-25 | Call", "", None),
        ("", "", "request | Dana Reyes | 2026-09-01 | 2026-09-02", "2026-09-02"),
        ("", "", "request | Dana Reyes | 2026-09-01 | ", None),
        ("Dana Reyes | | 2026-10-14 | Done | ", "Dana Reyes | 2026-09-02 | Call", "", "2026-10-14"),
        ("Somebody | | 2026-10-14 | Done | ", "", "", None),
    ],
)
def test_last_contact_is_the_latest_day_on_which_the_two_were_in_touch(
    interviews: str, touches: str, letters: str, expected: str | None
) -> None:
    made = book(
        contacts=CONTACTS,
        interviews=f"Contact | Kind | Date | Status | Thank-you sent\n{interviews}",
        touches=f"Contact | Date | How\n{touches}",
        letters=f"Kind | Contact | Drafted | Sent\n{letters}",
    )

    assert contact_columns(made)[0] == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("interval", "status", "snooze", "last", "expected"),
    [
        ("Monthly", "Met", "", "2026-10-14", "2026-11-14"),
        ("Monthly", "Met", "", "2026-10-31", "2026-11-30"),
        ("Quarterly", "", "", "2026-11-20", "2027-02-20"),
        ("Twice a year", "", "", "2026-08-31", "2027-02-28"),
        ("Yearly", "", "", "2024-02-29", "2025-02-28"),
        ("No", "Met", "", "2026-10-14", None),
        ("", "Met", "", "2026-10-14", None),
        ("Monthly", "Closed", "", "2026-10-14", None),
        ("Monthly", "Met", "2027-01-11", "2026-10-14", "2027-01-11"),
        ("Monthly", "Met", "2026-11-01", "2026-10-14", "2026-11-14"),
    ],
)
def test_next_contact_follows_the_interval_and_the_snooze(
    interval: str, status: str, snooze: str, last: str, expected: str | None
) -> None:
    made = book(
        contacts=f"Name | Email | Stay in touch | Status | Snooze until\n"
        f"Dana Reyes | d@x.example | {interval} | {status} | {snooze}",
        touches=f"Contact | Date | How\nDana Reyes | {last} | Call",
    )

    assert contact_columns(made)[1] == (date.fromisoformat(expected) if expected else None)


def test_what_stands_in_a_computed_column_is_not_read() -> None:
    """Or computing twice would not give the same."""
    made = book(
        project_id=None,
        contacts="Name | Email | Stay in touch | Last contact | Next contact\n"
        "Dana Reyes | d@x.example | Monthly | 2026-11-01 | 2026-11-02",
    )

    assert contact_columns(made) == (None, None)


@pytest.mark.parametrize(
    ("talk", "letter", "count", "due", "status"),
    [
        (" | 2026-11-23 | Done | ", "", "Every day", "2026-11-24", "Due"),
        (" | 2026-11-22 | Done | ", "", "Every day", "2026-11-23", "Overdue"),
        ("Informational | 2026-11-20 | Done | ", "", "Every day", "2026-11-21", "Overdue"),
        ("Informational | 2026-11-20 | Done | ", "", "Weekdays", "2026-11-23", "Overdue"),
        ("Informational | 2026-11-21 | Done | 2026-11-22", "", "Weekdays", "2026-11-23", "Sent"),
        (" | 2026-11-24 | Done | ", "", "Every day", "2026-11-25", "Due"),
        (" | 2026-11-24 | Done | ", "thank-you | i-aaaaaaaa | 2026-11-24 | ", "Every day", "2026-11-25", "Drafted"),
        (" | 2026-11-20 | Done | ", "thank-you | i-aaaaaaaa | 2026-11-24 | ", "Every day", "2026-11-21", "Overdue"),
        (
            " | 2026-11-20 | Done | ",
            "thank-you | i-aaaaaaaa | 2026-11-20 | 2026-11-21",
            "Every day",
            "2026-11-21",
            "Sent",
        ),
        (" | 2026-11-24 | Done | ", "progress | i-aaaaaaaa | 2026-11-24 | ", "Every day", "2026-11-25", "Due"),
        ("Practice | 2026-11-20 | Done | ", "", "Every day", None, "Not due"),
        (" | 2026-11-26 | Scheduled | ", "", "Every day", None, "Not due"),
        (" | 2026-11-20 | Cancelled | ", "", "Every day", None, "Not due"),
        (" | 2026-11-20 | Missed | ", "", "Every day", None, "Not due"),
        (" | 2026-11-20 | Asked | ", "", "Every day", None, "Not due"),
        (" | soon | Done | ", "", "Every day", None, "Due"),
    ],
)
def test_a_thank_you_is_owed_for_each_informational_talk_that_took_place(
    talk: str, letter: str, count: str, due: str | None, status: str
) -> None:
    made = book(
        contacts=CONTACTS,
        interviews=f"ID | Contact | Kind | Date | Status | Thank-you sent\ni-aaaaaaaa | Dana Reyes | {talk}",
        letters=f"Kind | Interview | Drafted | Sent\n{letter}",
        settings=f"Setting | Value\nThank-you within | 1\nCount | {count}",
    )

    assert thanks(made) == (date.fromisoformat(due) if due else None, status)


@pytest.mark.parametrize(
    ("day", "within", "count", "due"),
    [
        ("2026-11-20", 0, "Every day", "2026-11-20"),
        ("2026-11-21", 0, "Weekdays", "2026-11-21"),
        ("2026-11-20", 3, "Weekdays", "2026-11-25"),
        ("2026-11-20", 3, "Every day", "2026-11-23"),
        ("2028-02-28", 1, "Every day", "2028-02-29"),
        ("2026-12-31", 1, "Weekdays", "2027-01-01"),
    ],
)
def test_a_thank_you_is_due_as_the_settings_count(day: str, within: int, count: str, due: str) -> None:
    made = book(
        contacts=CONTACTS,
        interviews=f"Contact | Date | Status\nDana Reyes | {day} | Done",
        settings=f"Setting | Value\nThank-you within | {within}\nCount | {count}",
    )

    assert thanks(made)[0] == date.fromisoformat(due)


def test_a_sheet_without_a_status_column_lists_talks_that_took_place() -> None:
    made = book(contacts=CONTACTS, interviews="Contact | Date | Takeaways\nDana Reyes | 2026-11-20 | Nights are long")

    assert thanks(made) == (date(2026, 11, 21), "Overdue")
    assert contact_columns(made)[0] == date(2026, 11, 20)


def test_a_workbook_without_any_of_the_tables_has_nothing_to_compute() -> None:
    assert computed(book(groceries="Milk | 2")) == {}
