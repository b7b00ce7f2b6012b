"""CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.output.as_csv import as_csv, harmless


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "＋1", "－1", "＠x", "\xa0=1", "-"],
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text.replace("\r", "\n")


@pytest.mark.parametrize(
    ("value", "expected"), [(-4, "-4"), (None, ""), (date(2026, 11, 24), "2026-11-24"), ("a=b", "a=b"), ("", "")]
)
def test_everything_else_stays_as_it_is(value: object, expected: str) -> None:
    assert harmless(value) == expected


def test_nothing_steers_the_terminal_it_is_printed_on() -> None:
    assert harmless("Dana\x1b[31m\x07\u202e\x9b") == "Dana�[31m���"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
def test_no_field_begins_like_a_formula_whatever_it_holds(rows: list[list[str]]) -> None:
    read = list(csv.reader(StringIO(as_csv(("one", "two"), rows), newline="")))

    assert len(read) == len(rows) + 1
    for cell in (cell for row in read for cell in row if cell):
        assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
        assert cell[0] not in "\t\r\n"
