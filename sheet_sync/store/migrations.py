"""The store's tables, one step after the other.  A change is one more function here, never an edit of an old one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection


def _first(db: Connection) -> None:
    """Projects and their replicas, records, bases, history, conflicts, the journal of a sync under way, drafts."""
    for statement in (
        "CREATE TABLE projects (id TEXT PRIMARY KEY, made TEXT NOT NULL)",
        """CREATE TABLE replicas (
            project TEXT NOT NULL REFERENCES projects, name TEXT NOT NULL, kind TEXT NOT NULL, location TEXT NOT NULL,
            fingerprint TEXT, as_of TEXT, version TEXT, summary TEXT, synced TEXT,
            PRIMARY KEY (project, name))""",
        "CREATE INDEX replicas_by_location ON replicas (location)",
        """CREATE TABLE columns (
            project TEXT NOT NULL, replica TEXT NOT NULL, tab TEXT NOT NULL, present TEXT NOT NULL,
            dropped TEXT NOT NULL DEFAULT '[]',
            PRIMARY KEY (project, replica, tab)) WITHOUT ROWID""",
        """CREATE TABLE records (
            project TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL, cells TEXT NOT NULL, deleted TEXT,
            PRIMARY KEY (project, tab, row)) WITHOUT ROWID""",
        """CREATE TABLE bases (
            project TEXT NOT NULL, replica TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL, cells TEXT NOT NULL,
            held TEXT, PRIMARY KEY (project, replica, tab, row)) WITHOUT ROWID""",
        """CREATE TABLE tool_cells (
            project TEXT NOT NULL, replica TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL, cells TEXT NOT NULL,
            PRIMARY KEY (project, replica, tab, row)) WITHOUT ROWID""",
        """CREATE TABLE conflicts (
            project TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL, field TEXT NOT NULL, claims TEXT NOT NULL,
            since TEXT NOT NULL, PRIMARY KEY (project, tab, row, field)) WITHOUT ROWID""",
        """CREATE TABLE syncs (
            id INTEGER PRIMARY KEY, project TEXT NOT NULL, at TEXT NOT NULL, source TEXT NOT NULL)""",
        """CREATE TABLE history (
            id INTEGER PRIMARY KEY, sync INTEGER NOT NULL REFERENCES syncs, project TEXT NOT NULL, source TEXT NOT NULL,
            action TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL, field TEXT, old TEXT, new TEXT, cells TEXT,
            written_to TEXT NOT NULL DEFAULT '')""",
        "CREATE INDEX history_by_row ON history (project, tab, row)",
        "CREATE INDEX history_by_sync ON history (sync)",
        """CREATE TABLE journal (
            project TEXT NOT NULL, replica TEXT NOT NULL, location TEXT NOT NULL, tool_cells TEXT NOT NULL,
            at TEXT NOT NULL, PRIMARY KEY (project, replica))""",
        """CREATE TABLE drafts (
            project TEXT NOT NULL, key TEXT NOT NULL, path TEXT NOT NULL, inputs_hash TEXT NOT NULL,
            content_hash TEXT NOT NULL, drafted TEXT NOT NULL, PRIMARY KEY (project, key)) WITHOUT ROWID""",
    ):
        db.execute(statement)


def _second(db: Connection) -> None:
    """Later headers of columns of the user's own, in the order in which they came."""
    db.execute(
        """CREATE TABLE aliases (
            id INTEGER PRIMARY KEY, project TEXT NOT NULL, tab TEXT NOT NULL, header_key TEXT NOT NULL,
            key TEXT NOT NULL, UNIQUE (project, tab, header_key))"""
    )


def _third(db: Connection) -> None:
    """What commands wrote since the last sync, and what the tool wrote last on the sheets that it owns."""
    db.execute(
        """CREATE TABLE deeds (
            id INTEGER PRIMARY KEY, project TEXT NOT NULL, command TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL,
            field TEXT, value TEXT)"""
    )
    db.execute(
        """CREATE TABLE owned (
            project TEXT NOT NULL, replica TEXT NOT NULL, sheet TEXT NOT NULL, marks TEXT NOT NULL,
            PRIMARY KEY (project, replica, sheet)) WITHOUT ROWID"""
    )


def _fourth(db: Connection) -> None:
    """What a sync that was cut short was about to write into the rows."""
    db.execute("ALTER TABLE journal ADD COLUMN under_way TEXT NOT NULL DEFAULT '{}'")


def _fifth(db: Connection) -> None:
    """The conflicts that a sync had settled when it was cut short."""
    db.execute(
        """CREATE TABLE decisions (
            project TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
            held TEXT NOT NULL, PRIMARY KEY (project, tab, row, field)) WITHOUT ROWID"""
    )


def _sixth(db: Connection) -> None:
    """What a command had begun to change in the records when it was cut short."""
    db.execute("CREATE TABLE begun (project TEXT PRIMARY KEY, source TEXT NOT NULL, amendments TEXT NOT NULL)")


def _seventh(db: Connection) -> None:
    """What a sync was about to write over when it was cut short."""
    db.execute(
        """CREATE TABLE overwritten (
            project TEXT NOT NULL, source TEXT NOT NULL, action TEXT NOT NULL, tab TEXT NOT NULL, row TEXT NOT NULL,
            field TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (project, source, action, tab, row, field, value)) WITHOUT ROWID"""
    )


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _second, _third, _fourth, _fifth, _sixth, _seventh)


def migrate(db: Connection) -> None:
    """Bring the tables up to date, one step a transaction."""
    for number in range(version_of(db), len(MIGRATIONS)):
        db.execute("BEGIN IMMEDIATE")
        try:
            MIGRATIONS[number](db)
            db.execute(f"PRAGMA user_version = {number + 1}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise


def version_of(db: Connection) -> int:
    """How many of the migrations the tables have seen."""
    number: int = db.execute("PRAGMA user_version").fetchone()[0]
    return number
