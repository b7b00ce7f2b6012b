"""The Problems sheet: a row a finding, a link to its cell, and nothing that changes when nothing did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sheet_sync.core.book import Book
from sheet_sync.core.problems_sheet import COLUMNS, MOST_ROWS, problems_rows, problems_sheet
from sheet_sync.core.records import CellRef
from sheet_sync.core.rules import Finding, Severity, check
from sheet_sync.core.values import Formula
from tests.tables import snapshot_of

FINDING = Finding(
    "The name is empty.",
    "Fill it in.",
    "Contacts",
    CellRef("Contacts", 7, 6),
    "Name",
    code="RQ01",
    severity=Severity.ERROR,
)


def test_a_row_says_severity_cell_field_problem_cure_and_code() -> None:
    assert problems_rows([FINDING]) == (
        (
            "error",
            Formula('HYPERLINK("#\'Contacts\'!F7","Contacts!F7")', "Contacts!F7"),
            "Name",
            "The name is empty.",
            "Fill it in.",
            "RQ01",
        ),
    )


def test_quotes_in_a_sheets_name_stay_within_the_link() -> None:
    link = problems_rows([replace(FINDING, cell=CellRef('Dana\'s "list"', 2, 1))])[0][1]

    assert link == Formula(
        'HYPERLINK("#\'Dana\'\'s ""list""\'!A2","\'Dana\'\'s ""list""\'!A2")', "'Dana''s \"list\"'!A2"
    )


def test_a_google_sheet_is_linked_by_its_number() -> None:
    link = problems_rows([FINDING], {"Contacts": "#gid=42"})[0][1]

    assert link == Formula('HYPERLINK("#gid=42&range=F7","Contacts!F7")', "Contacts!F7")


def test_what_has_no_cell_names_its_table() -> None:
    assert problems_rows([replace(FINDING, cell=None)])[0][1] == "Contacts"


def test_nothing_wrong_is_said() -> None:
    assert "Nothing is wrong." in problems_rows([])[0]


def test_too_many_are_counted() -> None:
    rows = problems_rows([FINDING] * (MOST_ROWS + 7))

    assert len(rows) == MOST_ROWS + 1
    assert "7 more are not listed here." in rows[-1]


def test_the_sheet_has_a_header_above_the_rows_and_is_the_same_each_time() -> None:
    sheets = {"Contacts": "Name | Email\n | dana@harbor.example\nLee | #N/A"}
    one, other = (problems_sheet(check(Book(snapshot_of(sheets), date(2026, 11, 24)))) for _ in range(2))

    assert one == other
    assert one.rows[0] == COLUMNS
    assert len({len(row) for row in one.rows}) == 1
