"""The last look at a new version before it takes the place of the old one: is it whole, and is everything still there?

Nothing here should ever find anything.  If it does, the workbook is left as it is, and the message says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from xml.parsers import expat

from sheet_sync.core.changes import AddColumn, AddRow, DeleteRow, Plan, SetCell
from sheet_sync.core.records import CellRef, Grid, Snapshot
from sheet_sync.core.values import Content, ErrorValue, Formula, normal, same
from sheet_sync.errors import Refused
from sheet_sync.excel.edit import splice
from sheet_sync.excel.file import faults
from sheet_sync.excel.file.markup import refuse_doctype

if TYPE_CHECKING:
    from sheet_sync.excel.edit.edits import Edits

MAX_PARSED_BYTES = 8 * 2**20
"""Changed parts up to this size are parsed again; of larger ones only a few rows are new."""
_HINT = "Please report this with the workbook, or one like it, if you can share it; until then, change it in Excel."
_MILLISECOND = timedelta(milliseconds=1)


def refuse_broken_markup(edits: Edits) -> None:
    """Stop where a changed or added part is not well-formed.

    Raises:
        WorkbookUnreadable: it was not before either.
        Refused: the change made it so.
    """
    for part in (*edits.changed, *edits.added):
        if not part.lower().endswith((".xml", ".rels")):
            continue
        is_new = part in edits.added
        if not is_new and edits.package.entry(part).size > MAX_PARSED_BYTES:
            continue
        if (fault := _fault(edits.stream(part))) is None:
            continue
        if not is_new and _fault(splice.to_utf8(edits.package.chunks(part), edits.codec(part))) is not None:
            raise faults.damaged(edits.package.name, f"{part}: {fault}")
        raise _refused(edits.package.name, edits.package.name, f"{part}: {fault}")


def _fault(chunks: Iterable[bytes]) -> str | None:
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        return str(error)
    return None


def refuse_losses(seen: Snapshot, plan: Plan, after: Snapshot) -> None:
    """Stop where a cell that the plan does not name holds something else, or one that it names not what was asked.

    On sheets whose rows move, every value must still be somewhere.

    Raises:
        Refused: something is not as it should be.
    """
    for grid in seen.grids:
        new = after.grid(grid.name)
        here = [change for change in plan.changes if _sheet(change).casefold() == grid.name.casefold()]
        if new is None:
            raise _refused(seen.location, grid.name, "the sheet is gone")
        if any(isinstance(change, AddRow | DeleteRow) for change in here):
            _refuse_missing(seen, grid, new, here)
        else:
            _refuse_different(seen, grid, new, here)


def _sheet(change: object) -> str:
    if isinstance(change, SetCell):
        return change.ref.sheet
    return change.sheet if isinstance(change, AddRow | DeleteRow | AddColumn) else ""


def _asked(changes: Iterable[object]) -> dict[tuple[int, int], Content]:
    cells: dict[tuple[int, int], Content] = {}
    for change in changes:
        if isinstance(change, SetCell):
            cells[change.ref.row, change.ref.column] = change.value
        elif isinstance(change, AddColumn):
            cells[change.header_row, change.column] = change.header
            cells |= {(row, change.column): value for row, value in change.values.items()}
    return cells


def _refuse_different(seen: Snapshot, old: Grid, new: Grid, changes: Iterable[object]) -> None:
    asked = _asked(changes)
    touched: dict[int, int] = {}  # rows, and the last column asked for in each
    for row, column in asked:
        touched[row] = max(touched.get(row, 0), column)
    for row in old.rows.keys() | new.rows.keys() | touched.keys():
        one, other = old.rows.get(row, []), new.rows.get(row, [])
        if row not in touched and one == other:
            continue
        last = max(len(one), len(other), touched.get(row, 0))
        for column in range(1, last + 1):
            wanted = asked.get((row, column), old.at(row, column))
            if not fits(wanted, new.at(row, column)):
                ref = str(CellRef(old.name, row, column))
                raise _refused(seen.location, ref, f"{ref}: {wanted!r} became {new.at(row, column)!r}")


def fits(wanted: Content, found: Content) -> bool:
    """Whether a cell holds what was meant: results are calculated later, times are kept to the millisecond."""
    if isinstance(wanted, Formula) and isinstance(found, Formula):
        return wanted.text.removeprefix("=") == found.text
    if isinstance(wanted, datetime | timedelta) and isinstance(found, date | timedelta):
        return _near(wanted, found)
    if isinstance(wanted, time) and isinstance(found, time):
        day = date(2000, 1, 1)
        return _near(datetime.combine(day, wanted), datetime.combine(day, found))
    if _is_number(wanted) and _is_number(found):
        return same(float(wanted), float(found))  # type: ignore[arg-type]
    return same(wanted, found)


def _is_number(value: Content) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _near(wanted: datetime | timedelta, found: date | timedelta) -> bool:
    if isinstance(wanted, timedelta):
        return isinstance(found, timedelta) and abs(wanted - found) <= _MILLISECOND
    if isinstance(found, timedelta):
        return False
    moment = found if isinstance(found, datetime) else datetime.combine(found, time())
    return abs(wanted - moment) <= _MILLISECOND


def _refuse_missing(seen: Snapshot, old: Grid, new: Grid, changes: Sequence[object]) -> None:
    asked = _asked(changes)
    gone = {change.row for change in changes if isinstance(change, DeleteRow)}
    kept = (
        value
        for row, cells in old.rows.items()
        if row not in gone
        for column, value in enumerate(cells, 1)
        if (row, column) not in asked
    )
    missing = _counted(kept) - _counted(value for cells in new.rows.values() for value in cells)
    if missing:
        raise _refused(seen.location, old.name, f"{old.name}: {next(iter(missing))!r} is not there any more")


def _counted(values: Iterable[Content]) -> Counter[object]:
    """Values with their number; formulas, whose references move, count as one kind."""
    counted: Counter[object] = Counter()
    for value in values:
        if isinstance(value, Formula):
            counted["formula"] += 1
        elif value is not None:
            plain = value if isinstance(value, ErrorValue) else normal(value)
            counted[type(plain), plain] += 1
    return counted


def _refused(name: str, where: str, detail: str) -> Refused:
    return Refused(
        "The workbook could not be changed without damage, so nothing was written.",
        where=where or name,
        hint=_HINT,
        detail=detail,
    )
