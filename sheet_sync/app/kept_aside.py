"""Values that stand in the history and nowhere else: found by what a line of the history says, and brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheet_sync.app.past import Past, looking_at
from sheet_sync.app.past_rows import PastRow, name_of_cells
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import SyncReport
from sheet_sync.core.schema import OWNED_SHEETS
from sheet_sync.core.sync.sync_state import Amendment
from sheet_sync.core.sync.synced import Value, alike, is_filled, value_of
from sheet_sync.core.values import ErrorValue, Formula
from sheet_sync.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sheet_sync.core.sync.sync_state import Event
    from sheet_sync.core.sync.synced import Rows
    from sheet_sync.store.looking_back import Line

_OFFERED = 3
_SHOWN = 60


def restore_line(location: str, options: SyncOptions, number: int) -> SyncReport:
    """Bring back what a line of the history says was kept aside, replaced, or deleted.

    Raises:
        WrongUsage: there is no such line, or it tells of nothing that could be brought back.
    """
    with looking_at(location, options.store, must_be_there=True) as past:
        line = next((each for each in past.lines(None) if each.number == number), None)
        if line is None:
            raise WrongUsage(
                f"The history of this workbook has no line {number}.", hint="sheet-sync history lists them all."
            )
        amendment, what = _taken_away(line, past), _called(line.event, past)
    is_there = False

    def amend(truth: Mapping[str, Rows]) -> Sequence[Amendment]:
        nonlocal is_there
        now = truth[amendment.table].rows.get(amendment.row, {})
        is_there = amendment.cells is not None and all(alike(now.get(k), v) for k, v in amendment.cells.items())
        return (amendment,)

    report = sync(location, replace(options, source="restore", amend=amend))
    if is_there and not any(replica.user_cells for replica in report.replicas):
        return replace(report, notes=(*report.notes, f"{what} says so already, so nothing was changed."))
    return report


def _taken_away(line: Line, past: Past) -> Amendment:
    event = line.event
    if event.action == "deleted" and event.cells is not None:
        return Amendment(event.table, event.row, event.cells, is_whole=True)
    if event.table in OWNED_SHEETS or event.key is None or is_filled(event.table, event.key):
        raise WrongUsage(
            f"Line {line.number} tells of nothing that can be brought back: {_called(event, past)}.",
            hint="What it says, whole: sheet-sync history --full",
        )
    if event.action not in ("kept", "changed"):
        raise WrongUsage(
            f"Line {line.number} says that a conflict was {'settled' if event.action == 'settled' else 'opened'}.",
            hint="Each value has a line of its own; name that one.",
        )
    if event.table not in past.today or event.row not in past.today[event.table].rows:
        raise WrongUsage(
            f"The row of {_called(event, past)} is deleted.",
            hint=f"Bring it back first: sheet-sync restore {event.row}",
        )
    value = _value(event.new if event.action == "kept" else event.old)
    return Amendment(event.table, event.row, {event.key: value})


def _value(content: object) -> Value:
    assert not isinstance(content, Formula | ErrorValue)
    return value_of(content)  # type: ignore[arg-type]


def _called(event: Event, past: Past) -> str:
    name = name_of_cells(past.known.get((event.table, event.row), {}), event.row)
    return f"{name} ({event.table})" if event.key is None else f"{past.header(event.table, event.key)} of {name}"


def offer_kept(past: Past, wanted: PastRow) -> str:
    """What was kept aside of a row or cell and is not what it says now, with the way to each; else empty."""
    from sheet_sync.core.followups.model import one_line

    now = past.today[wanted.table].rows.get(wanted.row, {}) if wanted.table in past.today else {}
    found: dict[object, Line] = {}
    for line in past.lines(wanted):
        event = line.event
        if event.action == "kept" and event.key is not None and not alike(_value(event.new), now.get(event.key)):
            found.setdefault((event.key, event.new), line)
    if not found:
        return ""
    lines = [*found.values()]
    offered = "; ".join(f"line {each.number}, “{one_line(str(each.event.new), _SHOWN)}”" for each in lines[:_OFFERED])
    return f"Kept aside, in the history: {offered}. To bring one back: sheet-sync restore --line {lines[0].number}"
