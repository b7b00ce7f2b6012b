"""Formulas filled into other cells move their references as openpyxl's translator moves them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from sheet_sync.core.records import column_letters
from sheet_sync.excel.read.formulas import SharedFormula

FORMULAS = [
    "A5+B5*$C$1",
    "SUM(A5:C5)+SUM($A5:C$5)",
    'IF(B5="A1 is text","B2",C5)',
    'CONCATENATE("say ""A1""",B5)',
    "Sheet2!B5+'My A1 list'!C5+'It''s B2'!$D5",
    "LOG10(B5)+ATAN2(B5,C5)",
    "SUM(B:B)+SUM($B:D)+SUM(5:5)+SUM($5:9)",
    "VLOOKUP(B5,Table1[[#All],[A1 column]:[B2]],2,FALSE)",
    "[1]Sheet1!B5+[Book.xlsx]A1!C5",
    "my_A1_name+AB12_x+A1B2+x.A1",
    "B5%+1E5+1.5E-3",
    "-B5^2&C5<>D5",
    "#REF!+B5",
    "{1,2;3,4}*B5",
    "TRUE+ROW()",
    "B5 C5,D5:E6",
]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("down", "right"), [(0, 0), (1, 0), (0, 1), (3, 24), (100_000, 700)])
def test_references_move(formula: str, down: int, right: int) -> None:
    target = f"{column_letters(10 + right)}{5 + down}"
    expected = Translator(f"={formula}", origin="J5").translate_formula(target)

    assert "=" + SharedFormula(formula, 5, 10).at(5 + down, 10 + right) == expected


def test_a_range_up_to_a_function_moves_too() -> None:
    """openpyxl takes "B5:INDEX(" for the name of a function, and leaves it."""
    assert SharedFormula("INDEX(B5:INDEX(C:C,5),1)", 5, 10).at(6, 11) == "INDEX(C6:INDEX(D:D,5),1)"


def test_up_and_left_as_well() -> None:
    assert SharedFormula("B6+$A7", 5, 2).at(4, 1) == "A5+$A6"


def test_what_would_leave_the_sheet_is_an_error_in_the_formula() -> None:
    assert SharedFormula("A1+B2", 5, 2).at(4, 2) == "#REF!+B1"
    assert SharedFormula("XFD1", 1, 1).at(1, 2) == "#REF!"
    assert SharedFormula("A:A+1:1", 2, 2).at(1, 1) == "#REF!+#REF!"


@given(st.text(alphabet="AB1$:!'\"[]()+, _.x#&\u00e9", max_size=30), st.integers(0, 3), st.integers(0, 3))
def test_any_text_is_taken(text: str, down: int, right: int) -> None:
    """Not all are formulas; none may fail, and one that does not move stays as it is."""
    moved = SharedFormula(text, 5, 5).at(5 + down, 5 + right)

    assert moved == text or down or right


def test_reading_imports_nothing_big() -> None:
    """A command that reads a small workbook must not pay for libraries that it does not use."""
    code = (
        "import sys, sheet_sync.excel.read.reading; print(*{'openpyxl', 'zipfile', 'lxml', 'hashlib'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.split() == []
