"""One request from the wire to its answer: what goes wrong on purpose, who calls, what is done.

Everything here runs under one lock, so a request is applied whole before the next begins; only waiting is done outside.
"""

from __future__ import annotations

import json
import threading
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.servers import drive, routes, sheets_api
from tests.servers.api_errors import ApiError, Invalid, Json, service_disabled
from tests.servers.faults import Fault, Plans, Seen
from tests.servers.oauth import OAuth, OAuthError, client_of
from tests.servers.quota import Quota
from tests.servers.sheets_api import Call
from tests.servers.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.servers.routes import Route

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. ``cut_after`` and ``silent_s`` as in a Fault."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    silent_s: float = 0.0

    @classmethod
    def json(cls, status: int, body: Json) -> Answer:
        """Compact: Google indents, and sends it zipped; neither changes what it says."""
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return cls(status, text.encode(), {"Content-Type": JSON_TYPE})

    @classmethod
    def of_error(cls, error: ApiError) -> Answer:
        return cls.json(error.code, error.body())

    def spoilt_by(self, fault: Fault) -> Answer:
        """The answer a fault leaves of this one."""
        if fault.silent_s or fault.cut_after is not None:
            return Answer(self.status, self.body, self.headers, fault.cut_after or 0, fault.silent_s)
        return Answer(fault.status, fault.body, {"Content-Type": fault.content_type, **fault.headers})


class Service:
    """State, and what changes it."""

    def __init__(self) -> None:
        self.store = Store()
        self.oauth = OAuth(self.store.clock, self.store.ids)
        self.quota = Quota()
        self.plans = Plans()
        self.log: list[Seen] = []
        self.disabled: set[str] = set()
        """Services that are switched off in the caller's project: ``sheets``, ``drive``."""
        self.bugs: list[str] = []
        """Tracebacks of the emulator's own faults; the fixture fails the test that has any."""
        self.lock = threading.RLock()

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer a request, and keep it in the log."""
        with self.lock:
            address = urlsplit(target)
            route = routes.find(method, address.path)
            seen = Seen(
                len(self.log), route.kind if route else "unknown", method, address.path, parse_qs(address.query)
            )
            seen.raw, seen.content_type = body, headers.get("Content-Type", "")
            seen.writes = bool(route and route.writes)
            self.log.append(seen)
            answer = self._safely(seen, route, headers)
            cut_short = answer.cut_after is not None or answer.silent_s
            seen.status = 0 if cut_short else answer.status
            seen.bytes_out = (answer.cut_after or 0) if cut_short else len(answer.body)
            return answer

    def _safely(self, seen: Seen, route: Route | None, headers: Mapping[str, str]) -> Answer:
        """A fault of the emulator itself must not pass for one of Google's: it is kept, and said."""
        try:
            return self._with_plans(seen, route, headers)
        except Exception:
            self.bugs.append(traceback.format_exc())
            return Answer(500, self.bugs[-1].encode(), {"Content-Type": "text/plain", "X-Emulator-Bug": "yes"})

    def _with_plans(self, seen: Seen, route: Route | None, headers: Mapping[str, str]) -> Answer:
        plans = self.plans.due(seen)
        faults = [plan.fault for plan in plans if plan.fault]
        for plan in plans:
            if plan.before:
                plan.before()
        if faults and not faults[0].applied:
            return Answer(0).spoilt_by(faults[0])
        answer = self._answer(seen, route, headers)
        for plan in plans:
            if plan.after:
                plan.after()
        return answer.spoilt_by(faults[0]) if faults else answer

    def _answer(self, seen: Seen, route: Route | None, headers: Mapping[str, str]) -> Answer:
        if route is None:
            return Answer(
                404, b"<!DOCTYPE html>\n<title>Error 404 (Not Found)!!1</title>\n", {"Content-Type": "text/html"}
            )
        if route.service == "oauth":
            return self._sign_in(seen, route, headers)
        try:
            return self._call(seen, route, headers)
        except ApiError as error:
            return Answer.of_error(error)

    def _call(self, seen: Seen, route: Route, headers: Mapping[str, str]) -> Answer:
        seen.user = self.oauth.user_of(headers.get("Authorization", ""), route)
        if route.service in self.disabled:
            raise service_disabled(route.host)
        if route.service == "sheets":
            self.quota.take(seen.user, write=route.writes, now=self.store.clock.seconds())
        call = Call(self.store, seen.user, route, seen.query, _body_of(seen, route))
        if route.service == "sheets":
            return Answer.json(200, sheets_api.answer(call))
        result = drive.answer(call)
        if result is None:
            return Answer(204, b"", {"Content-Type": "text/html"})
        if isinstance(result, str):
            return Answer(200, result.encode(), {"Content-Type": "text/csv"})
        return Answer.json(200, result)

    def _sign_in(self, seen: Seen, route: Route, headers: Mapping[str, str]) -> Answer:
        try:
            if route.kind == "oauth.authorize":
                return Answer(302, b"", {"Location": self.oauth.authorize(_single(seen.query))})
            sent = seen.body
            form = client_of(headers.get("Authorization", "")) | (sent if isinstance(sent, dict) else {})
            if route.kind == "oauth.token":
                return Answer.json(200, self.oauth.token(form))
            self.oauth.revoke(form.get("token") or _single(seen.query).get("token", ""))
            return Answer.json(200, {})
        except OAuthError as error:
            return Answer.json(error.status, error.body)


def _single(query: dict[str, list[str]]) -> dict[str, str]:
    return {name: found[0] for name, found in query.items()}


def _body_of(seen: Seen, route: Route) -> Any:
    """The body a call works on: JSON, but for an upload."""
    body = seen.body
    if route.kind == "files.upload":
        return body or ""
    if isinstance(body, str):
        raise Invalid(f"Invalid JSON payload received. Unexpected token.\n{body[:40]}\n^")
    return {} if body is None else body
