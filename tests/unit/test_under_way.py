"""A sync that was cut short is taken up: what it had written is the tool's doing, the rest is still to be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheet_sync.store.store import Store
from tests.pairs import CONTACTS, grid
from tests.worlds import Killed, MemoryPlace, World, empty_contacts

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Dana on both sides, synced."""
    excel = MemoryPlace("excel", grid("Contacts", CONTACTS, DANA))
    made = World(tmp_path / "store", {"excel": excel, "google": MemoryPlace("google", empty_contacts())})
    made.sync()
    return made


def type_notes(world: World, name: str, value: str) -> None:
    found = world.places[name].grid("Contacts")
    assert found is not None
    world.places[name].put(grid("Contacts", found.rows[1], [*found.rows[2][:4], value]))


def cut_short(world: World) -> None:
    """Everything is written, and the records are not saved."""
    with world.killed("killed before saving"), pytest.raises(Killed):
        world.sync()


def notes(world: World) -> list[object]:
    return [world.rows(name)[0].get("Notes") for name in world.places]


def test_who_typed_goes_on_typing_and_it_is_no_conflict_with_their_own_earlier_words(world: World) -> None:
    type_notes(world, "google", "first")
    cut_short(world)
    type_notes(world, "google", "second thoughts")
    report = world.sync()

    assert not report.conflicts
    assert notes(world) == ["second thoughts"] * 2


def test_who_typed_takes_it_back(world: World) -> None:
    type_notes(world, "google", "first")
    cut_short(world)
    type_notes(world, "google", "met at the fair")
    world.sync()

    assert notes(world) == ["met at the fair"] * 2


def test_the_history_names_who_typed_it_and_undo_takes_it_back(world: World) -> None:
    type_notes(world, "google", "first")
    cut_short(world)
    world.sync()

    with Store.open(world.store, read_only=True) as store:
        known = store.find_by_location("memory:google")
        assert known is not None
        (event,) = [line.event for line in store.last_written(known.project)]
    assert (event.source, event.new, event.written_to) == ("google", "first", ("excel",))


def test_an_edit_over_what_was_written_is_a_conflict_and_nothing_is_lost(world: World) -> None:
    type_notes(world, "google", "first")
    cut_short(world)
    type_notes(world, "excel", "from Excel")
    report = world.sync()

    assert [conflict.values for conflict in report.conflicts] == [{"excel": "from Excel", "google": "first"}]
