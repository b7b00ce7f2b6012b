"""Long lines on a narrow terminal."""

from __future__ import annotations

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.output.wrapping import columns_of, wrapped


def test_a_line_is_broken_between_words() -> None:
    assert wrapped("Choose under Keep in the sheet Conflicts.", 24) == "Choose under Keep in the\nsheet Conflicts."


def test_a_line_that_fits_is_left_alone_with_all_its_spaces() -> None:
    assert wrapped("a    b\n\n  c  ", 20) == "a    b\n\n  c  "


def test_what_follows_stands_further_in() -> None:
    assert wrapped("  Edited since the last sync: 2 cells.", 24) == "  Edited since the last\n    sync: 2 cells."
    assert wrapped("15:49:50  notes.xlsx: 2 cells came in.", 30, 10) == (
        "15:49:50  notes.xlsx: 2 cells\n          came in."
    )


def test_a_long_word_stays_whole() -> None:
    link = "https://docs.google.com/spreadsheets/d/1wafr7-u42Fjahs5/edit"

    assert wrapped(f"Paired with {link} now.", 30) == f"Paired with\n{link}\nnow."


def test_colours_take_no_room() -> None:
    red = click.style("Overdue", fg="red")

    assert wrapped(f"{red} since the day before", 29) == f"{red} since the day before"


@pytest.mark.parametrize(("text", "columns"), [("a", 1), ("山田", 4), ("e\u0301", 1), ("\x1b[31mred\x1b[0m", 3)])
def test_the_columns_of_a_text(text: str, columns: int) -> None:
    assert columns_of(text) == columns


@given(st.text(alphabet="ab c\n山", max_size=80), st.integers(20, 40), st.integers(0, 10))
def test_no_letter_is_lost_and_no_line_is_too_long(text: str, width: int, hang: int) -> None:
    shown = wrapped(text, width, hang)

    assert shown.split() == text.split()
    assert all(columns_of(line) <= width or len(line.split()) < 2 for line in shown.split("\n"))
