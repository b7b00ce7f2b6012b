"""A row as it was: the record of today, with the history taken back line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sheet_sync.core.sync.decisions import Reopened
from sheet_sync.core.sync.sync_state import Amendment, Event
from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows, Value, alike, value_of
from sheet_sync.core.values import ErrorValue, Formula

_CHOICES = ("settled", "reopened")
"""They say more than the change of the record that goes with them."""


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
    rows = list(_undone_rows(events, truth))
    gone = {(each.table, each.row) for each in rows}
    cells: dict[tuple[str, RowId], dict[Key, Value]] = {}
    reopens: dict[tuple[str, RowId], dict[Key, Reopened]] = {}
    choices = {(each.table, each.row, each.key) for each in events if each.action in _CHOICES}
    for event in events:
        place, key = (event.table, event.row), event.key
        now = truth[event.table].rows.get(event.row)
        is_choice = event.action in _CHOICES
        if key is None or now is None or place in gone or not (is_choice or event.action == "changed"):
            continue
        if is_choice is not ((*place, key) in choices) or not alike(now.get(key), _value(event.new)):
            continue
        cells.setdefault(place, {})[key] = _value(event.old)
        if event.action == "settled" and event.cells is not None:
            reopens.setdefault(place, {})[key] = Reopened.of_cells(event.cells)
    changed = (Amendment(*place, each, reopens=reopens.get(place, {})) for place, each in cells.items())
    return (*rows, *changed)


def _undone_rows(events: Sequence[Event], truth: Mapping[str, Rows]) -> Iterator[Amendment]:
    for event in events:
        now = truth[event.table].rows.get(event.row)
        if event.action == "added" and now is not None and now == event.cells:
            yield Amendment(event.table, event.row, None)
        elif event.action == "deleted" and now is None:
            yield Amendment(event.table, event.row, event.cells, is_whole=True)
