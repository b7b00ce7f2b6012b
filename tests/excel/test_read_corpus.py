"""Every workbook of other projects that is at hand, read by us, by openpyxl and by calamine."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.core.records import Grid
from sheet_sync.core.values import Content, ErrorValue, Formula, same, shown
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids
from tests.conftest import SHARED

CORPUS = sorted((SHARED / "corpus").rglob("*.xl*"))

OPENPYXL_CANNOT = {
    "632407_pivots.xlsx": "a pivot cache that its reader stumbles over",
    "fbd759_universal-content-strict.xlsx": "strict OOXML: it sees no sheets",
    "8d8fd0_ActiveXControls-O12-XL-Controls.xlsx": "strict OOXML",
    "bd3c8f_OLE-O12-XL-OLE.xlsx": "strict OOXML",
    "069683_sample.strict.xlsx": "strict OOXML",
    "cbfff2_SampleSS.strict.xlsx": "strict OOXML",
    "dd6d21_SimpleStrict.xlsx": "strict OOXML",
    "d37eb0_issue.3843a.template.xlsx": "a relationship target that it does not resolve",
}
CALAMINE_CANNOT = {
    "a60d8b_64420.xlsm": "it refuses macro sheets",
    "e9ac8d_xlmmacro.xlsm": "it refuses macro sheets",
}


def skip_without_corpus(path: Path | None) -> Path:
    if path is None:
        pytest.skip("../shared/corpus is not beside this checkout, so its workbooks are not read")
    return path


def each_workbook() -> pytest.MarkDecorator:
    ids = [path.name for path in CORPUS] or ["no corpus"]
    return pytest.mark.parametrize("path", CORPUS or [None], ids=ids)


def contents(grid: Grid) -> Iterator[tuple[tuple[int, int], Content]]:
    for row, cells in grid.rows.items():
        for column, content in enumerate(cells, 1):
            if content is not None:
                yield (row, column), content


@each_workbook()
def test_the_pattern_reads_what_the_parser_reads(path: Path | None) -> None:
    package = Package.open(skip_without_corpus(path))

    assert read_grids(package) == read_grids(package, with_patterns=False)


@each_workbook()
def test_reading_leaves_the_file_as_it_is(path: Path | None) -> None:
    path = skip_without_corpus(path)
    before = path.read_bytes(), path.stat().st_mtime_ns

    read_grids(Package.open(path))

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@each_workbook()
def test_openpyxl_sees_the_same_cells(path: Path | None) -> None:
    path = skip_without_corpus(path)
    if path.name in OPENPYXL_CANNOT:
        pytest.skip(f"openpyxl does not read it: {OPENPYXL_CANNOT[path.name]}")
    ours = {grid.name: dict(contents(grid)) for grid in read_grids(Package.open(path))}
    formulas, results = load_with_openpyxl(path)

    different = [
        f"{name}!{place}: {mine!r}, openpyxl {formulas[name].get(place)!r} showing {results[name].get(place)!r}"
        for name, cells in ours.items()
        for place in sorted(cells.keys() | formulas[name].keys())
        for mine in [cells.get(place)]
        if not agrees(mine, formulas[name].get(place), results[name].get(place))
    ]

    assert not different


def load_with_openpyxl(path: Path) -> tuple[dict[str, dict[tuple[int, int], Any]], ...]:
    import openpyxl

    loaded = []
    for data_only in (False, True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=data_only)
        cells = {
            sheet.title: {place: cell.value for place, cell in sheet._cells.items() if cell.value is not None}
            for sheet in book.worksheets
        }
        loaded.append(cells)
    return tuple(loaded)


def agrees(mine: Content, formula: Any, result: Any) -> bool:
    """Whether our content is what openpyxl sees: as a formula (or value), and as the result."""
    # In a data table, and in a cell that an array fills, openpyxl has no formula's text, and we have.
    has_text = isinstance(formula, str) and formula.startswith("=")
    if isinstance(mine, Formula) and has_text and formula != f"={mine.text}":
        return False
    return same_value(shown(mine), result)


def same_value(mine: Content, theirs: Any) -> bool:
    if isinstance(mine, ErrorValue):
        return bool(theirs == mine.code)
    if isinstance(mine, str) and isinstance(theirs, str) and "_x" in theirs:
        return True  # openpyxl leaves _x000D_ and its like as they are
    if isinstance(mine, int | float) and mine < 0 and hasattr(theirs, "year"):
        return True  # a negative number shown as a date: Excel shows ####, openpyxl a day in 1899
    return same(mine, theirs)


@each_workbook()
def test_calamine_sees_the_same_cells(path: Path | None) -> None:
    path = skip_without_corpus(path)
    if path.name in CALAMINE_CANNOT:
        pytest.skip(f"calamine does not read it: {CALAMINE_CANNOT[path.name]}")
    theirs = load_with_calamine(path)

    different = [
        f"{grid.name}!{place}: {mine!r}, calamine {value!r}"
        for grid in read_grids(Package.open(path))
        if grid.name in theirs
        for cells in [dict(contents(grid))]
        for place in sorted(cells.keys() | theirs[grid.name].keys())
        for mine, value in [(shown(cells.get(place)), theirs[grid.name].get(place))]
        if not calamine_agrees(mine, value)
    ]

    assert not different


def load_with_calamine(path: Path) -> dict[str, dict[tuple[int, int], Any]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    loaded = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        loaded[name] = {
            (row, column): value
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }
    return loaded


def calamine_agrees(mine: Content, theirs: Any) -> bool:
    if isinstance(mine, ErrorValue):
        return theirs is None  # it reads errors as empty
    if isinstance(mine, str) and isinstance(theirs, str):
        return mine.strip() == theirs.strip() or "_x" in theirs  # it trims, and decodes some escapes only
    if isinstance(mine, int | float) and mine < 0 and hasattr(theirs, "minute"):
        return True  # a negative number shown as a time: Excel shows ####, calamine the time of day
    return same(mine, theirs)
