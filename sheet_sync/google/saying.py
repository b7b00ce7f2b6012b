"""What a write has to say: cells that were left as they are, and what became of edits made in that very moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sheet_sync.errors import GoogleUnreachable, SheetSyncError

if TYPE_CHECKING:
    from sheet_sync.core.records import CellRef
    from sheet_sync.core.values import Content
    from sheet_sync.google.faults import Who

_MOST_NAMED = 5


def protected(cells: Sequence[CellRef], who: Who) -> str:
    is_one = len(cells) == 1
    return (
        f"{_listed(cells)} {'is' if is_one else 'are'} protected in the Google Sheet and left as "
        f"{'it is' if is_one else 'they are'}. Ask its owner to let {who.email or 'you'} edit "
        f"{'it' if is_one else 'them'} (Data > Protect sheets and ranges)."
    )


def edited(cells: Sequence[CellRef]) -> str:
    is_one = len(cells) == 1
    return (
        f"{_listed(cells)} {'was' if is_one else 'were'} edited in the Google Sheet at that very moment; "
        f"the edit{'' if is_one else 's'} stayed. Sync again to bring {'it' if is_one else 'them'} in."
    )


def not_allowed(cell: CellRef, value: Content) -> str:
    return (
        f"{cell} has a rule in the Google Sheet that does not allow {value}, so it was left as it is. "
        "Add it to the cell's drop-down (Data > Data validation), or type another word."
    )


def not_widened(title: str) -> str:
    return (
        f"The filter of the sheet {title} does not cover its new columns. Before you sort by its arrows, remove it and "
        "make it anew (Data > Create a filter), or those columns stay where they are."
    )


def edited_again_and_again(titles: Iterable[str]) -> str:
    return (
        "The Google Sheet was edited again and again while it was written. What was replaced is kept in its sheet "
        f"{' and '.join(titles)}: look through it, and delete it when nothing is missing."
    )


def not_put_right(error: SheetSyncError, location: str, titles: Iterable[str]) -> GoogleUnreachable:
    """The connection broke between a write that went astray and its correction."""
    return GoogleUnreachable(
        f"Somebody edited the Google Sheet while it was written to, and that could not be put right: {error.message}",
        where=location,
        hint="Look through the rows that were written, in the Sheet. What stood there before is in its hidden sheet "
        f"{' and '.join(titles)} (View > Hidden sheets).",
        detail=error.detail,
    )


def _listed(cells: Sequence[CellRef]) -> str:
    named = [str(cell) for cell in cells[:_MOST_NAMED]]
    more = len(cells) - len(named)
    if more:
        named.append(f"{more} more cell{'' if more == 1 else 's'}")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
