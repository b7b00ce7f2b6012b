"""Days, weekdays and months, counted as people and spreadsheets count them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.days import add_days, add_months, add_workdays, last_weekday, next_weekday, spoken
from sheet_sync.core.rows.typed_days import parse_day
from sheet_sync.errors import WrongUsage

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        ("2026-11-19", 1, "2026-11-20"),  # Thursday to Friday
        ("2026-11-20", 1, "2026-11-23"),  # Friday to Monday
        ("2026-11-21", 1, "2026-11-23"),  # Saturday to Monday
        ("2026-11-22", 1, "2026-11-23"),  # Sunday to Monday
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-21", 5, "2026-11-27"),
        ("2026-11-23", 12, "2026-12-09"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-12-31", 1, "2027-01-01"),
        ("2028-02-28", 1, "2028-02-29"),
        ("2028-02-28", 2, "2028-03-01"),
    ],
)
def test_workdays_skip_weekends(day: str, days: int, expected: str) -> None:
    assert add_workdays(date.fromisoformat(day), days) == date.fromisoformat(expected)


@given(DAYS, st.integers(1, 400))
def test_workdays_agree_with_counting_them_one_by_one(day: date, days: int) -> None:
    counted, left = day, days
    while left:
        counted += timedelta(days=1)
        left -= counted.weekday() < 5

    assert add_workdays(day, days) == counted


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("9999-12-01", 1, "9999-12-31"),
    ],
)
def test_a_month_later_is_clamped_at_the_months_end(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(DAYS, st.integers(0, 240))
def test_months_never_leave_the_month_they_reach(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_days_stop_at_the_end_of_the_calendar() -> None:
    assert add_days(date(9999, 12, 31), 1) == date.max
    assert add_workdays(date(9999, 12, 31), 5) == date.max
    assert add_days(date.min, -1) == date.min


@given(DAYS, st.integers(0, 6))
def test_next_and_last_weekday_are_within_a_week_and_never_today(day: date, weekday: int) -> None:
    later, earlier = next_weekday(day, weekday), last_weekday(day, weekday)

    assert later.weekday() == earlier.weekday() == weekday
    assert 1 <= (later - day).days <= 7
    assert 1 <= (day - earlier).days <= 7


def test_a_day_is_spoken_with_its_year_only_where_it_is_another() -> None:
    assert spoken(date(2026, 1, 2), date(2026, 11, 24)) == "Fri 2 Jan"
    assert spoken(date(2027, 1, 1), date(2026, 11, 24)) == "Fri 1 Jan 2027"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-01", "2026-12-01"),
        ("+2w", "2026-12-08"),
        ("+ 3 days", "2026-11-27"),
        ("2 weeks", "2026-12-08"),
        ("In 1 month", "2026-12-24"),
        ("1y", "2027-11-24"),
        ("tomorrow", "2026-11-25"),
        ("Monday", "2026-11-30"),
        ("tue", "2026-12-01"),
        ("next friday", "2026-11-27"),
        ("2 days ago", "2026-11-22"),
    ],
)
def test_a_typed_day_has_one_meaning(typed: str, expected: str) -> None:
    assert parse_day(typed, date(2026, 11, 24)) == date.fromisoformat(expected)


def test_a_weekday_is_the_last_one_where_the_past_is_meant() -> None:
    assert parse_day("monday", date(2026, 11, 24), looks_back=True) == date(2026, 11, 23)
    assert parse_day("tuesday", date(2026, 11, 24), looks_back=True) == date(2026, 11, 17)


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30", "31.31.2026", "+2 fortnights", "9" * 400, "9" * 8])
def test_what_is_no_day_is_refused_with_the_forms_that_are(typed: str) -> None:
    with pytest.raises(WrongUsage) as raised:
        parse_day(typed, date(2026, 11, 24))

    assert "2026-11-24" in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("typed", "order", "expected"),
    [
        ("2027-1-1", "", "2027-01-01"),
        ("20270101", "", "2027-01-01"),
        ("2027/1/31", "", "2027-01-31"),
        ("31.12.2026", "", "2026-12-31"),
        ("12.10.2026", "", "2026-10-12"),
        ("12.10.2026", "M/D/Y", "2026-12-10"),
        ("12/10/2026", "M/D/Y", "2026-12-10"),
        ("12/10/2026", "D/M/Y", "2026-10-12"),
        ("12/31/2026", "D/M/Y", "2026-12-31"),
        ("12/31/2026", "", "2026-12-31"),
    ],
)
def test_a_day_in_figures_goes_by_the_date_order(typed: str, order: str, expected: str) -> None:
    assert parse_day(typed, date(2026, 11, 24), order=order) == date.fromisoformat(expected)


def test_a_day_that_could_be_two_names_both() -> None:
    with pytest.raises(WrongUsage, match="could be 2026-03-04 or 2026-04-03") as raised:
        parse_day("3/4/2026", date(2026, 11, 24))

    assert "Date order" in (raised.value.hint or "")


def test_hints_look_back_where_the_past_is_meant() -> None:
    with pytest.raises(WrongUsage) as raised:
        parse_day("soon", date(2026, 11, 24), looks_back=True)

    assert "yesterday" in (raised.value.hint or "")
    assert "+2w" not in (raised.value.hint or "")
