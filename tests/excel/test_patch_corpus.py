"""The workbooks of other projects: one cell changed in each, and nothing else different."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sheet_sync.core.records import CellRef, Grid
from sheet_sync.core.values import ErrorValue, Formula
from sheet_sync.errors import Refused
from sheet_sync.excel import patch_workbook
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids
from tests.conftest import SHARED, shared, system_program
from tests.excel.editing import corpus, losses

REFUSED = {
    "22e2d0_hello-world-signed.xlsx": "digital signature",
    "f4169b_simple-cell-changes.xlsx": "shared workbook",
    "0b3285_Revision_NameCommentChange.xlsx": "shared workbook",
    "405aa1_SharedWorkbook.xlsx": "shared workbook",
    "257afc_workbookProtection_workbook_revision_protected.xlsx": "shared workbook",
}
"""A change would make the signature invalid, or go past the record of who changed what."""

FILES = [str(path.relative_to(SHARED)) for path in corpus()] or [""]


def plain_cell(grids: tuple[Grid, ...]) -> CellRef:
    """The first cell that holds a value and is no formula, nor the header of an Excel Table."""
    for grid in grids:
        for row, cells in grid.rows.items():
            for column, content in enumerate(cells, 1):
                header = any(each.area.top == row and each.area.holds(row, column) for each in grid.list_objects)
                if content is not None and not isinstance(content, Formula | ErrorValue) and not header:
                    return CellRef(grid.name, row, column)
    return CellRef(grids[0].name, 3, 2)


@pytest.mark.parametrize("name", [name for name in FILES if Path(name).name not in REFUSED])
def test_cells_change_and_nothing_is_lost(name: str, tmp_path: Path) -> None:
    """A cell that is there, a new row with markup in its text, the far corner of every sheet: no other difference."""
    source, target = shared(name or "corpus"), tmp_path / "after.xlsx"
    grids = read_grids(Package.open(source))
    ref = plain_cell(grids)
    cells: dict[str, str | int] = {str(ref): 12345}
    for grid in grids:
        last = max([*grid.rows, *(area.bottom for area in grid.merged), 0])
        if not any(each.area.bottom >= last for each in grid.list_objects) and last < 1_000_000:
            cells[str(CellRef(grid.name, last + 2, 1))] = "<new> & row"
            cells[str(CellRef(grid.name, 1_048_576, 16_384))] = 7

    patch_workbook(source, target, cells)

    assert losses(source, target, list(cells)) == []
    grid = next(grid for grid in read_grids(Package.open(target)) if grid.name == ref.sheet)
    assert grid.at(ref.row, ref.column) == 12345


@pytest.mark.parametrize("name", [name for name in FILES if Path(name).name in REFUSED])
def test_what_a_change_would_spoil_is_refused(name: str, tmp_path: Path) -> None:
    """In words, and nothing is written."""
    source, target = shared(name), tmp_path / "after.xlsx"

    with pytest.raises(Refused, match=REFUSED[source.name]):
        patch_workbook(source, target, {str(plain_cell(read_grids(Package.open(source)))): 12345})
    assert not target.exists()


@pytest.mark.system
def test_libreoffice_opens_them_all(tmp_path: Path) -> None:
    """As it opens all of them before (scripts/corpus_table.py shows both)."""
    soffice = system_program("soffice")
    shared("corpus")
    after = tmp_path / "after"
    after.mkdir()
    sources = [path for path in corpus() if path.name not in REFUSED]
    for source in sources:
        ref = plain_cell(read_grids(Package.open(source)))
        patch_workbook(source, after / source.name, {str(ref): 12345})

    assert converted(soffice, after, tmp_path / "csv") == {source.stem for source in sources}


def converted(soffice: str, folder: Path, out: Path) -> set[str]:
    """The names of the workbooks of which LibreOffice could make a CSV file."""
    profile = f"-env:UserInstallation=file://{out}-profile"
    files = sorted(str(path) for path in folder.iterdir())
    command = [soffice, profile, "--headless", "--norestore", "--convert-to", "csv", "--outdir", str(out), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    return {path.stem for path in out.iterdir()}
