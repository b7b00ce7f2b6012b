"""Real gspread and real google-auth against the emulator, over HTTP; nothing leaves loopback."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import google.auth.exceptions
import google.oauth2.service_account
import gspread
import pytest
import requests
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import InstalledAppFlow
from gspread.http_client import HTTPClient

from tests.conftest import ROOT
from tests.servers.routes import DRIVE, SPREADSHEETS

if TYPE_CHECKING:
    from tests.servers.sheets import SheetsServer


class NearbyCredentials(google.oauth2.service_account.Credentials):
    """A service account that does not ask Google, behind our back, where its requests may go."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


def client_class(url: str) -> type[HTTPClient]:
    """gspread's client with another address: its own are fixed."""

    class NearbyClient(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, url)
            return super().request(method, endpoint, *args, **options)

    return NearbyClient


@pytest.fixture
def client(sheets_server: SheetsServer, loopback_only: list[str]) -> gspread.Client:
    """A service account that may use Sheets and Drive."""
    info = sheets_server.service_account()
    scopes = [SPREADSHEETS, DRIVE]
    credentials = NearbyCredentials.from_service_account_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
    return gspread.Client(credentials, http_client=client_class(sheets_server.url))


@pytest.fixture
def file_id(sheets_server: SheetsServer) -> str:
    made = sheets_server.create("Mine", {"List": [["ID", "Name"], ["c-1", "Anna"]]})
    sheets_server.share(made, "robot@project.iam.gserviceaccount.com")
    return made


def test_gspread_opens_reads_and_writes(
    sheets_server: SheetsServer, client: gspread.Client, file_id: str, loopback_only: list[str]
) -> None:
    """open_by_key, worksheet, get, update, batch_update, find."""
    book = client.open_by_key(file_id)
    sheet = book.worksheet("List")
    assert sheet.get_all_records() == [{"ID": "c-1", "Name": "Anna"}]

    sheet.update([["c-2", "=1+1"]], "A3", raw=False)
    book.batch_update({"requests": [{"insertDimension": {"range": {
        "sheetId": sheet.id, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}}]})  # fmt: skip

    found = sheet.find("c-2")
    assert found is not None
    assert (found.row, sheet.get("A4:B4")) == (4, [["c-2", "2"]])
    assert sheets_server.counted("oauth.token") == 1
    assert loopback_only == []


def test_an_expired_token_in_mid_run_is_renewed_by_itself(
    sheets_server: SheetsServer, client: gspread.Client, file_id: str
) -> None:
    """google-auth refreshes on a 401 and sends the request again."""
    sheet = client.open_by_key(file_id).worksheet("List")
    sheets_server.expire_tokens()

    sheet.update([["Ben"]], "B2")

    assert sheets_server.human(file_id).text("List!B2") == "Ben"
    assert sheets_server.counted("oauth.token") == 2


def test_gspread_knows_the_errors(sheets_server: SheetsServer, client: gspread.Client) -> None:
    """Not shared, not there, and an .xlsx."""
    with pytest.raises(PermissionError):
        client.open_by_key(sheets_server.create("Private"))
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key("nothing-here")
    with pytest.raises(gspread.exceptions.APIError, match="not supported for this document"):
        client.open_by_key(sheets_server.create_xlsx(owner="robot@project.iam.gserviceaccount.com"))


def test_a_persons_credentials_refresh(sheets_server: SheetsServer, file_id: str, loopback_only: list[str]) -> None:
    """Refresh token in, access token out; a dead one raises what the tool must explain."""
    info = sheets_server.authorized_user()
    made = Credentials.from_authorized_user_info(info, [SPREADSHEETS])  # type: ignore[no-untyped-call]
    person = gspread.Client(made.with_token_uri(sheets_server.token_uri), http_client=client_class(sheets_server.url))
    assert person.open_by_key(file_id).title == "Mine"

    sheets_server.expire_tokens()
    sheets_server.revoke_refresh_tokens()
    with pytest.raises(google.auth.exceptions.RefreshError, match="expired or revoked"):
        person.open_by_key(file_id)
    assert loopback_only == []


def test_a_spreadsheet_is_created_copied_and_found_through_drive(client: gspread.Client) -> None:
    """Where the scope allows it; metadata goes along with a copy."""
    made = client.create("Mine")
    made.sheet1.update([["x"]], "A1")

    copy = client.copy(made.id, "Theirs")

    assert client.open("Theirs").sheet1.get("A1") == [["x"]]
    assert copy.id != made.id
    client.del_spreadsheet(made.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Mine")


def test_a_desktop_sign_in_runs_through(sheets_server: SheetsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real flow of google-auth-oauthlib: consent page, code, PKCE, tokens."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # loopback has no certificate
    flow = InstalledAppFlow.from_client_config(sheets_server.client_file(), [SPREADSHEETS])
    flow.redirect_uri = "http://localhost:1/"
    address, _ = flow.authorization_url(access_type="offline")

    page = requests.get(address, allow_redirects=False, timeout=10)
    flow.fetch_token(authorization_response=page.headers["Location"])

    assert flow.credentials.refresh_token in sheets_server.service.oauth.refresh_tokens
    assert flow.credentials.token in sheets_server.service.oauth.grants


def test_the_module_starts_a_server() -> None:
    """``python -m tests.servers.sheets``, for trying things by hand and for the replay tool."""
    command = [sys.executable, "-m", "tests.servers.sheets", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        words = server.stdout.readline().split()
        url, token = words[3].rstrip(","), words[5]
        made = requests.post(
            f"{url}/v4/spreadsheets", json={}, headers={"Authorization": f"Bearer {token}"}, timeout=10
        )
        server.terminate()

    assert made.json()["properties"]["title"] == "Untitled spreadsheet"
