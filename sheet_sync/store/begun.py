"""What a command has begun to change, until it is written everywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sheet_sync.core.sync.begun import Begun
from sheet_sync.core.sync.decisions import Reopened
from sheet_sync.core.sync.sync_state import Amendment
from sheet_sync.store.encoding import decode_cells, encode_cells

if TYPE_CHECKING:
    from sqlite3 import Connection


def note(db: Connection, project: str, begun: Begun | None) -> None:
    """In place of what was noted before."""
    db.execute("DELETE FROM begun WHERE project = ?", (project,))
    if begun is not None:
        text = json.dumps([_encoded(each) for each in begun.amendments])
        db.execute("INSERT INTO begun (project, source, amendments) VALUES (?, ?, ?)", (project, begun.source, text))


def load(db: Connection, project: str) -> Begun | None:
    found = db.execute("SELECT source, amendments FROM begun WHERE project = ?", (project,)).fetchone()
    return None if found is None else Begun(found[0], tuple(_decoded(each) for each in json.loads(found[1])))


def _encoded(amendment: Amendment) -> list[Any]:
    cells = None if amendment.cells is None else encode_cells(amendment.cells)
    claims = {key: encode_cells(each) for key, each in amendment.claims.items()}
    reopens = {key: encode_cells(each.as_cells()) for key, each in amendment.reopens.items()}
    return [amendment.table, amendment.row, cells, amendment.is_whole, claims, amendment.claimant, reopens]


def _decoded(encoded: list[Any]) -> Amendment:
    table, row, cells, is_whole, claims, claimant, reopens = encoded
    return Amendment(
        table,
        row,
        None if cells is None else decode_cells(cells),
        is_whole,
        {key: decode_cells(each) for key, each in claims.items()},
        claimant,
        {key: Reopened.of_cells(decode_cells(each)) for key, each in reopens.items()},
    )
