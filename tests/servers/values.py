"""The values endpoints: get, update, append, clear and their batches.

Each function takes the spreadsheet (a copy, where it writes), the query and the body, and gives the answer's body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers.a1 import Box
from tests.servers.api_errors import Invalid, Json
from tests.servers.entering import entered
from tests.servers.formatting import shown
from tests.servers.formulas import Calculator
from tests.servers.model import Cell, Failure, Formula
from tests.servers.ranges import Target, resolve, spelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.servers.model import Sheet, Spreadsheet

Grid = list[list[Any]]


@dataclass(slots=True)
class ValuesCall:
    """One call: the spreadsheet, its ID, the query's parameters, the clock of the sheet, and a check before a write."""

    book: Spreadsheet
    file_id: str
    query: dict[str, list[str]]
    now: datetime
    touch: Callable[[Sheet, Box], None]

    def option(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """A parameter with a fixed set of words."""
        value = self.query.get(name, [default])[0]
        if value not in choices:
            raise Invalid(f"Invalid value at '{_snake(name)}' (TYPE_ENUM), \"{value}\"")
        return value


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


_RENDER = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_DATE_RENDER = ("SERIAL_NUMBER", "FORMATTED_STRING")
_DIMENSIONS = ("ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED")
_INPUT = ("RAW", "USER_ENTERED")


def get(call: ValuesCall, range_text: str) -> Json:
    """``values.get``."""
    return _value_range(call, resolve(call.book, range_text), Calculator(call.book, call.now))


def batch_get(call: ValuesCall) -> Json:
    """``values.batchGet``."""
    calculator = Calculator(call.book, call.now)
    targets = [resolve(call.book, text) for text in call.query.get("ranges", [])]
    return {"spreadsheetId": call.file_id, "valueRanges": [_value_range(call, t, calculator) for t in targets]}


def _value_range(call: ValuesCall, target: Target, calculator: Calculator) -> Json:
    render = call.option("valueRenderOption", "FORMATTED_VALUE", _RENDER)
    dates = call.option("dateTimeRenderOption", "SERIAL_NUMBER", _DATE_RENDER)
    dimension = call.option("majorDimension", "ROWS", _DIMENSIONS)
    grid = read(target, calculator, render, dates)
    if dimension == "COLUMNS":
        grid = _turned(grid)
    answer: Json = {"range": target.text, "majorDimension": "COLUMNS" if dimension == "COLUMNS" else "ROWS"}
    trimmed = _trimmed(grid)
    if trimmed:
        answer["values"] = trimmed
    return answer


def read(target: Target, calculator: Calculator, render: str, dates: str = "SERIAL_NUMBER") -> Grid:
    """The values of a box, ``""`` where a cell is empty; rows end where their data ends."""
    sheet, box = target.sheet, target.box
    rows: Grid = []
    for index in range(box.top, box.bottom):
        cells = sheet.rows[index].cells
        inside = [column for column in cells if box.left <= column < box.right]
        row: list[Any] = [""] * (max(inside) - box.left + 1 if inside else 0)
        for column in inside:
            row[column - box.left] = _rendered(calculator, sheet, index, column, render, dates)
        rows.append(row)
    return rows


def _rendered(calculator: Calculator, sheet: Sheet, row: int, column: int, render: str, dates: str) -> Any:
    cell = sheet.cell(row, column)
    if render == "FORMULA" and isinstance(cell.entered, Formula):
        return cell.entered.text
    value = calculator.value(sheet, row, column)
    locale = calculator.book.properties["locale"]
    if render == "FORMATTED_VALUE":
        return shown(value, cell, locale)
    if isinstance(value, Failure):
        return value.text
    if dates == "FORMATTED_STRING" and _is_date(cell) and not isinstance(value, bool):
        return shown(value, cell, locale)
    return "" if value is None else value


def _is_date(cell: Cell) -> bool:
    kind = ((cell.format or {}).get("numberFormat") or {}).get("type")
    return kind in ("DATE", "TIME", "DATE_TIME")


def _turned(grid: Grid) -> Grid:
    width = max((len(row) for row in grid), default=0)
    return [[row[column] if column < len(row) else "" for row in grid] for column in range(width)]


def _trimmed(grid: Grid) -> Grid:
    """Without empty cells at the end of rows, and empty rows at the end (recorded)."""
    rows = []
    for row in grid:
        end = len(row)
        while end and row[end - 1] == "":
            end -= 1
        rows.append(row[:end])
    while rows and not rows[-1]:
        rows.pop()
    return rows


def update(call: ValuesCall, range_text: str, body: Json) -> Json:
    """``values.update``."""
    option = input_option(call.query.get("valueInputOption", [""])[0])
    answer, target = _write(call, range_text, body, option)
    if call.query.get("includeValuesInResponse", ["false"])[0].lower() == "true":
        answer["updatedData"] = echo(call, target)
    return answer


def input_option(value: str) -> str:
    if value not in _INPUT:
        raise Invalid("'valueInputOption' is required but not specified")
    return value


def echo(call: ValuesCall, target: Target) -> Json:
    render = call.option("responseValueRenderOption", "FORMATTED_VALUE", _RENDER)
    grid = _trimmed(read(target, Calculator(call.book, call.now), render))
    return {"range": target.text, "majorDimension": "ROWS", **({"values": grid} if grid else {})}


def _write(call: ValuesCall, range_text: str, body: Json, option: str) -> tuple[Json, Target]:
    target = resolve(call.book, range_text)
    _check_same_range(call.book, target, range_text, body)
    rows = rows_of(body)
    extent = Box(
        target.box.top,
        target.box.left,
        target.box.top + len(rows),
        target.box.left + max((len(row) for row in rows), default=0),
    )
    _check_fits(target, extent)
    return put(call, target.sheet, extent, rows, option)


def _check_same_range(book: Spreadsheet, target: Target, range_text: str, body: Json) -> None:
    """A body that names a range must name the one of the address (assumed wording)."""
    named = body.get("range")
    if named and resolve(book, named) != target:
        raise Invalid(f"Requested writing within range [{range_text}], but the body names range [{named}]")


def rows_of(body: Json) -> Grid:
    rows: Grid = body.get("values") or []
    if body.get("majorDimension") != "COLUMNS":
        return rows
    height = max((len(column) for column in rows), default=0)
    return [[column[row] if row < len(column) else None for column in rows] for row in range(height)]


def _check_fits(target: Target, extent: Box) -> None:
    """Values must stay inside the range asked for, and inside the grid."""
    limit = target.sheet.grid if target.is_anchor else target.box
    if extent.right > limit.right and extent.width:
        tried = f"column [{spelled(target.sheet, Box(0, limit.right, 1, limit.right + 1)).rpartition('!')[2][:-1]}]"
    elif extent.bottom > limit.bottom:
        tried = f"row [{limit.bottom + 1}]"
    else:
        return
    raise Invalid(f"Requested writing within range [{target.text}], but tried writing to {tried}")


def put(call: ValuesCall, sheet: Sheet, extent: Box, rows: Grid, option: str) -> tuple[Json, Target]:
    """Write rows at a box; null leaves a cell as it is (recorded)."""
    call.touch(sheet, extent)
    locale, today = call.book.properties["locale"], call.now.date()
    touched: set[tuple[int, int]] = set()
    for down, values in enumerate(rows):
        for along, value in enumerate(values):
            if value is None:
                continue
            row, column = extent.top + down, extent.left + along
            sheet.put(row, column, entered(sheet.cell(row, column), value, option, locale, today))
            touched.add((row, column))
    target = Target(sheet, extent if extent else Box(extent.top, extent.left, extent.top + 1, extent.left + 1))
    counts = {
        "updatedRows": len({row for row, _ in touched}),
        "updatedColumns": len({column for _, column in touched}),
        "updatedCells": len(touched),
    }
    answer = {"spreadsheetId": call.file_id, "updatedRange": target.text}
    return answer | {name: count for name, count in counts.items() if count}, target


def batch_update(call: ValuesCall, body: Json) -> Json:
    """``values.batchUpdate``: all or nothing, as every write (documented)."""
    option = input_option(body.get("valueInputOption", ""))
    written = [_write(call, data.get("range", ""), data, option) for data in body.get("data", [])]
    responses = [answer for answer, _ in written]
    totals = {
        "totalUpdatedRows": sum(answer.get("updatedRows", 0) for answer in responses),
        "totalUpdatedColumns": len(
            {
                (t.sheet.id, column)
                for a, t in written
                if "updatedCells" in a
                for column in range(t.box.left, t.box.right)
            }
        ),
        "totalUpdatedCells": sum(answer.get("updatedCells", 0) for answer in responses),
        "totalUpdatedSheets": len({target.sheet.id for answer, target in written if "updatedCells" in answer}),
    }
    answer: Json = {"spreadsheetId": call.file_id, **{name: count for name, count in totals.items() if count}}
    if responses:
        answer["responses"] = responses
    return answer


def clear(call: ValuesCall, range_text: str) -> Json:
    """``values.clear``: values go, formats and notes stay."""
    return {"spreadsheetId": call.file_id, "clearedRange": _clear(call, range_text)}


def batch_clear(call: ValuesCall, body: Json) -> Json:
    """``values.batchClear``."""
    return {"spreadsheetId": call.file_id, "clearedRanges": [_clear(call, text) for text in body.get("ranges", [])]}


def _clear(call: ValuesCall, range_text: str) -> str:
    target = resolve(call.book, range_text)
    call.touch(target.sheet, target.box)
    for row, column, cell in list(target.sheet.filled(target.box)):
        target.sheet.put(row, column, cell.with_value(None))
    return target.text
