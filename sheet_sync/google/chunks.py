"""A work in parts of a megabyte or so, each a batch of its own.

Source: developers.google.com/workspace/sheets/api/limits (2 MB of payload advised).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sheet_sync.core.changes import Written
from sheet_sync.core.records import Grid
from sheet_sync.google.book import SheetState
from sheet_sync.google.newsheets import NewSheet
from sheet_sync.google.work import Copied, Insert, Line, Places, Put, Work

LIMIT_BYTES = 1_500_000
_A_CELL = 50
_A_REQUEST = 400


def chunks(work: Work, limit_bytes: int = LIMIT_BYTES, *, appends_last: bool = False) -> list[Work]:
    """The parts in order; one where it is small.  Each holds for itself when those before it are carried out.

    ``appends_last``: typed Tables must have grown to the right before they get their new rows.
    """
    if _size(work) <= limit_bytes:
        if not (appends_last and work.appends):
            return [work]
        return [replace(work, appends=[]), Work(headers=work.headers, appends=work.appends)]
    return list(_parts(work, limit_bytes))


def _parts(work: Work, limit: int) -> Iterator[Work]:
    """Cells first, where they stand; then new sheets and their rows; then rows that go, and new rows last."""
    part = Work(headers=work.headers, project_id=work.project_id, drops=work.drops)
    fresh: list[Line] = []
    for sheet in work.sheets:
        small, lines = _split_sheet(sheet, limit)
        part.sheets.append(small)
        fresh += lines
        if _size(part) > limit:
            yield part
            part = Work(headers=work.headers)
    yield from _of_lines(part, work.lines, limit)
    yield from _of_lines(Work(), fresh, limit)
    if work.appends or work.deletes:
        yield Work(headers=work.headers, appends=work.appends, deletes=work.deletes)
    yield from (Work(headers=work.headers, inserts=[insert]) for insert in _split_inserts(work, limit))


def _of_lines(part: Work, lines: Iterable[Line], limit: int) -> Iterator[Work]:
    """Lines in parts, the first of them with what ``part`` holds already."""
    size = _size(part)
    for line in lines:
        size += _A_REQUEST // 4 + _of_puts(line.puts.values())
        if size > limit and part:
            yield part
            part, size = Work(headers=part.headers), 0
        part.lines.append(line)
    if part:
        yield part


def _split_sheet(sheet: NewSheet, limit: int) -> tuple[NewSheet, list[Line]]:
    """A new sheet with as many rows as fit, and the others as lines to be written afterwards."""
    spec = sheet.spec
    size, count = 0, 0
    for row in spec.rows:
        size += sum(_of_value(value) for value in row)
        if size > limit // 2 and count >= spec.header_row:
            break
        count += 1
    state = SheetState(sheet.id, spec.name, sheet.height, sheet.width, Grid(spec.name))
    lines = [
        Line(state, row, {n: Put(value) for n, value in enumerate(cells, 1) if value is not None}, is_new=True)
        for row, cells in enumerate(spec.rows[count:], count + 1)
    ]
    return replace(sheet, spec=replace(spec, rows=spec.rows[:count]), rows=len(spec.rows)), lines


def _split_inserts(work: Work, limit: int) -> Iterator[Insert]:
    """New rows in parts; rows that were taken out above them by then are counted off."""
    places = Places({}, Places.of(work).deleted)
    for insert in sorted(work.inserts, key=lambda each: (each.sheet.id, each.after), reverse=True):
        after = places.of_row(insert.sheet.id, insert.after + 1) - 1
        rows: list[dict[int, Put]] = []
        size = 0
        for puts in insert.rows:
            size += _of_puts(puts.values())
            if size > limit and rows:
                yield replace(insert, after=after, rows=rows)
                after, rows, size = after + len(rows), [], 0
            rows.append(puts)
        yield replace(insert, after=after, rows=rows)


def _size(work: Work) -> int:
    rows = [row for each in work.inserts for row in each.rows] + [row for each in work.appends for row in each.rows]
    return (
        sum(_A_REQUEST // 4 + _of_puts(line.puts.values()) for line in work.lines)
        + sum(_of_puts(row.values()) for row in rows)
        + sum(_of_sheet(sheet) for sheet in work.sheets)
        + _A_REQUEST * len(work.deletes)
    )


def _of_sheet(sheet: NewSheet) -> int:
    return sum(_of_value(value) for row in sheet.spec.rows for value in row) + 40 * _A_REQUEST


def _of_puts(puts: Iterable[Put]) -> int:
    return sum(_of_value(put.value) for put in puts)


def _of_value(value: Written | Copied) -> int:
    return _A_CELL + (len(value.encode()) if isinstance(value, str) else 16)
