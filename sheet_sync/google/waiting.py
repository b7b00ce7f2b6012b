"""Saying that Google asks for a pause, so that nobody takes a waiting command for one that hangs.

It imports nothing: the command line sets :data:`tell` before anything of Google is loaded.
"""

from __future__ import annotations

from collections.abc import Callable

WORTH_SAYING_S = 3.0


def _nothing(seconds: float) -> None:
    """By default nobody is told."""


tell: Callable[[float], None] = _nothing
"""Is given the seconds of each pause that is worth saying."""


def pause(seconds: float, sleep: Callable[[float], None]) -> None:
    """Wait, and say so where it takes a while."""
    if seconds >= WORTH_SAYING_S:
        tell(seconds)
    sleep(seconds)
