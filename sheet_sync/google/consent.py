"""A person's consent: Google asks in the browser, and answers to this computer only.

google-auth-oauthlib's own server takes the first request that comes for the answer.  A browser also asks for an icon,
other programs knock at any port: this one goes on waiting until the answer comes that belongs to its question.
"""

from __future__ import annotations

import hmac
import os
import socket
import socketserver
import sys
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from sheet_sync.errors import GoogleUnreachable, SheetSyncError, WrongUsage
from sheet_sync.google import faults
from sheet_sync.google.auth import SCOPE, keep_person, read_client
from sheet_sync.google.links import GOOGLE, api_address

if TYPE_CHECKING:
    from google_auth_oauthlib.flow import InstalledAppFlow

WAITED_S = 600.0
"""How long a person is given in the browser."""
_DONE = "You are signed in. This page can be closed; sheet-sync goes on in the terminal."
_NOT_DONE = "You are not signed in. This page can be closed; the terminal says more."
_OTHER = "This page belongs to a sign-in that sheet-sync does not wait for."


def log_in(client_file: Path | None, *, opens_browser: bool, say: Callable[[str], None]) -> None:
    """Sign in as a person.

    Raises:
        WrongUsage: there is no client file, or it is of another kind.
        GoogleUnreachable: consent was refused, or Google could not be reached.
    """
    client = read_client(client_file)
    flow = _flow(client)
    with _Ear() as ear:
        flow.redirect_uri = f"http://127.0.0.1:{ear.server_address[1]}/"
        address, ear.state = flow.authorization_url(prompt="consent")  # else a second one brings no refresh token
        _show(address, opens_browser=opens_browser, say=say)
        answer = ear.listen(WAITED_S)
    keep_person(client, _traded(flow, _code(answer)))


def _flow(client: dict[str, Any]) -> InstalledAppFlow:
    from google_auth_oauthlib.flow import InstalledAppFlow

    flow = InstalledAppFlow.from_client_config(client, [SCOPE])
    if api_address() != GOOGLE:
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # an emulator on loopback has no certificate
        flow.oauth2session.trust_env = False  # nor is a proxy on the way to it
    return flow


def _show(address: str, *, opens_browser: bool, say: Callable[[str], None]) -> None:
    if not opens_browser:
        say("Open this address in a browser on this computer, sign in, and allow the access to Google Sheets:")
        say(address)
        return
    import webbrowser

    try:
        webbrowser.get().open(address, new=1, autoraise=True)
    except webbrowser.Error as error:
        raise WrongUsage("No browser could be opened.", hint="Run: sheet-sync auth login --no-browser") from error
    say("A page of Google opens in your browser. Where it does not, open this address:")
    say(address)


# --- the answer of the browser ---


class _Ear(socketserver.TCPServer):
    """Listens on this computer for the answer to one question, which ``state`` names."""

    def __init__(self) -> None:
        self.state = ""
        self.answer: Mapping[str, str] | None = None
        super().__init__(("127.0.0.1", 0), _Page)

    def server_bind(self) -> None:
        if sys.platform == "win32":  # else another program there may listen at the same port
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        super().server_bind()

    def listen(self, seconds: float) -> Mapping[str, str]:
        """What Google answers.

        Raises:
            GoogleUnreachable: nothing, for so long.
        """
        until = time.monotonic() + seconds
        while self.answer is None and (left := until - time.monotonic()) > 0:
            self.timeout = min(left, 0.5)  # Ctrl-C is heard in between, on Windows too
            self.handle_request()
        if self.answer is None:
            raise GoogleUnreachable(
                "Nobody signed in within ten minutes, so nothing has changed.", hint="Run sheet-sync auth login again."
            )
        return self.answer


class _Page(BaseHTTPRequestHandler):
    """One request of a browser, or of whoever else."""

    server: _Ear
    timeout = 5
    """Seconds for a connection that says nothing, as browsers open some in advance."""

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        is_meant = bool(self.server.state) and hmac.compare_digest(asked.get("state", ""), self.server.state)
        if not is_meant or not asked.keys() & {"code", "error"}:
            self._say(404, _OTHER)
            return
        self._say(200, _DONE if "code" in asked else _NOT_DONE)
        self.server.answer = asked

    def _say(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing: the address holds the code."""


def _code(answer: Mapping[str, str]) -> str:
    """What the answer is traded for.

    Raises:
        GoogleUnreachable: consent was refused.
    """
    error = answer.get("error")
    if error == "access_denied":
        raise GoogleUnreachable(
            "Google was told not to allow the access, so you are not signed in.",
            hint="Run sheet-sync auth login again and press Allow; it covers Google Sheets only.",
            detail=error,
        )
    if error is not None:
        raise GoogleUnreachable(
            "Google did not let you sign in.",
            hint="Try another Google account, or ask the school or company that manages this one; "
            "then run sheet-sync auth login again.",
            detail=error,
        )
    return answer["code"]


# --- the sign-in for it ---


def _traded(flow: InstalledAppFlow, code: str) -> Any:
    """Credentials for a code.

    Raises:
        GoogleUnreachable: Google gives none, or none for Google Sheets.
    """
    import requests
    from oauthlib.oauth2 import OAuth2Error

    session = flow.oauth2session
    session.register_compliance_hook("access_token_response", _refuse_busy)
    try:
        flow.fetch_token(code=code)
    except requests.exceptions.RequestException as error:
        raise faults.broken_connection(error) from error
    except OAuth2Error as error:
        raise _not_traded(error) from error
    except Warning as changed:  # oauthlib's way to say that less, or more, was allowed than asked for
        if SCOPE not in (getattr(changed, "new_scope", None) or ()):
            raise faults.not_covered(str(changed)) from changed
        session.token = getattr(changed, "token", {})
    return flow.credentials


def _refuse_busy(response: Any) -> Any:
    """Tell an answer of Google's that is none from one that says no."""
    if response.status_code == 429 or response.status_code >= 500:
        raise faults.sign_in_busy(f"{response.status_code} {response.reason}")
    return response


def _not_traded(error: Exception) -> SheetSyncError:
    if "invalid_client" in str(error) or "unauthorized_client" in str(error):
        return faults.sign_in_failed(error, is_robot=False)
    return GoogleUnreachable(
        "Google did not accept the answer of the browser, so you are not signed in.",
        hint="Run sheet-sync auth login again.",
        detail=str(error),
    )
