"""Where the time of a whole sync goes: a workbook and its partner, one hundred cells edited on each side.

The partner of 1,000 and 10,000 rows is a Google Sheet on the tests' emulator, over HTTP; waiting for it has a column of
its own and is left out of the sum, since a test's emulator is no measure of Google.  At 100,000 rows it would only keep
us waiting, so there the partner is in memory.
A second sync, which finds nothing to do, follows.  ``python -m benchmarks sync``
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.check import person_name
from benchmarks.table import show
from sheet_sync.core.changes import Plan
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.replica import Replica
from tests.servers.sheets import SheetsServer
from tests.worlds import CloudPlace, FilePlace, MemoryPlace, Place, World

SIZES = (1_000, 10_000, 100_000)
LARGEST_IN_CLOUD = 10_000
EDITS = 100
HEADER = (
    "ID", "Name", "Job title", "Organization", "Career field", "Email", "Phone", "Found through", "Referred by",
    "Status", "Stay in touch", "Notes",
)  # fmt: skip
STEPS = (
    "read file",
    "read google",
    "load records",
    "decide",
    "write file",
    "write google",
    "save records",
    "other",
    "emulator",
)
ROBOT = "robot@project.iam.gserviceaccount.com"


def main() -> None:
    """Print a row a size: milliseconds of each step, microseconds a row, and what a sync without a change takes,
    emulator included."""
    server = SheetsServer().start()
    rows = [_measured(size, server) for size in SIZES]
    server.stop()
    show(("rows", "partner", *STEPS, "sum ms", "us a row", "again ms"), rows)


def _measured(size: int, server: SheetsServer) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder, _signed_in(server, Path(folder)):
        world = _world(size, Path(folder), server)
        world.sync()
        _edit(world, size)
        clock = Clock()
        with clock.on("other"):
            _sync(world, clock)
        begun = perf_counter()
        _sync(world, Clock())
        again = perf_counter() - begun
    partner = "Google" if size <= LARGEST_IN_CLOUD else "memory"
    spent = [clock.spent.get(step, 0.0) for step in STEPS]
    own = sum(spent) - clock.spent.get("emulator", 0.0)
    times = (f"{1e3 * seconds:,.0f}" for seconds in (*spent, own))
    return (f"{size:,}", partner, *times, f"{1e6 * own / size:.0f}", f"{1e3 * again:,.0f}")


def _world(size: int, folder: Path, server: SheetsServer) -> World:
    grid = Grid("Contacts", {1: list(HEADER), **{number + 2: _person(number) for number in range(size)}})
    empty = Grid("Contacts", {1: list(HEADER)})
    partner: Place = CloudPlace(server, ROBOT, empty) if size <= LARGEST_IN_CLOUD else MemoryPlace("google", empty)
    return World(folder / "store", {"excel": FilePlace(folder / "contacts.xlsx", grid), "google": partner})


def _person(number: int) -> list[Any]:
    """A contact whose name no other has; in one of twenty there is something wrong, so that Problems has lines, too."""
    at = "@" if number % 20 else " at "
    return [
        None, person_name(number), "Nurse", f"Clinic {number % 300}", "Nursing", f"p{number}{at}clinic.example",
        "+1 202-555-0114", "Alumni directory", None, "Met", "Yearly", f"Note {number}",
    ]  # fmt: skip


def _edit(world: World, size: int) -> None:
    """One hundred notes on one side, one hundred job titles on the other."""
    from sheet_sync.excel import patch_workbook

    chance = random.Random(7)
    file, partner = world.places["excel"], world.places["google"]
    assert isinstance(file, FilePlace)
    rows = chance.sample(range(2, size + 2), EDITS)
    patch_workbook(file.path, file.path, {f"Contacts!L{row}": f"edited {row}" for row in rows})
    others = chance.sample(range(2, size + 2), EDITS)
    if isinstance(partner, CloudPlace):
        for row in others:
            partner.human.put(f"Contacts!C{row}", f"edited {row}")
    else:
        found = partner.grid("Contacts")
        assert found is not None
        changed = {row: [*found.rows[row][:2], f"edited {row}", *found.rows[row][3:]] for row in others}
        partner.put(Grid("Contacts", {**found.rows, **changed}))


class Clock:
    """Seconds by step; what one step spends in another counts for the other only."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inside: list[float] = [0.0]

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        begun = perf_counter()
        self._inside.append(0.0)
        try:
            yield
        finally:
            whole = perf_counter() - begun
            self.spent[step] = self.spent.get(step, 0.0) + whole - self._inside.pop()
            self._inside[-1] += whole

    def around(self, owner: Any, name: str, step: str) -> Callable[[], None]:
        """Clock a function from now on; gives what takes the clock off."""
        real = getattr(owner, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            with self.on(step):
                return real(*args, **kwargs)

        setattr(owner, name, call)
        return lambda: setattr(owner, name, real)


def _sync(world: World, clock: Clock) -> None:
    from sheet_sync.app import sync_decide
    from sheet_sync.app.sync import sync
    from sheet_sync.google.client import _Http
    from sheet_sync.store.store import Store

    def open_(location: str, backups: Path | None = None) -> Replica:
        place = next(each for each in world.places.values() if each.location == location)
        return _Clocked(place.open(), clock)

    off = [
        clock.around(Store, "load", "load records"),
        clock.around(Store, "save", "save records"),
        clock.around(sync_decide, "plan_run", "decide"),
        clock.around(_Http, "request", "emulator"),
    ]
    try:
        sync(world.location, world.options(), open_)
    finally:
        for each in off:
            each()


class _Clocked:
    """A replica that says how long it took."""

    def __init__(self, inner: Replica, clock: Clock) -> None:
        self._inner, self._clock = inner, clock
        self._name = "file" if inner.kind == "excel" else "google"

    @property
    def kind(self) -> str:
        return self._inner.kind

    @property
    def location(self) -> str:
        return self._inner.location

    def read(self) -> Snapshot:
        with self._clock.on(f"read {self._name}"):
            return self._inner.read()

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        with self._clock.on(f"write {self._name}"):
            return self._inner.write(plan, seen)


@contextmanager
def _signed_in(server: SheetsServer, folder: Path) -> Iterator[None]:
    from sheet_sync.google import auth

    key = folder / "key.json"
    key.write_text(json.dumps(server.service_account(ROBOT)), "utf-8")
    wanted = {"SHEET_SYNC_GOOGLE_API": server.url, "SHEET_SYNC_CREDENTIALS": str(key), "HOME": str(folder)}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    auth._client.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


if __name__ == "__main__":
    main()
