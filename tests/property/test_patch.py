"""Whatever a workbook holds and whatever is asked for: the edited cells hold it, all others what they held."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sheet_sync.core.changes import AddRow, Change, DeleteRow, Plan, SetCell, Written
from sheet_sync.core.records import Area, CellRef, Grid, Snapshot, column_letters
from sheet_sync.core.sync.applied import apply_plan as model
from sheet_sync.core.values import normal, same
from sheet_sync.errors import Refused
from tests.conftest import SHARED
from tests.excel.editing import grids, loaded, losses, planned, saved_by_openpyxl, set_to, with_cells

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r") | st.sampled_from("<>&\"'{}_ x0041\n\t"),
    max_size=20,
)
MOMENTS = st.datetimes(datetime.fromisoformat("1900-03-01"), datetime.fromisoformat("2999-12-31")).map(
    lambda moment: moment.replace(microsecond=0, fold=0)
)
VALUES: st.SearchStrategy[Written] = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    MOMENTS.map(lambda moment: moment.date()),
    MOMENTS,
    st.times().map(lambda moment: moment.replace(microsecond=0, fold=0)),
)
few = settings(max_examples=settings().max_examples // 5)  # each makes and reads several files
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 6))
EDITS = st.dictionaries(PLACES, st.one_of(st.none(), VALUES), min_size=1, max_size=8)


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds, so that a failing example can be read."""

    values: dict[tuple[int, int], Written]
    formulas: set[tuple[int, int]]
    hidden_rows: set[int]
    wide_columns: set[int]


SHEETS = st.builds(
    Sheet,
    st.dictionaries(PLACES, VALUES, max_size=20),
    st.sets(PLACES, max_size=3),
    st.sets(st.integers(1, 12), max_size=2),
    st.sets(st.integers(1, 6), max_size=2),
)
WORKBOOKS = st.fixed_dictionaries({"One": SHEETS, "Two & 'three'": SHEETS})


def made(sheets: dict[str, Sheet]) -> bytes:
    """The workbook as openpyxl saves it: values and formulas, formatted or not, hidden rows among them."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, holds in sheets.items():
        sheet = workbook.create_sheet(title)
        for (row, column), value in holds.values.items():
            unusable = isinstance(value, str) and (value.startswith("=") or not value.isprintable())
            sheet.cell(row, column, "text" if unusable else value)
        for row, column in holds.formulas:
            sheet.cell(row, column).value = f"=A{row}*{column}"
        for row in holds.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in holds.wide_columns:
            sheet.column_dimensions[column_letters(column)].width = 22
    return saved_by_openpyxl(workbook)


def asked(edits: dict[tuple[int, int], Written], sheet: str = "One") -> dict[str, Written]:
    return {str(CellRef(sheet, row, column)): value for (row, column), value in edits.items()}


@few
@given(WORKBOOKS, EDITS)
def test_edited_cells_hold_what_was_asked_and_others_what_they_held(
    sheets: dict[str, Sheet], edits: dict[tuple[int, int], Written]
) -> None:
    before = made(sheets)
    after = with_cells(before, asked(edits))

    was, now = grids(before), grids(after)
    for name, grid in now.items():
        for row in range(1, 14):
            for column in range(1, 8):
                wanted = (
                    edits.get((row, column), was[name].at(row, column)) if name == "One" else was[name].at(row, column)
                )
                assert same(now[name].at(row, column), wanted), (grid.name, row, column)
        assert grid.hidden_rows >= {row for row in was[name].hidden_rows if row in grid.rows}


@few
@given(WORKBOOKS, EDITS)
def test_openpyxl_and_calamine_agree(sheets: dict[str, Sheet], edits: dict[tuple[int, int], Written]) -> None:
    before = made(sheets)
    after = with_cells(before, asked(edits))

    for name in ("One", "Two & 'three'"):
        was, now = loaded(before)[name], loaded(after)[name]
        for row in range(1, 14):
            for column in range(1, 8):
                if name != "One" or (row, column) not in edits:
                    old, new = was.cell(row, column), now.cell(row, column)
                    assert (old.value, old.number_format) == (new.value, new.number_format)
    was_rows, now_rows = (
        {place: value for place, value in _by_calamine(data).items() if place not in edits} for data in (before, after)
    )
    assert was_rows == now_rows


def _by_calamine(data: bytes) -> dict[tuple[int, int], object]:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("One").to_python(skip_empty_area=False)
    return {(r, c): value for r, cells in enumerate(rows, 1) for c, value in enumerate(cells, 1) if value != ""}


@few
@given(WORKBOOKS, EDITS)
def test_another_library_reads_what_was_meant(sheets: dict[str, Sheet], edits: dict[tuple[int, int], Written]) -> None:
    """pyOfficeEditor, which takes the most care of all that were looked at."""
    from pyofficeeditor.excel import Workbook as Other

    before = made(sheets)
    after = with_cells(before, asked(edits))

    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.xlsx"
        path.write_bytes(after)
        with Other.open(path) as book:
            for (row, column), value in edits.items():
                found = book["One"][f"{column_letters(column)}{row}"].value
                assert _alike(found, value), (row, column, found, value)


def _alike(found: object, value: Written) -> bool:
    if value in (None, ""):
        return found in (None, "")
    if isinstance(value, time):
        return True  # it gives a time as a fraction or a moment of the year 1899, by format
    if isinstance(value, str):
        return str(found).replace("\r\n", "\n") == value
    if isinstance(value, datetime) and not isinstance(found, datetime):
        return found == value.date() and value.time() == time()
    if isinstance(value, date) and isinstance(found, datetime):
        return found.date() == (value.date() if isinstance(value, datetime) else value)
    if isinstance(value, float) and isinstance(found, int | float):
        return abs(found - value) <= 1e-9 * abs(value)
    return found == value and isinstance(found, bool) == isinstance(value, bool)


@few
@given(WORKBOOKS, EDITS)
def test_the_checker_finds_nothing_else(sheets: dict[str, Sheet], edits: dict[tuple[int, int], Written]) -> None:
    if not SHARED.exists():
        return
    with TemporaryDirectory() as folder:
        before = made(sheets)
        source, target = Path(folder) / "before.xlsx", Path(folder) / "after.xlsx"
        source.write_bytes(before)
        target.write_bytes(with_cells(before, asked(edits)))

        found = losses(source, target, list(asked(edits)), ["cell:cached-value*"])
        assert found == []


# --- rows ---

ROWS = st.lists(st.lists(VALUES, min_size=3, max_size=3).map(lambda row: ["x", *row]), min_size=1, max_size=5)


@dataclass(frozen=True)
class Task:
    """A plain table with something below it, and what is to be done to it."""

    rows: list[list[Written]]
    below: int | None
    sets: dict[tuple[int, int], Written]
    adds: list[list[Written]]
    deletes: set[int]

    @property
    def last(self) -> int:
        return len(self.rows) + 1

    def file(self) -> bytes:
        header: list[Written] = ["Name", "Note", "More", "Most"]
        filled = {1: header} | dict(enumerate(self.rows, 2))
        if self.below is not None:
            filled[self.last + self.below] = ["below"]
        cells = asked({(r, c): v for r, row in filled.items() for c, v in enumerate(row, 1)}, "People")
        workbook = Workbook()
        workbook.worksheets[0].title = "People"
        return with_cells(saved_by_openpyxl(workbook), cells)

    def plan(self) -> Plan:
        changes: list[Change] = [
            SetCell(CellRef("People", row, column), value)
            for (row, column), value in self.sets.items()
            if row <= self.last
        ]
        changes += [AddRow("People", self.last, dict(enumerate(values, 1))) for values in self.adds]
        changes += [DeleteRow("People", row) for row in self.deletes if row <= self.last]
        return Plan(tuple(changes))


TASKS = st.builds(
    Task,
    ROWS,
    st.one_of(st.none(), st.integers(2, 5)),
    st.dictionaries(st.tuples(st.integers(2, 6), st.integers(2, 4)), VALUES, max_size=3),
    st.lists(st.lists(VALUES, min_size=3, max_size=3).map(lambda row: ["y", *row]), max_size=4),
    st.sets(st.integers(2, 6), max_size=2),
)


@given(TASKS)
def test_the_file_becomes_what_the_model_says(task: Task) -> None:
    """What sync works out in memory, before anything is written, is what the workbook holds afterwards."""
    before = task.file()
    snapshot = Snapshot("excel", "x", "y", (grids(before)["People"],))
    wanted = model(snapshot, task.plan()).grids[0]

    decided = planned(before, *task.plan().changes)

    assert decided.notes == ()
    assert _normal(grids(decided.to_bytes())["People"]) == _normal(wanted)


def _normal(grid: Grid) -> dict[tuple[int, int], str]:
    cells = ((r, c, normal(v)) for r, row in grid.rows.items() for c, v in enumerate(row, 1) if v not in (None, ""))  # type: ignore[arg-type]
    return {(r, c): f"{v:.9g}" if isinstance(v, float) else repr(v) for r, c, v in cells}


@given(EDITS, st.integers(0, 5))
def test_merged_cells_are_written_at_their_corner_or_not_at_all(
    edits: dict[tuple[int, int], Written], size: int
) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "One"
    area = Area(2, 2, 2 + size, 4)
    sheet.merge_cells(str(area))
    hidden = [p for p, v in edits.items() if area.holds(*p) and p != (2, 2) and v not in (None, "")]

    try:
        planned(saved_by_openpyxl(workbook), *set_to(asked(edits)))
    except Refused:
        assert hidden
    else:
        assert not hidden
