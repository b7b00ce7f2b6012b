"""Signing in: whose credentials are used, where they are kept, what is said when they are no good."""

from __future__ import annotations

import json
import re
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.errors import GoogleUnreachable, WrongUsage
from sheet_sync.google import auth
from sheet_sync.google.links import api_address, is_google, spreadsheet_id
from sheet_sync.google.place import config_folder
from sheet_sync.google.replica import GoogleReplica
from tests.google.conftest import ROBOT

if TYPE_CHECKING:
    from tests.servers.sheets import SheetsServer


def run(*args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, list(args), catch_exceptions=False)
    assert result.exit_code == code, (result.stdout, result.stderr)
    return result


@pytest.fixture
def near(sheets_server: SheetsServer, loopback_only: list[str], monkeypatch: pytest.MonkeyPatch) -> SheetsServer:
    """The emulator, nobody signed in."""
    monkeypatch.setenv("SHEET_SYNC_GOOGLE_API", sheets_server.url)
    return sheets_server


def saved(folder: Path, content: Any, name: str = "file.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), "utf-8")
    return path


def shared_with(server: SheetsServer, user: str) -> str:
    file_id = server.create("Mine", {"Contacts": [["Name"], ["Dana Reyes"]]})
    server.share(file_id, user)
    return file_id


# --- the robot ---


def test_a_service_account_is_kept_and_used(near: SheetsServer, tmp_path: Path) -> None:
    said = run("auth", "service-account", str(saved(tmp_path, near.service_account(ROBOT))))

    assert f"Signed in as {ROBOT}." in said.stdout
    assert "press Share and add that address as an Editor" in said.stdout
    assert GoogleReplica(shared_with(near, ROBOT), auth.open_client()).read().grids
    assert f"the service account {ROBOT}" in run("auth", "status").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guards the user's folders by itself")
def test_what_is_kept_is_for_nobody_elses_eyes(near: SheetsServer, tmp_path: Path) -> None:
    run("auth", "service-account", str(saved(tmp_path, near.service_account(ROBOT))))
    GoogleReplica(shared_with(near, ROBOT), auth.open_client()).read()
    files = sorted(config_folder().iterdir())

    assert [path.name for path in files] == ["credentials.json", "tokens.json"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_logging_out_forgets_key_and_token(near: SheetsServer, tmp_path: Path) -> None:
    run("auth", "service-account", str(saved(tmp_path, near.service_account(ROBOT))))
    GoogleReplica(shared_with(near, ROBOT), auth.open_client()).read()
    run("auth", "logout")

    assert list(config_folder().iterdir()) == []
    assert "Nobody was signed in" in run("auth", "logout").stdout
    assert "not signed in" in run("auth", "status", code=4).stderr


def test_the_variable_comes_before_what_is_kept(
    near: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("auth", "service-account", str(saved(tmp_path, near.service_account(ROBOT))))
    other = "other@project.iam.gserviceaccount.com"
    monkeypatch.setenv("SHEET_SYNC_CREDENTIALS", str(saved(tmp_path, near.service_account(other), "other.json")))

    assert auth.open_client().who.email == other


def test_googles_default_for_programs_is_the_last_resort(
    near: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(saved(tmp_path, near.service_account(ROBOT))))

    assert auth.open_client().who.email == ROBOT
    assert GoogleReplica(shared_with(near, ROBOT), auth.open_client()).read().grids


# --- a person ---


class Browser:
    """Opens what it is given, as a person who says yes would."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    def open(self, url: str, *_: Any, **__: Any) -> bool:
        threading.Thread(target=self._visit, args=(url,), daemon=True).start()
        return True

    def _visit(self, url: str) -> None:
        consent = requests.get(url, allow_redirects=False, timeout=10)
        self.pages.append(requests.get(consent.headers["Location"], timeout=10).text)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    import webbrowser

    made = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda *_: made)
    return made


def test_a_person_signs_in_in_the_browser(near: SheetsServer, browser: Browser, tmp_path: Path) -> None:
    said = run("auth", "login", str(saved(tmp_path, near.client_file())))

    assert "You are signed in to Google." in said.stdout
    assert GoogleReplica(shared_with(near, near.service.oauth.person), auth.open_client()).read().grids
    assert "yourself" in run("auth", "status").stdout
    scopes = {scope for seen in near.requests for scope in seen.query.get("scope", ())}
    assert scopes == {"https://www.googleapis.com/auth/spreadsheets"}


def test_signing_in_again_needs_no_file(near: SheetsServer, browser: Browser, tmp_path: Path) -> None:
    run("auth", "login", str(saved(tmp_path, near.client_file())))
    near.revoke_refresh_tokens()
    run("auth", "login")

    assert GoogleReplica(shared_with(near, near.service.oauth.person), auth.open_client()).read().grids


def test_without_a_browser_the_address_is_printed(
    near: SheetsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    browser = Browser()

    def say(text: str, *_: object, **__: object) -> None:
        seen.append(str(text))
        if found := re.search(r"http://\S+", str(text)):
            browser.open(found[0])

    monkeypatch.setattr("builtins.print", say)
    auth.log_in(saved(tmp_path, near.client_file()), opens_browser=False, say=seen.append)

    assert "Open the address below in a browser on this computer" in seen[0]
    assert near.auth_uri in seen[1]


def test_saying_no_is_told(near: SheetsServer, browser: Browser, tmp_path: Path) -> None:
    near.service.oauth.refuses_consent = True
    said = run("auth", "login", str(saved(tmp_path, near.client_file())), code=4)

    assert "Google was told not to allow the access" in said.stderr
    assert not config_folder().exists()


def test_a_sign_in_that_died_after_a_week_names_the_cure(near: SheetsServer, browser: Browser, tmp_path: Path) -> None:
    run("auth", "login", str(saved(tmp_path, near.client_file())))
    near.expire_tokens()
    near.revoke_refresh_tokens()
    file_id = shared_with(near, near.service.oauth.person)
    with pytest.raises(GoogleUnreachable) as caught:
        GoogleReplica(file_id, auth.open_client()).read()

    assert str(caught.value) == (
        "Your sign-in to Google has expired or was taken back. Run: sheet-sync auth login. If that happens every week, "
        "your project is still in testing: docs/google.md shows how to publish it."
    )


def test_an_authorized_user_file_works_where_it_is_named(
    near: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEET_SYNC_CREDENTIALS", str(saved(tmp_path, near.authorized_user())))

    assert GoogleReplica(shared_with(near, "owner@example.com"), auth.open_client()).read().grids


# --- files and addresses that make no sense ---

BAD_FILES: dict[str, tuple[Callable[[SheetsServer], Any], str]] = {
    "a client file": (lambda server: server.client_file(), "auth login"),
    "an empty object": (lambda server: {}, "holds no credentials for Google"),
    "a list": (lambda server: [1], "is not a file from the Cloud console"),
    "a key cut short": (lambda server: {**server.service_account(), "private_key": ""}, "private_key is missing"),
    "a damaged key": (lambda server: {**server.service_account(), "private_key": "no key"}, "damaged"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_key_says_what_it_is(near: SheetsServer, tmp_path: Path, name: str) -> None:
    make, words = BAD_FILES[name]
    said = run("auth", "service-account", str(saved(tmp_path, make(near))), code=2)

    assert words in said.stderr
    assert "Traceback" not in said.stderr


def test_a_key_given_for_a_client_file_is_told_so(near: SheetsServer, tmp_path: Path) -> None:
    said = run("auth", "login", str(saved(tmp_path, near.service_account())), code=2)

    assert "sheet-sync auth service-account" in said.stderr


def test_login_without_a_file_says_which_is_needed(near: SheetsServer) -> None:
    assert "docs/google.md" in run("auth", "login", code=2).stderr


def test_a_file_that_is_not_there(near: SheetsServer) -> None:
    assert "cannot be read" in run("auth", "service-account", "nowhere.json", code=2).stderr


@pytest.mark.parametrize("address", ["https://evil.example", "http://127.0.0.1@evil.example", "ftp://127.0.0.1", "x"])
def test_only_this_computer_may_stand_in_for_google(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEET_SYNC_GOOGLE_API", address)
    with pytest.raises(WrongUsage, match="is not this computer"):
        api_address()


ID = "1wafr7-u42Fjahs5LdTGjjGu5PDHHIUrQdMftdK7Z9Z2"


@pytest.mark.parametrize(
    "link",
    [
        ID,
        f"https://docs.google.com/spreadsheets/d/{ID}/edit",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?usp=sharing#gid=0",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit#gid=12",
        f"https://docs.google.com/spreadsheets/d/{ID}",
        f"https://drive.google.com/file/d/{ID}/view",
        f"https://drive.google.com/open?id={ID}",
        f"docs.google.com/spreadsheets/d/{ID}/edit",
    ],
)
def test_every_form_of_a_link_names_the_sheet(link: str) -> None:
    assert spreadsheet_id(link) == ID


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/spreadsheets/d/1",
        "https://docs.google.com/document/d/1wafr7/edit",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml",
        "https://docs.google.com/spreadsheets/u/0/",
        "interviews.xlsx",
        "",
    ],
)
def test_what_is_no_link_is_told_so(link: str) -> None:
    with pytest.raises(WrongUsage):
        spreadsheet_id(link)


def test_a_file_is_no_link() -> None:
    assert not is_google("interviews.xlsx")
    assert not is_google("My informational interviews of 2026.xlsx")
