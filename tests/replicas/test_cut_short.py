"""What a sync that was killed had written on one side, and what people did before the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheet_sync.store.store import Store
from tests.pairs import CONTACTS, grid
from tests.worlds import Killed, MemoryPlace, World, empty_contacts

DANA = (None, "Dana Reyes", "Orchard", None, None)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Dana everywhere; the email typed in Google has just reached the Excel file when the sync was killed."""
    places = {kind: MemoryPlace(kind, empty_contacts()) for kind in ("google", "third")}
    world = World(tmp_path / "store", {"excel": MemoryPlace("excel", grid("Contacts", CONTACTS, DANA)), **places})
    world.sync()
    type_email(world, "google", "first@orchard.example")
    world.faults[world.location] = "killed after"
    with pytest.raises(Killed):
        world.sync()
    return world


def type_email(world: World, name: str, email: str) -> None:
    place = world.places[name]
    found = place.grid("Contacts")
    assert found is not None
    id_, *_ = found.rows[2]
    place.put(grid("Contacts", CONTACTS, (id_, *DANA[1:3], email, None)))


def test_what_it_brought_is_kept_when_it_was_typed_over_where_it_came_from(world: World) -> None:
    type_email(world, "google", "second@orchard.example")
    world.sync()
    with Store.open(world.store, read_only=True) as store:
        known = store.find_by_location(world.location) or store.find_by_location(str(Path(world.location).absolute()))
        assert known is not None
        past = [line.event.new for line in store.history(known.project)]

    assert world.rows("excel")[0]["Email"] == "second@orchard.example"
    assert "first@orchard.example" in past


def test_what_it_brought_does_not_join_a_quarrel_one_sync_later(world: World) -> None:
    type_email(world, "google", "second@orchard.example")
    type_email(world, "third", "first@orchard.example")
    first = world.sync().conflicts
    assert [dict(conflict.values) for conflict in first] == [
        dict(conflict.values) for conflict in world.sync().conflicts
    ]
