"""Tokens, permissions, protected ranges and quotas: who may do what, and the words for no."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import google.auth.jwt
import pytest
import requests
from google.auth.crypt import RSASigner

from tests.servers.routes import DRIVE, SPREADSHEETS
from tests.servers.sheets import OWNER
from tests.servers.wire import Wire

if TYPE_CHECKING:
    from tests.servers.sheets import SheetsServer

GUEST = "guest@example.com"


@pytest.fixture
def file_id(sheets_server: SheetsServer) -> str:
    return sheets_server.create("Mine", {"List": [["ID", "Name"], ["c-1", "Anna"]]})


def signed(info: dict[str, Any], **changes: Any) -> str:
    """A service account's JWT."""
    now = int(time.time())
    claims = {
        "iss": info["client_email"],
        "scope": SPREADSHEETS,
        "aud": info["token_uri"],
        "iat": now,
        "exp": now + 3600,
    }
    signer = RSASigner.from_service_account_info(info)  # type: ignore[no-untyped-call]
    token: bytes = google.auth.jwt.encode(signer, claims | changes)  # type: ignore[no-untyped-call]
    return token.decode()


def asked(server: SheetsServer, **form: str) -> tuple[int, dict[str, Any]]:
    """The token endpoint's answer."""
    response = requests.post(server.token_uri, data=form, timeout=10)
    return response.status_code, response.json()


JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def test_a_service_account_trades_a_signed_jwt_for_a_token(sheets_server: SheetsServer, file_id: str) -> None:
    """The token works where the sheet is shared, and says so where it is not."""
    info = sheets_server.service_account()
    status, answer = asked(sheets_server, grant_type=JWT, assertion=signed(info))
    assert (status, answer["token_type"], answer["expires_in"]) == (200, "Bearer", 3599)
    wire = Wire(sheets_server, file_id)
    wire.session.headers["Authorization"] = f"Bearer {answer['access_token']}"

    assert wire.error("GET", wire.path)["status"] == "PERMISSION_DENIED"
    sheets_server.share(file_id, info["client_email"])
    assert wire.values("List!A2") == [["c-1"]]


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({"iat": 1, "exp": 3601}, "reasonable timeframe"),
        ({"iss": "nobody@project.iam.gserviceaccount.com"}, "account not found"),
    ],
)
def test_a_jwt_that_is_not_good_is_refused(
    sheets_server: SheetsServer, changes: dict[str, Any], description: str
) -> None:
    """A clock that is off, an account that is gone."""
    status, answer = asked(sheets_server, grant_type=JWT, assertion=signed(sheets_server.service_account(), **changes))

    assert (status, answer["error"]) == (400, "invalid_grant")
    assert description in answer["error_description"]


def test_a_forged_signature_is_refused(sheets_server: SheetsServer) -> None:
    """The check is real."""
    head, claims, _ = signed(sheets_server.service_account()).split(".")

    assert asked(sheets_server, grant_type=JWT, assertion=f"{head}.{claims}.{'A' * 342}")[1] == {
        "error": "invalid_grant",
        "error_description": "Invalid JWT Signature.",
    }


def test_a_person_signs_in_and_the_weekly_death_is_told(sheets_server: SheetsServer) -> None:
    """Consent, code with PKCE, refresh, and the refresh token that died."""
    client = sheets_server.client_file()["installed"]
    common = {"client_id": client["client_id"], "client_secret": client["client_secret"]}
    query = {
        "client_id": client["client_id"], "redirect_uri": "http://localhost:1/", "state": "s", "scope": SPREADSHEETS,
        "response_type": "code", "code_challenge": "iMnq5o6zALKXGivsnlom_0F5_WYda32GHkxlV7mq7hQ",
    }  # fmt: skip
    page = requests.get(sheets_server.auth_uri, params=query, allow_redirects=False, timeout=10)
    target = urlsplit(page.headers["Location"])
    code = dict(pair.split("=", 1) for pair in target.query.split("&"))["code"]
    trade = {"grant_type": "authorization_code", "code": code, "redirect_uri": "http://localhost:1/"}

    status, answer = asked(sheets_server, **common, **trade, code_verifier="verifier")
    assert (status, answer["scope"]) == (200, SPREADSHEETS)
    assert asked(sheets_server, **common, **trade, code_verifier="verifier")[1]["error"] == "invalid_grant"

    refresh = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
    assert asked(sheets_server, **common, **refresh)[0] == 200
    sheets_server.revoke_refresh_tokens()
    assert asked(sheets_server, **common, **refresh)[1]["error_description"] == "Token has been expired or revoked."
    assert asked(sheets_server, client_id="x", client_secret="y", **refresh)[0] == 401


def test_a_person_who_says_no_is_sent_back_without_a_code(sheets_server: SheetsServer) -> None:
    """access_denied."""
    client = sheets_server.client_file()["installed"]
    sheets_server.service.oauth.refuses_consent = True
    query = {"client_id": client["client_id"], "redirect_uri": "http://localhost:1/", "state": "s"}

    page = requests.get(sheets_server.auth_uri, params=query, allow_redirects=False, timeout=10)

    assert page.headers["Location"] == "http://localhost:1/?error=access_denied&state=s"


def test_an_expired_an_unknown_and_no_token_are_401(sheets_server: SheetsServer, file_id: str) -> None:
    """With the words people paste into search engines."""
    wire = Wire(sheets_server, file_id)
    sheets_server.service.store.clock.advance(3600)
    expired = wire.error("GET", wire.path)
    wire.session.headers["Authorization"] = "Bearer nonsense"
    unknown = wire.error("GET", wire.path)
    del wire.session.headers["Authorization"]

    assert expired == unknown == wire.error("GET", wire.path)
    assert expired["status"] == "UNAUTHENTICATED"
    assert expired["message"].startswith("Request had invalid authentication credentials.")


def test_a_scope_opens_only_its_service(sheets_server: SheetsServer, file_id: str) -> None:
    """spreadsheets is not enough for Drive, readonly not for writing."""
    wire = Wire(sheets_server, file_id)
    assert (
        wire.error("GET", f"/drive/v3/files/{file_id}")["message"] == "Request had insufficient authentication scopes."
    )

    wire.session.headers["Authorization"] = f"Bearer {sheets_server.token(scopes=[SPREADSHEETS + '.readonly'])}"
    assert wire.values("List!A2") == [["c-1"]]
    error = wire.error("POST", f"{wire.path}:batchUpdate", {"requests": []})
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"

    wire.session.headers["Authorization"] = f"Bearer {sheets_server.token(scopes=[DRIVE])}"
    assert wire.send("GET", f"/drive/v3/files/{file_id}").json()["name"] == "Mine"


def test_roles_decide_who_reads_and_who_writes(sheets_server: SheetsServer, file_id: str) -> None:
    """Nobody, reader, writer; and a file that is not there."""
    wire = Wire(sheets_server, file_id, GUEST)
    body = {"requests": [{"updateSpreadsheetProperties": {"properties": {"title": "T"}, "fields": "title"}}]}
    assert wire.error("GET", wire.path)["message"] == "The caller does not have permission"

    sheets_server.share(file_id, GUEST, "reader")
    assert wire.values("List!A2") == [["c-1"]]
    assert wire.error("POST", f"{wire.path}:batchUpdate", body)["code"] == 403

    sheets_server.share(file_id, GUEST, "writer")
    assert wire.send("POST", f"{wire.path}:batchUpdate", body).status_code == 200
    assert wire.error("GET", "/v4/spreadsheets/nothing-here")["message"] == "Requested entity was not found."


def test_an_excel_file_in_drive_and_an_api_switched_off_say_so(sheets_server: SheetsServer) -> None:
    """Two stumbling blocks of the first hour."""
    wire = Wire(sheets_server, sheets_server.create_xlsx())
    assert wire.error("GET", wire.path) == {
        "code": 400, "message": "This operation is not supported for this document", "status": "FAILED_PRECONDITION",
    }  # fmt: skip

    sheets_server.service.disabled.add("sheets")
    assert wire.error("GET", wire.path)["details"][0]["reason"] == "SERVICE_DISABLED"


def test_one_protected_cell_fails_the_whole_batch(sheets_server: SheetsServer, file_id: str) -> None:
    """For a guest; the owner and the named editors may, and a warning stops nobody."""
    sheets_server.share(file_id, GUEST)
    human, wire = sheets_server.human(file_id), Wire(sheets_server, file_id, GUEST)
    human.protect("List!A:A", "editor@example.com")

    def write(column: int) -> dict[str, Any]:
        value = {"values": [{"userEnteredValue": {"stringValue": "x"}}]}
        start = {"sheetId": 0, "rowIndex": 1, "columnIndex": column}
        return {"updateCells": {"start": start, "rows": [value], "fields": "userEnteredValue"}}

    assert wire.refused(write(1), write(0)) == (
        "Invalid requests[1].updateCells: You are trying to edit a protected cell or object. "
        "Please contact the spreadsheet owner to remove protection if you need to edit."
    )
    assert human.table("List")[1] == ["c-1", "Anna"]
    protected = wire.get(fields="sheets.protectedRanges")["sheets"][0]["protectedRanges"][0]
    assert "requestingUserCanEdit" not in protected
    assert "editors" not in protected

    wire.batch(write(1))
    Wire(sheets_server, file_id, OWNER).batch(write(0))
    assert human.table("List")[1] == ["x", "x"]


def test_a_sheet_can_be_protected_but_for_some_cells(sheets_server: SheetsServer, file_id: str) -> None:
    """unprotectedRanges; and deleting a protected row is an edit, too."""
    sheets_server.share(file_id, GUEST)
    human, wire = sheets_server.human(file_id), Wire(sheets_server, file_id, GUEST)
    free = {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}
    human.batch([{"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "unprotectedRanges": [free]}}}])

    wire.update("List!B2", [["Ben"]])

    assert wire.error("PUT", f"{wire.path}/values/List!A2", {"values": [["x"]]}, valueInputOption="RAW")["code"] == 400
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    assert "protected" in wire.refused({"deleteDimension": {"range": span}})


def test_the_minutes_requests_run_out_and_come_back(sheets_server: SheetsServer, file_id: str) -> None:
    """Reads and writes apart; after a minute all is well."""
    sheets_server.service.quota.reads = 2
    wire = Wire(sheets_server, file_id)
    wire.get()
    wire.get()

    error = wire.error("GET", wire.path)
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert "'Read requests per minute per user'" in error["message"]
    wire.update("List!B2", [["Ben"]])

    sheets_server.service.store.clock.advance(61)
    assert wire.values("List!B2") == [["Ben"]]
