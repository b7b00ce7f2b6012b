"""How findings say things: values in quotes, lists as a person writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from difflib import get_close_matches

from sheet_sync.core.records import CellRef
from sheet_sync.core.values import Content, shown

_LONGEST = 60
_VISIBLE = {chr(code): chr(0x2400 + code) for code in range(32)} | {"\n": "⏎", "\u00a0": "␣", "\x7f": "␡"}
"""Pictures of characters that show nothing.  Source: Unicode, block Control Pictures."""


def said(content: Content) -> str:
    """A cell's value as its reader would say it: a date as 2026-10-14, a text as it is, cut where it is long."""
    value = shown(content)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def quoted(content: Content) -> str:
    """The same in quotes."""
    return f"“{said(content)}”"


def exactly(content: Content) -> str:
    """A value in quotes with its blanks as they are, and what cannot be seen made visible."""
    value = shown(content)
    if not isinstance(value, str):
        return quoted(content)
    text = "".join(_VISIBLE.get(letter, letter) for letter in value[:_LONGEST])
    return f"“{text}{'…' if len(value) > _LONGEST else ''}”"


def listed(items: Iterable[str], word: str = "and", *, most: int = 5) -> str:
    """A list in words: ``Dana, Lee and Sam``; beyond ``most`` the rest is counted."""
    items = list(items)
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} more"]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}" if items else ""


def counted(number: int, one: str, many: str = "") -> str:
    """``1 day``, ``3 days``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like the word, letter case aside, or ``None`` where none is like it."""
    by_folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def in_cell(ref: CellRef | None, beside: str = "") -> str:
    """A cell within a sentence: ``A7`` on the sheet ``beside``, with its sheet's name elsewhere."""
    if ref is None:
        return "?"
    return ref.address if ref.sheet == beside else str(ref)
