"""The conflicts that a sync under way has settled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sheet_sync.core.sync.decisions import Decision
from sheet_sync.store.encoding import decode_cells, decode_value, encode_cells, encode_value

if TYPE_CHECKING:
    from sqlite3 import Connection


def note(db: Connection, project: str, decisions: Iterable[Decision]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO decisions (project, tab, row, field, value, held) VALUES (?, ?, ?, ?, ?, ?)",
        [(project, d.table, d.row, d.key, encode_value(d.value), encode_cells(d.held)) for d in decisions],
    )


def load(db: Connection, project: str) -> tuple[Decision, ...]:
    found = db.execute("SELECT tab, row, field, value, held FROM decisions WHERE project = ?", (project,))
    return tuple(
        Decision(table, row, key, decode_value(value), decode_cells(held)) for table, row, key, value, held in found
    )


def forget(db: Connection, project: str) -> None:
    """Everything that was decided is written everywhere."""
    db.execute("DELETE FROM decisions WHERE project = ?", (project,))
