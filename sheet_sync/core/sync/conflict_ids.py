"""What a conflict is called: the same name for the same cell, wherever and whenever it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from sheet_sync.core.ids import ALPHABET

if TYPE_CHECKING:
    from sheet_sync.core.sync.merge import Conflict

_LENGTH = 6
_SIDES = ("excel", "google")
Claimed = TypeVar("Claimed")


def is_conflict_id(text: str) -> bool:
    """Whether the text is the name of a conflict, on whichever computer."""
    return len(text) == _LENGTH + 2 and text.startswith("x-") and set(text[2:]) <= set(ALPHABET)


def conflict_id(conflict: Conflict) -> str:
    """A short name for the cell in conflict, such as ``x-7k3f9q``."""
    digest = sha256("\0".join((conflict.table, conflict.row, conflict.key)).encode()).digest()
    return "x-" + "".join(ALPHABET[byte % 32] for byte in digest[:_LENGTH])


def listing_order(table: str, row_name: str, field: str, id_: str) -> tuple[str, ...]:
    """What conflicts are sorted by wherever they are listed: sheet, summary, ``conflicts``, JSON, question."""
    return (table, row_name, field, id_)


def claims_in_order(claims: Mapping[str, Claimed]) -> dict[str, Claimed]:
    """Claims by who makes them: the sides by name, then copies and joined rows."""
    return dict(sorted(claims.items(), key=lambda item: (item[0].partition("-")[0] not in _SIDES, item[0])))
