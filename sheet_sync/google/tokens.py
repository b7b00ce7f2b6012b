"""Access tokens that outlive the command that asked for them, so that the next one need not ask again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError

from sheet_sync.errors import Refused
from sheet_sync.google.place import TOKENS, read_private, write_private

_MOST_KEPT = 8


class KeptCredentials(Credentials):
    """Credentials that take their token from the last command, and ask ``source`` for one only when it has expired.

    google-auth's own credentials look up, in the background and at an address of Google's, where the requests of a
    service account may go; these are none of that kind, so nothing but the calls of this program leaves the computer.
    """

    def __init__(self, source: Credentials, key: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._source = source
        self._key = key
        kept = (read_private(TOKENS) or {}).get(key)
        if isinstance(kept, dict):
            self._take(kept)

    @property
    def quota_project_id(self) -> str | None:
        """The project that a person's gcloud sign-in counts against."""
        return getattr(self._source, "quota_project_id", None)

    def refresh(self, request: Any) -> None:
        """A new token, kept for the next command."""
        try:
            self._source.refresh(request)  # type: ignore[no-untyped-call]
        except (AttributeError, KeyError, TypeError) as error:  # a page for people, as a hotel's network sends it
            raise RefreshError("the answer holds no token", retryable=True) from error  # type: ignore[no-untyped-call]
        self.token, self.expiry = self._source.token, self._source.expiry
        self._keep()

    def _take(self, kept: Mapping[str, Any]) -> None:
        try:
            expiry = datetime.fromisoformat(str(kept["expiry"]))
        except (KeyError, ValueError):
            return
        if expiry.tzinfo is None or expiry - datetime.now(UTC) > timedelta(hours=12):
            return  # not of this program's making
        self.token = str(kept.get("token") or "") or None
        self.expiry = expiry.astimezone(UTC).replace(tzinfo=None)  # google-auth counts in UTC without saying so

    def _keep(self) -> None:
        if not self.token or self.expiry is None:
            return
        now = datetime.now(UTC)
        known = {k: v for k, v in (read_private(TOKENS) or {}).items() if k != self._key and _is_fresh(v, now)}
        kept = dict(list(known.items())[-_MOST_KEPT + 1 :])
        kept[self._key] = {"token": self.token, "expiry": self.expiry.replace(tzinfo=UTC).isoformat()}
        try:
            write_private(TOKENS, kept)
        except Refused:
            return  # the next command asks for a token again, that is all


def _is_fresh(kept: Any, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(kept["expiry"]) > now
    except (TypeError, KeyError, ValueError):
        return False


def key_of(info: Mapping[str, Any], scope: str, base: str) -> str:
    """What the token of these credentials is kept under; it gives nothing of them away.

    ``base`` is where it is good for: an emulator is never shown one of Google's.
    """
    named = {name: info.get(name) for name in ("type", "client_email", "private_key_id", "client_id", "refresh_token")}
    text = json.dumps([named, info.get("token_uri"), scope, base], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
