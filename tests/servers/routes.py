"""Which address is which call, what it does to a file, and which scopes let it through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_GOOGLE = "https://www.googleapis.com/auth/"
SPREADSHEETS = _GOOGLE + "spreadsheets"
DRIVE = _GOOGLE + "drive"
_WRITE = {DRIVE, DRIVE + ".file"}
_READ = _WRITE | {DRIVE + ".readonly"}
_SCOPES = {
    ("sheets", True): frozenset(_WRITE | {SPREADSHEETS}),
    ("sheets", False): frozenset(_READ | {SPREADSHEETS, SPREADSHEETS + ".readonly"}),
    ("drive", True): frozenset(_WRITE),
    ("drive", False): frozenset(_READ | {DRIVE + ".metadata", DRIVE + ".metadata.readonly"}),
}
"""Source: discovery documents. That ``drive.file`` opens only the app's own files is not emulated."""

_SHEET = r"/v4/spreadsheets/(?P<file>[^/:]+)"
_FILE = r"/drive/v3/files/(?P<file>[^/:]+)"
_TABLE = (
    ("values.batchGet", "GET", _SHEET + "/values:batchGet"),
    ("values.batchUpdate", "POST", _SHEET + "/values:batchUpdate"),
    ("values.batchClear", "POST", _SHEET + "/values:batchClear"),
    ("values.append", "POST", _SHEET + r"/values/(?P<range>[^/]+):append"),
    ("values.clear", "POST", _SHEET + r"/values/(?P<range>[^/]+):clear"),
    ("values.get", "GET", _SHEET + r"/values/(?P<range>[^/]+)"),
    ("values.update", "PUT", _SHEET + r"/values/(?P<range>[^/]+)"),
    ("developerMetadata.search", "POST", _SHEET + "/developerMetadata:search"),
    ("developerMetadata.get", "GET", _SHEET + r"/developerMetadata/(?P<metadata>[0-9]+)"),
    ("spreadsheets.batchUpdate", "POST", _SHEET + ":batchUpdate"),
    ("spreadsheets.get", "GET", _SHEET),
    ("spreadsheets.create", "POST", "/v4/spreadsheets"),
    ("files.list", "GET", "/drive/v3/files"),
    ("files.create", "POST", "/drive/v3/files"),
    ("files.copy", "POST", _FILE + "/copy"),
    ("files.export", "GET", _FILE + "/export"),
    ("files.comments", "GET", _FILE + "/comments"),
    ("files.permissions", "POST", _FILE + "/permissions"),
    ("files.get", "GET", _FILE),
    ("files.delete", "DELETE", _FILE),
    ("files.upload", "PUT", r"/upload/drive/v2/files/(?P<file>[^/:]+)"),
    ("oauth.token", "POST", "/token"),
    ("oauth.authorize", "GET", "/o/oauth2/(?:v2/)?auth"),
    ("oauth.revoke", "POST", "/revoke"),
)
_ROUTES = [(kind, method, re.compile(pattern)) for kind, method, pattern in _TABLE]


@dataclass(frozen=True, slots=True)
class Route:
    """A call: its kind, such as ``values.get``, and the parts of its address."""

    kind: str
    writes: bool
    parts: dict[str, str]

    @property
    def service(self) -> str:
        """``sheets``, ``drive`` or ``oauth``."""
        family = self.kind.partition(".")[0]
        return {"files": "drive", "oauth": "oauth"}.get(family, "sheets")

    @property
    def host(self) -> str:
        """The service's name, as errors give it."""
        return f"{self.service}.googleapis.com"

    @property
    def scopes(self) -> frozenset[str]:
        """Any one of these is enough."""
        return _SCOPES[self.service, self.writes]


def find(method: str, path: str) -> Route | None:
    """The call an address means; None if there is none."""
    for kind, wanted, pattern in _ROUTES:
        match = pattern.fullmatch(path) if method == wanted else None
        if match:
            parts = {name: unquote(value) for name, value in match.groupdict().items()}
            return Route(kind, method != "GET" and kind != "developerMetadata.search", parts)
    return None
