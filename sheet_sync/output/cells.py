"""Cells that a sync changes, in lines of text: the user's tables cell by cell, each of the tool's own sheets in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheet_sync.app.sync_report import ReplicaReport
    from sheet_sync.core.sync.cell_changes import CellChange


def cell_lines(replica: ReplicaReport, *, is_dry_run: bool, is_verbose: bool = False) -> Iterator[str]:
    """What is written, or with a dry run would be.  After the fact only what is the user's own is told."""
    if is_verbose:
        yield from map(_cell, replica.cells)
        return
    mine = replica.user_cells
    if is_dry_run:
        mine = tuple(cell for cell in replica.cells if cell.how != "owned" and not _is_new_id(cell))
    for (_, row, how), cells in groupby(mine, key=lambda cell: (cell.ref.sheet, cell.ref.row, cell.how)):
        whole = list(cells)
        yield from map(_cell, whole) if how == "set" else [_row(row, how, whole, is_dry_run=is_dry_run)]
    if is_dry_run:
        yield from _new_ids(replica)
        yield from _own_sheets(replica)


def _cell(cell: CellChange) -> str:
    what = f"{cell.ref}  {cell.field}" if cell.field else str(cell.ref)
    if cell.old is None:
        return f"{what}: {shown(cell.new)}"
    return f"{what}: {shown(cell.old)} -> {shown(cell.new)}"


def _row(number: int, how: str, cells: Sequence[CellChange], *, is_dry_run: bool) -> str:
    """A row that comes or goes, with all that it holds: it must be plain what is meant."""
    verb = {("add", True): "new row", ("delete", True): "row to go"}.get((how, is_dry_run))
    verb = verb or ("row back" if how == "add" else "row gone")
    values = ", ".join(f"{cell.field}: {shown(cell.new if how == 'add' else cell.old)}" for cell in cells)
    return f"{cells[0].ref.sheet}, row {number}, {verb}: {values}"


def _is_new_id(cell: CellChange) -> bool:
    return cell.how == "set" and cell.field == "ID" and cell.old is None and cell.new != cell.field


def _new_ids(replica: ReplicaReport) -> Iterator[str]:
    for sheet, count in Counter(cell.ref.sheet for cell in replica.cells if _is_new_id(cell)).items():
        yield f"{sheet}: {count:,} row{'' if count == 1 else 's'} would get an ID"


def _own_sheets(replica: ReplicaReport) -> Iterator[str]:
    rows: dict[str, set[int]] = {}
    for cell in replica.cells:
        if cell.how == "owned" and cell.ref.row > 1:
            rows.setdefault(cell.ref.sheet, set()).add(cell.ref.row)
    for sheet, numbers in rows.items():
        yield f"{sheet}: {len(numbers):,} line{'' if len(numbers) == 1 else 's'} would be written"


_KINDS = {str: "text", bool: "tick box", int: "number", float: "number", datetime: "day and time", date: "day"}
_MARKS = {" ": "·", "\N{NO-BREAK SPACE}": "°", "\n": "¶"}
_LEGEND = "(· is a blank, ° a hard blank, ¶ a new line, ¤ a hidden character)"


def told_apart(values: Iterable[Any], show: Callable[[Any], str] | None = None) -> list[str]:
    """Each value in a line of text; where different ones would look the same, what tells them apart is shown."""
    show = show or shown
    values = list(values)
    texts = [show(value) for value in values]
    different = len({(type(value), value) for value in values})
    if len(set(texts)) == different:
        return texts
    if not all(isinstance(value, str) for value in values):
        return [f"{text} ({_KINDS.get(type(value), 'time')})" for value, text in zip(values, texts, strict=True)]
    start = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*values, strict=False))) - 20
    ends = [f"…{value[start:]}" if start > 0 else value for value in values]
    texts = [show(end) for end in ends]
    return texts if len(set(texts)) == different else [f"{show(_marked(end))} {_LEGEND}" for end in ends]


def _marked(text: str) -> str:
    return "".join(_MARKS.get(letter, letter if letter.isprintable() else "¤") for letter in text)


def shown(value: Any, limit: int | None = 80) -> str:
    """A value in a line of text, cut where it is longer than ``limit``."""
    from sheet_sync.core.followups.model import one_line
    from sheet_sync.core.values import shown as result_of

    value = result_of(value)
    if value is None:
        return "(empty)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    text = str(value)
    return one_line(text, limit or len(text))
