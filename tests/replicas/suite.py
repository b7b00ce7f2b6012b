"""What every replica promises, whatever it is made of: one suite for memory, a real .xlsx and a real Google Sheet.

A kind of replica subclasses :class:`ReplicaSuite` and says how its workbook is made and how a person edits it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Protocol

import pytest

from sheet_sync.core.changes import AddColumn, AddRow, AddSheet, DeleteRow, Plan, SetCell, SetProjectId, SheetSpec
from sheet_sync.core.new_workbook.new_sheets import table_sheet
from sheet_sync.core.records import CellRef, Snapshot
from sheet_sync.core.schema import INTERVIEWS
from sheet_sync.core.sync.applied import apply_plan
from sheet_sync.core.values import Content, Formula, Scalar, same
from sheet_sync.errors import WorkbookChanged
from sheet_sync.replica import Replica

Sheets = Mapping[str, Sequence[Sequence[Scalar]]]

HEADER = ("ID", "Name", "Organization", "Email", "Notes")
DANA = ("c-00000001", "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
LEE = ("c-00000002", "Lee Wong", "Harbour", "lee@harbour.example", None)
KIM = ("c-00000003", "Kim Park", "Mill", "kim@mill.example", "likes maps")
CONTACTS = (HEADER, DANA, LEE, KIM)

VALUES: tuple[Scalar, ...] = (
    "plain",
    "=1+2",
    "+49 170 1234567",
    "0042",
    "-5",
    "TRUE",
    "2026-11-24",
    "Zoë & <Jürgen>",
    "two\nlines",
    "🙂",
    0,
    -7,
    2.5,
    1e-7,
    True,
    False,
    date(2026, 11, 24),
    datetime(2026, 11, 24, 9, 30),  # noqa: DTZ001 a cell knows no zone
    time(9, 30),
)


class Place(Protocol):
    """Where a workbook is, and a person at it."""

    def make(self, sheets: Sheets) -> Replica:
        """A new workbook with these sheets."""

    def edit(self, address: str, value: Scalar) -> None:
        """A person changes a cell of the workbook that was made last."""


def set_cell(seen: Snapshot, address: str, value: Scalar, row_id: str | None = None) -> SetCell:
    """A change of one cell of Contacts, as sync would decide it."""
    ref = CellRef.parse(f"Contacts!{address}")
    found = seen.grid("Contacts")
    assert found is not None
    return SetCell(ref, value, found.at(ref.row, ref.column), "Contacts", row_id)


def cells(snapshot: Snapshot, sheet: str = "Contacts") -> dict[int, list[Content]]:
    """The rows of a sheet."""
    found = snapshot.grid(sheet)
    assert found is not None
    return {row: list(contents) for row, contents in found.rows.items()}


class ReplicaSuite:
    """The promises.  A subclass gives the fixture ``place``."""

    @pytest.fixture
    def place(self) -> Place:
        raise AssertionError("a subclass makes the place")

    @pytest.fixture
    def replica(self, place: Place) -> Replica:
        return place.make({"Contacts": CONTACTS})

    # --- reading ---

    def test_what_is_in_it_is_read_cell_by_cell(self, replica: Replica) -> None:
        seen = replica.read()

        assert seen.kind == replica.kind
        assert seen.location == replica.location
        assert seen.project_id is None
        assert cells(seen) == {1: list(HEADER), 2: list(DANA), 3: list(LEE[:4]), 4: list(KIM)}

    def test_reading_twice_gives_the_same_fingerprint(self, replica: Replica) -> None:
        assert replica.read().fingerprint == replica.read().fingerprint

    def test_a_persons_edit_changes_the_fingerprint(self, place: Place, replica: Replica) -> None:
        before = replica.read().fingerprint
        place.edit("Contacts!E3", "called back")

        assert replica.read().fingerprint != before

    # --- writing ---

    def test_an_empty_plan_changes_nothing(self, replica: Replica) -> None:
        seen = replica.read()

        assert replica.write(Plan(), seen).fingerprint == seen.fingerprint
        assert replica.read().fingerprint == seen.fingerprint

    @pytest.mark.parametrize("value", VALUES, ids=repr)
    def test_a_value_comes_back_as_what_it_was(self, replica: Replica, value: Scalar) -> None:
        seen = replica.read()
        replica.write(Plan((set_cell(seen, "E3", value, "c-00000002"),)), seen)
        found = cells(replica.read())[3][4]

        assert same(found, value), found
        assert not isinstance(found, Formula)

    def test_a_cell_is_emptied(self, replica: Replica) -> None:
        seen = replica.read()
        replica.write(Plan((set_cell(seen, "E2", None, "c-00000001"),)), seen)

        assert cells(replica.read())[2] == list(DANA[:4])

    def test_writing_gives_the_replica_as_it_reads_afterwards(self, replica: Replica) -> None:
        seen = replica.read()
        after = replica.write(self.everything(seen), seen)
        read = replica.read()

        assert after.fingerprint == read.fingerprint
        assert [cells(after, grid.name) for grid in after.grids] == [cells(read, grid.name) for grid in read.grids]

    def test_a_plan_makes_of_it_what_memory_says(self, replica: Replica) -> None:
        seen = replica.read()
        made = self.everything(seen)
        foreseen = apply_plan(seen, made)
        replica.write(made, seen)
        read = replica.read()

        assert [grid.name for grid in read.grids] == [grid.name for grid in foreseen.grids]
        for grid in foreseen.grids:
            assert cells(read, grid.name) == cells(foreseen, grid.name)
        assert read.project_id == "p-00000000000000000000"

    def everything(self, seen: Snapshot) -> Plan:
        """A change of each kind."""
        interview = ("i-00000001", "Dana Reyes", "Informational", date(2026, 11, 3), time(9, 0), 25)
        return Plan(
            (
                set_cell(seen, "E3", "wrote back", "c-00000002"),
                set_cell(seen, "C4", None, "c-00000003"),
                AddColumn("Contacts", 1, 6, "Last contact", {2: date(2026, 11, 3), 3: None}, "Contacts"),
                AddRow("Contacts", 4, {1: "c-00000004", 2: "Ada Vale", 5: "=new"}, "Contacts", "c-00000004"),
                AddRow("Contacts", 4, {1: "c-00000005", 2: "Ben Oak", 6: date(2026, 1, 2)}, "Contacts", "c-00000005"),
                DeleteRow("Contacts", 2, "Contacts", "c-00000001"),
                AddSheet(table_sheet(INTERVIEWS, [interview])),
                SetProjectId("p-00000000000000000000"),
            )
        )

    def test_new_rows_push_down_what_stands_below(self, place: Place) -> None:
        replica = place.make({"Contacts": (*CONTACTS, (None, "Total", None, None, 3))})
        seen = replica.read()
        added = tuple(AddRow("Contacts", 4, {1: f"c-0000001{n}", 2: f"New {n}"}, "Contacts") for n in range(3))
        replica.write(Plan(added), seen)

        names = [row[1] for _, row in sorted(cells(replica.read()).items())]
        assert names == ["Name", "Dana Reyes", "Lee Wong", "Kim Park", "New 0", "New 1", "New 2", "Total"]

    def test_a_sheet_of_the_tools_own_is_added_with_its_links(self, replica: Replica) -> None:
        seen = replica.read()
        link = Formula('HYPERLINK("#\'Contacts\'!B2","Contacts!B2")', "Contacts!B2")
        spec = SheetSpec("Problems", (("Severity", "Cell"), ("error", link)))
        replica.write(Plan((AddSheet(spec),)), seen)

        assert cells(replica.read(), "Problems") == {1: ["Severity", "Cell"], 2: ["error", link]}

    def test_a_persons_edit_since_the_reading_is_never_overwritten(self, place: Place, replica: Replica) -> None:
        """A replica either refuses, so that the work begins anew, or writes around the edit."""
        seen = replica.read()
        place.edit("Contacts!E3", "typed meanwhile")
        with contextlib.suppress(WorkbookChanged):
            replica.write(Plan((set_cell(seen, "E3", "from elsewhere", "c-00000002"),)), seen)

        assert cells(replica.read())[3][4] == "typed meanwhile"

    def test_the_same_plan_twice_is_not_carried_out_twice(self, replica: Replica) -> None:
        """What a sync that was cut short and run again would do."""
        seen = replica.read()
        added = Plan((AddRow("Contacts", 4, {1: "c-00000004", 2: "Ada Vale"}, "Contacts", "c-00000004"),))
        replica.write(added, seen)
        with pytest.raises(WorkbookChanged):
            replica.write(added, seen)

        assert [row[1] for row in cells(replica.read()).values()].count("Ada Vale") == 1
