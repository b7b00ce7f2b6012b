"""Workbooks in tests as a reader of the sheet sees them: a few lines of text, columns between bars.

A cell is what a person would type: ``2026-10-14`` is a date, ``10:00`` a time, ``30`` a number, ``TRUE`` a tick,
``#N/A`` an error, ``=A1+1 => 5`` a formula with its result.  An apostrophe keeps text as it is (``'2026-10-14``), and
so do double quotes, within which blanks at the ends count and a backslash means what it does in Python.
``repeat(x, 40000)`` is a long text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from sheet_sync.core.records import Area, Grid, Snapshot
from sheet_sync.core.values import Content, ErrorValue, Formula

_FORMULA = re.compile(r"=(?P<text>.+?)(?:\s+=>\s*(?P<result>.*))?$")


def content_of(text: str) -> Content:
    """The content that a cell's text stands for."""
    text = text.strip()
    if not text:
        return None
    if text[0] == "'":
        return text[1:]
    if text[0] == text[-1] == '"' and len(text) > 1:
        return str(ast.literal_eval(text))
    if found := re.fullmatch(r"repeat\((\S+), (\d+)\)", text):
        return found[1] * int(found[2])
    if re.fullmatch(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", text):
        return ErrorValue(text)
    if found := _FORMULA.match(text):
        result = content_of(found["result"] or "")
        assert not isinstance(result, Formula)
        return Formula(found["text"], result)
    return _typed(text)


def _typed(text: str) -> Content:
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", text):
        return datetime.fromisoformat(text)
    if re.fullmatch(r"\d\d:\d\d", text):
        return time.fromisoformat(text)
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+(?:E\+?\d+)?", text) else text


def grid_of(name: str, text: str) -> Grid:
    """A sheet from its lines; an empty line is an empty row."""
    rows: dict[int, list[Content]] = {}
    for number, line in enumerate(text.strip("\n").split("\n"), start=1):
        cells = [content_of(cell) for cell in re.split(r"\s*\|\s*", line.strip())]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows[number] = cells
    return Grid(name, rows)


def snapshot_of(sheets: Mapping[str, str], merged: Mapping[str, Sequence[str]] | None = None) -> Snapshot:
    """A workbook from its sheets' lines; ``merged`` names the merged cells of a sheet, such as ``A1:C2``."""
    grids = (
        replace(grid_of(name, text), merged=tuple(map(Area.parse, (merged or {}).get(name, ()))))
        for name, text in sheets.items()
    )
    return Snapshot("excel", "contacts.xlsx", "made in a test", tuple(grids))


def write_xlsx(path: Path, sheets: Mapping[str, str]) -> Path:
    """The same workbook as a real file, written by a library that is not ours; formulas have no saved results."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for grid in snapshot_of(sheets).grids:
        worksheet = workbook.create_sheet(grid.name)
        for row, contents in grid.rows.items():
            for column, content in enumerate(contents, start=1):
                cell = worksheet.cell(row, column)
                if isinstance(content, Formula):
                    cell.value = f"={content.text}"
                elif isinstance(content, str | ErrorValue):
                    cell.value = str(content)
                    cell.data_type = "e" if isinstance(content, ErrorValue) else "s"
                else:
                    cell.value = content
    workbook.save(path)
    return path
