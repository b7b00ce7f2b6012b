"""Requests to Google Sheets: gspread's client with timeouts, an address of its own, and patience.

Reads are tried again after whatever passes.  A write is tried again only where it certainly was not carried out; where
nobody knows, :class:`OutcomeUnknown` lets the writer look before anything is repeated.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import google.auth.exceptions
import requests
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from tenacity import RetryCallState, Retrying, retry_if_exception
from tenacity.wait import wait_base

from sheet_sync import __version__
from sheet_sync.google import faults, waiting
from sheet_sync.google.faults import Answer, Who
from sheet_sync.google.interruptible import interruptibly
from sheet_sync.google.links import GOOGLE, link_of

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

    from sheet_sync.errors import SheetSyncError

Json = dict[str, Any]
T = TypeVar("T")

TIMEOUTS_S = (10.0, 190.0)
"""To connect, and to answer: above the 180 s after which Google gives a request up, so that a late success is seen.
Source: developers.google.com/workspace/sheets/api/limits."""
DEADLINE_S = 150.0
"""How long one call is tried: the quota of a minute is back well within it."""
_OFFLINE_S = 20.0
"""How long where no connection comes about any more: a network is there again soon, or not."""
FIRST_CONTACT_S = 4.0
_FIRST_CONTACT_TRIES = 2
"""How long and how often a connection is tried as long as nothing has ever answered: together some ten seconds."""
_MOST_WAIT_S = 32.0
_MOST_DOUBLINGS = 5


class Failed(Exception):
    """A request did not bring what was asked for.  ``answer`` is ``None`` where there was none."""

    def __init__(self, answer: Answer | None, cause: Exception) -> None:
        super().__init__(str(answer or cause))
        self.answer = answer
        self.cause = cause
        self.is_first_contact = False

    @property
    def is_passing(self) -> bool:
        if self.answer is not None:
            return self.answer.is_passing
        if isinstance(self.cause, google.auth.exceptions.RefreshError):
            return bool(self.cause.retryable)  # the token endpoint is busy, or its answer was none
        return isinstance(self.cause, _NETWORK) and not faults.is_distrust(self.cause)

    @property
    def is_offline(self) -> bool:
        """Whether not even a connection came about."""
        inner = _of_network(self.cause)
        return self.answer is None and isinstance(inner, _NETWORK) and _never_left(inner)

    @property
    def is_surely_not_done(self) -> bool:
        """Whether a write cannot have taken effect: it was refused, or never left."""
        if self.answer is not None:
            return self.answer.is_quota or not self.answer.is_passing
        return _never_left(self.cause)

    def in_words(self, who: Who, link: str) -> SheetSyncError:
        if self.answer is not None:
            return faults.in_words(self.answer, who, link)
        if isinstance(self.cause, google.auth.exceptions.RefreshError):
            return faults.sign_in_failed(self.cause, is_robot=who.is_robot)
        return faults.broken_connection(_of_network(self.cause))

    @property
    def trouble(self) -> str:
        """What one waits for, as the beginning of a sentence."""
        if self.answer is not None and self.answer.is_quota:
            return "Google asks for a pause: going on"
        if self.answer is None and not isinstance(self.cause, google.auth.exceptions.RefreshError):
            return "Google cannot be reached: trying again"
        return "Google does not answer properly: trying again"


class OutcomeUnknown(Exception):
    """A write was sent, and whether it took effect nobody knows."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(str(failed))
        self.failed = failed


_NETWORK = (requests.exceptions.RequestException, google.auth.exceptions.TransportError)


def _of_network(cause: Exception) -> Exception:
    """The network's own error, which google-auth wraps."""
    inner = cause.args[0] if isinstance(cause, google.auth.exceptions.TransportError) and cause.args else None
    return inner if isinstance(inner, Exception) else cause


def _never_left(cause: Exception) -> bool:
    """Whether the request itself was not yet made."""
    if isinstance(cause, google.auth.exceptions.GoogleAuthError):
        return True  # at the token endpoint: the request itself was not yet made
    if isinstance(cause, requests.exceptions.ConnectTimeout):
        return True
    from urllib3.exceptions import MaxRetryError, NewConnectionError, ProxyError

    inner = cause.args[0] if cause.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError | ProxyError)


def _failed(state: RetryCallState) -> Failed | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, Failed) else None


def backoff_s(attempt: int) -> float:
    """How long to wait after that many attempts, without what chance adds."""
    return min(2.0 ** min(attempt - 1, _MOST_DOUBLINGS), _MOST_WAIT_S)


class _Pause(wait_base):
    """1, 2, 4 ... 32 seconds, Retry-After where Google names a longer time, and up to one more by chance.

    Source: developers.google.com/workspace/sheets/api/limits (truncated exponential backoff).
    """

    def __call__(self, retry_state: RetryCallState) -> float:
        from random import random

        failed = _failed(retry_state)
        asked_s = failed.answer.retry_after_s if failed is not None and failed.answer is not None else None
        return max(backoff_s(retry_state.attempt_number), asked_s or 0.0) + random()  # noqa: S311 no secret


@dataclass(slots=True)
class Patience:
    """How long to try and how to wait; tests wait no time at all."""

    deadline_s: float = DEADLINE_S
    sleep: Callable[[float], None] = time.sleep

    def pause(self, seconds: float, trouble: str) -> None:
        """Wait, and say so where it takes a while."""
        waiting.say(seconds, trouble)
        self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        with waiting.ending_is_harmless():
            self.sleep(seconds)

    def retrying(self, again: Callable[[BaseException], bool]) -> Retrying:
        return Retrying(
            retry=retry_if_exception(again),
            wait=_Pause(),
            stop=self._is_over,
            before_sleep=_tell,
            sleep=self._wait,
            reraise=True,
        )

    def _is_over(self, state: RetryCallState) -> bool:
        """Whether the next try would come too late; nobody waits for one that is not made."""
        failed = _failed(state)
        is_offline = failed is not None and failed.is_offline
        if failed is not None and failed.is_first_contact and state.attempt_number >= _FIRST_CONTACT_TRIES:
            return True
        limit_s = min(self.deadline_s, _OFFLINE_S) if is_offline else self.deadline_s
        return (state.seconds_since_start or 0.0) + state.upcoming_sleep >= limit_s


def _tell(state: RetryCallState) -> None:
    if (failed := _failed(state)) is not None:
        waiting.say(state.upcoming_sleep, failed.trouble)


PATIENCE = Patience()


class _Http(HTTPClient):
    """gspread's HTTP client at another address: its own are fixed."""

    def __init__(self, session: requests.Session, base: str) -> None:
        super().__init__(None, session=session)  # type: ignore[arg-type]  # the session signs for itself
        self.base = base
        self.set_timeout(TIMEOUTS_S)

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        if self.base != GOOGLE:
            for host in (GOOGLE, "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, self.base, 1)
        response: requests.Response = super().request(method, endpoint, *args, **options)
        return response


def _own_session(session: requests.Session, base: str) -> requests.Session:
    """A session that nothing but this program signs for, and that keeps an emulator's traffic on this computer."""
    session.auth = _as_it_is  # else the user's .netrc puts a password of its own in the token's place
    session.trust_env = base == GOOGLE  # a proxy is on the way to Google, not to this computer
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class SheetsClient:
    """The three calls this program makes; ``requests`` counts them, tries included.

    ``is_in_touch``: Google has answered, and was not out of reach since.
    """

    def __init__(
        self, credentials: Credentials, who: Who, base: str = GOOGLE, patience: Patience | None = None
    ) -> None:
        from google.auth.transport.requests import AuthorizedSession, Request

        self._token_request = Request(_own_session(requests.Session(), base))
        session = AuthorizedSession(  # type: ignore[no-untyped-call]
            credentials, refresh_timeout=60, auth_request=self._token_request
        )
        _own_session(session, base)
        # Google zips its answers only for those whose name says so.
        session.headers["User-Agent"] = f"sheet-sync/{__version__} (gzip)"
        self.http = _Http(session, base)
        self.who = who
        self.patience = patience or PATIENCE
        self.requests = 0
        self.is_in_touch = False
        self.clock_off_s: float | None = None
        self._credentials = credentials

    def sign_in(self) -> None:
        """Make sure of a good token, asking for a new one.

        Raises:
            GoogleUnreachable: Google does not accept the sign-in, or cannot be reached.
        """

        def refresh() -> None:
            ask = partial(self._token_request, timeout=self._timeouts_s())
            try:
                interruptibly(lambda: self._credentials.refresh(ask))  # type: ignore[no-untyped-call]
            except google.auth.exceptions.GoogleAuthError as error:
                raise self._failed(None, error) from error
            self.is_in_touch = True

        try:
            self._patiently(refresh, lambda failed: failed.is_passing)
        except Failed as failed:
            raise failed.in_words(self.who, "") from failed.cause

    def get(self, file_id: str, fields: str, ranges: tuple[str, ...] = ()) -> Json:
        """``spreadsheets.get``.

        Raises:
            GoogleUnreachable, WorkbookUnreadable: in the user's words.
        """
        params: dict[str, Any] = {"fields": fields, **({"ranges": list(ranges)} if ranges else {})}
        url = f"{GOOGLE}/v4/spreadsheets/{file_id}"
        try:
            with waiting.ending_is_harmless():
                return self._patiently(lambda: self._send("get", url, params=params), lambda failed: failed.is_passing)
        except Failed as failed:
            raise failed.in_words(self.who, link_of(file_id)) from failed.cause

    def batch_update(self, file_id: str, body: Mapping[str, Any], fields: str) -> Json:
        """``spreadsheets.batchUpdate``: all of it or nothing.

        Raises:
            OutcomeUnknown: no answer that says whether it took effect.
            Failed: it was refused, and nothing has changed.
        """
        url = f"{GOOGLE}/v4/spreadsheets/{file_id}:batchUpdate"
        try:
            return self._patiently(
                lambda: self._send("post", url, params={"fields": fields}, json=body),
                lambda failed: failed.is_passing and failed.is_surely_not_done,
            )
        except Failed as failed:
            if failed.is_surely_not_done:
                raise
            raise OutcomeUnknown(failed) from failed.cause

    def create(self, body: Mapping[str, Any], fields: str) -> Json:
        """``spreadsheets.create``.  Not repeated after an unknown outcome: a second one would be a second Sheet.

        Raises:
            GoogleUnreachable: in the user's words.
        """
        try:
            return self._patiently(
                lambda: self._send("post", f"{GOOGLE}/v4/spreadsheets", params={"fields": fields}, json=body),
                lambda failed: failed.is_passing and failed.is_surely_not_done,
            )
        except Failed as failed:
            error = failed.in_words(self.who, "")
            if isinstance(error, faults.NotPermitted):
                error = faults.may_not_create(self.who, error.detail)
            elif not failed.is_surely_not_done:
                error = faults.perhaps_created(self.who, error.detail)
            raise error from failed.cause

    def _patiently(self, call: Callable[[], T], again: Callable[[Failed], bool]) -> T:
        try:
            return self.patience.retrying(lambda error: isinstance(error, Failed) and again(error))(call)
        except Failed as failed:
            if failed.is_offline:
                self.is_in_touch = False  # whoever asks next is told sooner
            raise

    def _timeouts_s(self) -> tuple[float, float]:
        connect_s, answer_s = TIMEOUTS_S
        return (connect_s if self.is_in_touch else FIRST_CONTACT_S), answer_s

    def _failed(self, answer: Answer | None, cause: Exception) -> Failed:
        failed = Failed(answer, cause)
        failed.is_first_contact = failed.is_offline and not self.is_in_touch
        self.is_in_touch = self.is_in_touch or not failed.is_offline
        return failed

    def _send(self, method: str, url: str, **options: Any) -> Json:
        self.requests += 1
        self.http.set_timeout(self._timeouts_s())
        try:
            response = interruptibly(lambda: self.http.request(method, url, **options))
            self._compare_clocks(response.headers.get("Date"))
            answer: Json = response.json()
        except APIError as error:
            raise self._failed(Answer.of(error.response), error) from error
        except requests.exceptions.JSONDecodeError as error:
            raise self._failed(None, error) from error
        except (*_NETWORK, google.auth.exceptions.GoogleAuthError) as error:
            raise self._failed(None, error) from error
        self.is_in_touch = True
        return answer

    def _compare_clocks(self, date: str | None) -> None:
        """How far this computer's clock is ahead of Google's."""
        from datetime import UTC, datetime
        from email.utils import parsedate_to_datetime

        with contextlib.suppress(ValueError, TypeError):
            self.clock_off_s = (datetime.now(UTC) - parsedate_to_datetime(str(date))).total_seconds()
