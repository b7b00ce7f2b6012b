"""What goes wrong on demand: bad answers, cut connections, silence, and a person who edits in between.

A plan waits for the n-th request of a kind and then acts, before the request is applied or after.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.servers import api_errors
from tests.servers.api_errors import ApiError


@dataclass(slots=True)
class Seen:
    """A request as the log keeps it. ``user`` is "" where no token was good; ``status`` 0 where no answer went out."""

    index: int
    kind: str
    method: str
    path: str
    query: dict[str, list[str]]
    raw: bytes = b""
    content_type: str = ""
    bytes_out: int = 0
    status: int = 0
    user: str = ""
    writes: bool = False

    @property
    def bytes_in(self) -> int:
        return len(self.raw)

    @property
    def body(self) -> Any:
        """The body, read anew each time: JSON, a form as a dict, else text; None if there was none."""
        text = self.raw.decode("utf-8", "replace")
        if self.content_type.startswith("application/x-www-form-urlencoded"):
            return dict(parse_qsl(text))
        if self.content_type.startswith("application/json") or text[:1] in ("{", "["):
            try:
                return json.loads(text)
            except ValueError:
                return text
        return text or None


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that is not the true one. ``applied``: the request takes effect all the same.

    ``cut_after``: so many bytes of the true answer go out before the connection breaks; ``silent_s``: nothing comes
    for so long, then the connection breaks.
    """

    status: int = 0
    body: bytes = b""
    content_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    applied: bool = False
    cut_after: int | None = None
    silent_s: float = 0.0


def answer(error: ApiError, *, applied: bool = False, **headers: str) -> Fault:
    """An error in the API's own shape; ``retry_after="7"`` becomes ``Retry-After: 7``."""
    names = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Fault(error.code, json.dumps(error.body()).encode(), headers=names, applied=applied)


def unauthenticated() -> Fault:
    """401: the token is good no more."""
    return answer(api_errors.unauthenticated())


def forbidden() -> Fault:
    """403: the caller does not have permission."""
    return answer(api_errors.forbidden())


def not_found() -> Fault:
    """404: no such spreadsheet."""
    return answer(api_errors.not_found())


def request_timeout(*, applied: bool = False) -> Fault:
    """408 (wording assumed)."""
    return answer(ApiError(408, "Deadline expired before operation could complete."), applied=applied)


def too_many_requests(retry_after_s: int | None = None) -> Fault:
    """429, with a Retry-After header or, as Google usually does it, without."""
    error = api_errors.quota_exceeded("Read")
    return answer(error) if retry_after_s is None else answer(error, retry_after=str(retry_after_s))


def internal(*, applied: bool = False) -> Fault:
    """500."""
    return answer(ApiError(500, "Internal error encountered."), applied=applied)


def bad_gateway(*, applied: bool = False) -> Fault:
    """502 with a page for people instead of JSON, as Google's front end sends it (seen in issue trackers)."""
    page = (
        b"<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n<p><b>502.</b> "
        b"<ins>That\xe2\x80\x99s an error.</ins>\n<p>The server encountered a temporary error and could not complete "
        b"your request. Please try again in 30 seconds. <ins>That\xe2\x80\x99s all we know.</ins>\n"
    )
    return Fault(502, page, "text/html; charset=UTF-8", applied=applied)


def unavailable(*, applied: bool = False) -> Fault:
    """503; with ``applied`` the data is written all the same (seen in an issue tracker)."""
    return answer(ApiError(503, "The service is currently unavailable."), applied=applied)


def cut(*, applied: bool = False, after_bytes: int = 0) -> Fault:
    """The connection breaks before, or inside, the answer."""
    return Fault(applied=applied or after_bytes > 0, cut_after=after_bytes)


def hang(seconds: float = 60.0, *, applied: bool = False) -> Fault:
    """No answer for so long, then a broken connection."""
    return Fault(applied=applied, silent_s=seconds)


Matcher = str | Callable[[Seen], bool]
Edit = Callable[[], object]


def matches(matcher: Matcher, seen: Seen) -> bool:
    """Whether a request is meant: by a function, or by a word.

    Words: ``any``, ``read``, ``write`` (of spreadsheets), a kind such as ``values.get``, or its family ``values``.
    """
    if callable(matcher):
        return matcher(seen)
    if matcher == "any":
        return True
    if matcher in ("read", "write"):
        return seen.kind.partition(".")[0] not in ("oauth", "files") and seen.writes == (matcher == "write")
    return seen.kind == matcher or seen.kind.startswith(matcher + ".")


@dataclass(slots=True)
class Plan:
    """Wait for the ``nth`` request meant (1: the next), act on it and on ``times - 1`` more."""

    matcher: Matcher
    nth: int = 1
    times: int = 1
    fault: Fault | None = None
    before: Edit | None = None
    after: Edit | None = None

    def strikes(self, seen: Seen) -> bool:
        """Whether the plan acts on this request; counts it."""
        if self.times <= 0 or not matches(self.matcher, seen):
            return False
        self.nth -= 1
        if self.nth > 0:
            return False
        self.times -= 1
        return True


class Plans:
    """All that is planned."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []

    def add(self, plan: Plan) -> None:
        self._plans.append(plan)

    def due(self, seen: Seen) -> list[Plan]:
        """The plans that act on this request, in the order they were made."""
        return [plan for plan in self._plans if plan.strikes(seen)]

    @property
    def waiting(self) -> int:
        """How many have not acted to the end: a test asks for 0, to know that its fault really happened."""
        return sum(plan.times > 0 for plan in self._plans)

    def clear(self) -> None:
        self._plans.clear()
