"""Requests to Google Sheets: gspread's client with timeouts, an address of its own, and patience.

Reads are tried again after whatever passes.  A write is tried again only where it certainly was not carried out; where
nobody knows, :class:`OutcomeUnknown` lets the writer look before anything is repeated.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import google.auth.exceptions
import requests
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay
from tenacity.wait import wait_base

from sheet_sync import __version__
from sheet_sync.google import faults, waiting
from sheet_sync.google.faults import Answer, Who
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
_MOST_WAIT_S = 32.0


class Failed(Exception):
    """A request did not bring what was asked for.  ``answer`` is ``None`` where there was none."""

    def __init__(self, answer: Answer | None, cause: Exception) -> None:
        super().__init__(str(answer or cause))
        self.answer = answer
        self.cause = cause

    @property
    def is_passing(self) -> bool:
        return self.answer.is_passing if self.answer is not None else isinstance(self.cause, _NETWORK)

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
        if isinstance(self.cause, requests.exceptions.Timeout):
            return faults.timed_out(self.cause)
        return faults.no_network(self.cause)


class OutcomeUnknown(Exception):
    """A write was sent, and whether it took effect nobody knows."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(str(failed))
        self.failed = failed


_NETWORK = (requests.exceptions.RequestException, google.auth.exceptions.TransportError)


def _never_left(cause: Exception) -> bool:
    """Whether no connection came about."""
    if isinstance(cause, google.auth.exceptions.GoogleAuthError):
        return True  # at the token endpoint: the request itself was not yet made
    if isinstance(cause, requests.exceptions.ConnectTimeout):
        return True
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    inner = cause.args[0] if cause.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


class _Pause(wait_base):
    """Retry-After where Google names it, else 1, 2, 4 ... 32 seconds and up to one more by chance.

    Source: developers.google.com/workspace/sheets/api/limits (truncated exponential backoff).
    """

    def __call__(self, retry_state: RetryCallState) -> float:
        from random import random

        failed = retry_state.outcome.exception() if retry_state.outcome else None
        if isinstance(failed, Failed) and failed.answer is not None and failed.answer.retry_after_s is not None:
            return min(failed.answer.retry_after_s, DEADLINE_S)
        return min(2.0 ** (retry_state.attempt_number - 1), _MOST_WAIT_S) + random()  # noqa: S311 no secret


@dataclass(slots=True)
class Patience:
    """How long to try and how to wait; tests wait no time at all."""

    deadline_s: float = DEADLINE_S
    sleep: Callable[[float], None] = time.sleep

    def pause(self, seconds: float) -> None:
        """Wait, and say so where it takes a while."""
        waiting.pause(seconds, self.sleep)

    def retrying(self, again: Callable[[BaseException], bool]) -> Retrying:
        return Retrying(
            retry=retry_if_exception(again),
            wait=_Pause(),
            stop=stop_after_delay(self.deadline_s),
            sleep=self.pause,
            reraise=True,
        )


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


class SheetsClient:
    """The three calls this program makes; ``requests`` counts them, tries included."""

    def __init__(
        self, credentials: Credentials, who: Who, base: str = GOOGLE, patience: Patience | None = None
    ) -> None:
        from google.auth.transport.requests import AuthorizedSession

        session = AuthorizedSession(credentials, refresh_timeout=60)  # type: ignore[no-untyped-call]
        # Google zips its answers only for those whose name says so.
        session.headers["User-Agent"] = f"sheet-sync/{__version__} (gzip)"
        self.http = _Http(session, base)
        self.who = who
        self.patience = patience or PATIENCE
        self.requests = 0
        self.clock_off_s: float | None = None
        self._credentials = credentials

    def sign_in(self) -> None:
        """Make sure of a good token, asking for a new one.

        Raises:
            GoogleUnreachable: Google does not accept the sign-in, or cannot be reached.
        """
        from google.auth.transport.requests import Request

        def refresh() -> None:
            try:
                self._credentials.refresh(Request())  # type: ignore[no-untyped-call]
            except google.auth.exceptions.GoogleAuthError as error:
                raise Failed(None, error) from error

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
            raise failed.in_words(self.who, "https://docs.google.com/spreadsheets/") from failed.cause

    def _patiently(self, call: Callable[[], T], again: Callable[[Failed], bool]) -> T:
        return self.patience.retrying(lambda error: isinstance(error, Failed) and again(error))(call)

    def _send(self, method: str, url: str, **options: Any) -> Json:
        self.requests += 1
        try:
            response = self.http.request(method, url, **options)
            self._compare_clocks(response.headers.get("Date"))
            answer: Json = response.json()
        except APIError as error:
            raise Failed(Answer.of(error.response), error) from error
        except requests.exceptions.JSONDecodeError as error:
            raise Failed(None, error) from error
        except (*_NETWORK, google.auth.exceptions.GoogleAuthError) as error:
            raise Failed(None, error) from error
        return answer

    def _compare_clocks(self, date: str | None) -> None:
        """How far this computer's clock is ahead of Google's."""
        from datetime import UTC, datetime
        from email.utils import parsedate_to_datetime

        with contextlib.suppress(ValueError, TypeError):
            self.clock_off_s = (datetime.now(UTC) - parsedate_to_datetime(str(date))).total_seconds()
