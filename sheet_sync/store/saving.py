"""Writing what a sync learned."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sheet_sync.store import begun, decisions, deeds, overwritten
from sheet_sync.store.encoding import encode_cells, encode_tool, encode_value
from sheet_sync.store.projects import KnownReplica, save_replica
from sheet_sync.store.projects import replicas as known_replicas

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sheet_sync.core.sync.begun import Begun
    from sheet_sync.core.sync.decisions import Decision
    from sheet_sync.core.sync.sync_outcome import Outcome, TableBase
    from sheet_sync.core.sync.sync_state import Event, ToolCells
    from sheet_sync.core.sync.under_way import UnderWay

RECORDS = ""
"""The replica's name under which the columns of the records stand."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be written to a replica: into computed columns, and into the rows; what was decided for it, what
    a command has begun, and what is written over."""

    replica: str
    location: str
    tool_cells: ToolCells
    under_way: UnderWay
    decisions: Sequence[Decision] = ()
    begun: Begun | None = None
    overwritten: Sequence[Event] = ()


def note_intent(db: Connection, project: str, intent: Intent, at: datetime) -> None:
    """Put down what is about to be written, so that it is known for the tool's own afterwards."""
    tool = {
        table: {row: encode_tool(cells) for row, cells in rows.items()}
        for table, rows in intent.tool_cells.items()
        if rows
    }
    rows = {
        table: {row: None if cells is None else encode_cells(cells) for row, cells in rows.items()}
        for table, rows in intent.under_way.items()
    }
    db.execute(
        "INSERT OR REPLACE INTO journal (project, replica, location, tool_cells, under_way, at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (project, intent.replica, intent.location, json.dumps(tool), json.dumps(rows), at.isoformat()),
    )
    decisions.note(db, project, intent.decisions)
    begun.note(db, project, intent.begun)
    overwritten.note(db, project, intent.overwritten)


def is_under_way(db: Connection, project: str) -> bool:
    """Whether an intent is noted that was never followed by a save."""
    return db.execute("SELECT 1 FROM journal WHERE project = ?", (project,)).fetchone() is not None


def save(
    db: Connection, project: str, outcome: Outcome, replicas: Sequence[KnownReplica], source: str, at: datetime
) -> None:
    moment = at.isoformat()
    db.execute("INSERT OR IGNORE INTO projects (id, made) VALUES (?, ?)", (project, moment))
    for replica in replicas:
        save_replica(db, project, replica, moment)
        db.execute("DELETE FROM journal WHERE location = ?", (replica.location,))
    if not is_under_way(db, project) and {each.name for each in known_replicas(db, project)} <= {
        r.name for r in replicas
    }:
        decisions.forget(db, project)  # they are carried out everywhere
    begun.note(db, project, None)
    _save_records(db, project, outcome, moment)
    for name, tables in outcome.bases.items():
        for table, base in tables.items():
            _save_base(db, project, name, table, base)
    _save_conflicts(db, project, outcome, moment)
    deeds.forget(db, project)
    for name, sheets in outcome.owned.items():
        _save_owned(db, project, name, sheets)
    for table, aliases in outcome.aliases.items():
        db.executemany(
            "INSERT OR REPLACE INTO aliases (project, tab, header_key, key) VALUES (?, ?, ?, ?)",
            [(project, table, header_key, key) for header_key, key in aliases.items()],
        )
    events = (*outcome.events, *overwritten.take(db, project, outcome.events))
    if events:
        _save_history(db, project, events, source, moment)


def _save_records(db: Connection, project: str, outcome: Outcome, moment: str) -> None:
    for table, columns in outcome.columns.items():
        _save_columns(db, project, RECORDS, table, columns, ())
    for table, rows in outcome.records.items():
        kept = [(project, table, row, encode_cells(cells)) for row, cells in rows.items() if cells is not None]
        db.executemany(
            "INSERT INTO records (project, tab, row, cells) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET cells = excluded.cells, deleted = NULL",
            kept,
        )
        gone = [(moment, project, table, row) for row, cells in rows.items() if cells is None]
        db.executemany("UPDATE records SET deleted = ? WHERE project = ? AND tab = ? AND row = ?", gone)


def _save_base(db: Connection, project: str, name: str, table: str, base: TableBase) -> None:
    _save_columns(db, project, name, table, base.columns, base.dropped)
    kept = [
        (
            project,
            name,
            table,
            row,
            encode_cells(cells),
            json.dumps(sorted(held)) if (held := base.held.get(row)) else None,
        )
        for row, cells in base.rows.items()
        if cells is not None
    ]
    db.executemany(
        "INSERT OR REPLACE INTO bases (project, replica, tab, row, cells, held) VALUES (?, ?, ?, ?, ?, ?)", kept
    )
    gone = [(project, name, table, row) for row, cells in base.rows.items() if cells is None]
    db.executemany("DELETE FROM bases WHERE project = ? AND replica = ? AND tab = ? AND row = ?", gone)
    _save_tool_cells(db, project, name, table, base)


def _save_tool_cells(db: Connection, project: str, name: str, table: str, base: TableBase) -> None:
    for row, cells in base.tool.items():
        if cells:
            db.execute(
                "INSERT OR REPLACE INTO tool_cells (project, replica, tab, row, cells) VALUES (?, ?, ?, ?, ?)",
                (project, name, table, row, encode_tool(cells)),
            )
        else:
            db.execute(
                "DELETE FROM tool_cells WHERE project = ? AND replica = ? AND tab = ? AND row = ?",
                (project, name, table, row),
            )


def _save_columns(
    db: Connection, project: str, replica: str, table: str, present: Sequence[str], dropped: Sequence[str]
) -> None:
    values = (project, replica, table, json.dumps(list(present)), json.dumps(list(dropped)))
    db.execute(
        "INSERT INTO columns (project, replica, tab, present, dropped) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET present = excluded.present, dropped = excluded.dropped "
        "WHERE present != excluded.present OR dropped != excluded.dropped",
        values,
    )


def _save_owned(db: Connection, project: str, replica: str, sheets: Mapping[str, frozenset[int]]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO owned (project, replica, sheet, marks) VALUES (?, ?, ?, ?)",
        [(project, replica, sheet, json.dumps(sorted(marks))) for sheet, marks in sheets.items()],
    )


def _save_conflicts(db: Connection, project: str, outcome: Outcome, moment: str) -> None:
    since: Mapping[tuple[str, str, str], str] = {
        (table, row, field): at
        for table, row, field, at in db.execute(
            "SELECT tab, row, field, since FROM conflicts WHERE project = ?", (project,)
        )
    }
    db.execute("DELETE FROM conflicts WHERE project = ?", (project,))
    db.executemany(
        "INSERT INTO conflicts (project, tab, row, field, claims, since) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (project, c.table, c.row, c.key, encode_cells(c.values), since.get((c.table, c.row, c.key), moment))
            for c in outcome.conflicts
        ],
    )


def _save_history(db: Connection, project: str, events: Sequence[Event], source: str, moment: str) -> None:
    sync = db.execute("INSERT INTO syncs (project, at, source) VALUES (?, ?, ?)", (project, moment, source)).lastrowid
    db.executemany(
        "INSERT INTO history (sync, project, source, action, tab, row, field, old, new, cells, written_to) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                sync,
                project,
                event.source,
                event.action,
                event.table,
                event.row,
                event.key,
                None if event.old is None else encode_value(event.old),
                None if event.new is None else encode_value(event.new),
                None if event.cells is None else encode_cells(event.cells),
                " ".join(event.written_to),
            )
            for event in events
        ],
    )
