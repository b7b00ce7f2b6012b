"""What a template may write after ``|``, and the bounds that hold it.

A filter works on a list item by item, and leaves a gap a gap.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sheet_sync.core.letters import markdown
from sheet_sync.core.letters.gaps import Gap

MAX_ROUNDS = 100
MAX_VALUE = 40_000
SHORT, ROUNDS = "kept short", "few rounds"
"""Filters that no template can name: they hold what is set, and what is looped over, within bounds."""


class TooMuch(Exception):
    """A template goes beyond its bounds."""


def as_words(value: Any) -> str:
    """A value as it stands in a letter; a claim and nothing at all are no words."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(map(as_words, value))
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace(markdown.OPEN, "").replace(markdown.CLOSE, "")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def short(value: Any) -> Any:
    """The value, unless it is far too long to belong into a letter."""
    if isinstance(value, str) and len(value) > MAX_VALUE:
        raise TooMuch("A text in the template becomes far too long.")
    return value


def rounds(value: Any) -> Any:
    """What a loop goes over, unless it is far too much."""
    items = [] if value is None else [value] if isinstance(value, str | Gap) else list(value)
    if len(items) > MAX_ROUNDS:
        raise TooMuch("A loop in the template has too many rounds.")
    return items


def _kept(function: Callable[[str], str], after_gap: str = "") -> Callable[[Any], Any]:
    """A filter on text that leaves a gap a gap, and works on each item of a list."""

    def apply(value: Any) -> Any:
        if isinstance(value, Gap):
            return replace(value, after=after_gap or value.after)
        if value is None:
            return value
        if isinstance(value, tuple | list):
            return tuple(apply(item) for item in value)
        return function(str(value))

    return apply


def _sentence(text: str) -> str:
    """With a capital at its start and a full stop at its end, where it has neither."""
    text = text.strip()
    first = text.split(" ", 1)[0]
    if first[:1].islower() and first[1:] == first[1:].lower() and "." not in first[:-1] and "@" not in first:
        text = text[0].upper() + text[1:]
    return text if not text or text.rstrip("\"'”’)»").endswith((".", "!", "?", "…")) else f"{text}."


def _replace(value: Any, old: str, new: str) -> Any:
    return short(_kept(lambda text: text.replace(str(old), str(new)) if old else text)(value))


def _first(value: Any) -> Any:
    return next(iter(value), "") if isinstance(value, tuple | list) else value


def _last(value: Any) -> Any:
    return value[-1] if isinstance(value, tuple | list) and value else _first(value)


def _count(value: Any) -> int:
    return len(value) if isinstance(value, str | tuple | list | Gap) else 0


FILTERS: dict[str, Callable[..., Any]] = {
    "capitalize": _kept(lambda text: text[:1].upper() + text[1:]),
    "default": lambda value, other="": value or other,
    "first": _first,
    "join": lambda value, between=", ": (
        str(between).join(map(as_words, value)) if isinstance(value, tuple | list) else value
    ),
    "last": _last,
    "length": _count,
    "lower": _kept(str.lower),
    "replace": _replace,
    "sentence": _kept(_sentence, "."),
    "title": _kept(str.title),
    "trim": _kept(str.strip),
    "upper": _kept(str.upper),
}
