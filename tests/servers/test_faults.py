"""What goes wrong on demand, and a person who edits in between."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import requests

from tests.servers import faults
from tests.servers.sheets import SheetsServer
from tests.servers.wire import Wire

if TYPE_CHECKING:
    from tests.servers.faults import Fault


@pytest.fixture
def file_id(sheets_server: SheetsServer) -> str:
    return sheets_server.create("Mine", {"List": [["ID", "Name"], ["c-1", "Anna"], ["c-2", "Ben"]]})


@pytest.fixture
def wire(sheets_server: SheetsServer, file_id: str) -> Wire:
    return Wire(sheets_server, file_id)


WRITE = {
    "requests": [
        {
            "updateCells": {
                "start": {"sheetId": 0, "rowIndex": 1, "columnIndex": 1},
                "rows": [{"values": [{"userEnteredValue": {"stringValue": "written"}}]}],
                "fields": "userEnteredValue",
            }
        }
    ]
}


@pytest.mark.parametrize(
    ("fault", "status", "applied"),
    [
        (faults.unauthenticated(), 401, False),
        (faults.forbidden(), 403, False),
        (faults.not_found(), 404, False),
        (faults.request_timeout(), 408, False),
        (faults.request_timeout(applied=True), 408, True),
        (faults.too_many_requests(), 429, False),
        (faults.internal(), 500, False),
        (faults.internal(applied=True), 500, True),
        (faults.bad_gateway(), 502, False),
        (faults.bad_gateway(applied=True), 502, True),
        (faults.unavailable(), 503, False),
        (faults.unavailable(applied=True), 503, True),
    ],
)
def test_a_bad_answer_comes_before_or_after_the_write(
    sheets_server: SheetsServer, wire: Wire, file_id: str, fault: Fault, status: int, applied: bool
) -> None:
    """Once, for the request it was meant for; then all is well again."""
    sheets_server.fail(fault, on="write")
    wire.get()

    response = wire.send("POST", f"{wire.path}:batchUpdate", WRITE)

    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html" if status == 502 else "application/json")
    assert sheets_server.human(file_id).text("List!B2") == ("written" if applied else "Anna")
    assert sheets_server.waiting == 0
    wire.call("POST", f"{wire.path}:batchUpdate", WRITE)


def test_retry_after_is_sent_only_where_asked_for(sheets_server: SheetsServer, wire: Wire) -> None:
    """Google usually sends none."""
    sheets_server.fail(faults.too_many_requests(7))
    sheets_server.fail(faults.too_many_requests(), nth=2)

    assert wire.send("GET", wire.path).headers["Retry-After"] == "7"
    assert "Retry-After" not in wire.send("GET", wire.path).headers


@pytest.mark.parametrize(
    ("fault", "applied"),
    [
        (faults.cut(), False),
        (faults.cut(applied=True), True),
        (faults.cut(after_bytes=20), True),
        (faults.hang(0.2), False),
        (faults.hang(0.2, applied=True), True),
    ],
)
def test_a_connection_breaks_before_or_after_the_write(
    sheets_server: SheetsServer, wire: Wire, file_id: str, fault: Fault, applied: bool
) -> None:
    """No answer, half an answer, or silence."""
    sheets_server.fail(fault, on="spreadsheets.batchUpdate")

    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        wire.send("POST", f"{wire.path}:batchUpdate", WRITE)

    assert sheets_server.human(file_id).text("List!B2") == ("written" if applied else "Anna")
    assert sheets_server.requests[-1].status == 0
    wire.call("POST", f"{wire.path}:batchUpdate", WRITE)


def test_a_hanging_request_neither_blocks_others_nor_the_end() -> None:
    """Another client is served meanwhile, and the server stops at once."""
    server = SheetsServer().start()
    file_id = server.create("Mine", {"List": [["c-1"]]})
    wire = Wire(server, file_id)
    server.fail(faults.hang(60))
    with pytest.raises(requests.Timeout):
        wire.session.get(server.url + wire.path, timeout=0.1)

    assert Wire(server, file_id).values("List!A1") == [["c-1"]]
    started = time.monotonic()
    server.stop()
    assert time.monotonic() - started < 2


def test_a_fault_waits_for_its_turn(sheets_server: SheetsServer, wire: Wire) -> None:
    """The second and third read, chosen by a function."""
    sheets_server.fail(faults.internal(), on=lambda seen: seen.kind == "values.get", nth=2, times=2)
    found = []
    for _ in range(4):
        wire.get()
        found.append(wire.send("GET", f"{wire.path}/values/List").status_code)

    assert found == [200, 500, 500, 200]


def test_a_person_edits_just_before_a_write(sheets_server: SheetsServer, wire: Wire, file_id: str) -> None:
    """A row inserted above makes the write hit another row: what a client must notice."""
    human = sheets_server.human(file_id)
    sheets_server.before("write", lambda: human.insert_rows("List", before=2))

    wire.call("POST", f"{wire.path}:batchUpdate", WRITE)

    assert human.table("List") == [["ID", "Name"], ["", "written"], ["c-1", "Anna"], ["c-2", "Ben"]]


def test_a_person_edits_just_after_a_write(sheets_server: SheetsServer, wire: Wire, file_id: str) -> None:
    """The answer still shows the state the write left."""
    human = sheets_server.human(file_id)
    sheets_server.after("write", lambda: human.sort("List", "A", descending=True))
    sheets_server.after("write", lambda: human.type("List!B2", "typed"))
    body = {
        **WRITE,
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["List!A1:B3"],
        "responseIncludeGridData": True,
    }

    answer = wire.call("POST", f"{wire.path}:batchUpdate", body)

    row = answer["updatedSpreadsheet"]["sheets"][0]["data"][0]["rowData"][1]["values"]
    assert [cell["formattedValue"] for cell in row] == ["c-1", "written"]
    assert human.table("List") == [["ID", "Name"], ["c-2", "typed"], ["c-1", "written"]]


def test_a_person_does_what_people_do(sheets_server: SheetsServer, file_id: str) -> None:
    """Copy, move, hide, delete, rename."""
    human = sheets_server.human(file_id)
    human.copy_row("List", 2, to=4)
    human.move_row("List", 3, before=2)
    human.delete_rows("List", 4)
    human.hide_rows("List", 2)
    human.insert_columns("List", before="B")
    human.delete_columns("List", "A")
    human.rename_sheet("List", "People")
    human.add_sheet("More", [[1.0, True, "x"]])

    assert human.table("People") == [["", "Name"], ["", "Ben"], ["", "Anna"]]
    assert human.sheet("People").rows[1].hidden_by_user
    assert human.table("More") == [["1", "TRUE", "x"]]


def test_requests_and_bytes_are_counted(sheets_server: SheetsServer, wire: Wire) -> None:
    """What a benchmark prints."""
    body = wire.send("GET", wire.path).content
    wire.call("POST", f"{wire.path}:batchUpdate", WRITE)

    assert (sheets_server.counted(), sheets_server.counted("spreadsheets.get"), sheets_server.counted("values")) == (
        2,
        1,
        0,
    )
    assert sheets_server.bytes_moved[1] > len(body)
    assert [(seen.kind, seen.status) for seen in sheets_server.requests] == [
        ("spreadsheets.get", 200),
        ("spreadsheets.batchUpdate", 200),
    ]
    sheets_server.forget_requests()
    assert sheets_server.requests == []


def test_an_address_google_does_not_know_is_a_page(wire: Wire) -> None:
    """HTML, as from the front end."""
    response = wire.send("GET", "/v5/nothing")

    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/html")
