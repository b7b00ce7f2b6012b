"""What is waited for and for how long, and what is not: the token endpoint, long pauses, no network, no trust."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests
from google.auth.exceptions import TransportError

from sheet_sync.errors import GoogleUnreachable, SheetSyncError
from sheet_sync.google import auth, client, waiting
from sheet_sync.google.client import Failed
from sheet_sync.google.faults import QuotaExceeded, SignInFailed
from sheet_sync.google.replica import GoogleReplica
from tests.google.stage import Stage
from tests.servers import faults as server_faults

PAGE = server_faults.Fault(200, b"<html>Welcome to our hotel", "text/html")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said of waiting."""
    said: list[str] = []
    monkeypatch.setattr(waiting, "tell", said.append)
    return said


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """google-auth itself waits between its tries at the token endpoint."""
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda seconds: None)


# --- the token endpoint ---


@pytest.mark.parametrize(
    "fault", [server_faults.unavailable(), server_faults.too_many_requests(), PAGE], ids=["503", "429", "a page"]
)
def test_a_token_endpoint_that_is_busy_is_tried_again(
    stage: Stage, no_time: None, waits: list[float], fault: server_faults.Fault
) -> None:
    replica = stage.contacts()
    stage.server.fail(fault, on="oauth.token", times=4)

    assert len(replica.read().grids) == 1
    assert waits


def test_a_token_endpoint_that_stays_busy_does_not_blame_the_key(
    stage: Stage, no_time: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client.PATIENCE, "deadline_s", 0.0)
    replica = stage.contacts()
    stage.server.fail(server_faults.unavailable(), on="oauth.token", times=99)
    with pytest.raises(GoogleUnreachable) as caught:
        replica.read()

    assert not isinstance(caught.value, SignInFailed)
    assert str(caught.value) == (
        "Google's sign-in does not work properly at the moment. "
        "Nothing is lost: run the command again in a few minutes."
    )


def test_a_robots_token_that_is_refused_again_and_again_asks_for_a_new_key(stage: Stage) -> None:
    replica = stage.contacts()
    stage.server.fail(server_faults.unauthenticated(), on="read", times=9)
    with pytest.raises(SignInFailed) as caught:
        replica.read()

    assert "auth service-account" in str(caught.value)


def test_a_project_of_gclouds_that_one_may_not_use_is_not_taken_for_a_sheet_that_is_not_shared(stage: Stage) -> None:
    message = "The sheets.googleapis.com API requires a quota project, which is not set by default."
    body = json.dumps({"error": {"code": 403, "message": message, "status": "PERMISSION_DENIED"}}).encode()
    replica = stage.contacts()
    stage.server.fail(server_faults.Fault(403, body), on="read")
    with pytest.raises(GoogleUnreachable, match="set-quota-project"):
        replica.read()


# --- how long ---


def test_a_pause_of_no_seconds_is_not_taken_at_its_word(stage: Stage, waits: list[float]) -> None:
    replica = stage.contacts()
    stage.server.fail(server_faults.too_many_requests(0), on="read", times=4)
    replica.read()

    assert [int(wait) for wait in waits] == [1, 2, 4, 8]


def test_nobody_waits_for_a_try_that_comes_too_late(stage: Stage, waits: list[float]) -> None:
    replica = stage.contacts()
    stage.server.fail(server_faults.too_many_requests(3600), on="read", times=9)
    with pytest.raises(QuotaExceeded):
        replica.read()

    assert waits == []


def test_two_writers_that_met_are_no_refusal(stage: Stage, waits: list[float]) -> None:
    body = b'{"error": {"code": 409, "message": "The operation was aborted.", "status": "ABORTED"}}'
    replica = stage.contacts()
    stage.server.fail(server_faults.Fault(409, body), on="read")

    assert len(replica.read().grids) == 1
    assert len(waits) == 1


def test_without_a_network_nobody_waits_for_minutes(stage: Stage, waits: list[float], told: list[str]) -> None:
    replica = stage.contacts()
    replica.read()
    stage.server.stop()
    began = iter(range(0, 600, 4))

    class Watch(client.Patience):
        def _is_over(self, state: object) -> bool:
            state.start_time -= next(began)  # type: ignore[attr-defined]  # the pauses take no time here
            return client.Patience._is_over(self, state)  # type: ignore[arg-type]

    replica.client.patience = Watch(sleep=waits.append)
    with pytest.raises(GoogleUnreachable, match="Google cannot be reached"):
        replica.read()

    assert sum(waits) < 20
    assert all(text.startswith("Google cannot be reached: trying again in ") for text in told)


@pytest.fixture
def nobody_there(stage: Stage) -> GoogleReplica:
    """A Sheet, signed in to; nothing has answered yet, and nothing will."""
    replica = stage.contacts()
    replica.client.is_in_touch = False
    stage.server.stop()
    return replica


def test_where_nothing_has_ever_answered_two_short_tries_are_enough(
    nobody_there: GoogleReplica, waits: list[float], told: list[str]
) -> None:
    with pytest.raises(GoogleUnreachable, match="Google cannot be reached"):
        nobody_there.read()

    assert nobody_there.client.requests == 2
    assert sum(waits) + 2 * client.FIRST_CONTACT_S <= 10
    assert told == []


def test_a_sign_in_that_is_looked_at_without_a_network_is_given_up_as_soon(
    nobody_there: GoogleReplica, waits: list[float]
) -> None:
    with pytest.raises(GoogleUnreachable, match="Google cannot be reached"):
        nobody_there.client.sign_in()

    assert len(waits) == 1


def test_who_asks_again_after_the_network_went_is_told_sooner(stage: Stage, waits: list[float]) -> None:
    replica = stage.contacts()
    replica.read()
    stage.server.stop()
    replica.client.patience = client.Patience(deadline_s=4.0, sleep=waits.append)
    for _ in range(2):
        with pytest.raises(GoogleUnreachable):
            replica.read()
        asked, waits[:] = len(waits), []

    assert asked == 1


def test_a_proxy_that_is_not_there_is_no_network(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    replica = stage.contacts()
    replica.client.is_in_touch = False
    replica.client.http.session.trust_env = True
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setattr(replica.client._token_request.session, "trust_env", True)
    with pytest.raises(GoogleUnreachable, match="Google cannot be reached"):
        replica.read()

    assert replica.client.requests == 2


@pytest.mark.skipif(os.name == "nt", reason="a process sends itself no Ctrl-C there")
def test_ctrl_c_is_heard_while_a_name_is_looked_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = threading.Event()

    def hangs(*args: object, **options: object) -> None:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()  # not before the look-up has begun
        is_over.wait(30)
        raise socket.gaierror(-2, "Name or service not known")

    replica = stage.contacts()
    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        replica.read()

    assert time.monotonic() - begun < 5
    is_over.set()


def test_it_is_said_what_is_waited_for(stage: Stage, told: list[str]) -> None:
    replica = stage.contacts()
    stage.server.fail(server_faults.bad_gateway(), on="read", times=3)
    replica.read()

    assert [text.partition(" in ")[0] for text in told] == ["Google does not answer properly: trying again"]


# --- trust ---


@pytest.mark.parametrize("wrapped", [False, True], ids=["the call", "the token"])
def test_a_certificate_that_is_not_accepted_names_clock_and_network(stage: Stage, wrapped: bool) -> None:
    error: Exception = requests.exceptions.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate is not yet valid")
    failed = Failed(None, TransportError(error) if wrapped else error)  # type: ignore[no-untyped-call]
    in_words = failed.in_words(stage.contacts().client.who, "")

    assert not failed.is_passing
    assert in_words.message == "The connection to Google cannot be trusted, so nothing was sent."
    assert "date and time" in str(in_words.hint)


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A proxy that the system names for everything; the requests that came to it."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.requestline)
            self.send_error(502)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
    yield seen
    server.shutdown()
    server.server_close()


def test_what_is_meant_for_this_computer_goes_through_no_proxy(replica: GoogleReplica, proxy: list[str]) -> None:
    replica.read()

    assert proxy == []


@pytest.mark.skipif(os.name == "nt", reason="the file has another name there")
def test_a_password_kept_for_any_site_does_not_replace_the_token(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("default login me password secret\n", "utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    replica = stage.contacts()
    replica.client.http.session.trust_env = True  # as it is for Google itself
    assert isinstance(replica.read().grids, tuple)


def test_a_host_that_does_not_exist_is_no_network(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **options: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    replica = stage.contacts()
    monkeypatch.setattr(client.PATIENCE, "deadline_s", 0.0)
    auth._client.cache_clear()
    replica.client.http.session.close()
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(SheetSyncError) as caught:
        replica.read()

    assert caught.value.message == "Google cannot be reached."
