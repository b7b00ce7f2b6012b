"""A plain HTTP client for the emulator's own tests; each good answer is checked against Google's description."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests

from tests.servers import routes, schema
from tests.servers.sheets import OWNER
from tests.servers.sheets_api import ANSWERS

if TYPE_CHECKING:
    from tests.servers.api_errors import Json
    from tests.servers.sheets import SheetsServer


class Wire:
    """Speaks to one spreadsheet as one user."""

    def __init__(self, server: SheetsServer, file_id: str, user: str = OWNER) -> None:
        self.server, self.file_id = server, file_id
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy of this machine
        self.session.headers["Authorization"] = f"Bearer {server.token(user)}"

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """Any request below the server's address."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        return self.session.request(
            method, self.server.url + path, params=query or None, data=data, headers=headers, timeout=10
        )

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Json:
        """A request to Sheets that must go well; its answer, checked."""
        response = self.send(method, path, body, **query)
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        route = routes.find(method, path)
        assert route is not None, path
        if route.kind in ANSWERS:
            schema.check_body(ANSWERS[route.kind], copy.deepcopy(answer))
        return answer

    def error(self, method: str, path: str, body: Any = None, **query: Any) -> Json:
        """The ``error`` of a request that must be refused."""
        response = self.send(method, path, body, **query)
        assert response.status_code >= 400, response.text
        found: Json = response.json()["error"]
        assert found["code"] == response.status_code
        return found

    @property
    def path(self) -> str:
        return f"/v4/spreadsheets/{self.file_id}"

    def get(self, **query: Any) -> Json:
        """``spreadsheets.get``."""
        return self.call("GET", self.path, **query)

    def batch(self, *requests_: Json, **more: Any) -> Json:
        """``spreadsheets.batchUpdate``."""
        return self.call("POST", f"{self.path}:batchUpdate", {"requests": list(requests_), **more})

    def refused(self, *requests_: Json) -> str:
        """The message of a batch that must be refused."""
        return str(self.error("POST", f"{self.path}:batchUpdate", {"requests": list(requests_)})["message"])

    def values(self, range_text: str, **query: Any) -> list[list[Any]]:
        """``values.get``, only the values."""
        answer = self.call("GET", f"{self.path}/values/{quote(range_text, safe='')}", **query)
        found: list[list[Any]] = answer.get("values", [])
        return found

    def update(self, range_text: str, values: list[list[Any]], option: str = "RAW") -> Json:
        """``values.update``."""
        where = f"{self.path}/values/{quote(range_text, safe='')}"
        return self.call("PUT", where, {"values": values}, valueInputOption=option)

    def cells(self, range_text: str, fields: str = "userEnteredValue") -> list[Json]:
        """CellData of the first row of a range."""
        answer = self.get(ranges=range_text, fields=f"sheets.data.rowData.values({fields})")
        rows = answer["sheets"][0]["data"][0].get("rowData", [{}])
        found: list[Json] = rows[0].get("values", [])
        return found
