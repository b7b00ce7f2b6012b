"""spreadsheets.get and batchUpdate, over HTTP: typed cells, rows that move, and all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.model import Formula
from tests.servers.wire import Wire

if TYPE_CHECKING:
    from tests.servers.api_errors import Json
    from tests.servers.human import Human
    from tests.servers.sheets import SheetsServer

ROWS: list[list[Any]] = [["ID", "Name", "Rate"], ["c-1", "Anna", 2.5], ["c-2", "Ben", 1], ["c-3", "Cem", 7]]


@pytest.fixture
def file_id(sheets_server: SheetsServer) -> str:
    return sheets_server.create("Mine", {"List": ROWS, "Other": [["x"]]})


@pytest.fixture
def wire(sheets_server: SheetsServer, file_id: str) -> Wire:
    return Wire(sheets_server, file_id)


@pytest.fixture
def human(sheets_server: SheetsServer, file_id: str) -> Human:
    return sheets_server.human(file_id)


def cells(*values: Json) -> Json:
    """RowData of these userEnteredValues; ``{}`` for an empty cell."""
    return {"values": [{"userEnteredValue": value} if value else {} for value in values]}


def write(row: int, column: int, *rows: Json, fields: str = "userEnteredValue") -> Json:
    """An updateCells request that starts at a cell."""
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": list(rows), "fields": fields}}


def rows_of(sheet: int, start: int, end: int, dimension: str = "ROWS") -> Json:
    """A DimensionRange."""
    return {"sheetId": sheet, "dimension": dimension, "startIndex": start, "endIndex": end}


@pytest.mark.parametrize(
    "value",
    [
        {"stringValue": "=1+2"},
        {"stringValue": "0042"},
        {"stringValue": "'x"},
        {"numberValue": 1.5},
        {"numberValue": 7},
        {"boolValue": False},
        {"formulaValue": "=A2&B2"},
    ],
)
def test_a_typed_value_comes_back_as_it_was_sent(wire: Wire, value: Json) -> None:
    """No parsing and no locale."""
    wire.batch(write(6, 0, cells(value)))

    assert wire.cells("List!A7") == [{"userEnteredValue": value}]


def test_an_error_value_is_told_from_its_text(wire: Wire, human: Human) -> None:
    """Also one that is still loading."""
    human.fill("List", [[Formula("=1/0"), "#DIV/0!", Formula("=1+1")]], first_row=8)
    human.show_error("List!C8", "LOADING", "Loading data")

    found = [cell["effectiveValue"] for cell in wire.cells("List!A8:C8", "effectiveValue")]

    assert found[0]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert found[1] == {"stringValue": "#DIV/0!"}
    assert found[2] == {"errorValue": {"type": "LOADING", "message": "Loading data"}}


def test_a_range_clears_what_its_rows_do_not_cover_a_start_does_not(wire: Wire, human: Human) -> None:
    """Documented for updateCells."""
    wire.batch(write(1, 1, cells({"stringValue": "x"})))
    assert human.table("List")[1] == ["c-1", "x", "2.5"]

    box = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 3}
    wire.batch({"updateCells": {"range": box, "rows": [cells({"stringValue": "y"})], "fields": "userEnteredValue"}})

    assert human.table("List")[1:] == [["c-1", "y"], ["c-2"], ["c-3", "Cem", "7"]]


def test_a_value_mask_keeps_format_and_note(wire: Wire, human: Human) -> None:
    """And a format mask keeps the value."""
    human.format("List!A2", "TEXT")
    human.note("List!A2", "keep")
    wire.batch(write(1, 0, cells({"stringValue": "new"})))
    date_format = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
    wire.batch(write(2, 2, {"values": [date_format]}, fields="userEnteredFormat.numberFormat"))

    assert (human.text("List!A2"), human.cell("List!A2").note) == ("new", "keep")
    assert human.cell("List!A2").format == {"numberFormat": {"type": "TEXT"}}
    assert human.text("List!C3") == "1899-12-31"


def test_a_batch_is_all_or_nothing_and_says_which_request_failed(wire: Wire, human: Human) -> None:
    """The good requests before the bad one leave no trace."""
    message = wire.refused(
        write(1, 1, cells({"stringValue": "x"})),
        {"addSheet": {"properties": {"title": "New"}}},
        {"deleteDimension": {"range": rows_of(99, 0, 1)}},
    )

    assert message == "Invalid requests[2].deleteDimension: No grid with id: 99"
    assert human.table("List") == [
        ["ID", "Name", "Rate"],
        ["c-1", "Anna", "2.5"],
        ["c-2", "Ben", "1"],
        ["c-3", "Cem", "7"],
    ]
    assert [sheet.title for sheet in human.book.sheets] == ["List", "Other"]


def test_the_answer_can_hold_the_state_after_the_write(wire: Wire) -> None:
    """One request writes and verifies; a mask on the address narrows it."""
    body = {
        "requests": [write(1, 1, cells({"stringValue": "x"}))],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["List!A2:C2"],
    }
    mask = "replies,updatedSpreadsheet(developerMetadata,sheets.data(startRow,rowData.values.userEnteredValue))"

    answer = wire.call("POST", f"{wire.path}:batchUpdate", body, fields=mask)

    row = [{"userEnteredValue": v} for v in ({"stringValue": "c-1"}, {"stringValue": "x"}, {"numberValue": 2.5})]
    assert answer == {
        "replies": [{}],
        "updatedSpreadsheet": {"sheets": [{"data": [{"startRow": 1, "rowData": [{"values": row}]}]}]},
    }


def test_rows_grow_shrink_and_take_formulas_names_and_merges_along(wire: Wire, human: Human) -> None:
    """Insert above: everything follows. Delete: what pointed there is lost."""
    human.put("List!D4", Formula("=C4*2"))
    human.put("Other!A1", Formula("=SUM(List!C2:C4)"))
    box = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 3}
    wire.batch({"addNamedRange": {"namedRange": {"name": "People", "range": box}}})

    wire.batch({"insertDimension": {"range": rows_of(0, 2, 4), "inheritFromBefore": True}})

    assert human.cell("List!D6").entered == Formula("=C6*2")
    assert human.cell("Other!A1").entered == Formula("=SUM(List!C2:C6)")
    assert wire.values("People", valueRenderOption="UNFORMATTED_VALUE")[-1] == ["c-3", "Cem", 7]

    wire.batch({"deleteDimension": {"range": rows_of(0, 5, 6)}}, {"deleteDimension": {"range": rows_of(0, 1, 5)}})

    assert human.text("Other!A1") == "#REF!"
    assert wire.get()["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 997
    assert "namedRanges" not in wire.get()


def test_moving_rows_counts_from_before_the_move(wire: Wire, human: Human) -> None:
    """Row 2 dragged below row 3."""
    wire.batch({"moveDimension": {"source": rows_of(0, 1, 2), "destinationIndex": 3}})

    assert [row[0] for row in human.table("List")] == ["ID", "c-2", "c-1", "c-3"]


def test_sorting_moves_cells_and_leaves_rows(wire: Wire, human: Human) -> None:
    """Numbers before text before truth, empty last; a row's metadata does not follow (assumed)."""
    location = {"dimensionRange": rows_of(0, 1, 2)}
    mark = {"metadataKey": "row", "visibility": "DOCUMENT", "location": location}
    wire.batch({"createDeveloperMetadata": {"developerMetadata": mark}})
    human.put("List!C3", "none")
    human.clear("List!C4")

    human.sort("List", "C", descending=True)

    assert [row[0] for row in human.table("List")] == ["ID", "c-2", "c-1", "c-3"]
    metadata = wire.get(fields="sheets.data.rowMetadata.developerMetadata(metadataKey,location)")
    rows = metadata["sheets"][0]["data"][0]["rowMetadata"]
    assert [index for index, row in enumerate(rows) if row] == [1]


def test_metadata_of_a_row_follows_it_and_dies_with_it(wire: Wire) -> None:
    """Documented: inserted above, it moves; the row deleted, it goes."""
    location = {"dimensionRange": rows_of(0, 2, 3)}
    mark = {
        "metadataId": 5,
        "metadataKey": "row",
        "metadataValue": "c-2",
        "visibility": "DOCUMENT",
        "location": location,
    }
    wire.batch({"createDeveloperMetadata": {"developerMetadata": mark}})
    wire.batch({"insertDimension": {"range": rows_of(0, 0, 2)}})

    found = wire.call("GET", f"{wire.path}/developerMetadata/5")
    assert found["location"]["dimensionRange"] == {"dimension": "ROWS", "startIndex": 4, "endIndex": 5}

    wire.batch({"deleteDimension": {"range": rows_of(0, 4, 5)}})
    assert wire.send("GET", f"{wire.path}/developerMetadata/5").status_code == 404


def test_an_operation_mark_is_written_changed_and_removed(wire: Wire) -> None:
    """Spreadsheet-level metadata in the same batch as the changes: there or not there with them."""
    mark = {"metadataKey": "op", "metadataValue": "1", "visibility": "PROJECT", "location": {"spreadsheet": True}}
    lookup = {"developerMetadataLookup": {"metadataKey": "op", "locationType": "SPREADSHEET"}}
    assert "No grid" in wire.refused(
        {"createDeveloperMetadata": {"developerMetadata": mark}}, {"deleteSheet": {"sheetId": 99}}
    )
    assert "developerMetadata" not in wire.get()

    wire.batch({"createDeveloperMetadata": {"developerMetadata": mark}})
    change = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": "2"}, "fields": "metadataValue"}
    replies = wire.batch({"updateDeveloperMetadata": change})["replies"]

    assert replies[0]["updateDeveloperMetadata"]["developerMetadata"][0]["metadataValue"] == "2"
    assert [entry["metadataValue"] for entry in wire.get(fields="developerMetadata")["developerMetadata"]] == ["2"]
    search = wire.call("POST", f"{wire.path}/developerMetadata:search", {"dataFilters": [lookup]})
    assert len(search["matchedDeveloperMetadata"]) == 1
    gone = wire.batch({"deleteDeveloperMetadata": {"dataFilter": lookup}})["replies"][0]["deleteDeveloperMetadata"]
    assert len(gone["deletedDeveloperMetadata"]) == 1
    assert wire.get(fields="developerMetadata") == {}


def test_a_duplicate_metadata_id_fails_the_batch_or_not(wire: Wire, sheets_server: SheetsServer) -> None:
    """Nobody knows which: a switch."""
    mark = {"metadataId": 9, "metadataKey": "lock", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
    wire.batch({"createDeveloperMetadata": {"developerMetadata": mark}})

    assert "already exists" in wire.refused({"createDeveloperMetadata": {"developerMetadata": mark}})

    sheets_server.service.store.quirks.duplicate_metadata_id_fails = False
    wire.batch({"createDeveloperMetadata": {"developerMetadata": mark}})
    assert len(wire.get(fields="developerMetadata")["developerMetadata"]) == 2


def test_cells_are_appended_below_everything_and_the_grid_grows(wire: Wire, human: Human) -> None:
    """Below a lone note far down, too."""
    grid = {"sheetId": 0, "gridProperties": {"rowCount": 6}}
    wire.batch({"updateSheetProperties": {"properties": grid, "fields": "gridProperties.rowCount"}})
    human.note("List!E6", "note")

    rows = [cells({"stringValue": "c-4"}), cells({"stringValue": "c-5"})]
    wire.batch({"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}})

    assert [row[:1] for row in human.table("List")][6:] == [["c-4"], ["c-5"]]
    wide = [cells(*[{"numberValue": 1}] * 27)]
    assert wire.refused({"appendCells": {"sheetId": 0, "rows": wide, "fields": "*"}}) == (
        "Invalid requests[0].appendCells: Attempting to write column: 26, beyond the last requested column of: 25"
    )


def test_a_table_names_its_columns_and_grows_at_its_end(wire: Wire, human: Human) -> None:
    """Also where something stands below it."""
    box = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 3}
    columns = [{"columnIndex": 2, "columnType": "DOUBLE"}]
    reply = wire.batch({"addTable": {"table": {"name": "People", "range": box, "columnProperties": columns}}})[
        "replies"
    ][0]
    table = reply["addTable"]["table"]
    human.put("List!A5", "Total")

    append = {"tableId": table["tableId"], "rows": [cells({"stringValue": "c-4"})], "fields": "userEnteredValue"}
    wire.batch({"appendCells": append})

    assert [column["columnName"] for column in table["columnProperties"]] == ["ID", "Name", "Rate"]
    assert [row[0] for row in human.table("List")] == ["ID", "c-1", "c-2", "c-3", "c-4", "Total"]
    assert wire.get()["sheets"][0]["tables"][0]["range"]["endRowIndex"] == 5


def test_a_filter_hides_rows_that_reads_still_give(wire: Wire) -> None:
    """Only the row's metadata tells."""
    spec = {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["Ben"]}}
    wire.batch({"setBasicFilter": {"filter": {"range": {"sheetId": 0, "endRowIndex": 4}, "filterSpecs": [spec]}}})

    data = wire.get(ranges="List!A1:A4", fields="sheets.data(rowData.values.formattedValue,rowMetadata.hiddenByFilter)")
    grid = data["sheets"][0]["data"][0]

    assert len(grid["rowData"]) == 4
    assert [row.get("hiddenByFilter", False) for row in grid["rowMetadata"]] == [False, False, True, False]


def test_a_copied_formula_moves_its_references(wire: Wire, human: Human) -> None:
    """copyPaste adjusts, cutPaste does not; repeatCell counts up."""
    human.put("List!D2", Formula("=C2*2"))
    one = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 3, "endColumnIndex": 4}
    wire.batch({"copyPaste": {"source": one, "destination": {**one, "startRowIndex": 2, "endRowIndex": 4}}})
    assert human.cell("List!D4").entered == Formula("=C4*2")

    wire.batch({"cutPaste": {"source": one, "destination": {"sheetId": 0, "rowIndex": 8, "columnIndex": 3}}})
    assert (human.cell("List!D9").entered, human.text("List!D2")) == (Formula("=C2*2"), "")

    cell = {"userEnteredValue": {"formulaValue": "=B2"}}
    wire.batch({"repeatCell": {"range": {**one, "endRowIndex": 4}, "cell": cell, "fields": "userEnteredValue"}})
    assert [row[3] for row in human.table("List")[1:4]] == ["Anna", "Ben", "Cem"]


@pytest.mark.parametrize(
    ("request_body", "message"),
    [
        ({"updateCells": {"start": {"sheetId": 0}, "rows": []}}, "At least one field must be listed in 'fields'."),
        ({"deleteSheet": {"sheetId": 99}}, "No grid with id: 99"),
        ({"addSheet": {"properties": {"title": "list"}}}, 'A sheet with the name "list" already exists.'),
        ({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 10**7}}, "the limit of 10000000 cells"),
        ({"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0}}}, "must be bounded"),
        ({"setBasicFilter": {"filter": {"range": {"sheetId": 0, "endRowIndex": 9999}}}}, "exceeds grid limits"),
        ({"addChart": {"chart": {}}}, "does not know this kind"),
        ({"updateCells": {"fields": "*", "rows": []}}, "either range or start"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_is_refused(wire: Wire, request_body: Json, message: str) -> None:
    """Each with its own words."""
    assert message in wire.refused(request_body)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            {"userEnteredValue": {"numberValue": "x"}},
            "Invalid value at 'requests[0].update_cells.rows[0].values[0].user_entered_value.number_value' "
            '(TYPE_DOUBLE), "x"',
        ),
        (
            {"userEnteredvalue": {}},
            'Invalid JSON payload received. Unknown name "userEnteredvalue" at '
            "'requests[0].update_cells.rows[0].values[0]': Cannot find field.",
        ),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused_with_its_path(wire: Wire, cell: Json, message: str) -> None:
    """Checked against Google's own description of the API."""
    body = {"requests": [write(0, 0, {"values": [cell]})]}

    assert wire.error("POST", f"{wire.path}:batchUpdate", body)["message"] == message


def test_a_mask_that_names_nothing_is_refused(wire: Wire) -> None:
    """A typing error in a mask cannot pass unseen."""
    error = wire.error("GET", wire.path, fields="sheets.data.rowdata")

    assert error["message"] == "Request contains an invalid argument."
    assert "sheets.data.rowdata" in error["details"][0]["fieldViolations"][0]["description"]


def test_checkboxes_are_truths_with_a_rule(wire: Wire, human: Human) -> None:
    """Unticked is FALSE, not empty."""
    human.checkbox("List!D2:D3")

    found = wire.cells("List!D2", "userEnteredValue,dataValidation")

    assert found[0]["userEnteredValue"] == {"boolValue": False}
    assert found[0]["dataValidation"]["condition"] == {"type": "BOOLEAN"}


def test_the_mask_of_a_full_read_gives_all_a_sync_needs(wire: Wire, human: Human) -> None:
    """The one request that reads everything, as the facts spell it."""
    human.protect("List!A:A")
    mask = (
        "spreadsheetId,properties(title,locale,timeZone),namedRanges,developerMetadata,sheets(properties,merges,"
        "protectedRanges,basicFilter,tables,developerMetadata,data(startRow,startColumn,rowMetadata(hiddenByUser,"
        "hiddenByFilter,developerMetadata),rowData.values(userEnteredValue,effectiveValue,formattedValue,"
        "userEnteredFormat.numberFormat,dataValidation)))"
    )

    answer = wire.get(fields=mask)

    sheet: dict[str, Any] = answer["sheets"][0]
    assert answer["properties"] == {"title": "Mine", "locale": "en_US", "timeZone": "Etc/GMT"}
    assert sheet["protectedRanges"][0]["requestingUserCanEdit"] is True
    assert sheet["data"][0]["rowData"][1]["values"][2] == {
        "userEnteredValue": {"numberValue": 2.5},
        "effectiveValue": {"numberValue": 2.5},
        "formattedValue": "2.5",
    }
    assert len(sheet["data"][0]["rowMetadata"]) == 1000


def test_a_spreadsheet_is_created_with_its_sheets(wire: Wire) -> None:
    """Properties and first rows in one call."""
    sheet = {"properties": {"title": "Contacts"}, "data": [{"rowData": [cells({"stringValue": "ID"})]}]}
    made = wire.call("POST", "/v4/spreadsheets", {"properties": {"title": "New", "locale": "de_DE"}, "sheets": [sheet]})

    assert made["properties"]["locale"] == "de_DE"
    assert [each["properties"]["title"] for each in made["sheets"]] == ["Contacts"]
    assert wire.server.human(made["spreadsheetId"]).table("Contacts") == [["ID"]]


def test_what_nobody_knows_can_be_tried_both_ways(wire: Wire, human: Human, sheets_server: SheetsServer) -> None:
    """Numbers in plain-text cells, and strict rules."""
    human.format("List!A2", "TEXT")
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "yes"}]}, "strict": True}
    box = {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}
    wire.batch({"setDataValidation": {"range": box, "rule": rule}})
    number, outside = write(1, 0, cells({"numberValue": 5})), write(2, 1, cells({"stringValue": "no"}))
    wire.batch(number, outside)
    assert human.entered_json("List!A2") == {"numberValue": 5}

    quirks = sheets_server.service.store.quirks
    quirks.text_cells_keep_numbers, quirks.strict_validation_refuses = False, True

    assert "violates the data validation rules" in wire.refused(outside)
    wire.batch(number)
    assert human.entered_json("List!A2") == {"stringValue": "5"}


def test_dates_of_today_follow_the_time_zone_of_the_sheet(sheets_server: SheetsServer) -> None:
    """Kiritimati is a day ahead of Pago Pago, always."""
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        human = sheets_server.human(sheets_server.create("Far", {"List": [[Formula("=TODAY()")]]}, time_zone=zone))
        days.append(human.value("List!A1"))

    assert isinstance(days[0], int)
    assert isinstance(days[1], int)
    assert days[0] - days[1] == 1


def test_a_german_sheet_shows_and_reads_german(sheets_server: SheetsServer) -> None:
    """By the spreadsheet's locale, whatever the client's is; typed values go past it."""
    wire = Wire(sheets_server, sheets_server.create("Mine", {"List": []}, locale="de_DE"))

    wire.update("List!A1:C1", [["1,5", "24.11.2026", "1.5"]], "USER_ENTERED")

    assert wire.values("List!A1:C1") == [["1,5", "24.11.2026", "01.05." + str(datetime.now(UTC).year)]]
    wire.batch(write(0, 0, cells({"numberValue": 2.5})))
    assert wire.values("List!A1") == [["2,5"]]
