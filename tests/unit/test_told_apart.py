"""Two values that are in conflict never look the same in a line of text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from sheet_sync.output.cells import told_apart

LONG = "She said " * 20


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (("from Excel", "from Google"), ["from Excel", "from Google"]),
        (("same", "same", None), ["same", "same", "(empty)"]),
        (("5", 5), ["5 (text)", "5 (number)"]),
        ((True, "yes"), ["yes (tick box)", "yes (text)"]),
        (("2026-11-24", date(2026, 11, 24)), ["2026-11-24 (text)", "2026-11-24 (day)"]),
        (("10:00", time(10)), ["10:00 (text)", "10:00 (time)"]),
    ],
)
def test_by_value_and_by_kind(values: tuple[Any, ...], shown: list[str]) -> None:
    assert told_apart(values) == shown


def test_long_texts_by_where_they_part() -> None:
    assert told_apart((f"{LONG}yes, gladly", f"{LONG}no, never")) == [
        "…d She said She said yes, gladly",
        "…d She said She said no, never",
    ]


def test_long_texts_by_the_middle_in_which_they_differ() -> None:
    start, end = "She told me that fieldwork is two months a year, and that ", ", which I should ask about again." * 3
    one, other = told_apart((f"{start}it pays{end}", f"{start}it is hard{end}"))

    assert "it pays" in one
    assert "it is hard" in other


@pytest.mark.parametrize("third", [None, 5, "something else", "She said so"])
def test_two_long_texts_beside_a_third_value(third: Any) -> None:
    one, other, _ = told_apart((f"{LONG}yes, gladly", f"{LONG}no, never", third))

    assert one.endswith("yes, gladly")
    assert other.endswith("no, never")


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (("Dana ", "Dana"), "Dana·"),
        (("Dana Reyes", "Dana\N{NO-BREAK SPACE}Reyes"), "Dana·Reyes"),
        (("one\ntwo", "one two"), "one¶two"),
        (("Dana\N{ZERO WIDTH SPACE}", "Dana"), "Dana¤"),
    ],
)
def test_blanks_and_hidden_letters_by_marks(values: tuple[str, str], first: str) -> None:
    one, other = told_apart(values)

    assert one.startswith(f"{first} (· is a blank")
    assert one != other


@pytest.mark.parametrize(
    "values",
    [
        (time(10, 0, 1), time(10, 0, 2)),
        (datetime.fromisoformat("2026-01-01 09:00:01"), datetime.fromisoformat("2026-01-01 09:00")),
    ],
)
def test_times_by_their_seconds(values: tuple[Any, Any]) -> None:
    one, other = told_apart(values)

    assert one != other
