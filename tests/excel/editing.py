"""What the tests of writing share: edit a workbook in memory, read it back, ask others what it holds."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheet_sync.core.changes import Change, Plan, SetCell, Written
from sheet_sync.core.records import CellRef, Grid
from sheet_sync.core.values import Content
from sheet_sync.excel.edit.patch import Patched, apply_plan
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids
from tests.conftest import shared
from tests.excel.workbooks import Parts, zipped

if TYPE_CHECKING:
    from openpyxl import Workbook

EXCEL_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")


def edited(source: Parts | bytes, *changes: Change) -> bytes:
    """The file after a plan."""
    return planned(source, *changes).to_bytes()


def planned(source: Parts | bytes, *changes: Change) -> Patched:
    """The plan as it was decided, with its notes."""
    data = source if isinstance(source, bytes) else zipped(source)
    return apply_plan(Package.from_bytes(data, "contacts.xlsx"), Plan(tuple(changes)))


def set_to(cells: Mapping[str, Written]) -> list[SetCell]:
    """Changes of cells by name."""
    return [SetCell(CellRef.parse(name), value) for name, value in cells.items()]


def with_cells(source: Parts | bytes, cells: Mapping[str, Written]) -> bytes:
    """The file with some cells changed."""
    return edited(source, *set_to(cells))


def grids(data: bytes) -> dict[str, Grid]:
    """The sheets of a file by name."""
    return {grid.name: grid for grid in read_grids(Package.from_bytes(data, "contacts.xlsx"))}


def cell(data: bytes, name: str) -> Content:
    """What a cell holds."""
    ref = CellRef.parse(name)
    return grids(data)[ref.sheet].at(ref.row, ref.column)


def part(data: bytes, name: str) -> str:
    """A part of a file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def rows_xml(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    """What stands inside ``sheetData``."""
    return part(data, name).partition("<sheetData>")[2].partition("</sheetData>")[0]


def saved_by_openpyxl(workbook: Workbook) -> bytes:
    """A workbook of openpyxl's as a file."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def loaded(data: bytes) -> Workbook:
    """A file as openpyxl reads it."""
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data))


@cache
def _fidelity() -> Any:
    path = shared("tools", "fidelity.py")
    spec = importlib.util.spec_from_file_location("shared_fidelity", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["shared_fidelity"] = module
    spec.loader.exec_module(module)
    return module


def losses(before: Path, after: Path, changed: Sequence[str], allow: Sequence[str] = ()) -> list[str]:
    """What the checker beside this checkout finds lost, broken or changed; skips the test where it is absent."""
    found = _fidelity().compare(str(before), str(after), list(changed), list(allow))
    return [f"{i['severity']} {i['kind']} {i['place']} {i['note']}" for i in found.items if i["severity"] != "added"]


def corpus() -> list[Path]:
    """The workbooks of other projects, where they are at hand."""
    from tests.conftest import SHARED

    return sorted(path for path in (SHARED / "corpus").rglob("*") if path.suffix in EXCEL_ENDINGS)
