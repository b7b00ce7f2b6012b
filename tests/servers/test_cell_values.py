"""What a value becomes when it is written, how it shows, and what formulas give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers import serials
from tests.servers.entering import entered, typed_text
from tests.servers.formatting import shown
from tests.servers.formulas import Calculator
from tests.servers.model import EMPTY, Cell, Effective, Entered, Failure, Formula, Spreadsheet
from tests.servers.references import Shift, rewritten, translated

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 18, 30)  # noqa: DTZ001 - the wall clock of a spreadsheet
TEXT = Cell(format={"numberFormat": {"type": "TEXT"}})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0042", 42),
        ("42.01", 42.01),
        ("3_1_0", "3_1_0"),
        ("=4/2", Formula("=4/2")),
        ("'=4/2", "=4/2"),
        ("true", True),
        ("10%", 0.1),
        ("$5", 5),
        ("1,000", 1000),
        ("1,00", "1,00"),
        ("1E5", 100_000),
        ("23E1230", "23E1230"),
        ("2020-01-01", 43831),
        ("1/2/2020", 43832),
        ("3/4", serials.of_date(date(2026, 3, 4))),
        ("2020-01-01 12:00", 43831.5),
        ("6:00", 0.25),
        ("6:00 PM", 0.75),
        ("+49 170 1234567", Formula("=+49 170 1234567")),
        ("+4917012345", 4917012345),
        ("31/31/2020", "31/31/2020"),
        ("Anna", "Anna"),
    ],
)
def test_typed_text_is_parsed(text: str, value: Entered) -> None:
    """In American English: zeros are lost, dates become numbers, text stays text."""
    assert typed_text(text, EMPTY, "en_US", TODAY).value == value
    assert type(typed_text(text, EMPTY, "en_US", TODAY).value) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", 1.5),
        ("1.000,5", 1000.5),
        ("1.2.2020", 43862),
        ("1.5", serials.of_date(date(2026, 5, 1))),
        ("2020-02-01", 43862),
    ],
)
def test_typed_text_is_parsed_by_the_locale(text: str, value: float) -> None:
    """In German the comma is the decimal point, and the day comes first."""
    assert typed_text(text, EMPTY, "de_DE", TODAY).value == value


@given(st.text(min_size=1).filter(lambda text: not text.startswith("'")))
def test_a_plain_text_cell_keeps_what_is_typed(text: str) -> None:
    """Zeros, plus signs and dates included."""
    assert typed_text(text, TEXT, "en_US", TODAY).value == text


@given(st.text(min_size=1))
def test_raw_text_is_stored_as_it_is(text: str) -> None:
    """Also what looks like a formula."""
    assert entered(EMPTY, text, "RAW", "en_US", TODAY).entered == text


def test_an_empty_string_empties_and_keeps_the_format() -> None:
    """As recorded for values.update."""
    assert entered(Cell("x", format=TEXT.format), "", "RAW", "en_US", TODAY) == TEXT


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (43831, {"type": "DATE", "pattern": "yyyy-mm-dd"}, "2020-01-01"),
        (43831, {"type": "DATE"}, "1/1/2020"),
        (43831.75, {"type": "DATE_TIME", "pattern": "dd.mm.yy hh:mm:ss"}, "01.01.20 18:00:00"),
        (0.75, {"type": "TIME", "pattern": "h:mm am/pm"}, "6:00 PM"),
        (0.0104166667, {"type": "TIME", "pattern": "m:ss"}, "15:00"),
        (43831, {"type": "DATE", "pattern": 'dddd, d mmmm "of" yyyy'}, "Wednesday, 1 Jan of 2020"),
        (0.5, {"type": "PERCENT", "pattern": "0%"}, "50%"),
        (1234.5, {"type": "NUMBER", "pattern": "#,##0.00"}, "1,234.50"),
        (-3, {"type": "CURRENCY", "pattern": '"€"0.00'}, "-€3.00"),
        (1234567, {"type": "SCIENTIFIC"}, "1.23E+06"),
        (1 / 3, None, "0.3333333333"),
        (2, None, "2"),
        (True, None, "TRUE"),
        (Failure("N_A"), None, "#N/A"),
        (Failure("LOADING"), None, "Loading..."),
        (None, None, ""),
    ],
)
def test_a_value_shows_by_its_format(value: Effective, number_format: dict[str, str] | None, text: str) -> None:
    """Dates, times, money, errors."""
    cell = Cell(format={"numberFormat": number_format}) if number_format else EMPTY

    assert shown(value, cell, "en_US") == text


def test_numbers_show_by_the_locale() -> None:
    """With a decimal comma in German."""
    assert shown(1.5, EMPTY, "de_DE") == "1,5"
    assert shown(43831, Cell(format={"numberFormat": {"type": "DATE"}}), "de_DE") == "01.01.2020"


def calculated(formula: str, **cells: Entered) -> Any:
    """What a formula in Z9 gives beside some cells of the first sheet."""
    book = Spreadsheet.new("Test")
    for name, value in cells.items():
        book.sheets[0].put(int(name[1:]) - 1, ord(name[0]) - 65, Cell(value))
    book.sheets[0].put(8, 25, Cell(Formula(formula)))
    return Calculator(book, NOW).value(book.sheets[0], 8, 25)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=4/2", 2),
        ("=2+3*4^2", 50),
        ("=-2^2", 4),
        ("=(1+2)*3", 9),
        ("=50%", 0.5),
        ('="a"&1&TRUE', "a1TRUE"),
        ("=A1+B1", 5),
        ("=SUM(A1:B2)", 5),
        ("=SUM(A:A)", 2),
        ("=COUNTA(A1:C1)", 3),
        ('=IF(C1="x","yes","no")', "yes"),
        ('=IF(D1="",1,2)', 1),
        ("=IFERROR(1/0,7)", 7),
        ("=IFERROR(NA())", 0),
        ("=TODAY()", serials.of_date(TODAY)),
        ("=A1<>B1", True),
        ('=HYPERLINK("https://example.com","Example")', "Example"),
        ("=Sheet1!A1*2", 4),
        ('=LEN(TRIM("  a  b "))', 3),
        ("=DATE(2020,1,1)", 43831),
        ("=D1", 0),
        ("=ROW()", 9),
    ],
)
def test_a_formula_gives_what_sheets_gives(formula: str, value: Effective) -> None:
    """For the functions people keep beside their notes."""
    assert calculated(formula, A1=2, B1=3, C1="x") == value


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("=1/0", "DIVIDE_BY_ZERO"),
        ("=NOSUCH(1)", "NAME"),
        ("=Nobody", "NAME"),
        ("=Nowhere!A1", "REF"),
        ("=Z9", "REF"),
        ('=1+"x"', "VALUE"),
        ("=NA()", "N_A"),
        ("=+49 170 1234567", "ERROR"),
        ("=(1", "ERROR"),
        ("=9^999", "NUM"),
        ("=A1+1", "N_A"),
    ],
)
def test_a_formula_that_fails_gives_an_error_value(formula: str, kind: str) -> None:
    """And hands on the errors of the cells it reads."""
    failure = calculated(formula, A1=Formula("=NA()"))

    assert isinstance(failure, Failure)
    assert failure.type == kind


@pytest.mark.parametrize(
    ("formula", "shift", "after"),
    [
        ("=A5", Shift("ROWS", 2, 1), "=A6"),
        ("=A2", Shift("ROWS", 2, 1), "=A2"),
        ("=$A$5", Shift("ROWS", 2, 3), "=$A$8"),
        ("=SUM(A2:A9)", Shift("ROWS", 4, 2), "=SUM(A2:A11)"),
        ("=SUM(A2:A9)", Shift("ROWS", 1, -2), "=SUM(A2:A7)"),
        ("=SUM(A2:A3)+1", Shift("ROWS", 1, -2), "=SUM(#REF!)+1"),
        ("=A5", Shift("ROWS", 4, -1), "=#REF!"),
        ('="A5"&A5', Shift("ROWS", 0, 1), '="A5"&A6'),
        ("=SUM(A2:A)", Shift("ROWS", 0, 1), "=SUM(A3:A)"),
        ("=SUM(B:C)", Shift("COLUMNS", 0, 1), "=SUM(C:D)"),
        ("=SUM(B:C)", Shift("ROWS", 0, 1), "=SUM(B:C)"),
        ("=LOG10(A5)", Shift("ROWS", 0, 1), "=LOG10(A6)"),
    ],
)
def test_references_follow_inserted_and_deleted_lines(formula: str, shift: Shift, after: str) -> None:
    """Ranges grow and shrink, what is gone becomes #REF!, text is left alone."""
    assert rewritten(formula, shift.ref) == after


def test_copied_references_move_unless_pinned() -> None:
    """Two down and one to the right; off the grid is #REF!."""
    assert translated("=A1+$A1+A$1+$A$1", 2, 1) == "=B3+$A3+B$1+$A$1"
    assert translated("=A1", -1, 0) == "=#REF!"
