"""The body of one ``batchUpdate``: all of it or nothing, with a mark by which it is known, and the state after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sheet_sync.core.changes import Written
from sheet_sync.core.records import Area, column_letters, quoted_sheet
from sheet_sync.core.values import Content
from sheet_sync.google.book import BookState, SheetState
from sheet_sync.google.cells import CHIP_FIELDS, needed_format, written_value
from sheet_sync.google.keeping import (
    MARK_KEY,
    PROJECT_KEY,
    At,
    Keeping,
    copy_request,
    free_number,
    grid_range,
    is_left_over,
    plan_keeping,
    replaced_title,
    runs,
)
from sheet_sync.google.newsheets import name_choices, new_sheet_requests
from sheet_sync.google.reading import FILTER_FIELDS
from sheet_sync.google.work import Append, Copied, Insert, Line, Put, Work

Json = dict[str, Any]

_CELL_FIELDS = f"userEnteredValue,userEnteredFormat.numberFormat,{CHIP_FIELDS}"
STATE_FIELDS = (
    f"sheets(properties(sheetId,title),tables(tableId,range),{FILTER_FIELDS},"
    f"data(startRow,startColumn,rowData.values({_CELL_FIELDS})))"
)
ANSWER_FIELDS = f"updatedSpreadsheet({STATE_FIELDS})"
"""Of the state after a write: what was kept, the IDs that tell where each row is now, and what new columns join."""
HEAD_ROWS = 40


def head_rows(header: Line) -> int:
    """Rows from the top that are asked for, so that a header that moved is found."""
    return min(max(HEAD_ROWS, header.row + HEAD_ROWS // 2), header.sheet.rows)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch ready to be sent, and what is needed to understand its answer."""

    op: str
    requests: list[Json]
    ranges: tuple[str, ...]
    keeping: Keeping | None
    notes: tuple[str, ...] = ()


def make_batch(
    work: Work,
    state: BookState,
    *,
    first: Iterable[Json] = (),
    done_with: Iterable[int] = (),
    has_mark: bool = False,
    tidies: bool = False,
) -> Batch:
    """The batch of a work; ``done_with`` are hidden sheets of earlier batches, to be taken away with it.

    ``first`` are requests that come before all others; ``tidies``: see to the hidden sheets that a write left when it
    was cut short.
    """
    keeping = None
    taken = {sheet.id for sheet in state.sheets.values()} | {each.id for each in state.kept}
    if work.needs_keeping:
        keeping = plan_keeping(work.touched() or _smallest(work), _expected(work, state), taken)
    op = keeping.op if keeping else f"{free_number(()):012x}"
    requests = [
        *_marks(work, op, state, has_mark=has_mark),
        *first,
        *_grown(work),
        *(keeping.requests() if keeping else ()),
        *_formats(work.lines),
        *_cells(work.lines),
        *_inserts(work),
        *_appends(work),
        *_deletes(work),
        *(request for sheet in work.sheets for request in new_sheet_requests(sheet)),
        *name_choices({sheet.spec.name: sheet for sheet in work.sheets}),
        *delete_sheets((*work.drops, *done_with)),
    ]
    notes: list[str] = []
    if tidies:
        requests += _tidied(state, notes)
    return Batch(op, requests, tuple(_ranges(work, keeping)), keeping, tuple(notes))


def delete_sheets(numbers: Iterable[int]) -> list[Json]:
    return [{"deleteSheet": {"sheetId": number}} for number in numbers]


def show_sheets(titles: Iterable[tuple[int, str]]) -> list[Json]:
    """Let hidden sheets be seen, under a name that says what they are."""
    return [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": number, "title": title, "hidden": False},
                "fields": "title,hidden",
            }
        }
        for number, title in titles
    ]


def _tidied(state: BookState, notes: list[str]) -> Iterator[Json]:
    """Hidden sheets of writes that were cut short: deleted, or shown where they hold what somebody typed."""
    for kept in state.kept:
        if not is_left_over(kept.title):
            continue
        if kept.is_untouched:
            yield from delete_sheets([kept.id])
        else:
            title = replaced_title(kept.title)
            yield from show_sheets([(kept.id, title)])
            notes.append(
                f"A sync was cut short while somebody was typing. What it replaced is kept in the sheet {title}: "
                "look through it, and delete it when nothing is missing."
            )


def _expected(work: Work, state: BookState) -> At:
    """What should stand in a cell: as it was decided by, or as it was read."""
    known = work.expectations()
    grids = {sheet.id: sheet.grid for sheet in state.sheets.values()}

    def at(sheet: int, row: int, column: int) -> Content:
        key = sheet, row, column
        return known[key] if key in known else grids[sheet].at(row, column) if sheet in grids else None

    return at


def _smallest(work: Work) -> dict[int, dict[int, frozenset[int]]]:
    """A single cell, where nothing is replaced: the hidden sheet then only says that the batch was applied."""
    sheets = [*(each.sheet for each in work.inserts), *(each.sheet for each in work.appends)]
    return {sheets[0].id: {1: frozenset([1])}}


def _marks(work: Work, op: str, state: BookState, *, has_mark: bool) -> Iterator[Json]:
    """The mark of this batch in place of the last one's, and the project's ID."""
    if state.has_mark or has_mark:
        yield {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": MARK_KEY}}}}
    yield _metadata(MARK_KEY, op)
    if work.project_id is not None:
        if state.has_project:
            yield no_project()
        yield _metadata(PROJECT_KEY, work.project_id)


def nothing() -> list[Json]:
    """A change that takes itself back."""
    probe = "sheet_sync.probe"
    lookup = {"developerMetadataLookup": {"metadataKey": probe}}
    return [_metadata(probe, "1"), {"deleteDeveloperMetadata": {"dataFilter": lookup}}]


def no_project() -> Json:
    """Take the project's ID off."""
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": PROJECT_KEY}}}}


def _metadata(key: str, value: str) -> Json:
    entry = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def _grown(work: Work) -> Iterator[Json]:
    """Rows and columns at the end of the grid, where cells are to be written beyond it."""
    for sheet, rows, columns in _needed(work):
        for dimension, missing in (("ROWS", rows - sheet.rows), ("COLUMNS", columns - sheet.columns)):
            if missing > 0:
                yield {"appendDimension": {"sheetId": sheet.id, "dimension": dimension, "length": missing}}


def note_growth(work: Work) -> None:
    """Remember that the grids have grown, once the batch of a work took effect."""
    for sheet, rows, columns in _needed(work):
        sheet.rows, sheet.columns = max(sheet.rows, rows), max(sheet.columns, columns)


def _needed(work: Work) -> Iterable[tuple[SheetState, int, int]]:
    """The rows and columns that each sheet must have."""
    needed: dict[int, tuple[SheetState, int, int]] = {}
    for line in work.lines:
        _, rows, columns = needed.get(line.sheet.id, (line.sheet, 0, 0))
        needed[line.sheet.id] = (line.sheet, max(rows, line.row), max([columns, *line.puts]))
    new_rows: list[Insert | Append] = [*work.inserts, *work.appends]
    for added in new_rows:
        _, rows, columns = needed.get(added.sheet.id, (added.sheet, 0, 0))
        needed[added.sheet.id] = (added.sheet, rows, max([columns, *(c for row in added.rows for c in row)]))
    return needed.values()


# --- cells ---


def _cells(lines: Iterable[Line]) -> Iterator[Json]:
    """Cells by rectangles: neighbouring rows of which the same columns are written go into one request."""
    values: dict[tuple[int, int, int], dict[int, list[Put]]] = {}
    for line in lines:
        plain = []
        for column, put in sorted(line.puts.items()):
            if isinstance(put.value, Copied):
                source = put.value
                area = Area(source.row, source.column, source.row, source.column)
                yield copy_request(source.sheet, area, line.sheet.id, line.row - source.row)
            else:
                plain.append(column)
        for run in runs(plain):
            block = values.setdefault((line.sheet.id, run[0], run[-1]), {})
            block[line.row] = [line.puts[column] for column in run]
    for (sheet, left, _), rows in values.items():
        for numbers in runs(sorted(rows)):
            yield _update(sheet, numbers[0], left, [[put.value for put in rows[row]] for row in numbers])


def _update(sheet: int, top: int, left: int, rows: list[list[Any]]) -> Json:
    """Typed values, formats left as they are."""
    return {
        "updateCells": {
            "rows": [{"values": [_cell(value) for value in row]} for row in rows],
            "fields": "userEnteredValue",
            "start": {"sheetId": sheet, "rowIndex": top - 1, "columnIndex": left - 1},
        }
    }


def _cell(value: Written) -> Json:
    entered = written_value(value)
    return {"userEnteredValue": entered} if entered else {}


def _formats(lines: Iterable[Line], known_row: int | None = None) -> Iterator[Json]:
    """Number formats where a date would not show as one; ``known_row`` is the row whose formats the lines took over."""
    wanted: dict[tuple[int, int, str, str], list[int]] = {}
    for line in lines:
        for column, put in line.puts.items():
            present = line.sheet.formats.get((line.row if known_row is None else known_row, column))
            if (needed := needed_format(put.value, present)) is not None:
                wanted.setdefault((line.sheet.id, column, needed["type"], needed["pattern"]), []).append(line.row)
    for (sheet, column, kind, pattern), rows in wanted.items():
        for numbers in runs(sorted(rows)):
            yield {
                "repeatCell": {
                    "range": grid_range(sheet, Area(numbers[0], column, numbers[-1], column)),
                    "cell": {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}},
                    "fields": "userEnteredFormat.numberFormat",
                }
            }


# --- rows ---


def _inserts(work: Work) -> Iterator[Json]:
    """New rows from the bottom up, so that none moves the place of another."""
    ordered = sorted(enumerate(work.inserts), key=lambda each: (each[1].sheet.id, each[1].after, each[0]), reverse=True)
    for _, insert in ordered:
        start, count = insert.after, len(insert.rows)
        span = {"sheetId": insert.sheet.id, "dimension": "ROWS", "startIndex": start, "endIndex": start + count}
        inherits = start > 0 and not insert.is_under_header
        yield {"insertDimension": {"range": span, "inheritFromBefore": inherits}}
        if insert.copied is not None:
            source = insert.copied
            area = Area(source.row, 1, source.row, max(insert.sheet.columns, 1))
            yield copy_request(source.sheet, area, insert.sheet.id, start + 1 - source.row)
        lines = [Line(insert.sheet, row, puts) for row, puts in enumerate(insert.rows, start + 1) if puts]
        yield from _formats(lines, insert.model_row)
        yield from _cells(lines)


def _appends(work: Work) -> Iterator[Json]:
    """Rows for a typed Table, which Google puts at its end wherever that is by then."""
    for append in work.appends:
        first, last = append.table.area.left, max(column for row in append.rows for column in row)
        model = append.table.area.bottom
        rows = [
            {"values": [_appended(append.sheet, model, column, row.get(column)) for column in range(first, last + 1)]}
            for row in append.rows
        ]
        yield {
            "appendCells": {
                "sheetId": append.sheet.id,
                "tableId": append.table.id,
                "rows": rows,
                "fields": "userEnteredValue,userEnteredFormat.numberFormat",
            }
        }


def _appended(sheet: SheetState, model: int, column: int, put: Put | None) -> Json:
    """A cell of a new row: its value, and the number format of the row above or the one that its date needs."""
    present = sheet.formats.get((model, column))
    needed = needed_format(put.value, present) if put is not None else None
    cell = _cell(put.value) if put is not None and not isinstance(put.value, Copied) else {}
    number_format = needed or present
    return {**cell, "userEnteredFormat": {"numberFormat": number_format}} if number_format else cell


def _deletes(work: Work) -> Iterator[Json]:
    places = work.places()
    rows = {(d.line.sheet.id, places.after_inserts(d.line.sheet.id, d.line.row)) for d in work.deletes}
    for sheet, row in sorted(rows, reverse=True):
        span = {"sheetId": sheet, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
        yield {"deleteDimension": {"range": span}}


# --- the answer ---


def _ranges(work: Work, keeping: Keeping | None) -> Iterator[str]:
    """What is asked for after the write: the kept cells, the tops of the sheets, and the columns of IDs."""
    if keeping is None:
        return
    yield keeping.range
    columns: dict[str, set[int]] = {}
    heights = {line.sheet.title: head_rows(line) for line in work.headers}
    for line in (*work.headers, *work.lines, *(delete.line for delete in work.deletes)):
        columns.setdefault(line.sheet.title, set())
        if line.id_column is not None:
            columns[line.sheet.title].add(line.id_column)
    new_rows: list[Insert | Append] = [*work.inserts, *work.appends]
    for added in new_rows:
        known = columns.setdefault(added.sheet.title, set())
        if added.id_column is not None:
            known.add(added.id_column)
    for title, numbers in columns.items():
        if title in heights:
            yield f"{quoted_sheet(title)}!1:{heights[title]}"
        for number in sorted(numbers):
            yield f"{quoted_sheet(title)}!{column_letters(number)}:{column_letters(number)}"
