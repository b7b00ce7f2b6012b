"""The store: what each project's rows are, how each replica was left, and everything that ever changed.

One SQLite file for all projects, in rollback-journal mode: it is used under a lock by one process at a time, and one
file is easier to keep whole than the three of a write-ahead log.  All that a sync learns is saved in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.errors import Refused, SyncUnderWay
from sheet_sync.store import begun, deeds, holder, looking_back, pairing, projects, saving
from sheet_sync.store.migrations import MIGRATIONS, migrate, version_of
from sheet_sync.store.place import LOCK_NAME, STORE_NAME
from sheet_sync.store.projects import KnownReplica

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.core.sync.begun import Begun
    from sheet_sync.core.sync.deeds import Deed
    from sheet_sync.core.sync.sync_outcome import Outcome
    from sheet_sync.core.sync.sync_state import State
    from sheet_sync.store.looking_back import Line
    from sheet_sync.store.saving import Intent

LOCK_WAIT_S = 20.0
"""How long a sync waits for another to be done."""


class Store:
    """An open store.  Use it as a context manager, or close it."""

    def __init__(self, db: sqlite3.Connection, folder: Path) -> None:
        self.db = db
        self.folder = folder

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Store:
        """The store in that folder, made where there is none.  Read-only, and absent, it is an empty one in memory.

        Raises:
            Refused: it is damaged, made by a newer version, or its folder cannot be written.
        """
        path = folder / STORE_NAME
        with _in_words(path):
            if read_only:
                return cls(_open_read_only(path), folder)
            folder.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(path, isolation_level=None, timeout=30)
            db.execute("PRAGMA synchronous = FULL")
            _refuse_newer(db, path)
            migrate(db)
            _refuse_other(db, path)
            return cls(db, folder)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        with _in_words(self.folder / STORE_NAME):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.execute("ROLLBACK")
                raise

    # Projects and replicas

    def has_project(self, project_id: str) -> bool:
        with _in_words(self.folder / STORE_NAME):
            return projects.has_project(self.db, project_id)

    def replicas(self, project_id: str) -> tuple[KnownReplica, ...]:
        """The replicas of a project, as they were when last synced."""
        with _in_words(self.folder / STORE_NAME):
            return projects.replicas(self.db, project_id)

    def find_by_location(self, location: str) -> KnownReplica | None:
        """The replica last synced from that place, or ``None``."""
        with _in_words(self.folder / STORE_NAME):
            return projects.find_by_location(self.db, location)

    # A sync

    def is_under_way(self, project_id: str) -> bool:
        """Whether a sync or a command noted what it would write, and no sync has learned since what became of it."""
        return saving.is_under_way(self.db, project_id) or deeds.are_noted(self.db, project_id)

    def load(self, project_id: str) -> State:
        """All that is known of a project; empty for one that is new here."""
        from sheet_sync.store.loading import load_state

        with _in_words(self.folder / STORE_NAME):
            return load_state(self.db, project_id)

    def note_intent(self, project_id: str, intent: Intent) -> None:
        """Say what is about to be written, before it is: the journal that a sync cut short is taken up from."""
        with self.transaction():
            saving.note_intent(self.db, project_id, intent, now())

    def note_begun(self, project_id: str, what: Begun | None) -> None:
        """Put back what an earlier command had begun, where the one under way was refused and wrote nothing."""
        with self.transaction():
            begun.note(self.db, project_id, what)

    def save(
        self,
        project_id: str,
        outcome: Outcome,
        replicas: Sequence[KnownReplica],
        source: str,
        *,
        at: datetime | None = None,
    ) -> None:
        """Everything that a sync learned, in one transaction; the journal is cleared with it."""
        with self.transaction():
            saving.save(self.db, project_id, outcome, replicas, source, at or now())

    def note_settled(self, project_id: str, replica: KnownReplica) -> None:
        """A sync that found nothing to do: only the day and the version are new."""
        with self.transaction():
            projects.save_replica(self.db, project_id, replica)

    def note_deeds(self, project_id: str, done: Sequence[Deed], instead_of: Sequence[Deed] = ()) -> None:
        """Say what a command writes, for the next sync to put into the history; ``instead_of`` was said before."""
        with self.transaction():
            deeds.take_back(self.db, project_id, instead_of)
            deeds.note(self.db, project_id, done)

    # Pairing

    def pair(
        self,
        project_id: str,
        replicas: Sequence[KnownReplica],
        *,
        joins: str | None = None,
        leaves: KnownReplica | None = None,
    ) -> None:
        """Let places be synced with each other from now on.

        ``joins`` is the project whose ID they take over, ``leaves`` a replica that is one of them no more.
        """
        with self.transaction():
            if leaves is not None:
                projects.forget_replica(self.db, leaves.project, leaves.name)
            if joins is not None:
                pairing.rename_project(self.db, joins, project_id)
            pairing.pair(self.db, project_id, replicas, now())

    def forget_replica(self, project_id: str, name: str) -> None:
        """Let a replica go its own way; records and history stay."""
        with self.transaction():
            projects.forget_replica(self.db, project_id, name)

    # Looking back

    def history(self, project_id: str, **wanted: str | None) -> tuple[Line, ...]:
        """The lines of the history, the newest first: :func:`sheet_sync.store.looking_back.history`."""
        with _in_words(self.folder / STORE_NAME):
            return looking_back.history(self.db, project_id, **wanted)

    def last_written(self, project_id: str) -> tuple[Line, ...]:
        """The lines of the last sync that wrote to a replica, the newest first."""
        with _in_words(self.folder / STORE_NAME):
            return looking_back.last_written(self.db, project_id)

    def prune_history(self, project_id: str, before: datetime) -> int:
        """Forget the lines older than a moment, and give their number.  Only ever on the user's word."""
        with self.transaction():
            return looking_back.prune(self.db, project_id, before)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def _open_read_only(path: Path) -> sqlite3.Connection:
    if not path.exists():
        db = sqlite3.connect(":memory:", isolation_level=None)
        migrate(db)
        return db
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    _refuse_newer(db, path)
    if version_of(db) == len(MIGRATIONS):
        return db
    copy = sqlite3.connect(":memory:", isolation_level=None)  # tables of an older version: brought up to date in memory
    db.backup(copy)
    db.close()
    migrate(copy)
    return copy


def _refuse_newer(db: sqlite3.Connection, path: Path) -> None:
    if version_of(db) > len(MIGRATIONS):
        db.close()
        raise Refused(
            f"The records in {path.parent} were written by a newer version of sheet-sync, so nothing was done.",
            hint="Update sheet-sync on this computer and run the command again.",
        )


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors, as a user can understand them."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _refused(path, error) from error
    except OSError as error:
        raise Refused(
            f"The folder of the records, {path.parent}, cannot be written, so nothing was done.",
            hint="Check its permissions, or name another folder with --store.",
            detail=str(error),
        ) from error


def _refused(path: Path, error: sqlite3.DatabaseError) -> Refused:
    text = str(error)
    if "locked" in text or "busy" in text:
        return SyncUnderWay(
            f"Another sheet-sync is using the records in {path.parent}.", hint="Wait for it and try again.", detail=text
        )
    if "full" in text:
        return Refused(
            f"The disk is full, so the records in {path.parent} were not changed.",
            hint="Make room and try again.",
            detail=text,
        )
    if "readonly" in text or "unable to open" in text:
        return Refused(
            f"The records in {path.parent} cannot be written, so nothing was done.",
            hint="Check the folder's permissions, or name another folder with --store.",
            detail=text,
        )
    if not _is_damaged(path):
        return _of_another_version(path, text)
    return Refused(
        f"The records in {path} are damaged, so nothing was done.",
        hint=f"Your workbook is untouched. Move {path.name} out of that folder and sync again: it starts new records, "
        "and the history so far stays in the file you moved.",
        detail=text,
    )


def _of_another_version(path: Path, detail: str) -> Refused:
    return Refused(
        f"The records in {path} were made by another version of sheet-sync, so nothing was done.",
        hint="Your workbook is untouched. Use the version of sheet-sync that you used before, or a newer one; or move "
        f"{path.name} out of that folder and sync again, which starts new records.",
        detail=detail,
    )


def _refuse_other(db: sqlite3.Connection, path: Path) -> None:
    """Stop before anything is written where a table or a column is missing that this version needs."""
    ours = sqlite3.connect(":memory:", isolation_level=None)
    migrate(ours)
    missing = _columns(ours) - _columns(db)
    ours.close()
    if missing:
        db.close()
        raise _of_another_version(path, ", ".join(sorted(f"{table}.{column}" for table, column in missing)))


def _columns(db: sqlite3.Connection) -> set[tuple[str, str]]:
    query = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    return set(db.execute(query))


def _is_damaged(path: Path) -> bool:
    """Whether SQLite itself finds the file damaged; one that is whole but lacks a table is of another version."""
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
        finally:
            db.close()
    except sqlite3.Error:
        return True


@contextmanager
def locked(folder: Path, workbook: str = "") -> Iterator[None]:
    """The store for this process alone, at work on a workbook.  The system frees the lock of a process that dies.

    Raises:
        Refused: another sync, which is named, holds it for longer than :data:`LOCK_WAIT_S`, or the folder cannot be
            written.
    """
    from filelock import FileLock, Timeout

    with _in_words(folder / STORE_NAME):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK_NAME, timeout=LOCK_WAIT_S)
        try:
            lock.acquire()
        except Timeout:
            raise holder.under_way(folder) from None
    try:
        with holder.noted(folder, workbook):
            yield
    finally:
        lock.release()
