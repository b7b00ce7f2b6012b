"""Two workbooks in memory that sync with each other through a real store: what the tests of syncing work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.ids import ALPHABET
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.values import Content
from sheet_sync.replica import MemoryReplica, Replica

AS_OF = date(2026, 11, 24)
CONTACTS = ("ID", "Name", "Organization", "Email", "Notes")


def numbered_ids() -> Any:
    """A maker of IDs that are the same in every run: ``c-00000001``, ``c-00000002``, ..."""
    numbers = count(1)

    def make_id(prefix: str, taken: Sequence[str] = ()) -> str:
        while True:
            made = f"{prefix}-{_symbols(next(numbers))}"
            if made not in taken:
                return made

    return make_id


def _symbols(number: int) -> str:
    text = ""
    for _ in range(8):
        number, rest = divmod(number, 32)
        text = ALPHABET[rest] + text
    return text


def grid(name: str, *rows: Sequence[Content]) -> Grid:
    """A sheet from its rows, the header first."""
    cells = {number: list(row) for number, row in enumerate(rows, 1)}
    for row in cells.values():
        while row and row[-1] is None:
            row.pop()
    return Grid(name, {number: row for number, row in cells.items() if row})


def workbook(kind: str, *grids: Grid) -> MemoryReplica:
    """A workbook in memory."""
    return MemoryReplica(Snapshot(kind, f"memory:{kind}", "", grids))


@dataclass
class Pair:
    """Replicas that sync with each other, by kind, and the store between them."""

    store: Path
    replicas: dict[str, MemoryReplica]
    as_of: date = AS_OF
    make_id: Any = field(default_factory=numbered_ids)

    @classmethod
    def of(cls, store: Path, *replicas: MemoryReplica) -> Pair:
        return cls(store, {replica.kind: replica for replica in replicas})

    def sync(self, **options: Any) -> SyncReport:
        """A sync of all of them."""
        partners = tuple(each.location for each in self.replicas.values())[1:]
        wanted = SyncOptions(self.as_of, self.store, partners=partners, make_id=self.make_id, **options)
        return sync(next(iter(self.replicas.values())).location, wanted, self._open)

    def _open(self, location: str, backups: Path | None) -> Replica:
        return next(each for each in self.replicas.values() if each.location == location)

    def rows(self, kind: str, sheet: str = "Contacts") -> list[dict[str, Content]]:
        """The rows of a sheet by header, in order; empty cells left out."""
        found = self.replicas[kind].contents.grid(sheet)
        return list(_rows(found)) if found is not None else []

    def row(self, kind: str, name: str) -> dict[str, Content]:
        """The one row with that Name."""
        return next(row for row in self.rows(kind) if row.get("Name") == name)

    def edit(self, kind: str, sheet: str, row: int, header: str, value: Content) -> None:
        """A person types into a cell; ``row`` counts from 1 below the header."""
        contents = self.replicas[kind].contents
        found = contents.grid(sheet)
        assert found is not None
        cells = {number: list(each) for number, each in found.rows.items()}
        line = cells.setdefault(row + 1, [])
        column = found.rows[1].index(header)
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value
        while line and line[-1] is None:
            line.pop()
        self._put(kind, replace(found, rows={number: each for number, each in sorted(cells.items()) if each}))

    def add(self, kind: str, sheet: str, *lines: Sequence[Content]) -> None:
        """A person types new rows below the others."""
        found = self.replicas[kind].contents.grid(sheet)
        assert found is not None
        first = max(found.rows) + 1
        self._put(kind, replace(found, rows={**found.rows, **dict(enumerate(map(list, lines), first))}))

    def rearrange(self, kind: str, sheet: str, order: Sequence[int]) -> None:
        """A person sorts, deletes or copies rows: the sheet then has these rows, counted from 1 below the header."""
        found = self.replicas[kind].contents.grid(sheet)
        assert found is not None
        rows = {number: list(found.rows.get(old + 1, [])) for number, old in enumerate(order, 2)}
        kept = {1: found.rows[1], **{number: row for number, row in rows.items() if row}}
        self._put(kind, replace(found, rows=kept))

    def put_sheet(self, kind: str, sheet: Grid) -> None:
        """A person adds a sheet, or replaces it."""
        self._put(kind, sheet)

    def drop_sheet(self, kind: str, name: str) -> None:
        """A person deletes a sheet."""
        replica = self.replicas[kind]
        grids = tuple(each for each in replica.contents.grids if each.name != name)
        replica.contents = replace(replica.contents, grids=grids)

    def _put(self, kind: str, changed: Grid) -> None:
        replica = self.replicas[kind]
        grids = {each.name: each for each in replica.contents.grids} | {changed.name: changed}
        replica.contents = replace(replica.contents, grids=tuple(grids.values()))


def _rows(found: Grid) -> Iterator[dict[str, Content]]:
    header = [str(title) for title in found.rows[1]]
    for number, cells in found.rows.items():
        if number > 1:
            yield {title: cell for title, cell in zip(header, cells, strict=False) if cell is not None}
