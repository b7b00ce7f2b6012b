"""Signing in to Google: which credentials are used, and how they come to be kept.

In this order: the file that ``SHEET_SYNC_CREDENTIALS`` names; what ``auth`` was given, kept in the user's settings; and
Google's own default for programs (``GOOGLE_APPLICATION_CREDENTIALS``, ``gcloud auth application-default login``).
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.errors import GoogleUnreachable, WrongUsage
from sheet_sync.google import faults
from sheet_sync.google.faults import Who
from sheet_sync.google.links import GOOGLE, api_address, is_trusted
from sheet_sync.google.place import (
    CREDENTIALS,
    TOKENS,
    VIEWED,
    config_folder,
    read_private,
    remove_private,
    write_private,
)

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

    from sheet_sync.google.client import SheetsClient

CREDENTIALS_VARIABLE = "SHEET_SYNC_CREDENTIALS"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"
"""All this program may see: Google Sheets, and nothing else of the account.  The narrower ``drive.file`` opens only
files that were chosen in a page of Google's, which a command line has not."""
_DEFAULT_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
_TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 an address


@dataclass(frozen=True, slots=True)
class Found:
    """Credentials as they were found: ``source`` says where, in words."""

    info: dict[str, Any]
    source: str
    path: Path | None = None

    @property
    def kind(self) -> str:
        return str(self.info.get("type", ""))

    @property
    def who(self) -> Who:
        if self.kind == "service_account":
            return Who(str(self.info.get("client_email", "")), is_robot=True)
        return Who(str(self.info.get("account") or ""))


def find_credentials() -> Found | None:
    """The credentials to use, ``None`` where nobody is signed in.

    Raises:
        WrongUsage: the file named for it cannot be read, or holds no credentials.
    """
    if named := os.environ.get(CREDENTIALS_VARIABLE, "").strip():
        path = Path(named).expanduser()
        return Found(read_credentials(path), f"the file {path} (named in {CREDENTIALS_VARIABLE})", path)
    kept = read_private(CREDENTIALS)
    if kept is not None:
        return Found(kept, f"your settings ({config_folder() / CREDENTIALS})", config_folder() / CREDENTIALS)
    default = _default_file()
    if default is not None:
        return Found(read_credentials(default), f"Google's default for programs ({default})", default)
    return None


def _default_file() -> Path | None:
    """Application Default Credentials, without asking whether this is one of Google's machines."""
    if named := os.environ.get(_DEFAULT_VARIABLE, "").strip():
        return Path(named).expanduser()
    if folder := os.environ.get("CLOUDSDK_CONFIG", "").strip():
        base = Path(folder)
    elif os.name == "nt":
        base = Path(os.environ.get("APPDATA", "")) / "gcloud"
    else:
        base = Path.home() / ".config" / "gcloud"
    path = base / "application_default_credentials.json"
    return path if path.is_file() else None


def read_credentials(path: Path) -> dict[str, Any]:
    """The content of a credentials file.

    Raises:
        WrongUsage: it cannot be read, or is none; a client file is named as what it is.
    """
    info = _read_json(path)
    if "installed" in info or "web" in info:
        raise WrongUsage(
            f"{path} is a client file: it says who asks, not who you are.",
            hint=f"Sign in with it: sheet-sync auth login {path}",
        )
    kind = info.get("type")
    needed = {
        "service_account": ("client_email", "private_key", "token_uri"),
        "authorized_user": ("client_id", "client_secret", "refresh_token"),
    }
    missing = [name for name in needed.get(str(kind), ()) if not isinstance(info.get(name), str) or not info[name]]
    if not isinstance(kind, str) or missing:
        raise WrongUsage(
            f"{path} holds no credentials for Google" + (f": {', '.join(missing)} is missing." if missing else "."),
            hint="Download the file again from the Cloud console; docs/google.md shows where.",
        )
    if kind == "service_account":
        _refuse_stranger(path, info["token_uri"])
    return info


def _read_json(path: Path) -> dict[str, Any]:
    try:
        info = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read.", hint="Check the name of the file.", detail=str(error)) from error
    except (ValueError, RecursionError) as error:
        raise WrongUsage(
            f"{path} is not a file from the Cloud console.",
            hint="Download it again: it ends in .json and begins with a brace.",
            detail=str(error),
        ) from error
    if not isinstance(info, dict):
        raise WrongUsage(f"{path} is not a file from the Cloud console.", hint="Download it again.")
    return info


def open_client() -> SheetsClient:
    """A client signed in with what there is; one a process, so that connection and token are shared.

    Raises:
        NoCredentials: nobody is signed in.
        WrongUsage: the credentials, or the address of the API, make no sense.
    """
    found = find_credentials()
    if found is None:
        raise faults.no_credentials()
    return _client(api_address(), json.dumps(found.info, sort_keys=True), found.source)


@lru_cache(maxsize=4)
def _client(base: str, info: str, source: str) -> SheetsClient:
    from sheet_sync.google.client import SheetsClient

    found = Found(json.loads(info), source)
    return SheetsClient(make_credentials(found, base), found.who, base)


def make_credentials(found: Found, base: str = GOOGLE) -> Credentials:
    """google-auth's credentials, with a token that outlives the command.

    Raises:
        WrongUsage: google-auth cannot make anything of them.
    """
    from google.auth.exceptions import GoogleAuthError

    from sheet_sync.google.tokens import KeptCredentials, key_of

    try:
        return KeptCredentials(_source(found, base), key_of(found.info, SCOPE, base))
    except (ValueError, KeyError, TypeError, GoogleAuthError) as error:
        raise WrongUsage(
            f"The credentials in {found.source} are damaged.",
            hint="Download the file again from the Cloud console, or sign in again.",
            detail=str(error),
        ) from error


def _source(found: Found, base: str) -> Any:
    if found.kind == "service_account":
        from google.oauth2 import service_account

        make = service_account.Credentials.from_service_account_info
        robot = make(found.info, scopes=[SCOPE])  # type: ignore[no-untyped-call]
        robot.sign_bytes(b"")  # a key of another kind fails only when it signs
        return robot
    if found.kind == "authorized_user":
        from google.oauth2.credentials import Credentials

        made = Credentials.from_authorized_user_info(found.info, [SCOPE])  # type: ignore[no-untyped-call]
        # google-auth takes Google's endpoint whatever the file says; only an emulator's tokens come from elsewhere.
        return made if base == GOOGLE else made.with_token_uri(str(found.info.get("token_uri") or _TOKEN_URI))
    import google.auth

    made, _ = google.auth.load_credentials_from_dict(found.info, scopes=[SCOPE])  # type: ignore[no-untyped-call]
    return made


# --- signing in and out ---


def keep_service_account(path: Path) -> Who:
    """Sign in as a robot from now on; the key is copied into the user's settings.

    Raises:
        WrongUsage: the file is no key of a service account.
    """
    info = read_credentials(path)
    if info.get("type") != "service_account":
        raise WrongUsage(
            f"{path} is not the key of a service account.",
            hint="For the file of a desktop app run: sheet-sync auth login CLIENT_FILE",
        )
    make_credentials(Found(info, str(path)))  # a damaged key is noticed here
    write_private(CREDENTIALS, info)
    _forget_what_was_seen()
    return Found(info, "").who


def keep_person(client: dict[str, Any], got: Any) -> None:
    """Sign in as a person from now on, by the consent that ``got`` came with.

    Raises:
        GoogleUnreachable: it is for this moment only.
    """
    if not got.refresh_token:
        raise GoogleUnreachable("Google gave no lasting sign-in.", hint="Run sheet-sync auth login once more.")
    info = {
        "type": "authorized_user",
        "client_id": got.client_id,
        "client_secret": got.client_secret,
        "refresh_token": got.refresh_token,
        "token_uri": client["installed"].get("token_uri", _TOKEN_URI),
        "client": client,
    }
    write_private(CREDENTIALS, info)
    _forget_what_was_seen()


def read_client(client_file: Path | None) -> dict[str, Any]:
    """The client file's content: the one given, else that of the last sign-in.

    Raises:
        WrongUsage: there is none, or it is of another kind.
    """
    if client_file is None:
        kept = (read_private(CREDENTIALS) or {}).get("client")
        if isinstance(kept, dict):
            return kept
        raise WrongUsage(
            "Signing in needs the client file of your Google Cloud project.",
            hint="Run: sheet-sync auth login client_secret.json. docs/google.md shows how to get that file.",
        )
    info = _read_json(client_file)
    if info.get("type") == "service_account":
        raise WrongUsage(
            f"{client_file} is the key of a service account.",
            hint=f"Use it so: sheet-sync auth service-account {client_file}",
        )
    installed = info.get("installed")
    if not isinstance(installed, dict):
        raise WrongUsage(
            f"{client_file} is not the client file of a desktop app.",
            hint="In the Cloud console, make an OAuth client of the type Desktop app and download its file.",
        )
    needed = ("client_id", "client_secret", "auth_uri", "token_uri")
    if missing := [name for name in needed if not isinstance(installed.get(name), str) or not installed[name]]:
        raise WrongUsage(
            f"{client_file} is not complete: {', '.join(missing)} is missing.",
            hint="Download it again from the Cloud console; docs/google.md shows where.",
        )
    for name in ("auth_uri", "token_uri"):
        _refuse_stranger(client_file, installed[name])
    return {"installed": installed}


def _refuse_stranger(path: Path, address: str) -> None:
    """Do not take a sign-in to anybody but Google, whatever a file says."""
    if not is_trusted(address):
        raise WrongUsage(
            f"{path} would take your sign-in to {address}, which is not Google, so it is not used.",
            hint="Download the file from the Cloud console yourself; docs/google.md shows where.",
        )


def log_out() -> bool:
    """Forget the sign-in; whether there was one.  The consent itself is taken back at Google."""
    removed = remove_private(CREDENTIALS)
    _forget_what_was_seen()
    return removed


def _forget_what_was_seen() -> None:
    for name in (TOKENS, VIEWED):
        remove_private(name)
    _client.cache_clear()


def is_private(path: Path) -> bool:
    """Whether only its owner can read a file; Windows guards the user's folders by itself."""
    if sys.platform == "win32":
        return True
    try:
        return not path.stat().st_mode & 0o077
    except OSError:
        return True
