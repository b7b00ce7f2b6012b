"""Reading all that is known of a project, in the shape that the core works on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from sheet_sync.core.sync.merge import Conflict
from sheet_sync.core.sync.sync_state import ReplicaState, State, ToolCell
from sheet_sync.core.sync.synced import Cells, Rows
from sheet_sync.core.sync.under_way import UnderWay
from sheet_sync.store import begun, decisions, deeds
from sheet_sync.store.encoding import decode_all, decode_cells, decode_tool
from sheet_sync.store.saving import RECORDS

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor

_ROWS_AT_ONCE = 1_000
_NAMES = "SELECT name FROM replicas WHERE project = ? UNION SELECT replica FROM journal WHERE project = ?"
"""All replicas, also one whose first sync was cut short."""


class _Decoded:
    """Texts and the rows they are: the same text is the same object, so that a base that says what the record says is
    compared with it in no time."""

    def __init__(self) -> None:
        self._known: dict[str, Cells] = {}

    def rows(self, found: Cursor) -> Iterator[tuple[Any, Cells]]:
        """The lines of a query, each with the row that its first column is the text of."""
        while lines := found.fetchmany(_ROWS_AT_ONCE):
            fresh = [text for text in dict.fromkeys(line[0] for line in lines) if text not in self._known]
            self._known.update(zip(fresh, decode_all(fresh), strict=True))
            for line in lines:
                yield line, self._known[line[0]]


def load_state(db: Connection, project: str) -> State:
    columns = _columns(db, project)
    decoded = _Decoded()
    records: dict[str, dict[str, Cells]] = {table: {} for replica, table in columns if replica == RECORDS}
    found = db.execute("SELECT cells, tab, row FROM records WHERE project = ? AND deleted IS NULL", (project,))
    for (_, table, row), cells in decoded.rows(found):
        records.setdefault(table, {})[row] = cells
    names = [name for (name,) in db.execute(_NAMES, (project, project))]
    return State(
        project_id=project,
        records={table: Rows(columns.get((RECORDS, table), ((), ()))[0], rows) for table, rows in records.items()},
        retired=_retired(db, project),
        replicas={name: _replica(db, project, name, columns, decoded) for name in names},
        conflicts=tuple(
            Conflict(decode_cells(claims), table, row, key)
            for table, row, key, claims in db.execute(
                "SELECT tab, row, field, claims FROM conflicts WHERE project = ? ORDER BY tab, row, field", (project,)
            )
        ),
        aliases=load_aliases(db, project),
        deeds=deeds.load(db, project),
        decisions=decisions.load(db, project),
        begun=begun.load(db, project),
    )


def _retired(db: Connection, project: str) -> dict[str, frozenset[str]]:
    retired: dict[str, set[str]] = {}
    for table, row in db.execute("SELECT tab, row FROM records WHERE project = ? AND deleted NOT NULL", (project,)):
        retired.setdefault(table, set()).add(row)
    return {table: frozenset(rows) for table, rows in retired.items()}


def load_aliases(db: Connection, project: str) -> dict[str, dict[str, str]]:
    """The later headers of columns of the user's own, by table, the latest last."""
    aliases: dict[str, dict[str, str]] = {}
    found = db.execute("SELECT tab, header_key, key FROM aliases WHERE project = ? ORDER BY id", (project,))
    for table, header_key, key in found:
        aliases.setdefault(table, {})[header_key] = key
    return aliases


def _columns(db: Connection, project: str) -> dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]:
    return {
        (replica, table): (tuple(json.loads(present)), tuple(json.loads(dropped)))
        for replica, table, present, dropped in db.execute(
            "SELECT replica, tab, present, dropped FROM columns WHERE project = ?", (project,)
        )
    }


def _replica(
    db: Connection,
    project: str,
    name: str,
    columns: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]],
    decoded: _Decoded,
) -> ReplicaState:
    rows: dict[str, dict[str, Cells]] = {table: {} for replica, table in columns if replica == name}
    held: dict[str, dict[str, frozenset[str]]] = {}
    found = db.execute("SELECT cells, tab, row, held FROM bases WHERE project = ? AND replica = ?", (project, name))
    for (_, table, row, held_keys), cells in decoded.rows(found):
        rows.setdefault(table, {})[row] = cells
        if held_keys:
            held.setdefault(table, {})[row] = frozenset(json.loads(held_keys))
    return ReplicaState(
        bases={t: Rows(columns.get((name, t), ((), ()))[0], each, held.get(t, {})) for t, each in rows.items()},
        dropped={table: gone for (replica, table), (_, gone) in columns.items() if replica == name and gone},
        tool=_tool_cells(db, project, name),
        intended=_intended(db, project, name),
        owned=_owned(db, project, name),
        under_way=_under_way(db, project, name) or {},
        was_cut_short=_under_way(db, project, name) is not None,
    )


def _tool_cells(db: Connection, project: str, name: str) -> dict[str, dict[str, dict[str, ToolCell]]]:
    tool: dict[str, dict[str, dict[str, ToolCell]]] = {}
    decode = cache(decode_tool)  # few differ
    for table, row, text in db.execute(
        "SELECT tab, row, cells FROM tool_cells WHERE project = ? AND replica = ?", (project, name)
    ):
        tool.setdefault(table, {})[row] = decode(text)
    return tool


def _intended(db: Connection, project: str, name: str) -> dict[str, dict[str, dict[str, ToolCell]]]:
    found = db.execute("SELECT tool_cells FROM journal WHERE project = ? AND replica = ?", (project, name)).fetchone()
    if found is None:
        return {}
    return {
        table: {row: decode_tool(text) for row, text in rows.items()} for table, rows in json.loads(found[0]).items()
    }


def _under_way(db: Connection, project: str, name: str) -> UnderWay | None:
    """What was about to be written when the last sync of that replica was cut short, ``None`` where it was not."""
    found = db.execute("SELECT under_way FROM journal WHERE project = ? AND replica = ?", (project, name)).fetchone()
    if found is None:
        return None
    return {
        table: {row: None if text is None else decode_cells(text) for row, text in rows.items()}
        for table, rows in json.loads(found[0]).items()
    }


def _owned(db: Connection, project: str, name: str) -> dict[str, frozenset[int]]:
    found = db.execute("SELECT sheet, marks FROM owned WHERE project = ? AND replica = ?", (project, name))
    return {sheet: frozenset(json.loads(marks)) for sheet, marks in found}
