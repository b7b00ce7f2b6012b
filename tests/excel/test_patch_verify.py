"""The last look before a workbook is replaced finds what should never be there to be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from sheet_sync.core.changes import AddRow, DeleteRow, Plan, SetCell
from sheet_sync.core.records import CellRef, Grid, Snapshot
from sheet_sync.core.values import Content, ErrorValue, Formula
from sheet_sync.errors import Refused, WorkbookUnreadable
from sheet_sync.excel.edit.edits import Edits
from sheet_sync.excel.edit.verify import fits, refuse_broken_markup, refuse_losses
from sheet_sync.excel.file.package import Package
from tests.excel.workbooks import parts_of, zipped

SHEET = "xl/worksheets/sheet1.xml"
MOMENT = datetime.fromisoformat("2026-11-24T09:30")
SEEN = Snapshot("excel", "x.xlsx", "f", (Grid("One", {1: ["a", 1], 2: [True, Formula("A1", "a")]}),))


def after(**rows: list[Content]) -> Snapshot:
    """The snapshot with some rows (``r1``, ``r2``) holding something else."""
    changed = {int(name[1:]): cells for name, cells in rows.items()}
    return replace(SEEN, grids=(Grid("One", SEEN.grids[0].rows | changed),))


def set_a1(value: str) -> Plan:
    return Plan((SetCell(CellRef("One", 1, 1), value),))


def test_what_was_asked_and_nothing_else_is_let_through() -> None:
    """A formula's result may be gone until it is calculated again."""
    refuse_losses(SEEN, set_a1("b"), after(r1=["b", 1], r2=[True, Formula("A1")]))


@pytest.mark.parametrize(
    "rows",
    [
        {"r1": ["a", 1]},
        {"r1": ["b", 2]},
        {"r1": ["b", True]},
        {"r1": ["b"]},
        {"r1": ["b", 1], "r2": [True, Formula("A2", "a")]},
        {"r1": ["b", 1], "r2": []},
        {"r1": ["b", 1], "r3": ["more"]},
    ],
)
def test_anything_else_stops_the_write(rows: dict[str, list[Content]]) -> None:
    """In words that say that nothing was written, with the cell."""
    with pytest.raises(Refused, match="could not be changed without damage, so nothing was written") as refused:
        refuse_losses(SEEN, set_a1("b"), after(**rows))
    assert str(refused.value.where).startswith("One!")


def test_values_may_move_with_rows_but_not_go() -> None:
    """Where rows are added or taken out, every value is still to be somewhere."""
    add, delete = Plan((AddRow("One", 2, {1: "c"}),)), Plan((DeleteRow("One", 1),))
    moved = replace(SEEN, grids=(Grid("One", {5: ["a", 1, "c"], 9: [Formula("A5"), True]}),))

    refuse_losses(SEEN, add, moved)
    refuse_losses(SEEN, delete, after(r1=[]))
    with pytest.raises(Refused):
        refuse_losses(SEEN, add, after(r1=["a"], r3=["c"]))
    with pytest.raises(Refused):
        refuse_losses(SEEN, delete, after(r1=[], r2=[True]))


def test_a_sheet_cannot_vanish() -> None:
    """Whatever the plan says."""
    with pytest.raises(Refused):
        refuse_losses(SEEN, Plan(), replace(SEEN, grids=()))


@pytest.mark.parametrize(
    ("wanted", "found", "does"),
    [
        (5, 5.0, True),
        (2**60, float(2**60), True),
        (1, True, False),
        ("5", 5, False),
        ("", None, True),
        ("a\r\nb", "a\nb", True),
        (MOMENT.replace(microsecond=400), MOMENT, True),
        (MOMENT.replace(second=1), MOMENT, False),
        (datetime.fromisoformat("2026-11-24"), date(2026, 11, 24), True),
        (time(9, 30, 0, 300), time(9, 30), True),
        (timedelta(hours=30), timedelta(hours=30, microseconds=9), True),
        (timedelta(1), date(2026, 1, 1), False),
        (MOMENT, timedelta(1), False),
        (Formula("=A1", 5), Formula("A1"), True),
        (ErrorValue("#N/A"), ErrorValue("#REF!"), False),
        (0.1 + 0.2, 0.3, True),
    ],
)
def test_what_counts_as_what_was_meant(wanted: Content, found: Content, does: bool) -> None:
    """Typed, with the roundings that a spreadsheet makes."""
    assert fits(wanted, found) is does


def test_markup_that_a_change_would_break_is_not_written() -> None:
    """Told apart from markup that was broken before."""
    whole = Edits(Package.from_bytes(zipped(parts_of("")), "x.xlsx"))
    whole.write(SHEET, b"<worksheet><sheetData></worksheet>")
    with pytest.raises(Refused, match="without damage"):
        refuse_broken_markup(whole)

    broken = Edits(Package.from_bytes(zipped(parts_of(b"<worksheet><sheetData></worksheet>")), "x.xlsx"))
    broken.write(SHEET, b"<worksheet><sheetData></worksheet>")
    with pytest.raises(WorkbookUnreadable):
        refuse_broken_markup(broken)
