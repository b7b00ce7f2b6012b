"""Ranges and field masks, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers import masks
from tests.servers.a1 import Box, column_index, column_letters, quoted, split_sheet
from tests.servers.api_errors import Invalid
from tests.servers.model import Sheet, Spreadsheet
from tests.servers.ranges import resolve


def book() -> Spreadsheet:
    """Two sheets of ten rows and six columns, and a name for B1:C3."""
    made = Spreadsheet.new("Test")
    made.sheets = [Sheet.new(0, "Sheet1", 10, 6), Sheet.new(7, "It's D3", 10, 6)]
    made.named_ranges = [{"namedRangeId": "1", "name": "Names", "range": made.sheets[0].range(Box(0, 1, 3, 3))}]
    return made


@pytest.mark.parametrize(
    ("asked", "echoed"),
    [
        ("'Sheet1'", "Sheet1!A1:F10"),
        ("sheet1", "Sheet1!A1:F10"),
        ("Sheet1!A1", "Sheet1!A1"),
        ("Sheet1!D4:A1", "Sheet1!A1:D4"),
        ("Sheet1!A1:1", "Sheet1!A1:F1"),
        ("Sheet1!A2:2", "Sheet1!A2:F2"),
        ("Sheet1!A1:C", "Sheet1!A1:C10"),
        ("Sheet1!B:B", "Sheet1!B1:B10"),
        ("Sheet1!2:3", "Sheet1!A2:F3"),
        ("Sheet1!A1:ZZ500", "Sheet1!A1:F10"),
        ("B2", "Sheet1!B2"),
        ("'It''s D3'!A1:B2", "'It''s D3'!A1:B2"),
        ("Names", "Sheet1!B1:C3"),
        ("'Sheet1'!Names", "Sheet1!B1:C3"),
    ],
)
def test_a_range_comes_back_as_google_spells_it(asked: str, echoed: str) -> None:
    """Open ends close at the grid, corners are put in order, names are quoted only where they must be."""
    assert resolve(book(), asked).text == echoed


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Nowhere!A1", "Unable to parse range: Nowhere!A1"),
        ("Sheet1!", "Unable to parse range: Sheet1!"),
        ("Sheet1!A1:B2:C3", "Unable to parse range: Sheet1!A1:B2:C3"),
        ("Sheet1!G1", "Range (Sheet1!G1) exceeds grid limits. Max rows: 10, max columns: 6"),
        ("Sheet1!A11:B12", "Range (Sheet1!A11:B12) exceeds grid limits. Max rows: 10, max columns: 6"),
    ],
)
def test_a_range_that_means_nothing_is_refused(asked: str, message: str) -> None:
    """In the words the API has for it."""
    with pytest.raises(Invalid) as caught:
        resolve(book(), asked)

    assert caught.value.message == message


@pytest.mark.parametrize(
    ("title", "spelled"),
    [
        ("Sheet1", "Sheet1"),
        ("D3", "'D3'"),
        ("My list", "'My list'"),
        ("R1C1", "'R1C1'"),
        ("O'Hara", "'O''Hara'"),
        ("_x", "_x"),
    ],
)
def test_a_sheet_name_is_quoted_where_it_must_be(title: str, spelled: str) -> None:
    """Recorded for plain names, names like cells, and names with spaces."""
    assert quoted(title) == spelled


@given(st.integers(0, 18_277))
def test_columns_and_letters_are_each_others_inverse(index: int) -> None:
    """Up to ZZZ."""
    assert column_index(column_letters(index)) == index


@given(st.text(min_size=1).filter(lambda text: text.strip() == text))
def test_any_sheet_name_survives_quoting(title: str) -> None:
    """Quoted and split again it is the same."""
    assert split_sheet(f"{quoted(title)}!A1") == (title, "A1")


ANSWER = {
    "sheets": [
        {"properties": {"title": "A", "sheetId": 1}, "data": [{"rowData": [{}, {"values": [{}, {"note": "n"}]}]}]}
    ]
}


@pytest.mark.parametrize(
    ("mask", "left"),
    [
        ("sheets.properties.title", {"sheets": [{"properties": {"title": "A"}}]}),
        ("sheets/properties/title", {"sheets": [{"properties": {"title": "A"}}]}),
        ("sheets(properties(title))", {"sheets": [{"properties": {"title": "A"}}]}),
        ("sheets.properties.hidden", {"sheets": [{"properties": {}}]}),
        (
            "sheets.data.rowData.values.note",
            {"sheets": [{"data": [{"rowData": [{}, {"values": [{}, {"note": "n"}]}]}]}]},
        ),
        ("*", ANSWER),
        ("spreadsheetId", {}),
    ],
)
def test_a_mask_leaves_what_it_names(mask: str, left: object) -> None:
    """Dots, slashes and brackets mean the same; empty objects stay (recorded)."""
    assert masks.cut(masks.parse(mask), ANSWER) == left


@pytest.mark.parametrize("text", ["a(b", "a)b", "a..b", "a(b))", "a b&c", ".a"])
def test_a_broken_mask_is_refused(text: str) -> None:
    """Instead of meaning something by accident."""
    with pytest.raises(Invalid):
        masks.parse(text)
