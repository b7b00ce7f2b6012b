"""People who type, sort, copy, delete and choose at random in workbooks that sync, and what must be true afterwards.

After a sync all replicas agree but for open conflicts; every value that was ever typed is in the records, in a conflict
or in the history; the dry run before it told the truth and changed not one byte; a second sync changes nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from sheet_sync.app.conflicts import list_conflicts, resolve
from sheet_sync.app.merge_people import merge_people
from sheet_sync.app.sync import sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.ids import is_id
from sheet_sync.core.records import Grid
from sheet_sync.core.sync.past import plan_undo
from sheet_sync.core.sync.synced import scalar_of
from sheet_sync.core.values import Content, Formula
from sheet_sync.errors import WorkbookBusy
from sheet_sync.store.store import Store
from tests.worlds import FAULTS, Killed, World, rows_of

FIELDS = ("Name", "Organization", "Email", "Notes")
MOST_REQUESTS = 4
"""What a sync with changes may cost Google.  One without costs 1."""
ALIASES = {"Organization": "Company", "Company": "Organization", "Email": "E-mail", "E-mail": "Email"}
EDITS = (
    "types",
    "types",
    "types",
    "empties",
    "types a formula",
    "adds a row",
    "inserts a row",
    "deletes a row",
    "copies a row",
    "wipes an ID",
    "types over an ID",
    "renames a column",
    "fills a column of their own",
)
numbers = st.integers(0, 9)
names = st.integers(0, 2)
fields = st.sampled_from(FIELDS)

HISTORIES = {"ci": (100, 8, 4), "deep": (4_500, 600, 400)}
"""How many histories each profile tries: of two and of three in memory, of files, of a file and a Google Sheet.

The deep ones are 10,000 in all."""


PROFILE = os.environ.get("SHEET_SYNC_HYPOTHESIS", "ci")
PATIENCE_S = 0 if PROFILE == "deep" else 600
"""How long a machine's test may take; without end where it tries thousands."""


def history_settings(at: int) -> settings:
    """The settings of the machine at that place in :data:`HISTORIES`."""
    return settings(settings.default, max_examples=HISTORIES.get(PROFILE, HISTORIES["ci"])[at], stateful_step_count=25)


class SyncMachine(RuleBasedStateMachine):
    """Somebody at each place; syncs come in between, and some go wrong."""

    places: ClassVar[int] = 2

    def make_world(self, folder: Path) -> World:
        raise AssertionError("each machine makes its own")

    @initialize(people=st.integers(0, 4), synced=st.sampled_from((True, True, True, False)))
    def begin(self, people: int, synced: bool) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.world = self.make_world(self.folder)
        self.words = count(1)
        self.seen: set[str] = set()
        for number in range(2, 2 + people):
            for field in FIELDS:
                self.type(0, number, field, self.new_word() if field != "Email" else f"{number}@mail.example")
        if synced:
            self.sync()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- what is there ---

    def name(self, at: int) -> str:
        every = list(self.world.places)
        return every[at % len(every)]

    def sheet(self, at: int, title: str = "Contacts") -> Grid | None:
        return self.world.places[self.name(at)].grid(title)

    def contacts(self, at: int) -> Grid:
        found = self.sheet(at)
        assert found is not None
        return found

    def pick(self, at: int, row: int, title: str = "Contacts") -> int | None:
        """The number of a filled row, or ``None`` where there is none."""
        found = self.sheet(at, title)
        filled = [number for number in found.rows if number > 1] if found is not None else []
        return filled[row % len(filled)] if filled else None

    def new_word(self) -> str:
        return f"word {next(self.words)}"

    def type(self, at: int, number: int, header: str, value: Content, title: str = "Contacts") -> None:
        """A person types into a cell."""
        found = self.sheet(at, title)
        assert found is not None
        headers = [str(each) for each in found.rows[1]]
        wanted = header if header in headers else ALIASES.get(header, header)
        if wanted not in headers:
            return
        cells = list(found.rows.get(number, ()))
        column = headers.index(wanted)
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value
        self.put(at, found, {**found.rows, number: cells})

    def put(self, at: int, found: Grid, rows: dict[int, list[Content]]) -> None:
        for cells in rows.values():
            while cells and cells[-1] is None:
                cells.pop()
        kept = {number: cells for number, cells in sorted(rows.items()) if cells}
        self.world.places[self.name(at)].put(replace(found, rows=kept))

    def arrange(self, at: int, order: list[int]) -> None:
        """A person sorts, copies or deletes: these rows, one below the other."""
        found = self.contacts(at)
        rows = {place: list(found.rows[old]) for place, old in enumerate(order, 2)}
        self.put(at, found, {1: list(found.rows[1]), **rows})

    def filled(self, at: int) -> list[int]:
        return [number for number in self.contacts(at).rows if number > 1]

    # --- what people do ---

    @rule(at=names, row=numbers, field=fields, how=st.sampled_from(EDITS))
    def edits(self, at: int, row: int, field: str, how: str) -> None:
        number = self.pick(at, row)
        if how == "adds a row" or number is None:
            self.adds_a_row(at)
        elif how == "types":
            self.type(at, number, field, self.new_word())
        elif how == "empties":
            self.type(at, number, field, None)
        elif how == "types a formula":
            self.type(at, number, "Notes", Formula("1+1", 2))
        elif how == "inserts a row":
            self.inserts_a_row(at, number)
        elif how == "deletes a row":
            self.arrange(at, [each for each in self.filled(at) if each != number])
        elif how == "copies a row":
            self.arrange(at, [*self.filled(at), number])
        elif how == "renames a column":
            self.renames_a_column(at, "Email" if field == "Email" else "Organization")
        elif how == "fills a column of their own":
            self.fills_a_column_of_their_own(at, number)
        elif len(self.contacts(at).rows[number]) > 1:
            over = f"c-{next(self.words):08d}".replace("0", "z") if how == "types over an ID" else None
            self.type(at, number, "ID", over)

    def adds_a_row(self, at: int) -> None:
        number = max(self.filled(at), default=1) + 1
        self.type(at, number, "Name", self.new_word())
        self.type(at, number, "Email", f"{number}@{self.new_word().replace(' ', '')}.example")

    def inserts_a_row(self, at: int, number: int) -> None:
        found = self.contacts(at)
        self.put(at, found, {place + (place >= number): list(cells) for place, cells in found.rows.items()})
        self.type(at, number, "Name", self.new_word())

    def renames_a_column(self, at: int, field: str) -> None:
        found = self.contacts(at)
        both = (field, ALIASES[field])
        header: list[Content] = [ALIASES[str(title)] if title in both else title for title in found.rows[1]]
        self.put(at, found, {**found.rows, 1: header})

    def fills_a_column_of_their_own(self, at: int, number: int) -> None:
        found = self.contacts(at)
        if "Fax" not in found.rows[1]:
            self.put(at, found, {**found.rows, 1: [*found.rows[1], "Fax"]})
        self.type(at, number, "Fax", self.new_word())

    @rule(at=names, chance=st.randoms(use_true_random=False))
    def sorts(self, at: int, chance: Any) -> None:
        order = self.filled(at)
        chance.shuffle(order)
        self.arrange(at, order)

    @rule(row=numbers, field=fields, same=st.booleans())
    def types_everywhere(self, row: int, field: str, same: bool) -> None:
        """Into the same row, or into whatever rows stand there."""
        word, number = self.new_word(), self.pick(0, row)
        wanted = self.contacts(0).at(number, self.id_column(0)) if number is not None else None
        for at in range(self.places):
            there = self.number_of(at, wanted) or self.pick(at, row)
            if there is not None:
                self.type(at, there, field, word if same else self.new_word())

    def id_column(self, at: int) -> int:
        return self.contacts(at).rows[1].index("ID") + 1

    def number_of(self, at: int, id_: Content) -> int | None:
        column = self.id_column(at)
        return next((each for each in self.filled(at) if id_ and self.contacts(at).at(each, column) == id_), None)

    @rule()
    def adds_the_same_person_everywhere(self) -> None:
        name, organization = self.new_word(), self.new_word()
        for at in range(self.places):
            number = max(self.filled(at), default=1) + 1
            self.type(at, number, "Name", name)
            self.type(at, number, "Organization", organization)

    # --- what people do about conflicts ---

    @rule(at=names, row=numbers, word=st.sampled_from(("Here", "There", "there ", "Excel", "nonsense")))
    def chooses(self, at: int, row: int, word: str) -> None:
        number = self.pick(at, row, "Conflicts")
        if number is not None:
            self.type(at, number, "Keep", word, "Conflicts")

    @rule(at=names)
    def copies_over_what_the_first_says(self, at: int) -> None:
        """Settling by hand."""
        theirs = {row.get("ID"): row for row in rows_of(self.contacts(0))}
        found = self.contacts(at)
        headers = [str(title) for title in found.rows[1]]
        for number in self.filled(at):
            row = dict(zip(headers, found.rows[number], strict=False))
            for field in FIELDS:
                wanted = theirs.get(row.get("ID"), row).get(field)
                if not isinstance(wanted, Formula) and not isinstance(row.get(field), Formula):
                    self.type(at, number, field, wanted)

    @rule(side=st.sampled_from(("excel", "google", "newest")))
    def syncs_preferring(self, side: str) -> None:
        self.sync(prefer=side)

    @rule(side=st.sampled_from(("excel", "google", "a third")))
    def resolves_one(self, side: str) -> None:
        with Store.open(self.world.store, read_only=True) as store:
            if store.find_by_location(self.stored_location) is None:
                return
        found = list_conflicts(self.world.location, self.world.store, self.world.open)
        if found and (side in found[0].values or side == "a third"):
            typed, options = self.typed(), self.world.options(allow_deletions=True, allow_empty=True)
            resolve(self.world.location, options, {found[0].id: side}, self.world.open)
            self.seen |= typed

    # --- what else is asked of the tool ---

    @rule(one=numbers, other=numbers)
    def joins_two_people(self, one: int, other: int) -> None:
        if not self.is_quiet():
            return
        ids = [str(row["ID"]) for row in self.world.rows(self.name(0)) if is_id(str(row.get("ID", "")))]
        if len(ids) > 1 and one % len(ids) != other % len(ids):
            merge_people(
                self.world.location, self.world.options(), ids[one % len(ids)], ids[other % len(ids)], self.world.open
            )

    @rule()
    def undoes(self) -> None:
        if not self.is_quiet():
            return
        with Store.open(self.world.store, read_only=True) as store:
            events = [line.event for line in store.last_written(self.project(store))]
        options = self.world.options(source="undo", amend=lambda truth: plan_undo(events, truth), allow_deletions=True)
        sync(self.world.location, options, self.world.open)

    def is_quiet(self) -> bool:
        """Sync, so that what follows finds nothing else to do; whether there are records now."""
        self.sync()
        with Store.open(self.world.store, read_only=True) as store:
            return store.find_by_location(self.stored_location) is not None

    # --- syncs ---

    def sync(self, **options: Any) -> SyncReport:
        """What a sync that has ended well had before it must be kept from then on."""
        typed = self.typed()
        report = self.world.sync(allow_deletions=True, allow_empty=True, **options)
        if not report.dry_run:
            self.seen |= typed
        return report

    @rule(at=names, fault=st.sampled_from(FAULTS))
    def syncs_with_a_fault(self, at: int, fault: str) -> None:
        try:
            if fault.endswith("saving"):
                with self.world.killed(fault):
                    self.sync()
            else:
                self.world.faults[self.world.places[self.name(at)].location] = fault
                self.sync()
        except (WorkbookBusy, Killed):
            pass
        self.world.faults.clear()

    @rule()
    def syncs(self) -> None:
        ids, before = self.world.make_id.next, self.world.image()
        promised = self.sync(dry_run=True)
        assert self.world.image() == before, "a dry run changes not one byte"
        self.world.make_id.next = ids

        report = self.sync()

        assert self.world.spent <= MOST_REQUESTS
        assert [r.cells for r in promised.replicas] == [r.cells for r in report.replicas], "the dry run told the truth"
        assert promised.conflicts == report.conflicts
        self.check_that_all_agree(report)
        self.check_that_nothing_is_lost()
        self.check_that_a_second_sync_does_nothing()

    @rule(work=st.lists(st.tuples(names, numbers, fields, st.sampled_from(EDITS)), max_size=4))
    def works_and_syncs(self, work: list[tuple[int, int, str, str]]) -> None:
        for at, row, field, how in work:
            self.edits(at, row, field, how)
        self.syncs()

    @rule(row=numbers, field=fields)
    def quarrels_and_syncs(self, row: int, field: str) -> None:
        self.types_everywhere(row, field, same=False)
        self.syncs()

    # --- what must be true ---

    @property
    def stored_location(self) -> str:
        from sheet_sync.app.ties import canonical

        return canonical("excel", self.world.location)

    def project(self, store: Store) -> str:
        known = store.find_by_location(self.stored_location)
        assert known is not None
        return known.project

    def typed(self) -> set[str]:
        """Every text that stands in a row of contacts."""
        return {
            cell
            for at in range(self.places)
            for row in rows_of(self.contacts(at))
            for title, cell in row.items()
            if isinstance(cell, str) and title not in ("Last contact", "Next contact")
        }

    def shown(self, at: int) -> Iterator[dict[str, Content]]:
        """The rows, their columns by the names that are not aliases."""
        for row in rows_of(self.contacts(at)):
            yield {
                {"Company": "Organization", "E-mail": "Email"}.get(title, title): cell for title, cell in row.items()
            }

    def check_that_all_agree(self, report: SyncReport) -> None:
        disputed = {(c.row, c.field) for c in report.conflicts}
        first, *others = ({str(row["ID"]): row for row in self.shown(at)} for at in range(self.places))
        assert len(first) == len(self.filled(0)), "every row has an ID of its own"
        for other in others:
            assert first.keys() == other.keys()
            for id_, row in first.items():
                for field in (*FIELDS, "Fax"):
                    values = row.get(field), other[id_].get(field)
                    if not any(isinstance(value, Formula) for value in values) and (id_, field) not in disputed:
                        assert values[0] == values[1], (id_, field)

    def check_that_nothing_is_lost(self) -> None:
        lost = self.seen - self.kept()
        assert not lost, lost

    def kept(self) -> set[str]:
        """Every value in the records, in a conflict, or in the history."""
        with Store.open(self.world.store, read_only=True) as store:
            project = self.project(store)
            state, lines = store.load(project), store.history(project)
        rows = [cells for table in state.records.values() for cells in table.rows.values()]
        values = [value for cells in rows for value in cells.values()]
        values += [value for conflict in state.conflicts for value in conflict.values.values()]
        ids = {row for table in state.records.values() for row in table.rows}.union(*state.retired.values())
        past = [each for line in lines for each in (line.event.old, line.event.new)]
        values += [value for line in lines for value in (line.event.cells or {}).values()]
        return {str(scalar_of(value)) for value in values} | ids | {str(each) for each in past}

    def check_that_a_second_sync_does_nothing(self) -> None:
        images = [place.image() for place in self.world.places.values()]
        before = self.dump()

        report = self.sync()

        changed = [(replica.name, cell) for replica in report.replicas for cell in replica.cells]
        assert not changed, changed
        assert [place.image() for place in self.world.places.values()] == images
        assert self.world.spent <= 1
        assert self.dump() == before

    def dump(self) -> list[str]:
        """All that the store says, but for the moments at which replicas were synced."""
        with Store.open(self.world.store, read_only=True) as store:
            return [line for line in store.db.iterdump() if 'INTO "replicas"' not in line]
