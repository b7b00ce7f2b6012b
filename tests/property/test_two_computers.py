"""Two computers, each with a workbook and a store of its own, and one Google Sheet between them: they converge.

Whoever syncs, and whatever goes wrong, nothing typed is lost: it is in the records, a conflict or the history of one of
them, or still in a workbook.  Once each has synced twice in turn, all three workbooks agree but for open conflicts, and
from then on no sync changes anything anywhere.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.records import Grid
from tests.pairs import AS_OF, CONTACTS, grid
from tests.property.machine import PATIENCE_S, SyncMachine, computers, dump_of, history_settings
from tests.property.people import EDITS, fields, names, numbers
from tests.worlds import MemoryPlace, ScatteredIds, World

ROUNDS = 2
"""How often each computer must sync, in turn, until all is at rest."""

COMPUTED = ("Last contact", "Next contact")
intervals = st.sampled_from(("Monthly", "Yearly", "now and then"))

pytestmark = pytest.mark.timeout(PATIENCE_S)


def empty_sheets() -> tuple[Grid, Grid]:
    """Contacts and Touches with nothing but their headers: enough for columns that the tool fills."""
    return grid("Contacts", (*CONTACTS, "Stay in touch")), grid("Touches", ("ID", "Contact", "Date", "How", "Note"))


class TwoComputers(SyncMachine):
    """One Google Sheet, and at each side of it somebody with a workbook."""

    def make_worlds(self, folder: Path) -> list[World]:
        google = MemoryPlace("google", *empty_sheets())
        return [
            World(
                folder / computer,
                {"excel": MemoryPlace("excel", *empty_sheets()), "google": google},
                make_id=ScatteredIds(computer),
            )
            for computer in ("one", "other")
        ]

    def sync(self, world: World, **options: Any) -> SyncReport:
        """Whether it ends well or not, what was there is afterwards somewhere."""
        typed = self.typed(world)
        try:
            return super().sync(world, **options)
        finally:
            lost = typed - self.kept() - self.typed()
            assert not lost, lost

    # --- what makes the tool fill columns ---

    @rule(at=names, row=numbers, interval=intervals)
    def stays_in_touch(self, at: int, row: int, interval: str) -> None:
        number = self.pick(at, row)
        if number is not None:
            self.type(at, number, "Stay in touch", interval)

    @rule(at=names, row=numbers, days=st.integers(0, 300))
    def notes_a_touch(self, at: int, row: int, days: int) -> None:
        number, touches = self.pick(at, row), self.sheet(at, "Touches")
        if number is None or touches is None:
            return
        below = max(touches.rows) + 1
        name = self.contacts(at).at(number, self.contacts(at).rows[1].index("Name") + 1)
        self.type(at, below, "Contact", name if isinstance(name, str) else self.new_word(), "Touches")
        self.type(at, below, "Date", AS_OF - timedelta(days), "Touches")

    @rule(at=names, row=numbers, field=st.sampled_from(COMPUTED), is_typed=st.booleans())
    def types_over_what_the_tool_fills(self, at: int, row: int, field: str, is_typed: bool) -> None:
        """Or empties it."""
        number = self.pick(at, row)
        if number is not None:
            self.type(at, number, field, self.new_word() if is_typed else None)

    # --- and all comes to rest ---

    @rule(first=computers)
    def they_converge(self, first: int) -> None:
        in_turn = [self.world_of(first), self.world_of(first + 1)]
        for _ in range(ROUNDS):
            reports = [self.sync(world) for world in in_turn]

        self.check_that_all_agree(self.places, reports)
        self.check_that_nothing_is_lost()
        self.check_that_conflicts_are_listed(reports)
        self.check_that_they_rest(in_turn)

    @rule(first=computers, work=st.lists(st.tuples(names, numbers, fields, st.sampled_from(EDITS)), max_size=6))
    def they_work_and_converge(self, first: int, work: list[tuple[int, int, str, str]]) -> None:
        for at, row, field, how in work:
            self.edits(at, row, field, how)
        self.they_converge(first)

    def check_that_conflicts_are_listed(self, reports: list[SyncReport]) -> None:
        """In the Sheet those of both, in each workbook its own."""
        ids = [{conflict.id for conflict in report.conflicts} for report in reports]
        assert self.listed(self.worlds[0], "google") == {each for found in ids for each in found}

    def listed(self, world: World, name: str) -> set[str]:
        return {str(row["ID"]) for row in world.rows(name, "Conflicts") if "ID" in row}

    def check_that_they_rest(self, in_turn: list[World]) -> None:
        images, stores = [place.image() for place in self.places], [dump_of(world) for world in in_turn]
        for world in in_turn * ROUNDS:
            report = self.sync(world)
            changed = [(replica.name, cell) for replica in report.replicas for cell in replica.cells]
            assert not changed, changed
        assert [place.image() for place in self.places] == images
        assert [dump_of(world) for world in in_turn] == stores


TestTwoComputers = TwoComputers.TestCase
TestTwoComputers.settings = history_settings(3)
