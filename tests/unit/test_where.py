"""``--where``: what the conditions mean, for rows of every table."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.book import Book
from sheet_sync.core.rows.where import Condition, parse_where
from sheet_sync.core.rows.where_rows import meant, rows_where
from sheet_sync.errors import WrongUsage
from tests.unit import text_books

SHEETS = {
    "Contacts": """
ID | Name | Organization | Career field | Status | Next contact | Referred by | Shoe size
c-7k3f9q2m | Dana Reyes | Harbor Clinic | Nursing, pediatric | Met | 2026-12-01 | | 38
c-2k3f9q2m | José Ortega | Research and Development | Public policy | In touch | 2026-11-01 | Dana Reyes | 44
c-3k3f9q2m | Lee Park | | Nursing | To contact | | c-7k3f9q2m |
""",
    "Interviews": """
ID | Contact | Date | Minutes | Place | Status
i-7k3f9q2m | Dana Reyes | 2026-11-12 | 30 | Video | Done
i-2k3f9q2m | Dana Reyes | 2026-11-20 | 45 | Phone | Scheduled
i-3k3f9q2m | José Ortega | 2026-11-20 | 20 | Video | Done
""",
    "Touches": "Contact | Date | How\nLee Park | 2026-11-01 | Call",
}
DANA, JOSE, LEE = "Dana Reyes", "José Ortega", "Lee Park"


@pytest.fixture(scope="module")
def book() -> Book:
    return text_books.book(date(2026, 11, 24), **{name.lower(): text for name, text in SHEETS.items()})


def names(book: Book, where: str) -> list[str]:
    rows = rows_where(book, where)
    return [contact.text("Name") for contact in book.contacts if rows(contact)]


class TestContacts:
    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            ("Status=Met and Career field~nursing", [DANA]),
            ("status = met", [DANA]),
            ("Career field~NURSING", [DANA, LEE]),
            ("Career field!~nursing", [JOSE]),
            ("Name=jose ortega", [JOSE]),
            ("Status=Met or Status=To contact", [DANA, LEE]),
            ("Status!=Met", [JOSE, LEE]),
            ("Organization=", [LEE]),
            ("Organization!=", [DANA, JOSE]),
            ("Organization=Research and Development", [JOSE]),
            ("Organization=Research and Development and Status=In touch", []),
            ('Organization="Research and Development" and Status=In touch', [JOSE]),
            ("Company~clinic", [DANA]),
            ("Next contact<today", [JOSE]),
            ("Next contact>=2026-12-01", [DANA]),
            ("Referred by=Dana Reyes", [JOSE, LEE]),
            ("Referred by!=c-7k3f9q2m", [DANA]),
            ("ID=c-3k3f9q2m", [LEE]),
            ("Shoe size>40", [JOSE]),
            ("Shoe size=38", [DANA]),
        ],
    )
    def test_conditions(self, book: Book, where: str, expected: list[str]) -> None:
        if where == "Organization=Research and Development and Status=In touch":
            with pytest.raises(WrongUsage, match="There is no column “Development and Status”"):
                names(book, where)
            return

        assert names(book, where) == expected

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            ("Place=Video", [DANA, JOSE]),
            ("Status=Done", [DANA, JOSE]),  # no Status of a contact, so the interview's is meant
            ("Interviews.Status=Scheduled", [DANA]),
            ("Contacts.Status=Scheduled", []),
            ("Minutes>30", [DANA]),
            ("Minutes>30 and Place=Video", []),  # not one talk is both
            ("How=Call", [LEE]),
        ],
    )
    def test_a_contact_is_known_by_its_talks_and_touches(self, book: Book, where: str, expected: list[str]) -> None:
        assert names(book, where) == expected


class TestOtherRows:
    def test_an_interview_has_what_its_contact_has(self, book: Book) -> None:
        rows = rows_where(book, "Career field~nursing and Minutes<=30")

        assert [talk.id for talk in book.interviews if rows(talk)] == ["i-7k3f9q2m"]

    def test_so_has_a_touch(self, book: Book) -> None:
        assert [rows_where(book, f"Name={name}")(book.entries("Touches")[0]) for name in (LEE, DANA)] == [True, False]

    def test_a_follow_up_goes_by_its_own_talk(self, book: Book) -> None:
        rows, dana = rows_where(book, "Place=Phone"), book.contacts[0]

        assert [meant(rows, dana, talk) for talk in book.interviews[:2]] == [False, True]
        assert meant(rows, dana, None)
        assert not meant(rows, None, None)

    def test_without_a_condition_all_are_meant(self, book: Book) -> None:
        assert all(map(rows_where(book, None), book.all_entries()))


class TestMistakes:
    @pytest.mark.parametrize(
        ("where", "words"),
        [
            ("", "--where names no condition"),
            ("hello", "“hello” is not a condition"),
            ("=Met", "“=Met” is not a condition"),
            ("Status=Met and", "is not one of the choices"),
            ("Statsu=Met", "no column “Statsu”. Did you mean Status?"),
            ("Status=Mett", "“Mett” is not one of the choices of Status. Did you mean Met?"),
            ("Next contact<soon", "“soon” is not a day"),
            ("Minutes>long", "“long” is not a number"),
            ("Start>late", "“late” is not a time"),
            ("Salary>3", "no column “Salary”"),
        ],
    )
    def test_are_said_in_words(self, book: Book, where: str, words: str) -> None:
        with pytest.raises(WrongUsage) as caught:
            rows_where(book, where)

        assert words in str(caught.value)

    @given(st.text(max_size=60))
    def test_any_text_is_understood_or_refused_in_words(self, text: str) -> None:
        try:
            parsed = parse_where(text)
        except WrongUsage:
            return
        assert all(isinstance(one, Condition) for conditions in parsed for one in conditions)

    @pytest.mark.parametrize("text", ["a and " * 20_000, "a=" + " and b" * 20_000])
    def test_a_long_text_is_refused_at_once(self, text: str) -> None:
        """No pattern takes ages over text that was made to be slow."""
        with pytest.raises(WrongUsage):
            parse_where(text)
