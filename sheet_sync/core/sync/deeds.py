"""What the tool's commands wrote into a workbook between two syncs: noted, so that the history names the command and
not the person whose workbook it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sheet_sync.core.sync.synced import Key, RowId, Rows, Value, alike, scalar_of, value_of
from sheet_sync.core.values import ErrorValue, Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheet_sync.core.records import Snapshot
    from sheet_sync.core.sync.sync_state import Event
    from sheet_sync.core.sync.synced import ReadRow


COMMANDS: Final = ("check --fix", "done", "log", "snooze", "letters")
"""The commands that write by themselves; all others write by a sync."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One cell that a command wrote; a whole new row has no ``key``."""

    command: str
    table: str
    row: RowId
    key: Key | None = None
    value: Value = None


def find_deeds(before: Snapshot, after: Snapshot, command: str) -> Iterator[Deed]:
    """What a command changed of that which syncs, by row; rows without an ID are left out."""
    old, new = _rows(before), _rows(after)
    for table, rows in new.items():
        known = old.get(table, {})
        for id_, row in rows.items():
            if id_ not in known:
                yield Deed(command, table, id_)
                continue
            cells = known[id_].cells
            for key in dict.fromkeys([*cells, *row.cells]):
                if not alike(cells.get(key), row.cells.get(key)):
                    yield Deed(command, table, id_, key, row.cells.get(key))


def _rows(snapshot: Snapshot) -> dict[str, dict[RowId, ReadRow]]:
    from sheet_sync.core.layout import find_tables
    from sheet_sync.core.sync.reading_sides import read_synced

    reads = read_synced(find_tables(snapshot.grids), snapshot.grids)
    return {table: {row.id: row for row in read.rows if row.id is not None} for table, read in reads.items()}


def attributed(event: Event, deeds: Mapping[tuple[str, RowId, Key | None], Deed]) -> Event:
    """The event with the command as its source, where a command did it.

    It counts as written to the replica, so that it can be undone.
    """
    deed = deeds.get((event.table, event.row, event.key))
    if deed is None or event.action not in ("added", "changed"):
        return event
    if event.action == "changed" and not alike(_value(event.new), deed.value):
        return event  # typed over since
    return replace(event, source=deed.command, written_to=tuple(dict.fromkeys([event.source, *event.written_to])))


def by_cell(deeds: Sequence[Deed]) -> dict[tuple[str, RowId, Key | None], Deed]:
    """The last deed of each cell."""
    return {(deed.table, deed.row, deed.key): deed for deed in deeds}


def as_events(deeds: Sequence[Deed], records: Mapping[str, Rows], truth: Mapping[str, Rows]) -> Iterator[Event]:
    """The deeds as the history will have them, before a sync has put them there."""
    from sheet_sync.core.sync.sync_state import Event

    for deed in by_cell(deeds).values():
        now = truth[deed.table].rows.get(deed.row)
        if deed.key is None:
            yield Event(deed.command, "added", deed.table, deed.row, cells=now)
        else:
            old = records.get(deed.table, Rows()).rows.get(deed.row, {}).get(deed.key)
            yield Event(deed.command, "changed", deed.table, deed.row, deed.key, scalar_of(old), scalar_of(deed.value))


def _value(content: object) -> Value:
    return None if isinstance(content, Formula | ErrorValue) else value_of(content)  # type: ignore[arg-type]
