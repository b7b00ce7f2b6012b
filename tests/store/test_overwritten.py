"""What a sync writes over is in the history afterwards, once, also when it is killed in between."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from sheet_sync.core.values import Formula
from sheet_sync.store.store import Store
from tests.pairs import CONTACTS, grid
from tests.worlds import Killed, MemoryPlace, World, empty_contacts

DANA = (None, "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair")
WHEN = ("not at all", "killed after", "killed before saving")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Dana on both sides, synced."""
    excel, google = MemoryPlace("excel", grid("Contacts", CONTACTS, DANA)), MemoryPlace("google", empty_contacts())
    made = World(tmp_path, {"excel": excel, "google": google})
    made.sync()
    return made


def sync_killed(world: World, when: str, **options: object) -> None:
    """A sync that dies then, and one that takes it up."""
    if when == "killed after":
        world.faults["memory:google"] = when
    dies = world.killed(when) if when == "killed before saving" else nullcontext()
    with suppress(Killed), dies:
        world.sync(**options)
    world.sync(**options)


def type_notes(world: World, name: str, value: str | Formula) -> None:
    found = world.places[name].grid("Contacts")
    assert found is not None
    world.places[name].put(grid("Contacts", found.rows[1], [*found.rows[2][:4], value]))


def kept(world: World) -> list[tuple[str, object]]:
    with Store.open(world.store, read_only=True) as store:
        (project,) = {each.project for each in [store.find_by_location(str(Path("memory:excel").resolve()))] if each}
        return [(x.event.source, x.event.new) for x in store.history(project) if x.event.action == "kept"]


@pytest.mark.parametrize("when", WHEN)
def test_an_edit_that_the_preferred_side_overrules(world: World, when: str) -> None:
    type_notes(world, "excel", "in Excel")
    type_notes(world, "google", "in Google")
    sync_killed(world, when, prefer="excel")

    assert world.rows("google")[0]["Notes"] == "in Excel"
    assert kept(world) == [("google", "in Google")]


@pytest.mark.parametrize("when", WHEN)
def test_a_formula_in_a_row_that_is_deleted_elsewhere(world: World, when: str) -> None:
    type_notes(world, "google", Formula("1+1", 2))
    world.sync()
    world.places["excel"].put(grid("Contacts", CONTACTS))
    sync_killed(world, when, allow_empty=True)

    assert not world.rows("google")
    assert kept(world) == [("google", "=1+1")]


@pytest.mark.parametrize("when", WHEN)
def test_what_was_typed_over_a_computed_column_of_a_row_that_is_deleted_elsewhere(world: World, when: str) -> None:
    found = world.places["google"].grid("Contacts")
    assert found is not None
    row = dict(zip(found.rows[1], found.rows[2], strict=False)) | {"Last contact": "in spring"}
    world.places["google"].put(grid("Contacts", found.rows[1], [row.get(title) for title in found.rows[1]]))
    world.places["excel"].put(grid("Contacts", CONTACTS))
    sync_killed(world, when, allow_empty=True)

    assert not world.rows("google")
    assert kept(world) == [("google", "in spring")]
