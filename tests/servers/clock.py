"""The emulator's clock: the real one, which a test may put forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970, as the server sees them."""

    def __init__(self) -> None:
        self._ahead_s = 0.0

    def seconds(self) -> float:
        return time.time() + self._ahead_s

    def advance(self, seconds: float) -> None:
        """Let time pass: tokens expire, quotas fill up again."""
        self._ahead_s += seconds

    def stamp(self, seconds: float | None = None) -> str:
        """A moment as Drive writes it: milliseconds, UTC (recorded)."""
        moment = datetime.fromtimestamp(self.seconds() if seconds is None else seconds, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
