"""Saying that Google is waited for, so that nobody takes a waiting command for one that hangs.

It imports nothing: the command line sets :data:`tell` before anything of Google is loaded.
"""

from __future__ import annotations

from collections.abc import Callable

WORTH_SAYING_S = 3.0


def _nothing(text: str) -> None:
    """By default nobody is told."""


tell: Callable[[str], None] = _nothing
"""Is given a sentence for each pause that is worth saying."""


def say(seconds: float, trouble: str) -> None:
    """Say what is waited for and how long; ``trouble`` begins the sentence."""
    if seconds >= WORTH_SAYING_S:
        tell(f"{trouble} in {int(seconds)} seconds.")
