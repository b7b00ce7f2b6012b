"""What a sync that was cut short was about to write: it is the tool's doing, not an edit of whoever sits there.

Noted before a replica is written, and cleared when the records are saved.  The sync that takes it up finds some of it
done; whatever a cell shows of it then is taken for written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sheet_sync.core.sync.synced import Cells, Key, RowId, Rows, Value, alike

if TYPE_CHECKING:
    from sheet_sync.core.sync.outgoing import Outgoing

UnderWay = Mapping[str, Mapping[RowId, Cells | None]]
"""By table and row: the cells that were to be written, emptied ones with ``None``; no cells where the row was to go."""


def under_way(outgoing: Mapping[str, Outgoing]) -> UnderWay:
    """What one replica is about to be given."""
    found: dict[str, dict[RowId, Cells | None]] = {}
    for table, out in outgoing.items():
        rows: dict[RowId, Cells | None] = {row: dict(cells) for row, cells in (*out.sets.items(), *out.adds.items())}
        for key, values in out.columns.items():
            for row, value in values.items():
                rows[row] = {**(rows.get(row) or {}), key: value}
        rows.update(dict.fromkeys(out.deletes))
        if rows:
            found[table] = rows
    return found


def as_written(base: Rows, side: Rows, rows: Mapping[RowId, Cells | None]) -> Rows:
    """The base of a replica with all that is found written of what was to be written into rows that it had."""
    changed: dict[RowId, Cells] = {}
    for row, cells in rows.items():
        before, now = base.rows.get(row), side.rows.get(row)
        if before is not None and now is not None and cells:
            done = {key: value for key, value in cells.items() if alike(now.get(key), value)}
            changed[row] = {key: value for key, value in {**before, **done}.items() if value is not None}
    return Rows(base.columns, {**base.rows, **changed}, base.held) if changed else base


def is_done(side: Rows, rows: Mapping[RowId, Cells | None], row: RowId, key: Key | None, value: Value) -> bool:
    """Whether the replica shows what was to be written: the row, gone or there, or one cell's value."""
    if row not in rows:
        return False
    cells = rows[row]
    if cells is None:
        return row not in side.rows
    if row not in side.rows:
        return False
    return key is None or (key in cells and alike(cells[key], value) and alike(side.rows[row].get(key), value))
