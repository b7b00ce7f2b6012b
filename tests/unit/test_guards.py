"""What must not pass without a word, and what is no alarm."""

from __future__ import annotations

import pytest

from sheet_sync.core.sync.guards import find_alarms
from sheet_sync.core.sync.synced import Rows


def rows(count: int, start: int = 0) -> Rows:
    return Rows(("Name",), {f"c-{number}": {"Name": str(number)} for number in range(start, start + count)})


def options(base: dict[str, Rows], now: dict[str, Rows]) -> list[str]:
    return [alarm.option for alarm in find_alarms("a.xlsx", base, now)]


@pytest.mark.parametrize(
    ("before", "after", "alarms"),
    [
        (20, 14, ["--allow-deletions"]),  # six, and more than a quarter
        (20, 15, []),  # five
        (24, 18, []),  # six, but just a quarter
        (23, 17, ["--allow-deletions"]),
        (6, 0, ["--allow-empty"]),
        (1, 0, ["--allow-empty"]),
        (0, 0, []),
        (0, 20, []),
    ],
)
def test_rows_gone_from_one_table(before: int, after: int, alarms: list[str]) -> None:
    assert options({"Contacts": rows(before)}, {"Contacts": rows(after)}) == alarms


def test_other_rows_in_place_of_the_known_ones_are_deletions() -> None:
    assert options({"Contacts": rows(10)}, {"Contacts": rows(10, start=100)}) == ["--allow-deletions"]


def test_a_table_that_is_gone() -> None:
    (alarm,) = find_alarms("a.xlsx", {"Contacts": rows(3), "Touches": rows(2)}, {"Touches": rows(2)})

    assert alarm.message == (
        "a.xlsx has no Contacts table any more; it held 3 rows at the last sync, so nothing was synced."
    )
    assert alarm.option == "--allow-empty"


def test_a_workbook_gone_empty_is_one_alarm_not_one_a_table() -> None:
    (alarm,) = find_alarms("a.xlsx", {"Contacts": rows(3), "Touches": rows(2)}, {"Contacts": rows(0)})

    assert alarm.message == "a.xlsx held 5 rows at the last sync and is now empty, so nothing was synced."


def test_a_first_sync_is_quiet() -> None:
    assert options({}, {"Contacts": rows(0)}) == []
