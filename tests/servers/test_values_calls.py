"""The values calls, over HTTP: what is read, written, skipped and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.model import Formula
from tests.servers.wire import Wire

if TYPE_CHECKING:
    from tests.servers.human import Human
    from tests.servers.sheets import SheetsServer


@pytest.fixture
def file_id(sheets_server: SheetsServer) -> str:
    """A sheet of three columns."""
    return sheets_server.create("Mine", {"List": [["ID", "Name", "Rate"], ["c-1", "Anna", 2.5], ["c-2", "Ben", None]]})


@pytest.fixture
def wire(sheets_server: SheetsServer, file_id: str) -> Wire:
    return Wire(sheets_server, file_id)


@pytest.fixture
def human(sheets_server: SheetsServer, file_id: str) -> Human:
    return sheets_server.human(file_id)


def test_text_that_looks_like_anything_survives_raw(wire: Wire) -> None:
    """Zeros, plus signs, formulas, apostrophes."""
    odd = ["0042", "+49 170 1", "=1+2", "'x", "1/2", "TRUE", "@home"]

    wire.update("List!A5:G5", [odd])

    assert wire.values("List!A5:G5", valueRenderOption="FORMULA") == [odd]
    assert [list(cell["userEnteredValue"]) for cell in wire.cells("List!A5:G5")] == [["stringValue"]] * 7


def test_the_three_ways_to_read_a_cell(wire: Wire, human: Human) -> None:
    """A date is text, a serial, or a serial again; a formula its result, or its text."""
    human.type("List!A9", "2020-01-01")
    human.put("List!B9", Formula("=C2*2"))
    human.put("List!C9", True)

    assert wire.values("List!A9:C9") == [["2020-01-01", "5", "TRUE"]]
    assert wire.values("List!A9:C9", valueRenderOption="UNFORMATTED_VALUE") == [[43831, 5, True]]
    assert wire.values("List!A9:C9", valueRenderOption="FORMULA") == [[43831, "=C2*2", True]]
    rendered = wire.values("List!A9", valueRenderOption="UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING")
    assert rendered == [["2020-01-01"]]


def test_columns_are_read_and_written_on_demand(wire: Wire) -> None:
    """majorDimension turns the table."""
    path = f"{wire.path}/values/List!E1"
    wire.call("PUT", path, {"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]}, valueInputOption="RAW")

    assert wire.values("List!E1:F2") == [["a", "c"], ["b"]]
    assert wire.values("List!E1:F2", majorDimension="COLUMNS") == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("range_text", "values", "message"),
    [
        ("List!A1:A1", [["x", "y"]], "Requested writing within range [List!A1], but tried writing to column [B]"),
        ("List!A1:B1", [["x"], ["y"]], "Requested writing within range [List!A1:B1], but tried writing to row [2]"),
        ("List!Z1", [["x", "y"]], "Requested writing within range [List!Z1], but tried writing to column [AA]"),
        (
            "List!A1",
            [["x" * 50_001]],
            "Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
    ],
)
def test_a_write_that_does_not_fit_changes_nothing(
    wire: Wire, range_text: str, values: list[list[str]], message: str
) -> None:
    """Beyond the range, the grid, or what a cell can hold."""
    before = wire.get(includeGridData="true")

    error = wire.error("PUT", f"{wire.path}/values/{range_text}", {"values": values}, valueInputOption="RAW")

    assert (error["message"], error["status"]) == (message, "INVALID_ARGUMENT")
    assert wire.get(includeGridData="true") == before


def test_a_batch_of_values_is_all_or_nothing(wire: Wire, human: Human) -> None:
    """The second range is wrong: the first is not written either."""
    data = [{"range": "List!A2", "values": [["new"]]}, {"range": "Nowhere!A1", "values": [["new"]]}]

    error = wire.error("POST", f"{wire.path}/values:batchUpdate", {"valueInputOption": "RAW", "data": data})

    assert error["message"] == "Unable to parse range: Nowhere!A1"
    assert human.text("List!A2") == "c-1"


def test_clearing_keeps_formats(wire: Wire, human: Human) -> None:
    """Values go, the number format stays."""
    human.format("List!C2", "NUMBER", "0.00")

    wire.call("POST", f"{wire.path}/values/List!A2:C2:clear", {})

    assert human.table("List")[1] == []
    assert human.cell("List!C2").format == {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}


def test_append_guesses_and_may_guess_wrong(wire: Wire) -> None:
    """A gap in the last row makes it write into the wrong columns (recorded): why the tool never appends."""
    wire.update("List!A4:C4", [["c-3", "", "9"]])
    wire.call("POST", f"{wire.path}/values/List!A3:C4:clear", {})
    wire.update("List!E9:G9", [["x", "", "y"]])

    answer = wire.call("POST", f"{wire.path}/values/List:append", {"values": [["a", "b"]]}, valueInputOption="RAW")

    assert answer["tableRange"] == "List!G9"
    assert answer["updates"]["updatedRange"] == "List!G10:H10"


def test_append_can_insert_rows(wire: Wire, human: Human) -> None:
    """INSERT_ROWS moves what stands below."""
    human.put("List!A5", "Total")
    wire.call(
        "POST", f"{wire.path}/values/List!A1:append", {"values": [["c-3", "Cem"]]},
        valueInputOption="RAW", insertDataOption="INSERT_ROWS",
    )  # fmt: skip

    assert [row[:1] for row in human.table("List")] == [["ID"], ["c-1"], ["c-2"], ["c-3"], [], ["Total"]]


def test_a_misspelt_field_is_refused(wire: Wire) -> None:
    """As the real service does it, with its path."""
    error = wire.error("PUT", f"{wire.path}/values/List!A1", {"value": [["x"]]}, valueInputOption="RAW")

    assert error["message"] == "Invalid JSON payload received. Unknown name \"value\" at 'data': Cannot find field."
    assert error["details"][0]["fieldViolations"][0]["field"] == "data"
