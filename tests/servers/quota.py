"""Requests a minute, per user, reads and writes apart.

Source: developers.google.com/workspace/sheets/api/limits (60 each per user).  Off unless a test sets a limit.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.servers.api_errors import quota_exceeded

WINDOW_S = 60.0
PER_USER = 60


@dataclass(slots=True)
class Quota:
    """Limits, None for none, and what was used in the last minute."""

    reads: int | None = None
    writes: int | None = None
    _used: dict[tuple[str, bool], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, user: str, *, write: bool, now: float) -> None:
        """Count a request.

        Raises:
            ApiError: 429, the minute's requests are used up.
        """
        limit = self.writes if write else self.reads
        if limit is None:
            return
        used = self._used[user, write]
        while used and used[0] <= now - WINDOW_S:
            used.popleft()
        if len(used) >= limit:
            raise quota_exceeded("Write" if write else "Read")
        used.append(now)
