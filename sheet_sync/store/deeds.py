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
        [_columns(project, deed) for deed in deeds],
    )


def are_noted(db: Connection, project: str) -> bool:
    return db.execute("SELECT 1 FROM deeds WHERE project = ?", (project,)).fetchone() is not None


def take_back(db: Connection, project: str, deeds: Iterable[Deed]) -> None:
    """They were noted and not done, or done otherwise."""
    db.executemany(
        "DELETE FROM deeds WHERE id = (SELECT max(id) FROM deeds WHERE project = ? AND command = ? AND tab = ? "
        "AND row = ? AND field IS ? AND value IS ?)",
        [_columns(project, deed) for deed in deeds],
    )


def _columns(project: str, deed: Deed) -> tuple[str | None, ...]:
    value = None if deed.value is None else encode_value(deed.value)
    return (project, deed.command, deed.table, deed.row, deed.key, value)


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
