"""Whatever a person does to a sheet: references keep their cells, and no row is lost or doubled."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.servers.human import Human
from tests.servers.model import Failure, Formula, Spreadsheet
from tests.servers.service import Service
from tests.servers.sheets import OWNER

HEIGHT = 8

inserts = st.tuples(st.just("insert"), st.integers(1, HEIGHT), st.integers(1, 3))
deletes = st.tuples(st.just("delete"), st.integers(1, HEIGHT), st.integers(1, 2))
moves = st.tuples(st.just("move"), st.integers(1, HEIGHT), st.integers(1, HEIGHT))
columns = st.tuples(st.just("column"), st.sampled_from("AB"), st.integers(1, 2))


def stage() -> Human:
    """Eight marked cells in A, and on the other sheet a reference to each."""
    service = Service()
    human = Human(service, service.store.create(OWNER, Spreadsheet.new("Test")))
    human.fill("Sheet1", [[f"m{row}", row] for row in range(HEIGHT)])
    human.add_sheet("Watch", [[Formula(f"=Sheet1!A{row + 1}")] for row in range(HEIGHT)])
    return human


def act(human: Human, step: tuple[str, Any, Any]) -> None:
    """One thing a person does to the first sheet."""
    what, first, second = step
    if what == "insert":
        human.insert_rows("Sheet1", first, second)
    elif what == "delete":
        human.delete_rows("Sheet1", first, second)
    elif what == "move" and first != second:
        human.move_row("Sheet1", first, second)
    elif what == "column":
        human.insert_columns("Sheet1", first, second)


@given(st.lists(st.one_of(inserts, deletes, moves, columns), max_size=8))
def test_a_reference_keeps_its_cell_or_says_that_it_is_gone(steps: list[tuple[str, Any, Any]]) -> None:
    """Rows inserted, deleted and dragged, columns inserted: each watcher still shows its own mark."""
    human = stage()
    for step in steps:
        act(human, step)

    left = {text for row in human.table("Sheet1") for text in row if text.startswith("m")}
    for row in range(HEIGHT):
        value = human.value(f"Watch!A{row + 1}")
        assert value == f"m{row}" if f"m{row}" in left else isinstance(value, Failure)


@given(st.lists(st.one_of(inserts, deletes, moves, columns), max_size=5), st.booleans())
def test_sorting_loses_and_doubles_nothing(steps: list[tuple[str, Any, Any]], descending: bool) -> None:
    """The same rows, in another order, empty ones last."""
    human = stage()
    for step in steps:
        act(human, step)
    before = sorted(row for row in human.table("Sheet1") if any(row))

    human.sort("Sheet1", "B", first_row=1, descending=descending)

    assert sorted(row for row in human.table("Sheet1") if any(row)) == before
