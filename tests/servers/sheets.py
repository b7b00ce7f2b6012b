"""A Google Sheets emulator on loopback, for tests: ``python -m tests.servers.sheets --port N``.

It speaks Sheets v4, the few calls of Drive v3 the recordings hold, and the token endpoint, keeps what it is told, and
goes wrong on demand.  In a test, take the fixture ``sheets_server`` of ``tests.servers.fixtures``.

What real recordings show is checked against them (``test_recordings.py``); all else is marked in the code as
documented, as known from an issue tracker, or as *assumed*.  Doubts that matter are switches in ``quirks.py``.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.servers.credentials import authorized_user_info, public_key_pem, service_account_info
from tests.servers.faults import Edit, Fault, Matcher, Plan, Seen
from tests.servers.http_server import HttpServer
from tests.servers.human import Human
from tests.servers.model import Sheet, Spreadsheet
from tests.servers.oauth import LIFETIME_S, Consent, Grant
from tests.servers.routes import DRIVE, SPREADSHEETS
from tests.servers.service import Service
from tests.servers.store import XLSX_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.servers.api_errors import Json

OWNER = "owner@example.com"
REPLAY_TOKEN = "replay-token"
ALL_SCOPES = (SPREADSHEETS, DRIVE)


class SheetsServer:
    """A running emulator and everything a test does to it."""

    def __init__(self, port: int = 0) -> None:
        self.service = Service()
        self.http = HttpServer(self.service, port)
        self._thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def start(self) -> SheetsServer:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.http.stop()
        self._thread.join(5)

    @property
    def url(self) -> str:
        """Takes the place of both https://sheets.googleapis.com and https://www.googleapis.com."""
        return self.http.url

    @property
    def token_uri(self) -> str:
        return f"{self.url}/token"

    @property
    def auth_uri(self) -> str:
        """The consent page: it says yes at once, or no if ``service.oauth.refuses_consent``."""
        return f"{self.url}/o/oauth2/auth"

    # Files

    def create(
        self,
        title: str = "Contacts",
        sheets: dict[str, list[list[Any]]] | None = None,
        *,
        owner: str = OWNER,
        locale: str = "en_US",
        time_zone: str = "Etc/GMT",
    ) -> str:
        """A spreadsheet with these sheets, filled from A1 on; its ID."""
        book = Spreadsheet.new(title, locale=locale, time_zone=time_zone)
        if sheets:
            book.sheets = [Sheet.new(self.service.store.ids.number(), name) for name in sheets]
            book.sheets[0].properties["sheetId"] = 0
        file = self.service.store.create(owner, book)
        for name, rows in (sheets or {}).items():
            Human(self.service, file).fill(name, rows)
        return file.id

    def create_xlsx(self, title: str = "contacts.xlsx", *, owner: str = OWNER) -> str:
        """An Excel file that lies in Drive and was never turned into a Sheet; its ID."""
        return self.service.store.create(owner, None, title=title, mime_type=XLSX_TYPE).id

    def human(self, file_id: str) -> Human:
        """The owner, at work in the browser."""
        return Human(self.service, self.service.store.files[file_id])

    def share(self, file_id: str, user: str, role: str = "writer") -> None:
        """Let a user in: ``reader`` or ``writer``; ``""`` takes it back."""
        roles = self.service.store.files[file_id].roles
        roles.pop(user, None)
        if role:
            roles[user] = role

    def delete(self, file_id: str) -> None:
        """The file is gone."""
        del self.service.store.files[file_id]

    # Who calls

    def service_account(self, email: str = "robot@project.iam.gserviceaccount.com") -> Json:
        """A key file's content for a service account, known to the token endpoint."""
        self.service.oauth.keys[email] = public_key_pem()
        return service_account_info(email, self.token_uri)

    def client_file(self, client_id: str = "client-1", secret: str = "not-so-secret") -> Json:
        """The content of a client file for a desktop app."""
        self.service.oauth.clients[client_id] = secret
        return {
            "installed": {
                "client_id": client_id,
                "client_secret": secret,
                "project_id": "project",
                "auth_uri": self.auth_uri,
                "token_uri": self.token_uri,
                "redirect_uris": ["http://localhost"],
            }
        }

    def authorized_user(self, email: str = OWNER, scopes: Iterable[str] = (SPREADSHEETS,)) -> Json:
        """What a person's sign-in leaves on disk: client and refresh token."""
        client = self.client_file()["installed"]
        token = self.service.oauth.ids.token()
        self.service.oauth.refresh_tokens[token] = Consent(email, frozenset(scopes), client["client_id"])
        return authorized_user_info(client, token)

    def token(self, user: str = OWNER, scopes: Iterable[str] = (SPREADSHEETS,), lifetime_s: float = LIFETIME_S) -> str:
        """An access token."""
        return self.service.oauth.issue(user, frozenset(scopes), lifetime_s)

    def expire_tokens(self) -> None:
        """Every access token is worth nothing from now on; refreshing still works."""
        self.service.oauth.expire_all()

    def revoke_refresh_tokens(self) -> None:
        """As after seven days of a consent screen in testing: refreshing gives invalid_grant."""
        self.service.oauth.refresh_tokens.clear()

    # What goes wrong

    def fail(self, fault: Fault, on: Matcher = "any", *, nth: int = 1, times: int = 1) -> None:
        """Answer the nth request meant by ``on`` (and ``times - 1`` more) with a fault of ``faults``."""
        with self.service.lock:
            self.service.plans.add(Plan(on, nth, times, fault=fault))

    def before(self, on: Matcher, edit: Edit, *, nth: int = 1) -> None:
        """Slip an edit in just before a request is applied."""
        with self.service.lock:
            self.service.plans.add(Plan(on, nth, before=edit))

    def after(self, on: Matcher, edit: Edit, *, nth: int = 1) -> None:
        """Slip an edit in just after a request was applied, before its answer is seen."""
        with self.service.lock:
            self.service.plans.add(Plan(on, nth, after=edit))

    @property
    def waiting(self) -> int:
        """How many faults and edits have not happened yet."""
        return self.service.plans.waiting

    # What came in

    @property
    def requests(self) -> list[Seen]:
        """All requests so far."""
        return list(self.service.log)

    def counted(self, *families: str) -> int:
        """How many requests of the kinds or families named came in; all but sign-in without a name."""
        return sum(
            any(seen.kind == name or seen.kind.startswith(name + ".") for name in families)
            if families
            else not seen.kind.startswith("oauth")
            for seen in self.service.log
        )

    @property
    def bytes_moved(self) -> tuple[int, int]:
        """Bytes of bodies in and out, sign-in left out."""
        seen = [each for each in self.service.log if not each.kind.startswith("oauth")]
        return sum(each.bytes_in for each in seen), sum(each.bytes_out for each in seen)

    def forget_requests(self) -> None:
        """Start counting anew."""
        with self.service.lock:
            self.service.log.clear()


_HOW = """Sheets emulator at {url}, token {token}

To let sheet-sync talk to it, in another terminal:
  export SHEET_SYNC_GOOGLE_API={url}
  export SHEET_SYNC_CREDENTIALS={key}
(Windows: set instead of export.)  Then, for example:
  sheet-sync link "https://docs.google.com/spreadsheets/d/{file}/edit" -w interviews.xlsx

That Sheet is empty and shared with {robot}, an Editor; what is typed into it is gone when the emulator stops.
Ctrl-C stops it."""
ROBOT = "robot@project.iam.gserviceaccount.com"
NEEDED = {"googleapiclient": "google-api-python-client", "cryptography": "cryptography", "requests": "requests"}
"""What answers are made with, by module: without these the first request would fail."""


def lacking() -> list[str]:
    """The packages that the emulator needs and that are not installed."""
    return [package for module, package in NEEDED.items() if importlib.util.find_spec(module) is None]


def write_key(server: SheetsServer, path: Path) -> None:
    """A service account's key file that signs in to this emulator, for its owner's eyes only."""
    path.touch(0o600)
    path.write_text(json.dumps(server.service_account(ROBOT), indent=2), "utf-8")


def main() -> None:
    """Serve until interrupted; one token is good for everything, so that recordings can be replayed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.servers.sheets", description="A Google Sheets emulator for tests."
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one (default)")
    parser.add_argument(
        "--token", default=REPLAY_TOKEN, help="a bearer token that may do everything (default: %(default)s)"
    )
    parser.add_argument(
        "--key", type=Path, help="where to write the key file to sign in with (default: a file in the temporary folder)"
    )
    options = parser.parse_args()
    if lacks := lacking():
        sys.exit(f"The emulator needs {' and '.join(lacks)}. Install what the tests need: pip install --group dev")
    server = SheetsServer(options.port)
    server.service.oauth.grants[options.token] = Grant(OWNER, frozenset(ALL_SCOPES), float("inf"))
    key = options.key or Path(tempfile.mkdtemp(prefix="sheets-emulator-"), "key.json")
    write_key(server, key)
    file = server.create("My interviews")
    server.share(file, ROBOT)
    print(_HOW.format(url=server.url, token=options.token, key=key.absolute(), file=file, robot=ROBOT), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.http.serve_forever()


if __name__ == "__main__":
    main()
