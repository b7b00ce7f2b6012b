"""People edit workbooks at random, syncs come in between, some of which go wrong; and what must be true afterwards.

After a sync all replicas agree but for open conflicts; every value that was ever typed is in the records, in a conflict
or in the history; the dry run before it told the truth and changed not one byte; a second sync changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from sheet_sync.app.conflicts import list_conflicts, resolve
from sheet_sync.app.merge_people import merge_people
from sheet_sync.app.sync import sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.app.ties import canonical
from sheet_sync.core.ids import is_id
from sheet_sync.core.sync.choosing import ThirdValue
from sheet_sync.core.sync.past import plan_undo
from sheet_sync.core.sync.synced import scalar_of
from sheet_sync.core.values import Formula
from sheet_sync.errors import WorkbookBusy
from sheet_sync.store import overwritten
from sheet_sync.store.store import Store
from tests.property.people import EDITS, FIELDS, PeopleMachine, fields, names, numbers
from tests.worlds import FAULTS, Killed, Place, World

MOST_REQUESTS = 4
"""What a sync with changes may cost Google.  One without costs 1."""
SIDES = ("excel", "google", "newest")
computers = st.integers(0, 1)

HISTORIES = {"ci": (100, 8, 4, 20, 3), "deep": (4_500, 600, 400, 1_000, 100)}
"""How many histories each profile tries: of two and of three in memory, of files, of a file and a Google Sheet, of two
computers in memory, of two with a Google Sheet.

The deep ones are 10,000 of one computer and 1,100 of two."""


PROFILE = os.environ.get("SHEET_SYNC_HYPOTHESIS", "ci")
PATIENCE_S = 0 if PROFILE == "deep" else 600
"""How long a machine's test may take; without end where it tries thousands."""


def history_settings(at: int) -> settings:
    """The settings of the machine at that place in :data:`HISTORIES`."""
    return settings(settings.default, max_examples=HISTORIES.get(PROFILE, HISTORIES["ci"])[at], stateful_step_count=25)


class SyncMachine(PeopleMachine):
    """Syncs of one or more worlds, ``by`` saying whose."""

    @initialize(people=st.integers(0, 4), synced=st.sampled_from((True, True, True, False)))
    def begin(self, people: int, synced: bool) -> None:
        self.start()
        self.seen: set[str] = set()
        self.type_first_rows(people)
        if synced:
            for world in self.worlds:
                self.sync(world)

    @property
    def world(self) -> World:
        """The only one, or the first."""
        return self.worlds[0]

    def world_of(self, by: int) -> World:
        return self.worlds[by % len(self.worlds)]

    # --- what people ask of the tool ---

    @rule(by=computers, side=st.sampled_from(SIDES))
    def syncs_preferring(self, by: int, side: str) -> None:
        self.sync(self.world_of(by), prefer=self.side_there(side))

    def side_there(self, side: str | None) -> str | None:
        """What may be preferred: nobody prefers a Google Sheet where there is none."""
        return side if side != "google" or "google" in self.world_of(0).places else "newest"

    @rule(by=computers, side=st.sampled_from(("excel", "google", "a third")))
    def resolves_one(self, by: int, side: str) -> None:
        world = self.world_of(by)
        if not self.has_records(world):
            return
        found = list_conflicts(world.location, world.store, world.open)
        if found and (side in found[0].values or side == "a third"):
            typed, options = self.typed(world), world.options(allow_deletions=True, allow_empty=True)
            kept = ThirdValue(side) if side == "a third" else side
            resolve(world.location, options, {found[0].id: kept}, world.open)
            self.seen |= typed

    @rule(by=computers, one=numbers, other=numbers)
    def joins_two_people(self, by: int, one: int, other: int) -> None:
        world = self.world_of(by)
        if not self.is_quiet(world):
            return
        ids = [str(row["ID"]) for row in world.rows("excel") if is_id(str(row.get("ID", "")))]
        if len(ids) > 1 and one % len(ids) != other % len(ids):
            merge_people(world.location, world.options(), ids[one % len(ids)], ids[other % len(ids)], world.open)

    @rule(by=computers)
    def undoes(self, by: int) -> None:
        world = self.world_of(by)
        if not self.is_quiet(world):
            return
        with Store.open(world.store, read_only=True) as store:
            events = [line.event for line in store.last_written(project_of(world, store))]
        options = world.options(source="undo", amend=lambda truth: plan_undo(events, truth), allow_deletions=True)
        sync(world.location, options, world.open)

    def is_quiet(self, world: World) -> bool:
        """Sync, so that what follows finds nothing else to do; whether there are records now."""
        self.sync(world)
        return self.has_records(world)

    def has_records(self, world: World) -> bool:
        with Store.open(world.store, read_only=True) as store:
            return store.find_by_location(stored_location(world)) is not None

    # --- syncs ---

    def sync(self, world: World, **options: Any) -> SyncReport:
        """What a sync that has ended well had before it must be kept from then on."""
        typed = self.typed(world)
        report = world.sync(allow_deletions=True, allow_empty=True, **options)
        if not report.dry_run:
            self.seen |= typed
        return report

    @rule(by=computers, at=names, fault=st.sampled_from(FAULTS), side=st.sampled_from((None, None, *SIDES)))
    def syncs_with_a_fault(self, by: int, at: int, fault: str, side: str | None) -> None:
        world = self.world_of(by)
        every = list(world.places.values())
        try:
            if fault.endswith("saving"):
                with world.killed(fault):
                    self.sync(world, prefer=self.side_there(side))
            else:
                world.faults[every[at % len(every)].location] = fault
                self.sync(world, prefer=self.side_there(side))
        except (WorkbookBusy, Killed):
            pass
        world.faults.clear()

    @rule(by=computers)
    def syncs(self, by: int) -> None:
        world = self.world_of(by)
        ids, before = world.make_id.next, world.image()
        promised = self.sync(world, dry_run=True)
        assert world.image() == before, "a dry run changes not one byte"
        world.make_id.next = ids

        report = self.sync(world)

        assert world.spent <= MOST_REQUESTS
        assert [r.cells for r in promised.replicas] == [r.cells for r in report.replicas], "the dry run told the truth"
        assert promised.conflicts == report.conflicts
        self.check_that_all_agree(world.places.values(), [report])
        self.check_that_nothing_is_lost()
        self.check_that_a_second_sync_does_nothing(world)

    @rule(by=computers, work=st.lists(st.tuples(names, numbers, fields, st.sampled_from(EDITS)), max_size=4))
    def works_and_syncs(self, by: int, work: list[tuple[int, int, str, str]]) -> None:
        for at, row, field, how in work:
            self.edits(at, row, field, how)
        self.syncs(by)

    @rule(by=computers, row=numbers, field=fields)
    def quarrels_and_syncs(self, by: int, row: int, field: str) -> None:
        self.types_everywhere(row, field, same=False)
        self.syncs(by)

    @rule(by=computers, work=st.lists(st.tuples(names, numbers, fields, st.sampled_from(EDITS)), max_size=3))
    def syncs_while_google_is_out_of_reach(self, by: int, work: list[tuple[int, int, str, str]]) -> None:
        """What was typed in the files is in the records then; the Google Sheet is as if it had not been looked at."""
        world = self.world_of(by)
        if not self.is_quiet(world) or "google" not in world.places:
            return
        for at, row, field, how in work:
            self.edits(at, row, field, how)
        typed = typed_in_files(world)
        (known, claims), image, ids = known_of_google(world), world.places["google"].image(), world.make_id.next
        with self.google_out_of_reach(world):
            before = world.image_of_files()
            promised = world.sync(allow_deletions=True, allow_empty=True, dry_run=True)
            assert world.image_of_files() == before, "a dry run changes not one byte"
            world.make_id.next = ids
            report = world.sync(allow_deletions=True, allow_empty=True)
            again = world.sync(allow_deletions=True, allow_empty=True)

        assert report.absences
        assert [r.cells for r in promised.replicas] == [r.cells for r in report.replicas], "the dry run told the truth"
        assert not any(replica.cells for replica in again.replicas)
        assert world.places["google"].image() == image
        known_now, claims_now = known_of_google(world)
        assert known_now == known
        assert all(claim in claims for claim in claims_now)
        self.seen |= typed
        self.check_that_nothing_is_lost()

    @contextmanager
    def google_out_of_reach(self, world: World) -> Iterator[None]:
        """No network for a while."""
        world.out_of_reach = True
        try:
            yield
        finally:
            world.out_of_reach = False

    # --- what must be true ---

    def check_that_all_agree(self, places: Iterable[Place], reports: Iterable[SyncReport]) -> None:
        disputed = {(conflict.row, conflict.field) for report in reports for conflict in report.conflicts}
        hidden = self.hidden_by_formulas() if len(self.worlds) > 1 else set()
        first, *others = ([*self.shown(place)] for place in places)
        rows = {str(row["ID"]): row for row in first}
        assert len(rows) == len(first), "every row has an ID of its own"
        for other in others:
            theirs = {str(row["ID"]): row for row in other}
            assert rows.keys() == theirs.keys()
            assert len(other) == len(first)
            for id_, row in rows.items():
                for field in (*FIELDS, "Fax"):
                    values = row.get(field), theirs[id_].get(field)
                    is_own = any(isinstance(value, Formula) for value in values) or (id_, field) in hidden
                    if not is_own and (id_, field) not in disputed:
                        assert values[0] == values[1], (id_, field)

    def hidden_by_formulas(self) -> set[tuple[str, str]]:
        """Cells of the Sheet between two computers in which a formula stands: neither learns there what the other has.

        A formula belongs to its replica.
        """
        rows = self.shown(self.world.places["google"])
        return {(str(row["ID"]), field) for row in rows for field in row if isinstance(row[field], Formula)}

    def check_that_nothing_is_lost(self) -> None:
        lost = self.seen - self.kept()
        assert not lost, lost

    def kept(self) -> set[str]:
        """Every value in the records, in a conflict, or in the history."""
        return {text for world in self.worlds for text in kept_by(world)}

    def check_that_a_second_sync_does_nothing(self, world: World) -> None:
        images = [place.image() for place in world.places.values()]
        before = dump_of(world)

        report = self.sync(world)

        changed = [(replica.name, cell) for replica in report.replicas for cell in replica.cells]
        assert not changed, changed
        assert [place.image() for place in world.places.values()] == images
        assert world.spent <= 1
        assert dump_of(world) == before


# --- what a store says ---


def stored_location(world: World) -> str:
    return canonical("excel", world.location)


def project_of(world: World, store: Store) -> str:
    known = store.find_by_location(stored_location(world))
    assert known is not None
    return known.project


def typed_in_files(world: World) -> set[str]:
    """What stands in all places but the Google Sheet."""
    rows = (row for name in world.places if name != "google" for row in world.rows(name))
    return {cell for row in rows for cell in row.values() if isinstance(cell, str)}


def known_of_google(world: World) -> tuple[object, list[object]]:
    """What the store knows of the Google Sheet, and its claims in open conflicts."""
    with Store.open(world.store, read_only=True) as store:
        state = store.load(project_of(world, store))
    claims: list[object] = [
        (each.table, each.row, each.key, each.values["google"]) for each in state.conflicts if "google" in each.values
    ]
    return state.replica("google"), claims


def kept_by(world: World) -> set[str]:
    """Every value that a store has in its records, in a conflict, or in the history, or noted to go there."""
    with Store.open(world.store, read_only=True) as store:
        known = store.find_by_location(stored_location(world))
        if known is None:
            return set()
        state, lines = store.load(known.project), store.history(known.project)
        under_way = overwritten.load(store.db, known.project)
    rows = [cells for table in state.records.values() for cells in table.rows.values()]
    values = [value for cells in rows for value in cells.values()]
    values += [value for conflict in state.conflicts for value in conflict.values.values()]
    ids = {row for table in state.records.values() for row in table.rows}.union(*state.retired.values())
    events = [*(line.event for line in lines), *under_way]
    past = [each for event in events for each in (event.old, event.new)]
    values += [value for event in events for value in (event.cells or {}).values()]
    return {str(scalar_of(value)) for value in values} | ids | {str(each) for each in past}


def dump_of(world: World) -> list[str]:
    """All that the store says, but for the moments at which replicas were synced."""
    with Store.open(world.store, read_only=True) as store:
        return [line for line in store.db.iterdump() if 'INTO "replicas"' not in line]
