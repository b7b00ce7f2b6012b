"""A plan carried out in memory: many rows at once come to the same as one after the other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.changes import AddRow, DeleteRow, Plan
from sheet_sync.core.records import Area, Grid, ListObject, Snapshot
from sheet_sync.core.sync.applied import apply_plan

NUMBERS = st.sets(st.integers(2, 30))


def sheet(rows: set[int]) -> Snapshot:
    """A sheet with those rows under a header, in an Excel Table."""
    grid = Grid("Contacts", {1: ["Name"], **{number: [f"row {number}"] for number in sorted(rows)}})
    area = Area(1, 1, max(rows, default=1), 1)
    return Snapshot("excel", "x.xlsx", "", (replace(grid, list_objects=(ListObject("T", area, ("Name",)),)),))


@given(NUMBERS, NUMBERS)
def test_rows_go_together_as_they_would_one_by_one_from_below(rows: set[int], gone: set[int]) -> None:
    together = apply_plan(sheet(rows), Plan(tuple(DeleteRow("Contacts", number) for number in sorted(gone))))
    one_by_one = sheet(rows)
    for number in sorted(gone, reverse=True):
        one_by_one = apply_plan(one_by_one, Plan((DeleteRow("Contacts", number),)))

    assert together == one_by_one


@given(NUMBERS.filter(bool), NUMBERS, st.integers(1, 3))
def test_rows_are_added_before_others_go(rows: set[int], gone: set[int], count: int) -> None:
    last = max(rows)
    adds = tuple(AddRow("Contacts", last, {1: f"new {n}"}) for n in range(count))
    deletes = tuple(DeleteRow("Contacts", number) for number in gone if number <= last)
    together = apply_plan(sheet(rows), Plan((*deletes, *adds)))
    in_turn = apply_plan(apply_plan(sheet(rows), Plan(adds)), Plan(deletes))

    assert together.grids[0].rows == in_turn.grids[0].rows
