"""Replicas that sync with each other through a real store, and the people at them, whatever the replicas are made of.

A *place* is one workbook with its user: in memory, a real .xlsx that openpyxl edits, or a Google Sheet on the emulator.
A *world* is some places and the store between them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.changes import Plan
from sheet_sync.core.ids import ALPHABET
from sheet_sync.core.records import CellRef, Grid, Snapshot
from sheet_sync.core.values import Content, Formula
from sheet_sync.errors import GoogleAway, WorkbookBusy
from sheet_sync.replica import MemoryReplica, Replica
from tests.pairs import AS_OF, CONTACTS, grid

if TYPE_CHECKING:
    from tests.servers.human import Human
    from tests.servers.sheets import SheetsServer

FAULTS = ("busy", "killed before", "killed after", "killed before saving", "killed after saving")


class Killed(BaseException):
    """The process is gone."""


class CountedIds:
    """IDs that can be given again, so that a dry run and the sync after it name the same."""

    def __init__(self) -> None:
        self.next = 1

    def __call__(self, prefix: str, taken: Any = ()) -> str:
        while (made := f"{prefix}-{self.next:08d}") in taken:
            self.next += 1
        return made


class ScatteredIds(CountedIds):
    """IDs as random as real ones, of one computer: no two computers make the same."""

    def __init__(self, computer: str) -> None:
        super().__init__()
        self.computer = computer

    def __call__(self, prefix: str, taken: Any = ()) -> str:
        while (made := f"{prefix}-{self._symbols()}") in taken:
            self.next += 1
        return made

    def _symbols(self) -> str:
        digest = hashlib.sha256(f"{self.computer} {self.next}".encode()).digest()
        return "".join(ALPHABET[byte % 32] for byte in digest[:8])


class Place(Protocol):
    """A workbook and the person at it."""

    @property
    def location(self) -> str: ...

    def open(self) -> Replica:
        """The replica, not yet read."""

    def grid(self, title: str) -> Grid | None:
        """A sheet as it is."""

    def put(self, changed: Grid) -> None:
        """The person leaves the sheet like this."""

    def image(self) -> object:
        """Something that is equal while not one byte has changed."""


class MemoryPlace:
    """A workbook in memory."""

    def __init__(self, kind: str, *grids: Grid) -> None:
        self.replica = MemoryReplica(Snapshot(kind, f"memory:{kind}", "", grids))

    @property
    def location(self) -> str:
        return self.replica.location

    def open(self) -> Replica:
        return self.replica

    def grid(self, title: str) -> Grid | None:
        return self.replica.contents.grid(title)

    def put(self, changed: Grid) -> None:
        grids = {each.name: each for each in self.replica.contents.grids} | {changed.name: changed}
        self.replica.contents = replace(self.replica.contents, grids=tuple(grids.values()))

    def image(self) -> object:
        return self.replica.contents


class FilePlace:
    """A real .xlsx, which another program edits."""

    def __init__(self, path: Path, *grids: Grid) -> None:
        from openpyxl import Workbook

        self.path = path
        book = Workbook()
        book.remove(book.worksheets[0])
        for each in grids:
            sheet = book.create_sheet(each.name)
            for number, cells in each.rows.items():
                for column, value in enumerate(cells, 1):
                    sheet.cell(number, column, _entered(value))
        book.save(path)

    @classmethod
    def at(cls, path: Path) -> FilePlace:
        """The file that is there."""
        made = cls.__new__(cls)
        made.path = path
        return made

    @property
    def location(self) -> str:
        return str(self.path)

    def open(self) -> Replica:
        from sheet_sync.excel.replica import ExcelReplica

        return ExcelReplica(self.path)

    def grid(self, title: str) -> Grid | None:
        return self.open().read().grid(title)

    def put(self, changed: Grid) -> None:
        from openpyxl import load_workbook

        now = self.grid(changed.name)
        book = load_workbook(self.path)
        sheet = book[changed.name]
        for ref, value in differences(now, changed):
            sheet.cell(ref.row, ref.column).value = _entered(value)
        book.save(self.path)

    def image(self) -> object:
        return self.path.read_bytes()


def _entered(value: Content) -> Any:
    return f"={value.text}" if isinstance(value, Formula) else value


class CloudPlace:
    """A Google Sheet on the emulator; the tool is signed in to it."""

    def __init__(self, server: SheetsServer, robot: str, *grids: Grid) -> None:
        self.server = server
        sheets = {each.name: [_row(cells) for cells in each.rows.values()] for each in grids}
        self.file_id = server.create("Contacts", sheets)
        server.share(self.file_id, robot, "writer")

    @property
    def human(self) -> Human:
        return self.server.human(self.file_id)

    @property
    def location(self) -> str:
        from sheet_sync.google.links import link_of

        return link_of(self.file_id)

    def open(self) -> Replica:
        from sheet_sync.app.opening import open_replica

        return open_replica(self.location)

    def grid(self, title: str) -> Grid | None:
        return self.open().read().grid(title)

    def put(self, changed: Grid) -> None:
        human = self.human
        for ref, value in differences(self.grid(changed.name), changed):
            if isinstance(value, Formula):
                human.type(str(ref), f"={value.text}")
            elif value is None:
                human.clear(str(ref))
            elif isinstance(value, date):
                human.type(str(ref), value.isoformat())
            else:
                assert isinstance(value, str | bool | int | float)
                human.put(str(ref), float(value) if type(value) is int else value)

    def image(self) -> object:
        return [(sheet.title, self.human.table(sheet.title)) for sheet in self.human.book.sheets]


def _row(cells: Sequence[Content]) -> list[Any]:
    return list(cells)


def differences(now: Grid | None, wanted: Grid) -> Iterator[tuple[CellRef, Content]]:
    """The cells that must be set so that a sheet becomes another."""
    assert now is not None
    for number in sorted({*now.rows, *wanted.rows}):
        for column in range(1, 1 + max(len(now.rows.get(number, ())), len(wanted.rows.get(number, ())))):
            if now.at(number, column) != wanted.at(number, column):
                yield CellRef(now.name, number, column), wanted.at(number, column)


@dataclass
class FaultyReplica:
    """A replica that is busy, or in the writing of which the process is killed, when told so."""

    inner: Replica
    world: World

    @property
    def kind(self) -> str:
        return self.inner.kind

    @property
    def location(self) -> str:
        return self.inner.location

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(getattr(self.inner, "notes", ()))

    @property
    def requests(self) -> int:
        return int(getattr(self.inner, "requests", 0))

    def read(self) -> Snapshot:
        if self.world.out_of_reach and self.kind == "google":
            raise GoogleAway("Google cannot be reached.")
        return self.inner.read()

    def write(self, plan: Plan, seen: Snapshot) -> Snapshot:
        fault = self.world.faults.pop(self.location, "")
        if fault == "busy":
            raise WorkbookBusy(f"{self.location} is open elsewhere, so nothing was written.")
        if fault == "killed before":
            raise Killed
        after = self.inner.write(plan, seen)
        if fault == "killed after":
            raise Killed
        return after


@dataclass
class World:
    """Places that sync with each other, and the store between them."""

    store: Path
    places: Mapping[str, Place]
    make_id: CountedIds = field(default_factory=CountedIds)
    as_of: date = AS_OF
    faults: dict[str, str] = field(default_factory=dict)
    count: Callable[[], int] = lambda: 0
    """How many requests Google has answered so far; none where there is no Google."""
    out_of_reach: bool = False
    """Whether there is no network, so that no Google Sheet can be read."""
    spent: int = 0
    """What the last sync cost of these."""
    is_paired: bool = False
    """Whether a sync has ended well, so that the store knows which belong together."""

    def options(self, **more: Any) -> SyncOptions:
        partners = () if self.is_paired else tuple(place.location for place in self.places.values())[1:]
        return SyncOptions(self.as_of, self.store, partners=partners, make_id=self.make_id, **more)

    @property
    def location(self) -> str:
        return next(iter(self.places.values())).location

    def sync(self, **options: Any) -> SyncReport:
        """A sync of all of them."""
        before = self.count()
        try:
            report = sync(self.location, self.options(**options), self.open)
        finally:
            self.spent = self.count() - before
        self.is_paired = self.is_paired or not report.dry_run
        return report

    def open(self, location: str, backups: Path | None = None) -> Replica:
        place = next((each for each in self.places.values() if each.location == location), None)
        if place is None:  # a copy to merge, or the same file by another name
            from sheet_sync.app.opening import open_replica

            return open_replica(location)
        return FaultyReplica(place.open(), self)

    def rows(self, name: str, title: str = "Contacts") -> list[dict[str, Content]]:
        """The rows of a sheet by header, in order; empty cells left out."""
        found = self.places[name].grid(title)
        return list(rows_of(found)) if found is not None else []

    def image(self) -> object:
        """Everything that a sync may touch."""
        return [place.image() for place in self.places.values()], self._image_of_store()

    def image_of_files(self) -> object:
        """The same without the Google Sheet."""
        return [place.image() for name, place in self.places.items() if name != "google"], self._image_of_store()

    def _image_of_store(self) -> list[tuple[str, str]]:
        files = sorted(path for path in self.store.rglob("*") if path.is_file() and path.suffix != ".lock")
        return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]

    @contextmanager
    def killed(self, when: str) -> Iterator[None]:
        """The process dies around the saving of the records."""
        from sheet_sync.store.store import Store

        real = Store.save

        def save(self: Store, *args: Any, **kwargs: Any) -> None:
            if when == "killed after saving":
                real(self, *args, **kwargs)
            raise Killed

        Store.save = save  # type: ignore[method-assign]
        try:
            yield
        finally:
            Store.save = real  # type: ignore[method-assign]


def rows_of(found: Grid) -> Iterator[dict[str, Content]]:
    """The rows below the header, by header."""
    header = [str(title) for title in found.rows.get(1, ())]
    for number, cells in found.rows.items():
        if number > 1:
            yield {title: cell for title, cell in zip(header, cells, strict=False) if cell is not None}


def empty_contacts() -> Grid:
    """A Contacts sheet with nothing but its header."""
    return grid("Contacts", CONTACTS)


MakeWorld = Callable[[Path], World]
