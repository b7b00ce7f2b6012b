"""A person at the spreadsheet: what they type, insert, delete and sort goes past the API, and past its log.

Rows count from 1 and cells are named ``Contacts!B3``, as the person sees them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.servers import batch
from tests.servers.a1 import Box, column_index
from tests.servers.batch.work import Work
from tests.servers.cell_json import implied_format, value_json
from tests.servers.entering import entered, number
from tests.servers.formatting import shown
from tests.servers.formulas import Calculator
from tests.servers.lines import blank
from tests.servers.model import Cell, Effective, Entered, Failure, Sheet, Spreadsheet
from tests.servers.ranges import Target, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.servers.api_errors import Json
    from tests.servers.service import Service
    from tests.servers.store import File


class Human:
    """The owner of one spreadsheet, at work in the browser."""

    def __init__(self, service: Service, file: File) -> None:
        self._service, self._file = service, file

    # What they do

    def type(self, address: str, text: str) -> None:
        """Type into a cell, with all that Sheets makes of it: dates, numbers, formulas."""
        self._set(address, lambda cell, work: entered(
            cell, text, "USER_ENTERED", work.book.properties["locale"], work.now.date()))  # fmt: skip

    def put(self, address: str, value: Entered) -> None:
        """Put exactly this value into a cell: text stays text."""
        exact = number(value) if isinstance(value, float) else value
        self._set(address, lambda cell, work: cell.with_value(exact))

    def clear(self, address: str) -> None:
        """Empty cells; formats stay."""
        self._set(address, lambda cell, work: cell.with_value(None))

    def format(self, address: str, kind: str, pattern: str = "") -> None:
        """Give cells a number format: ``TEXT``, ``DATE``, ``NUMBER``."""
        number_format = {"type": kind, **({"pattern": pattern} if pattern else {})}
        self._set(address, lambda cell, work: replace(
            cell, format={**(cell.format or {}), "numberFormat": number_format}))  # fmt: skip

    def checkbox(self, address: str) -> None:
        """Turn cells into tick boxes, unticked where they were empty."""
        rule = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
        self._set(address, lambda cell, work: replace(
            cell, validation=rule, entered=False if cell.entered is None else cell.entered))  # fmt: skip

    def show_error(self, address: str, kind: str = "N_A", message: str = "") -> None:
        """Let a cell show an error whatever its formula says: ``LOADING``, ``REF``, ``N_A``."""
        self._set(address, lambda cell, work: replace(cell, forced=Failure(kind, message)))

    def note(self, address: str, text: str) -> None:
        """Put a note on a cell."""
        self._set(address, lambda cell, work: replace(cell, note=text or None))

    def insert_rows(self, sheet: str, before: int, count: int = 1) -> None:
        """Insert empty rows before row number ``before``."""
        self._dimension("insertDimension", sheet, "ROWS", before - 1, before - 1 + count, inheritFromBefore=before > 1)

    def delete_rows(self, sheet: str, first: int, count: int = 1) -> None:
        """Delete rows from number ``first`` on."""
        self._dimension("deleteDimension", sheet, "ROWS", first - 1, first - 1 + count)

    def insert_columns(self, sheet: str, before: str, count: int = 1) -> None:
        """Insert empty columns before a letter."""
        at = column_index(before)
        self._dimension("insertDimension", sheet, "COLUMNS", at, at + count)

    def delete_columns(self, sheet: str, first: str, count: int = 1) -> None:
        """Delete columns from a letter on."""
        at = column_index(first)
        self._dimension("deleteDimension", sheet, "COLUMNS", at, at + count)

    def move_row(self, sheet: str, row: int, before: int) -> None:
        """Drag a row to before another."""
        span = self._span(sheet, "ROWS", row - 1, row)
        self.batch([{"moveDimension": {"source": span, "destinationIndex": before - 1}}])

    def copy_row(self, sheet: str, row: int, to: int) -> None:
        """Copy a row over another, ID and all."""
        found = self.sheet(sheet)
        source, target = (found.range(Box(n - 1, 0, n, len(found.columns))) for n in (row, to))
        self.batch([{"copyPaste": {"source": source, "destination": target}}])

    def sort(self, sheet: str, by: str, *, first_row: int = 2, descending: bool = False) -> None:
        """Sort the rows from ``first_row`` to the last with data by a column."""
        found = self.sheet(sheet)
        last = max((index for index, _, cell in found.filled(found.grid) if cell.entered is not None), default=0)
        box = Box(first_row - 1, 0, last + 1, len(found.columns))
        spec = {"dimensionIndex": column_index(by), "sortOrder": "DESCENDING" if descending else "ASCENDING"}
        self.batch([{"sortRange": {"range": found.range(box), "sortSpecs": [spec]}}])

    def hide_rows(self, sheet: str, first: int, count: int = 1) -> None:
        """Hide rows by hand."""
        span = self._span(sheet, "ROWS", first - 1, first - 1 + count)
        self.batch([{"updateDimensionProperties": {
            "range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}}])  # fmt: skip

    def protect(self, address: str, *editors: str, warning_only: bool = False) -> None:
        """Protect a range or a whole sheet; only the owner and the editors named may change it."""
        target = self._find(address)
        whole = target.box == target.sheet.grid
        protected: Json = {"range": {"sheetId": target.sheet.id} if whole else target.sheet.range(target.box)}
        protected |= {"warningOnly": True} if warning_only else {"editors": {"users": list(editors)}}
        self.batch([{"addProtectedRange": {"protectedRange": protected}}])

    def add_sheet(self, title: str, rows: list[list[Any]] | None = None) -> None:
        """A new tab, filled from A1 on."""
        self.batch([{"addSheet": {"properties": {"title": title}}}])
        self.fill(title, rows or [])

    def delete_sheet(self, title: str) -> None:
        """Take a tab away."""
        self.batch([{"deleteSheet": {"sheetId": self.sheet(title).id}}])

    def rename_sheet(self, old: str, new: str) -> None:
        """Rename a tab."""
        properties = {"sheetId": self.sheet(old).id, "title": new}
        self.batch([{"updateSheetProperties": {"properties": properties, "fields": "title"}}])

    def fill(self, sheet: str, rows: list[list[Any]], *, first_row: int = 1) -> None:
        """Put exact values into rows from column A on, as many rows as it takes; None leaves a cell empty."""

        def change(work: Work) -> None:
            found = work.book.by_title(sheet)
            assert found is not None, f"no sheet {sheet}"
            for lines, dimension, wanted in (
                (found.rows, "ROWS", len(rows) + first_row - 1),
                (found.columns, "COLUMNS", max(map(len, rows), default=0)),
            ):
                lines.extend(blank(dimension) for _ in range(wanted - len(lines)))  # type: ignore[misc]
            for down, row in enumerate(rows):
                for column, value in enumerate(row):
                    at = first_row - 1 + down, column
                    found.put(*at, found.cell(*at).with_value(number(value) if isinstance(value, float) else value))

        self._change(change)

    def batch(self, requests: list[Json]) -> list[Json]:
        """Any requests of the API, as the owner."""
        replies: list[Json] = []
        self._change(lambda work: replies.extend(batch.apply(work, requests)))
        return replies

    # What they see

    def text(self, address: str) -> str:
        """What the cell shows."""
        target = self._find(address)
        return self._shown(Calculator(self.book, self._now), target.sheet, target.box.top, target.box.left)

    def value(self, address: str) -> Effective:
        """What is in the cell: text, number, truth, an error, or None."""
        target = self._find(address)
        return Calculator(self.book, self._now).value(target.sheet, target.box.top, target.box.left)

    def cell(self, address: str) -> Cell:
        """The cell itself, with format, note and rule."""
        target = self._find(address)
        return target.sheet.cell(target.box.top, target.box.left)

    def entered_json(self, address: str) -> Json:
        """The cell's userEnteredValue, ``{}`` if empty."""
        value = self.cell(address).entered
        return {} if value is None else value_json(value)

    def table(self, sheet: str) -> list[list[str]]:
        """What the sheet shows, row by row, without the empty end."""
        found, calculator = self.sheet(sheet), Calculator(self.book, self._now)
        rows = []
        for index, row in enumerate(found.rows):
            width = max((c for c, cell in row.cells.items() if cell.entered is not None), default=-1) + 1
            rows.append([self._shown(calculator, found, index, column) for column in range(width)])
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def sheet(self, title: str) -> Sheet:
        """The tab of this name."""
        found = self.book.by_title(title)
        assert found is not None, f"no sheet {title}"
        return found

    @property
    def book(self) -> Spreadsheet:
        """The spreadsheet as it is now."""
        assert self._file.book is not None
        return self._file.book

    # How it is done

    @property
    def _now(self) -> datetime:
        return self._service.store.now_in(self.book)

    def _shown(self, calculator: Calculator, sheet: Sheet, row: int, column: int) -> str:
        cell = sheet.cell(row, column)
        implied = implied_format(cell, sheet)
        dressed = replace(cell, format={**(cell.format or {}), "numberFormat": implied}) if implied else cell
        return shown(calculator.value(sheet, row, column), dressed, self.book.properties["locale"])

    def _find(self, address: str) -> Target:
        return resolve(self.book, address)

    def _span(self, sheet: str, dimension: str, start: int, end: int) -> Json:
        return {"sheetId": self.sheet(sheet).id, "dimension": dimension, "startIndex": start, "endIndex": end}

    def _dimension(self, kind: str, sheet: str, dimension: str, start: int, end: int, **more: Any) -> None:
        self.batch([{kind: {"range": self._span(sheet, dimension, start, end), **more}}])

    def _set(self, address: str, change: Callable[[Cell, Work], Cell]) -> None:
        def each(work: Work) -> None:
            target = resolve(work.book, address)
            for row, column in target.box.cells():
                target.sheet.put(row, column, change(target.sheet.cell(row, column), work))

        self._change(each)

    def _change(self, change: Callable[[Work], None]) -> None:
        store = self._service.store
        with self._service.lock:
            copy = self.book.copied()
            guard = store.guard(self._file, self._file.owner, copy)
            change(Work(copy, store.ids, guard, store.quirks, self._now))
            store.replace(self._file, copy)
