"""Two workbooks edited at random, synced with faults in between: nothing is lost, and all agree in the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.changes import Plan
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.synced import scalar_of
from sheet_sync.core.values import Content, Formula
from sheet_sync.errors import WorkbookBusy
from sheet_sync.replica import MemoryReplica
from sheet_sync.store.store import Store
from tests.pairs import CONTACTS, Pair, grid

KINDS = ("excel", "google")
FIELDS = ("Name", "Organization", "Email", "Notes")
kinds, rows, fields = st.sampled_from(KINDS), st.integers(0, 9), st.sampled_from(FIELDS)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class FaultyReplica(MemoryReplica):
    """A replica that is busy, or in the writing of which the process is killed, when told so."""

    fault: str = field(default="", init=False)

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        fault, self.fault = self.fault, ""
        if fault == "busy":
            raise WorkbookBusy(f"{self.location} is open elsewhere, so nothing was written.")
        if fault == "killed before":
            raise Killed
        after = super().write(plan, seen)
        if fault == "killed after":
            raise Killed
        return after


class CountedIds:
    """IDs that can be given again, so that a dry run and the sync after it name the same."""

    def __init__(self) -> None:
        self.next = 1

    def __call__(self, prefix: str, taken: Any = ()) -> str:
        while (made := f"{prefix}-{self.next:08d}") in taken:
            self.next += 1
        return made


class SyncMachine(RuleBasedStateMachine):
    """A person at each side types, sorts, copies, deletes; syncs come in between, and some go wrong."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        replicas = [
            FaultyReplica(Snapshot(kind, f"memory:{kind}", "", (grid("Contacts", CONTACTS),))) for kind in KINDS
        ]
        self.pair = Pair.of(self.folder / "store", *replicas)
        self.pair.make_id = CountedIds()
        self.words = count(1)
        self.seen: set[str] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_word(self) -> str:
        return f"word {next(self.words)}"

    def sheet(self, kind: str) -> Grid:
        found = self.pair.replicas[kind].contents.grid("Contacts")
        assert found is not None
        return found

    def numbers(self, kind: str) -> list[int]:
        """The filled rows, counted from 1 below the header."""
        return [number - 1 for number in self.sheet(kind).rows if number > 1]

    def pick(self, kind: str, row: int) -> int | None:
        numbers = self.numbers(kind)
        return numbers[row % len(numbers)] if numbers else None

    @rule(kind=kinds, row=rows, name=fields)
    def types(self, kind: str, row: int, name: str) -> None:
        if (number := self.pick(kind, row)) is not None:
            self.pair.edit(kind, "Contacts", number, name, self.new_word())

    @rule(row=rows, name=fields, same=st.booleans())
    def types_on_both_sides(self, row: int, name: str, same: bool) -> None:
        word = self.new_word()
        for kind in KINDS:
            if (number := self.pick(kind, row)) is not None:
                self.pair.edit(kind, "Contacts", number, name, word if same else self.new_word())

    @rule(kind=kinds, row=rows, name=fields)
    def empties(self, kind: str, row: int, name: str) -> None:
        if (number := self.pick(kind, row)) is not None:
            self.pair.edit(kind, "Contacts", number, name, None)

    @rule(kind=kinds, row=rows)
    def types_a_formula(self, kind: str, row: int) -> None:
        if (number := self.pick(kind, row)) is not None:
            self.pair.edit(kind, "Contacts", number, "Notes", Formula("1+1", 2))

    @rule(kind=kinds)
    def adds_a_row(self, kind: str) -> None:
        number = max(self.numbers(kind), default=0) + 1
        self.pair.edit(kind, "Contacts", number, "Name", self.new_word())
        self.pair.edit(kind, "Contacts", number, "Email", f"{number}@{self.new_word().replace(' ', '')}.example")

    @rule()
    def adds_the_same_person_on_both_sides(self) -> None:
        name, place = self.new_word(), self.new_word()
        for kind in KINDS:
            number = max(self.numbers(kind), default=0) + 1
            self.pair.edit(kind, "Contacts", number, "Name", name)
            self.pair.edit(kind, "Contacts", number, "Organization", place)

    @rule(kind=kinds, row=rows)
    def deletes_a_row(self, kind: str, row: int) -> None:
        if (number := self.pick(kind, row)) is not None:
            self.pair.rearrange(kind, "Contacts", [each for each in self.numbers(kind) if each != number])

    @rule(kind=kinds, row=rows)
    def copies_a_row(self, kind: str, row: int) -> None:
        if (number := self.pick(kind, row)) is not None:
            self.pair.rearrange(kind, "Contacts", [*self.numbers(kind), number])

    @rule(kind=kinds, seed=st.randoms(use_true_random=False))
    def sorts(self, kind: str, seed: Any) -> None:
        numbers = self.numbers(kind)
        seed.shuffle(numbers)
        self.pair.rearrange(kind, "Contacts", numbers)

    @rule(kind=kinds, row=rows)
    def wipes_an_id(self, kind: str, row: int) -> None:
        number = self.pick(kind, row)
        if number is not None and len(self.sheet(kind).rows[number + 1]) > 1:
            self.pair.edit(kind, "Contacts", number, "ID", None)

    @rule(kind=kinds)
    def settles_conflicts_by_hand(self, kind: str) -> None:
        """The other side's values are copied over."""
        other = KINDS[1 - KINDS.index(kind)]
        theirs = {row.get("ID"): row for row in self.pair.rows(other)}
        for number in self.numbers(kind):
            row = dict(zip(CONTACTS, self.sheet(kind).rows[number + 1], strict=False))
            for name in FIELDS:
                wanted = theirs.get(row.get("ID"), row).get(name)
                if not isinstance(wanted, Formula) and not isinstance(row.get(name), Formula):
                    self.pair.edit(kind, "Contacts", number, name, wanted)

    @rule(kind=kinds, fault=st.sampled_from(["busy", "killed before", "killed after"]))
    def syncs_with_a_fault(self, kind: str, fault: str) -> None:
        replica = self.pair.replicas[kind]
        assert isinstance(replica, FaultyReplica)
        replica.fault = fault
        try:
            self.sync()
        except (WorkbookBusy, Killed):
            pass
        else:
            replica.fault = ""

    def sync(self, **options: Any) -> SyncReport:
        return self.pair.sync(allow_deletions=True, allow_empty=True, **options)

    @precondition(lambda self: hasattr(self, "pair"))
    @rule()
    def syncs(self) -> None:
        typed = {str(cell) for kind in KINDS for cell in self.cells(kind) if isinstance(cell, str)}
        ids = self.pair.make_id.next
        before = [replica.contents for replica in self.pair.replicas.values()]
        promised = self.sync(dry_run=True)
        assert [replica.contents for replica in self.pair.replicas.values()] == before
        self.pair.make_id.next = ids

        report = self.sync()

        self.seen |= typed
        assert [r.cells for r in promised.replicas] == [r.cells for r in report.replicas], "the dry run told the truth"
        self.check_that_all_agree(report)
        self.check_that_nothing_is_lost()
        self.check_that_a_second_sync_does_nothing()

    def cells(self, kind: str) -> Iterator[Content]:
        for number, row in self.sheet(kind).rows.items():
            if number > 1:
                yield from row[: len(CONTACTS)]

    def check_that_all_agree(self, report: SyncReport) -> None:
        disputed = {(c.row, c.field) for c in report.conflicts}
        here, there = ({row["ID"]: row for row in self.pair.rows(kind)} for kind in KINDS)
        assert here.keys() == there.keys()
        assert len(here) == len(self.pair.rows("excel")), "every row has an ID of its own"
        for id_, row in here.items():
            for name in FIELDS:
                values = row.get(name), there[id_].get(name)
                if not any(isinstance(value, Formula) for value in values) and (id_, name) not in disputed:
                    assert values[0] == values[1], (id_, name)

    def check_that_nothing_is_lost(self) -> None:
        with Store.open(self.pair.store, read_only=True) as store:
            project = self.pair.replicas["excel"].contents.project_id
            assert project is not None
            state = store.load(project)
            kept: set[Any] = set()
            for table in state.records.values():
                kept.update(str(value) for cells in table.rows.values() for value in cells.values())
                kept.update(table.rows)
            for ids in state.retired.values():
                kept.update(ids)
            for conflict in state.conflicts:
                kept.update(str(scalar_of(value)) for value in conflict.values.values())
            for line in store.history(project):
                event = line.event
                kept.update((str(event.old), str(event.new), *map(str, (event.cells or {}).values())))
        assert not self.seen - kept

    def check_that_a_second_sync_does_nothing(self) -> None:
        writes = [replica.writes for replica in self.pair.replicas.values()]
        with Store.open(self.pair.store, read_only=True) as store:
            before = list(store.db.iterdump())

        report = self.sync()

        assert [replica.writes for replica in self.pair.replicas.values()] == writes
        assert not any(replica.cells or replica.changes_in for replica in report.replicas if not report.conflicts)
        with Store.open(self.pair.store, read_only=True) as store:
            assert [line for line in store.db.iterdump() if 'INTO "replicas"' not in line] == [
                line for line in before if 'INTO "replicas"' not in line
            ]


TestSync = SyncMachine.TestCase
TestSync.settings = settings(settings.default, stateful_step_count=25)
