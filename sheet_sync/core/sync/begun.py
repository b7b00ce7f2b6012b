"""What a command that was cut short had begun to change in the records: the next sync brings it to its end.

Noted before anything is written, and forgotten when the records are saved: a merge of two people is never half done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sheet_sync.core.sync.synced import Key, RowId, Rows

if TYPE_CHECKING:
    from sheet_sync.core.sync.merge import TableMerge
    from sheet_sync.core.sync.sync_state import Amendment


@dataclass(frozen=True, slots=True)
class Begun:
    """The amendments of a command, and the command's name."""

    source: str
    amendments: tuple[Amendment, ...]


def still_wanted(begun: Begun, merges: Mapping[str, TableMerge], truth: Mapping[str, Rows]) -> Iterator[Amendment]:
    """What is left to be done: what somebody has typed since stays as it is typed."""
    typed = {table: _typed(merges[table]) for table in {each.table for each in begun.amendments}}
    for each in begun.amendments:
        over = typed[each.table].get(each.row, set())
        now = truth[each.table].rows.get(each.row)
        if each.cells is None:
            if not over:
                yield each
        elif each.row in merges[each.table].added and now is not None:
            yield replace(each, cells=now, is_whole=True)  # it is written; what it says now is what stands there
        elif each.is_whole:
            mine = {key: value for key, value in each.cells.items() if key not in over}
            yield replace(each, cells={**mine, **{key: now[key] for key in over if now and key in now}})
        elif now is not None:
            reopens = {key: opened for key, opened in each.reopens.items() if key not in over}
            mine = {key: value for key, value in each.cells.items() if key not in over}
            yield replace(each, cells=mine, reopens=reopens)


def _typed(merge: TableMerge) -> dict[RowId, set[Key]]:
    """The cells that were edited since, by row."""
    typed: dict[RowId, set[Key]] = {}
    for edit in merge.edits:
        typed.setdefault(edit.row, set()).add(edit.key)
    return typed
