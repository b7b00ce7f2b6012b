"""One cell changed in every workbook of a folder: what was lost, and whether LibreOffice opens it before and after.

    python scripts/corpus_table.py FOLDER --checker FIDELITY.py [--soffice soffice]

The checker is a program that compares two workbooks (``compare(before, after, changed)``).  Prints a table with a line
for each workbook and the totals; the exit code is 1 when anything was lost or does not open any more.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheet_sync.core.records import CellRef
from sheet_sync.core.values import ErrorValue, Formula
from sheet_sync.errors import SheetSyncError
from sheet_sync.excel import patch_workbook
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")


@dataclass
class Line:
    """What became of one workbook."""

    source: Path
    cell: str = ""
    result: str = ""
    seconds: float = 0.0
    opens: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--checker", type=Path, required=True)
    parser.add_argument("--soffice", default=shutil.which("soffice"))
    options = parser.parse_args()
    checker = loaded(options.checker)
    sources = sorted(path for path in options.folder.rglob("*") if path.suffix in ENDINGS)
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before", Path(folder) / "after"
        before.mkdir()
        after.mkdir()
        lines = [attempt(source, number, before, after, checker) for number, source in enumerate(sources)]
        if options.soffice:
            mark_opened(lines, [opened(options.soffice, each) for each in (before, after)])
    return show(lines)


def loaded(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("checker", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["checker"] = module
    spec.loader.exec_module(module)
    return module


def attempt(source: Path, number: int, before: Path, after: Path, checker: Any) -> Line:
    """One cell changed in a copy; what the checker says."""
    line = Line(source)
    name = f"{number:03d}{source.suffix}"
    (before / name).write_bytes(source.read_bytes())
    try:
        line.cell = str(plain_cell(source))
        begin = time.perf_counter()
        patch_workbook(before / name, after / name, {line.cell: 12345})
        line.seconds = time.perf_counter() - begin
    except SheetSyncError as error:
        line.result = f"refused: {error.message.replace(name, 'it')}"
        return line
    found = checker.compare(str(before / name), str(after / name), [line.cell]).items
    tally = Counter(item["severity"] for item in found if item["severity"] != "added")
    line.result = ", ".join(f"{count} {kind}" for kind, count in tally.items()) or "nothing lost"
    return line


def plain_cell(path: Path) -> CellRef:
    """The first cell that holds a value, no formula, and is not the header of an Excel Table."""
    grids = read_grids(Package.open(path))
    for grid in grids:
        for row, cells in grid.rows.items():
            for column, content in enumerate(cells, 1):
                header = any(each.area.top == row and each.area.holds(row, column) for each in grid.list_objects)
                if content is not None and not isinstance(content, Formula | ErrorValue) and not header:
                    return CellRef(grid.name, row, column)
    return CellRef(grids[0].name, 3, 2)


def opened(soffice: str, folder: Path) -> set[str]:
    """The numbers of the workbooks that LibreOffice could make a CSV file of."""
    out = folder.with_name(f"{folder.name}-csv")
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    files = sorted(str(path) for path in folder.iterdir())
    command = [soffice, profile, "--headless", "--norestore", "--convert-to", "csv", "--outdir", str(out), *files]
    subprocess.run(command, check=True, capture_output=True)
    return {path.stem for path in out.iterdir()}


def mark_opened(lines: list[Line], found: list[set[str]]) -> None:
    for number, line in enumerate(lines):
        was, now = (f"{number:03d}" in each for each in found)
        if line.result.startswith("refused"):
            line.opens = "yes, -" if was else "no, -"
        else:
            line.opens = f"{'yes' if was else 'no'}, {'yes' if now else 'no'}"


def show(lines: list[Line]) -> int:
    width = max(len(f"{line.source.parent.name}/{line.source.name}") for line in lines)
    print(f"{'workbook':<{width}}  {'ms':>6}  {'LibreOffice':<11}  result")
    for line in lines:
        name = f"{line.source.parent.name}/{line.source.name}"
        print(f"{name:<{width}}  {line.seconds * 1000:>6.1f}  {line.opens:<11}  {line.result} ({line.cell})")
    tally = Counter(line.result.partition(":")[0] for line in lines)
    worse = sum(line.opens == "yes, no" for line in lines)
    print(f"\n{len(lines)} workbooks: " + ", ".join(f"{count} {kind}" for kind, count in tally.items()), end="")
    print(f"; {worse} that LibreOffice opened before and does not open after")
    return 1 if worse or set(tally) - {"nothing lost", "refused"} else 0


if __name__ == "__main__":
    sys.exit(main())
