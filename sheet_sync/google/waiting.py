"""Saying that Google is waited for, so that nobody takes a waiting command for one that hangs.

It imports nothing: the command line sets :data:`tell` before anything of Google is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

WORTH_SAYING_S = 3.0


def _nothing(text: str) -> None:
    """By default nobody is told."""


tell: Callable[[str], None] = _nothing
"""Is given a sentence for each pause that is worth saying."""


def say(seconds: float, trouble: str) -> None:
    """Say what is waited for and how long; ``trouble`` begins the sentence."""
    if seconds >= WORTH_SAYING_S:
        tell(f"{trouble} in {int(seconds)} seconds.")


class _State:
    is_harmless_to_end = False


def may_be_ended() -> bool:
    """Whether nothing but a wait for Google, or a read, is under way: whoever wants it all to end need not wait."""
    return _State.is_harmless_to_end


@contextmanager
def ending_is_harmless() -> Iterator[None]:
    """Nothing is written meanwhile."""
    before, _State.is_harmless_to_end = _State.is_harmless_to_end, True
    try:
        yield
    finally:
        _State.is_harmless_to_end = before
