"""Refusals: too many rows gone at once, a table or a workbook gone empty.

Nearly always a slip: a filter cut and pasted, a sheet deleted, another file under the same name.  A first sync is no
alarm, and neither are two sides that are both empty now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheet_sync.core.sync.synced import Rows

MANY_ROWS = 5
GREAT_SHARE = 0.25
ALLOW_DELETIONS = "--allow-deletions"
ALLOW_EMPTY = "--allow-empty"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why a sync is refused, in a sentence, and the option that allows it."""

    message: str
    option: str


def find_alarms(place: str, bases: Mapping[str, Rows], sides: Mapping[str, Rows]) -> tuple[Alarm, ...]:
    """What is alarming about one replica; ``place`` is what the user calls it.

    ``sides`` lacks a table that the replica has no more.
    """
    known = {name: base for name, base in bases.items() if base.rows}
    if len(known) > 1 and not any(sides[name].rows for name in known if name in sides):
        rows = sum(len(base.rows) for base in known.values())
        return (
            Alarm(f"{place} held {rows} rows at the last sync and is now empty, so nothing was synced.", ALLOW_EMPTY),
        )
    alarms = (_alarm(place, name, base, sides.get(name)) for name, base in known.items())
    return tuple(alarm for alarm in alarms if alarm is not None)


def emptied_together(
    bases: Mapping[str, Mapping[str, Rows]], sides: Mapping[str, Mapping[str, Rows]]
) -> frozenset[str]:
    """The tables that were emptied in every place that had them, and in more than one: that is no slip."""
    had: dict[str, list[str]] = {}
    for place, tables in bases.items():
        for table, base in tables.items():
            if base.rows:
                had.setdefault(table, []).append(place)
    return frozenset(
        table
        for table, places in had.items()
        if len(places) > 1 and not any(sides[place][table].rows for place in sides if table in sides[place])
    )


def _alarm(place: str, name: str, base: Rows, side: Rows | None) -> Alarm | None:
    count = _rows(len(base.rows))
    if side is None:
        return Alarm(
            f"{place} has no {name} table any more; it held {count} at the last sync, so nothing was synced.",
            ALLOW_EMPTY,
        )
    if not side.rows:
        return Alarm(
            f"The {name} table of {place} is empty now; it held {count} at the last sync, so nothing was synced.",
            ALLOW_EMPTY,
        )
    gone = len(base.rows.keys() - side.rows.keys())
    if gone > MANY_ROWS and gone > GREAT_SHARE * len(base.rows):
        return Alarm(
            f"{gone} of {count} are gone from the {name} table of {place} since the last sync, so nothing was synced.",
            ALLOW_DELETIONS,
        )
    return None


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"
