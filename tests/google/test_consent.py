"""A person's sign-in in the browser: the question, the answer that belongs to it, and what becomes of a no."""

from __future__ import annotations

import socket
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sheet_sync.errors import GoogleUnreachable
from sheet_sync.google import auth, consent
from sheet_sync.google.place import config_folder
from sheet_sync.google.replica import GoogleReplica
from tests.google.test_auth import near as near
from tests.google.test_auth import run, saved, shared_with
from tests.servers import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.oauth import OAuth
    from tests.servers.sheets import SheetsServer


class Browser:
    """Opens what it is given, as a person who says yes would; ``first`` are requests that come before the answer."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.first: list[str] = []
        self.answer = ""

    def open(self, url: str, *_: Any, **__: Any) -> bool:
        threading.Thread(target=self._visit, args=(url,), daemon=True).start()
        return True

    def _visit(self, url: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        for path in self.first:
            assert requests.get(asked["redirect_uri"] + path, timeout=10).status_code == 404
        if self.answer:
            target = f"{asked['redirect_uri']}?state={asked['state']}&{self.answer}"
        else:
            target = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]
        self.pages.append(requests.get(target, timeout=10).text)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
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


def test_without_a_browser_the_address_is_printed(near: SheetsServer, tmp_path: Path) -> None:
    seen: list[str] = []

    def say(text: str) -> None:
        seen.append(text)
        if text.startswith("http://"):
            Browser().open(text)

    consent.log_in(saved(tmp_path, near.client_file()), opens_browser=False, say=say)

    assert "Open this address in a browser on this computer" in seen[0]
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


# --- what else may come ---


def test_what_is_not_the_answer_is_not_taken_for_it(near: SheetsServer, browser: Browser, tmp_path: Path) -> None:
    """An icon is asked for, a connection says nothing, and a page of a stranger tries its luck."""
    browser.first = ["favicon.ico", "?code=stolen&state=guessed", "?code=stolen", "?error=access_denied&state=x"]
    run("auth", "login", str(saved(tmp_path, near.client_file())))

    assert browser.pages == ["You are signed in. This page can be closed; sheet-sync goes on in the terminal."]


def test_a_connection_that_says_nothing_holds_nobody_up(
    near: SheetsServer, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consent._Page, "timeout", 0.05)
    visit = browser._visit

    def knock_first(url: str) -> None:
        port = urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0]).port
        with socket.create_connection(("127.0.0.1", port or 0)):
            visit(url)

    monkeypatch.setattr(browser, "_visit", knock_first)
    run("auth", "login", str(saved(tmp_path, near.client_file())))

    assert browser.pages


def test_nobody_at_the_browser(near: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "WAITED_S", 0.05)
    with pytest.raises(GoogleUnreachable, match="Nobody signed in within ten minutes"):
        consent.log_in(saved(tmp_path, near.client_file()), opens_browser=False, say=lambda text: None)


def test_no_browser_at_all(near: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)

    assert "--no-browser" in run("auth", "login", str(saved(tmp_path, near.client_file())), code=2).stderr


ANSWERS = {
    "an account that is managed": ("error=admin_policy_enforced", "Try another Google account"),
    "a code that Google does not know": ("code=unknown", "did not accept the answer of the browser"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_none_is_told(near: SheetsServer, browser: Browser, tmp_path: Path, name: str) -> None:
    browser.answer, words = ANSWERS[name]
    said = run("auth", "login", str(saved(tmp_path, near.client_file())), code=4)

    assert words in said.stderr
    assert not config_folder().exists()


def test_a_tick_taken_away_is_told(
    near: SheetsServer, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.servers.oauth import OAuth

    monkeypatch.setattr(OAuth, "authorize", _without_the_tick(OAuth.authorize))
    said = run("auth", "login", str(saved(tmp_path, near.client_file())), code=4)

    assert "leave the tick at Google Sheets" in said.stderr
    assert not config_folder().exists()


def _without_the_tick(authorize: Callable[[OAuth, dict[str, str]], str]) -> Callable[[OAuth, dict[str, str]], str]:
    def authorized(oauth: OAuth, query: dict[str, str]) -> str:
        target = authorize(oauth, query)
        for code, made in oauth.codes.items():
            oauth.codes[code] = replace(made, scopes=frozenset({"openid"}))
        return target

    return authorized


@pytest.mark.parametrize("fault", [faults.unavailable(), faults.bad_gateway()], ids=["503", "502"])
def test_a_busy_token_endpoint_is_no_refusal(
    near: SheetsServer, browser: Browser, tmp_path: Path, fault: faults.Fault
) -> None:
    near.fail(fault, on="oauth.token")
    said = run("auth", "login", str(saved(tmp_path, near.client_file())), code=4)

    assert "Google's sign-in does not work properly at the moment." in said.stderr


@pytest.mark.parametrize("name", ["auth_uri", "token_uri"])
def test_a_client_file_that_leads_elsewhere_is_not_used(near: SheetsServer, tmp_path: Path, name: str) -> None:
    content: Any = near.client_file()
    content["installed"][name] = "https://accounts.google.com.evil.example/auth"
    said = run("auth", "login", str(saved(tmp_path, content)), code=2)

    assert "which is not Google" in said.stderr


def test_a_client_file_cut_short_names_what_is_missing(near: SheetsServer, tmp_path: Path) -> None:
    content: Any = near.client_file()
    del content["installed"]["client_secret"]

    assert "client_secret is missing" in run("auth", "login", str(saved(tmp_path, content)), code=2).stderr
