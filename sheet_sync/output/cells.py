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
_LINE, _BEFORE = 80, 20
"""How much of a text a line shows, and how much of that stands before the place where two part."""
_LEGEND = "(· is a blank, ° a hard blank, ¶ a new line, ¤ a hidden character)"


def told_apart(values: Iterable[Any], show: Callable[[Any], str] | None = None) -> list[str]:
    """Each value in a line of text: long ones from where they part, and where different ones would look the same, what
    tells them apart."""
    show = show or shown
    values = list(values)
    ends = [_from_parting(value, values) for value in values]
    texts = [show(end) for end in ends]
    told = []
    for value, end, text in zip(values, ends, texts, strict=True):
        rivals = [
            other
            for other, its_text in zip(values, texts, strict=True)
            if its_text == text and (type(other), other) != (type(value), value)
        ]
        if rivals and all(isinstance(each, str) for each in (value, *rivals)):
            text = f"{show(_marked(end))} {_LEGEND}"
        elif rivals:
            text = f"{text} ({_KINDS.get(type(value), 'time')})"
        told.append(text)
    return told


def _from_parting(value: Any, others: Sequence[Any]) -> Any:
    """A long text from shortly before it parts from the one that is most like it."""
    if not isinstance(value, str) or len(value) <= _LINE:
        return value
    alike = [_length_alike(value, other) for other in others if isinstance(other, str) and other != value]
    start = max(alike, default=0)
    return f"…{value[start - _BEFORE :]}" if start > _LINE // 2 else value


def _length_alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _marked(text: str) -> str:
    return "".join(_MARKS.get(letter, letter if letter.isprintable() else "¤") for letter in text)


def shown(value: Any, limit: int | None = _LINE) -> str:
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
