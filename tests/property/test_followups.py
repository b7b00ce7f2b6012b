"""What holds for follow-ups and computed columns, whatever stands in the workbook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.book import Book
from sheet_sync.core.computed import computed
from sheet_sync.core.followups import due, unclear
from sheet_sync.core.followups.keeping_touch import is_silent
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.schema import CONTACT_STATUSES, INTERVIEW_KINDS, INTERVIEW_STATUSES, LETTER_KINDS, STAY_IN_TOUCH

AS_OF = date(2026, 11, 24)
NAMES = ("Dana Reyes", "Omar Haddad", "Li Wenqing", "dana reyes", "Nobody Known")
NEAR = st.integers(-400, 60).map(lambda days: AS_OF + timedelta(days=days))
ODD = st.sampled_from([None, "", "soon", "yes", "no", 5, True, "#REF!", "Dana", "2026-11-20"])
DAYS = st.one_of(NEAR, NEAR, NEAR, ODD)


def choices(words: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.one_of(st.sampled_from(words), st.sampled_from(words), ODD)


def sheet(name: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Grid]:
    header = [column.replace("_", " ").replace("Thank you", "Thank-you") for column in columns]
    rows = st.lists(st.tuples(*columns.values()), max_size=8)
    return rows.map(
        lambda made: Grid(name, {1: list(header), **{number: list(row) for number, row in enumerate(made, 2)}})
    )


NAME = choices(NAMES)
SHEETS = st.tuples(
    sheet(
        "Contacts",
        Name=NAME,
        Email=st.none(),
        Status=choices(CONTACT_STATUSES),
        Stay_in_touch=choices(STAY_IN_TOUCH),
        Referred_by=NAME,
        Snooze_until=st.one_of(st.none(), DAYS),
        Last_contact=st.one_of(st.none(), DAYS),
    ),
    sheet(
        "Interviews",
        Contact=NAME,
        Kind=choices(INTERVIEW_KINDS),
        Date=DAYS,
        Status=choices(INTERVIEW_STATUSES),
        Referred_me_to=choices(NAMES),
        I_promised=ODD,
        Thank_you_sent=st.one_of(st.none(), DAYS),
    ),
    sheet("Touches", Contact=NAME, Date=DAYS, How=ODD),
    sheet("Letters", Kind=choices(LETTER_KINDS), Contact=NAME, Drafted=DAYS, Sent=st.one_of(st.none(), DAYS)),
    st.builds(
        lambda within, count, times: Grid(
            "Settings",
            {
                1: ["Setting", "Value"],
                2: ["Thank-you within", within],
                3: ["Count", count],
                4: ["Overdue after", times],
            },
        ),
        st.integers(0, 400),
        st.sampled_from(["Every day", "Weekdays"]),
        st.sampled_from([0.5, 1, 1.5, 100]),
    ),
)
BOOKS = st.builds(
    lambda grids, project: Book(Snapshot("excel", "x.xlsx", "f", grids, project), AS_OF),
    SHEETS,
    st.sampled_from([None, "p-1"]),
)


@given(BOOKS, st.integers(0, 500))
def test_closed_and_snoozed_contacts_never_appear(book: Book, within_days: int) -> None:
    for one in due(book, within_days):
        assert one.contact is None or not is_silent(one.contact, AS_OF)


@given(BOOKS, st.integers(0, 500))
def test_nothing_lies_beyond_the_days_asked_for_and_states_tell_the_truth(book: Book, within_days: int) -> None:
    for one in due(book, within_days):
        assert one.due <= AS_OF + timedelta(days=within_days)
        assert (one.state == "upcoming") == (one.due > AS_OF)
        assert one.days_overdue == ((AS_OF - one.due).days if one.state == "overdue" else 0)
        assert (one.state == "overdue") == (one.days_overdue > 0)


@given(BOOKS)
def test_nothing_is_due_before_the_talk_it_follows(book: Book) -> None:
    for one in due(book, 1000, ["thank-you", "promise"]):
        assert one.interview is not None
        assert one.due >= one.interview.value("Date")


@given(BOOKS)
def test_the_order_is_total_and_the_same_each_time(book: Book) -> None:
    found = due(book, 1000)

    keys = [one.pressing for one in found]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert [one.pressing for one in due(Book(book.snapshot, AS_OF), 1000)] == keys


@given(BOOKS, st.integers(0, 100))
def test_the_kinds_taken_one_by_one_make_the_whole(book: Book, within_days: int) -> None:
    kinds = ("thank-you", "no-answer", "upcoming", "stay-in-touch", "referral", "promise")

    assert [one for kind in kinds for one in due(book, within_days, [kind])] == list(due(book, within_days))


@given(BOOKS)
def test_the_status_in_the_sheet_and_the_follow_up_agree(book: Book) -> None:
    columns = computed(book)
    for one in due(book, 1000, ["thank-you"]):
        assert one.interview is not None
        cells = columns["Interviews", one.interview.number]
        assert cells["Thank-you due"] == one.due
        assert (cells["Thank-you status"] == "Overdue") == (one.state == "overdue")
        assert cells["Thank-you status"] not in ("Sent", "Not due")


@given(BOOKS)
def test_computing_again_from_what_was_computed_changes_nothing(book: Book) -> None:
    columns = computed(book)
    for table in book.layout.tables.values():
        for number in table.rows:
            for field, value in columns.get((table.name, number), {}).items():
                column = table.column(field)
                if column is not None:
                    cells = table.grid.rows[number]
                    cells.extend([None] * (column.number - len(cells)))
                    cells[column.number - 1] = value

    assert computed(Book(book.snapshot, AS_OF)) == columns


@given(BOOKS)
def test_what_cannot_be_reckoned_names_a_cell(book: Book) -> None:
    for one in unclear(book):
        assert one.cell.sheet in ("Contacts", "Interviews")
        assert one.message.endswith(".")
