"""Requests that carry cells elsewhere: sort, copy, cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.servers.a1 import Box
from tests.servers.api_errors import Invalid, Json
from tests.servers.batch.cells import clear_box
from tests.servers.batch.work import Handler, Work
from tests.servers.formulas import Calculator
from tests.servers.model import EMPTY, Effective, Failure, Formula
from tests.servers.references import translated

if TYPE_CHECKING:
    from tests.servers.model import Cell, Sheet


def sort_range(work: Work, body: Json) -> None:
    """Sort the rows of a range by its columns."""
    sheet, box = work.box(body.get("range", {}))
    work.touch(sheet, box)
    specs = [
        (spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING") for spec in body.get("sortSpecs", [])
    ]
    if not all(box.left <= column < box.right for column, _ in specs):
        raise Invalid("The sort column lies outside the range.")  # wording assumed
    sort_rows(work, sheet, box, specs)


def sort_rows(work: Work, sheet: Sheet, box: Box, specs: list[tuple[int, bool]]) -> None:
    """Put the cells of a box in order; cells move, rows stay.

    So the developer metadata of a row stays at its place: documented nowhere, and assumed to be the worse case.
    """
    calculator = Calculator(work.book, work.now)
    order = list(range(box.top, box.bottom))
    for column, descending in reversed(specs):
        keys = {row: sort_key(calculator.value(sheet, row, column)) for row in order}
        full = sorted((row for row in order if keys[row] is not None), key=lambda row: keys[row], reverse=descending)  # type: ignore[arg-type,return-value]
        order = full + [row for row in order if keys[row] is None]
    before = {row: {c: cell for c, cell in sheet.rows[row].cells.items() if box.left <= c < box.right} for row in order}
    shelves = {row: sheet.rows[row].metadata for row in order}
    clear_box(sheet, box)
    for new, old in zip(range(box.top, box.bottom), order, strict=True):
        for column, cell in before[old].items():
            sheet.put(new, column, _carried(cell, new - old, 0))
        if work.quirks.metadata_follows_sort and box.width == len(sheet.columns):
            sheet.rows[new].metadata = shelves[old]


def sort_key(value: Effective) -> tuple[int, float, str] | None:
    """Numbers, then text, then truth, then errors; empty cells always last (None)."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return 2, float(value), ""
    if isinstance(value, Failure):
        return 3, 0.0, value.type
    return (1, 0.0, value.casefold()) if isinstance(value, str) else (0, float(value), "")


def _carried(cell: Cell, rows: int, columns: int) -> Cell:
    """A cell as copied so far: relative references of a formula go along."""
    if isinstance(cell.entered, Formula):
        return replace(cell, entered=Formula(translated(cell.entered.text, rows, columns)))
    return cell


def _pasted(old: Cell, new: Cell, kind: str) -> Cell:
    """What pasting ``new`` over ``old`` leaves."""
    if kind == "PASTE_FORMAT":
        return replace(old, format=new.format)
    if kind in ("PASTE_VALUES", "PASTE_FORMULA"):
        return old.with_value(new.entered)
    if kind == "PASTE_DATA_VALIDATION":
        return replace(old, validation=new.validation)
    if kind in ("PASTE_NORMAL", "PASTE_NO_BORDERS", ""):
        return new
    raise Invalid(f"The emulator does not know {kind}.")


def copy_paste(work: Work, body: Json) -> None:
    """Copy a range; a target of several times its size is filled by repeating it (documented)."""
    source_sheet, source = work.box(body.get("source", {}))
    target_sheet, target = work.box(body.get("destination", {}))
    kind = body.get("pasteType", "PASTE_NORMAL")
    if body.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise Invalid("The emulator does not transpose.")
    height, width = _repeats(target.height, source.height), _repeats(target.width, source.width)
    box = Box(target.top, target.left, target.top + height, target.left + width) & target_sheet.grid
    work.touch(target_sheet, box)
    copied = {at: source_sheet.cell(*at) for at in source.cells()}
    calculator = Calculator(work.book.copied(), work.now)
    for row, column in box.cells():
        at = source.top + (row - box.top) % source.height, source.left + (column - box.left) % source.width
        cell = _carried(copied[at], row - at[0], column - at[1])
        if kind == "PASTE_VALUES":
            value = calculator.value(calculator.book.by_id(source_sheet.id), *at)
            cell = cell.with_value(None if isinstance(value, Failure) else value)
        target_sheet.put(row, column, _pasted(target_sheet.cell(row, column), cell, kind))


def _repeats(target: int, source: int) -> int:
    return target if target >= source and target % source == 0 else source


def cut_paste(work: Work, body: Json) -> None:
    """Move a range; its formulas keep their text (assumed), what it leaves behind is empty."""
    source_sheet, source = work.box(body.get("source", {}))
    place = body.get("destination", {})
    target_sheet, kind = work.sheet(place), body.get("pasteType", "PASTE_NORMAL")
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    box = Box(top, left, top + source.height, left + source.width)
    if not target_sheet.grid.holds(box):
        raise Invalid("The destination reaches outside the grid.")  # wording assumed
    work.touch(source_sheet, source)
    work.touch(target_sheet, box)
    taken = {at: source_sheet.cell(*at) for at in source.cells()}
    for at in taken:
        source_sheet.put(*at, EMPTY)
    for (row, column), cell in taken.items():
        to = top + row - source.top, left + column - source.left
        target_sheet.put(*to, _pasted(target_sheet.cell(*to), cell, kind))


HANDLERS: dict[str, Handler] = {"sortRange": sort_range, "copyPaste": copy_paste, "cutPaste": cut_paste}
