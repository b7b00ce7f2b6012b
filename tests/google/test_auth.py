"""Signing in: whose credentials are used, where they are kept, what is said when they are no good."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.cli import cli
from sheet_sync.errors import WrongUsage
from sheet_sync.google import auth
from sheet_sync.google.links import api_address, is_google, spreadsheet_id
from sheet_sync.google.place import config_folder
from sheet_sync.google.replica import GoogleReplica
from tests.google.conftest import ROBOT

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

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


def test_logging_out_twice_or_nowhere_is_no_fault(near: SheetsServer) -> None:
    assert "Nobody was signed in." in run("auth", "logout").stdout
    config_folder().parent.mkdir(parents=True)
    config_folder().write_text("a file in the way", "utf-8")

    assert "Nobody was signed in." in run("auth", "logout").stdout


def test_a_sign_in_that_cannot_be_deleted_is_told(
    near: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("auth", "service-account", str(saved(tmp_path, near.service_account(ROBOT))))

    def refuse(self: Path, *args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)

    assert "the sign-in is still kept there" in run("auth", "logout", code=5).stderr


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


# --- a file of a person's ---


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
    "a key behind a password": (
        lambda server: {**server.service_account(), "private_key": _pem(rsa(), b"pw")},
        "damaged",
    ),
    "a key of another kind": (lambda server: {**server.service_account(), "private_key": _pem(curve())}, "damaged"),
    "a token from a stranger": (
        lambda server: {**server.service_account(), "token_uri": "https://google.com.evil.example/token"},
        "which is not Google",
    ),
    "a token in the clear": (
        lambda server: {**server.service_account(), "token_uri": "http://oauth2.googleapis.com/token"},
        "which is not Google",
    ),
}


def rsa() -> PrivateKeyTypes:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def curve() -> PrivateKeyTypes:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())


def _pem(key: PrivateKeyTypes, password: bytes = b"") -> str:
    from cryptography.hazmat.primitives import serialization as as_

    locked = as_.BestAvailableEncryption(password) if password else as_.NoEncryption()
    return key.private_bytes(as_.Encoding.PEM, as_.PrivateFormat.PKCS8, locked).decode()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_key_says_what_it_is(near: SheetsServer, tmp_path: Path, name: str) -> None:
    make, words = BAD_FILES[name]
    said = run("auth", "service-account", str(saved(tmp_path, make(near))), code=2)

    assert words in said.stderr
    assert "Traceback" not in said.stderr
    assert not config_folder().exists()


@pytest.mark.parametrize("kind", ["another_kind", "external_account"])
def test_credentials_of_an_unknown_kind_are_told_so(
    near: SheetsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("SHEET_SYNC_CREDENTIALS", str(saved(tmp_path, {"type": kind})))
    with pytest.raises(WrongUsage, match="are damaged"):
        auth.open_client()


def test_a_file_of_nothing_but_brackets_is_told_so(near: SheetsServer, tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000, "utf-8")

    assert "is not a file from the Cloud console" in run("auth", "service-account", str(path), code=2).stderr


def test_a_key_given_for_a_client_file_is_told_so(near: SheetsServer, tmp_path: Path) -> None:
    said = run("auth", "login", str(saved(tmp_path, near.service_account())), code=2)

    assert "sheet-sync auth service-account" in said.stderr


def test_login_without_a_file_says_which_is_needed(near: SheetsServer) -> None:
    assert "docs/google.md" in run("auth", "login", code=2).stderr


def test_a_file_that_is_not_there(near: SheetsServer) -> None:
    assert "cannot be read" in run("auth", "service-account", "nowhere.json", code=2).stderr


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "http://127.0.0.1@evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1:abc",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:80?x",
        "http://127.0.0.1:80#x",
        "http://[::1",
        "ftp://127.0.0.1",
        "x",
    ],
)
def test_only_this_computer_may_stand_in_for_google(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEET_SYNC_GOOGLE_API", address)
    with pytest.raises(WrongUsage, match="is not this computer"):
        api_address()


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080", "http://localhost:1/", "http://[::1]:8080"])
def test_this_computer_may(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEET_SYNC_GOOGLE_API", address)

    assert api_address() == address.rstrip("/")


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
        f"HTTPS://DOCS.google.com/spreadsheets/d/{ID}/edit",
        f" https://docs.google.com/spreadsheets/d/{ID}/edit ",
    ],
)
def test_every_form_of_a_link_names_the_sheet(link: str) -> None:
    assert spreadsheet_id(link) == ID
    assert is_google(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/spreadsheets/d/1",
        "https://docs.google.com/document/d/1wafr7/edit",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml",
        "https://docs.google.com/spreadsheets/u/0/",
        "https://[docs.google.com/spreadsheets/d/1",
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
