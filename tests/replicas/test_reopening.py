"""Undo of a choice: the conflict is open again, and each side has its own value back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.app import past as app_past
from sheet_sync.app import undo as app_undo
from sheet_sync.app.conflicts import list_conflicts, resolve
from sheet_sync.app.history import show_history
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.changes import Plan
from sheet_sync.core.records import Snapshot
from sheet_sync.core.values import Content
from sheet_sync.replica import MemoryReplica
from sheet_sync.store.store import Store
from tests.pairs import CONTACTS, Pair, grid, workbook

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Dana's notes differ on the two sides."""
    made = Pair.of(
        tmp_path,
        workbook("excel", grid("Contacts", CONTACTS, DANA)),
        workbook("google", grid("Contacts", CONTACTS)),
    )
    monkeypatch.setattr(app_past, "open_with_backups", made._open)
    monkeypatch.setattr(app_undo, "sync", lambda place, options: sync(place, options, made._open))
    made.sync()
    tear(made)
    return made


def tear(pair: Pair) -> SyncReport:
    for kind in pair.replicas:
        pair.edit(kind, "Contacts", 1, "Notes", f"from {kind}")
    return pair.sync()


def undo(pair: Pair, **more: Any) -> SyncReport:
    options = SyncOptions(pair.as_of, pair.store, make_id=pair.make_id, **more)
    return app_undo.undo("memory:excel", options)


def notes(pair: Pair) -> list[Content]:
    return [pair.row(kind, "Dana Reyes").get("Notes") for kind in pair.replicas]


def by_resolve(pair: Pair, word: str = "excel") -> None:
    (found,) = list_conflicts("memory:excel", pair.store, pair._open)
    resolve("memory:excel", SyncOptions(pair.as_of, pair.store, make_id=pair.make_id), {found.id: word}, pair._open)


def by_keep(pair: Pair) -> None:
    pair.edit("google", "Conflicts", 1, "Keep", "Here")
    pair.sync()


def by_preference(pair: Pair) -> None:
    pair.sync(prefer="google")


def by_a_third_value(pair: Pair) -> None:
    by_resolve(pair, "a third")


def by_the_value_before(pair: Pair) -> None:
    by_resolve(pair, "met at the fair")


Way = Callable[[Pair], None]
EACH_WAY = pytest.mark.parametrize(
    "settle", [by_resolve, by_keep, by_preference, by_a_third_value, by_the_value_before]
)


@EACH_WAY
def test_each_side_has_its_own_value_back_and_the_conflict_is_open(pair: Pair, settle: Way) -> None:
    before = list_conflicts("memory:excel", pair.store, pair._open)
    settle(pair)
    assert len(set(notes(pair))) == 1
    report = undo(pair)

    assert notes(pair) == ["from excel", "from google"]
    assert [dict(each.values) for each in report.conflicts] == [{"excel": "from excel", "google": "from google"}]
    now = list_conflicts("memory:excel", pair.store, pair._open)
    assert [(each.id, dict(each.values)) for each in now] == [(each.id, dict(each.values)) for each in before]


@EACH_WAY
def test_it_stays_open_until_it_is_settled_anew(pair: Pair, settle: Way) -> None:
    settle(pair)
    undo(pair)
    again = pair.sync()

    assert len(again.conflicts) == 1
    assert not any(replica.cells for replica in again.replicas)
    assert notes(pair) == ["from excel", "from google"]

    by_resolve(pair, "google")
    assert notes(pair) == ["from google", "from google"]
    assert not pair.sync().conflicts


@EACH_WAY
def test_undo_once_more_chooses_as_before(pair: Pair, settle: Way) -> None:
    settle(pair)
    chosen = notes(pair)
    undo(pair)
    report = undo(pair)

    assert notes(pair) == chosen
    assert not report.conflicts


def test_a_dry_run_shows_what_each_side_is_given_back_and_writes_nothing(pair: Pair) -> None:
    by_resolve(pair)
    report = undo(pair, dry_run=True)

    assert [(r.name, c.old, c.new) for r in report.replicas for c in r.user_cells] == [
        ("google", "from excel", "from google")
    ]
    assert notes(pair) == ["from excel", "from excel"]


def test_what_was_typed_since_is_left(pair: Pair) -> None:
    by_resolve(pair)
    pair.edit("excel", "Contacts", 1, "Notes", "thought again")
    report = undo(pair)

    assert not report.conflicts
    assert notes(pair) == ["thought again", "thought again"]


def test_a_conflict_with_what_a_side_had_not_seen_is_open_again(pair: Pair) -> None:
    """Google could not be written for a while: what was typed there meanwhile stands against the record."""
    by_resolve(pair)
    pair.replicas["google"].contents = _viewed(pair, "one may only view it")
    pair.edit("excel", "Contacts", 1, "Notes", "unseen")
    pair.sync()
    pair.replicas["google"].contents = _viewed(pair, None)
    pair.edit("google", "Contacts", 1, "Notes", "blind")
    assert len(pair.sync().conflicts) == 1
    by_resolve(pair, "excel")
    assert notes(pair) == ["unseen", "unseen"]
    undo(pair)

    assert notes(pair) == ["unseen", "blind"]
    assert len(pair.sync().conflicts) == 1
    assert notes(pair) == ["unseen", "blind"]


def _viewed(pair: Pair, why: str | None) -> Any:
    from dataclasses import replace

    return replace(pair.replicas["google"].contents, read_only=why)


def test_the_history_tells_that_it_was_settled_and_is_open_again(pair: Pair) -> None:
    by_resolve(pair)
    undo(pair)
    project = pair.replicas["excel"].contents.project_id
    assert project is not None
    with Store.open(pair.store, read_only=True) as store:
        told = [(x.event.action, x.event.source, x.event.new) for x in store.history(project) if x.event.key == "Notes"]

    assert ("settled", "resolve", "from excel") in told
    assert ("reopened", "undo", "met at the fair") in told
    lines = show_history("memory:excel", pair.store, "Dana Reyes")
    settled = next(line for line in lines if line.action == "settled")
    assert (settled.old, settled.new) == ("from excel (Excel), from google (Google)", "from excel")


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("kind", ["excel", "google"])
@EACH_WAY
def test_an_undo_that_is_killed_is_brought_to_its_end_by_the_next_sync(
    pair: Pair, settle: Way, kind: str, is_written: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(pair)
    write = MemoryReplica.write

    def die(replica: MemoryReplica, plan: Plan, snapshot: Snapshot) -> Snapshot:
        if replica.kind != kind:
            return write(replica, plan, snapshot)
        if is_written:
            write(replica, plan, snapshot)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(MemoryReplica, "write", die)
        with pytest.raises(KeyboardInterrupt):
            undo(pair)
    report = pair.sync()

    assert notes(pair) == ["from excel", "from google"]
    assert [dict(each.values) for each in report.conflicts] == [{"excel": "from excel", "google": "from google"}]
    assert not any(replica.cells for replica in pair.sync().replicas)


def test_what_was_typed_and_goes_is_named_with_the_way_back(pair: Pair) -> None:
    by_resolve(pair)
    pair.edit("excel", "Contacts", 1, "Organization", "Orchard & Sons")
    pair.add("google", "Contacts", (None, "Lee Wong", "Harbour", "lee@harbour.example"))
    pair.sync()
    foreseen = undo(pair, dry_run=True).notes
    report = undo(pair)

    assert report.notes[1:] == (
        "Organization of Dana Reyes (Contacts) was typed in Excel, and goes on all sides. What was typed stays in the "
        "history; sheet-sync undo once more brings it back.",
        "The row of Lee Wong (Contacts) was typed in Google, and goes on all sides. What was typed stays in the "
        "history; sheet-sync undo once more brings it back.",
    )
    assert [note.replace("would go", "goes") for note in foreseen] == list(report.notes)
    assert [row["Name"] for row in pair.rows("google")] == ["Dana Reyes"]
    assert pair.row("excel", "Dana Reyes")["Organization"] == "Orchard"

    again = undo(pair)
    assert [row["Name"] for row in pair.rows("google")] == ["Dana Reyes", "Lee Wong"]
    assert pair.row("google", "Dana Reyes")["Organization"] == "Orchard & Sons"
    assert len(again.notes) == 1


def test_of_many_things_that_go_the_count_is_said(pair: Pair) -> None:
    pair.sync(prefer="excel")
    pair.add("excel", "Contacts", *((None, f"Person {n}", "Mill", f"p{n}@mill.example") for n in range(5)))
    pair.sync()

    assert undo(pair, dry_run=True).notes[1].startswith("5 of these cells and rows were typed in Excel, and would go")
