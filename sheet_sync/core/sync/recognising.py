"""How much one row says what another says: what rows without a usable ID are recognised by."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from sheet_sync.core.sync.synced import Cells, Key, Value

FoldedKey = tuple[object, ...] | frozenset[tuple[Key, Value]]


def everything(cells: Cells) -> FoldedKey | None:
    """The whole row as its own key.  Equal rows are interchangeable, so any pairing of them is right."""
    return frozenset(cells.items()) or None


def natural(keys: tuple[Key, ...]) -> Callable[[Cells], FoldedKey | None]:
    """What gives a row's natural key, ``None`` where a part of it is empty."""

    def key_of(cells: Cells) -> FoldedKey | None:
        parts = tuple(folded(cells.get(key)) for key in keys)
        if not all(parts) or (keys == ("Email",) and "@" not in str(parts[0])):
            return None
        return parts

    return key_of


def likeness(cells: Cells, known: Cells) -> int:
    """Cells that are equal, less those that differ."""
    return sum(1 if cells.get(key) == value else -1 for key, value in known.items()) - len(cells.keys() - known.keys())


def folded(value: Value) -> str:
    """A value for recognising: letter case, blanks and Unicode forms do not matter.

    >>> folded(" José  REYES ") == folded("jose\\u0301 reyes")
    True
    """
    if value is None:
        return ""
    return " ".join(unicodedata.normalize("NFKC", str(value)).casefold().split())
