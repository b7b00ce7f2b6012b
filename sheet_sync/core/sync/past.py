"""A row as it was: the record of today, with the history taken back line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sheet_sync.core.sync.sync_state import Amendment, Event
from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows, Value, alike, value_of
from sheet_sync.core.values import ErrorValue, Formula


def cells_before(today: Cells | None, events: Iterable[Event]) -> Cells | None:
    """A row's cells before these events, which are given newest first; ``None`` where it did not exist."""
    cells = None if today is None else dict(today)
    for event in events:
        if event.action == "added":
            cells = None
        elif event.action == "deleted":
            cells = dict(event.cells or {})
        elif event.action == "changed" and event.key is not None:
            cells = {} if cells is None else cells
            _put(cells, event.key, _value(event.old))
    return cells


def _put(cells: dict[Key, Value], key: Key, value: Value) -> None:
    if value is None:
        cells.pop(key, None)
    else:
        cells[key] = value


def _value(content: object) -> Value:
    assert not isinstance(content, Formula | ErrorValue)
    return value_of(content)  # type: ignore[arg-type]


def plan_undo(events: Sequence[Event], truth: Mapping[str, Rows]) -> tuple[Amendment, ...]:
    """What takes back these events, newest first; what has been edited since is left as it is."""
    cells: dict[tuple[str, RowId], dict[Key, Value]] = {}
    rows: list[Amendment] = []
    for event in events:
        now = truth[event.table].rows.get(event.row)
        if event.action == "added" and now is not None and now == event.cells:
            rows.append(Amendment(event.table, event.row, None))
        elif event.action == "deleted" and now is None:
            rows.append(Amendment(event.table, event.row, event.cells, is_whole=True))
        elif event.action == "changed" and event.key is not None and now is not None:
            is_untouched = alike(now.get(event.key), _value(event.new))
            if is_untouched:
                cells.setdefault((event.table, event.row), {})[event.key] = _value(event.old)
    return (*rows, *(Amendment(table, row, changed) for (table, row), changed in cells.items()))
