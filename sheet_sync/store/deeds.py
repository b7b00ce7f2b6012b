"""What commands wrote since the last sync."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sheet_sync.core.sync.deeds import Deed
from sheet_sync.store.encoding import decode_value, encode_value

if TYPE_CHECKING:
    from sqlite3 import Connection


def note(db: Connection, project: str, deeds: Iterable[Deed]) -> None:
    db.executemany(
        "INSERT INTO deeds (project, command, tab, row, field, value) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (project, d.command, d.table, d.row, d.key, None if d.value is None else encode_value(d.value))
            for d in deeds
        ],
    )


def load(db: Connection, project: str) -> tuple[Deed, ...]:
    """In the order in which they were done."""
    found = db.execute("SELECT command, tab, row, field, value FROM deeds WHERE project = ? ORDER BY id", (project,))
    return tuple(
        Deed(command, table, row, key, None if value is None else decode_value(value))
        for command, table, row, key, value in found
    )


def forget(db: Connection, project: str) -> None:
    """A sync has put them into the history."""
    db.execute("DELETE FROM deeds WHERE project = ?", (project,))
