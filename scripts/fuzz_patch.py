"""Damages workbooks at random and edits them: only the two documented errors may come, within time and memory.

    python scripts/fuzz_patch.py [--seconds 60] [--seed N] FOLDER

Takes workbooks under FOLDER at random, changes some bytes of their parts (or of the zip itself), asks for random cells,
rows, columns and sheets, and reads the result again.  What it finds is kept as a file, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

from sheet_sync.core.changes import (
    AddColumn,
    AddRow,
    AddSheet,
    Change,
    DeleteRow,
    Plan,
    SetCell,
    SetProjectId,
    SheetSpec,
)
from sheet_sync.core.records import CellRef
from sheet_sync.errors import Refused, WorkbookUnreadable
from sheet_sync.excel.edit.patch import apply_plan
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")
SLOW_S = 10.0
PIECES = (
    b"<",
    b">",
    b'"',
    b"&",
    b"/>",
    b"</row>",
    b'<row r="3">',
    b"<c/>",
    b"<!--",
    b"]]>",
    b"<f>",
    b' r="A1"',
    b"\0",
    b"-1",
)
VALUES = ("text", "<&>", 7, -1.5, True, None, date(2026, 11, 24), "x" * 300)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    sources = sorted(path for path in options.folder.rglob("*") if path.suffix in ENDINGS)
    if not sources:
        print(f"There is no workbook under {options.folder}.", file=sys.stderr)
        return 2
    return run(sources, chance, options.seconds)


def run(sources: list[Path], chance: random.Random, seconds: float) -> int:
    """Rounds until the time is over; prints a tally, and every failure with the file that caused it."""
    until = time.monotonic() + seconds
    tally: Counter[str] = Counter()
    failures = 0
    while time.monotonic() < until:
        source = chance.choice(sources)
        data = damaged(source.read_bytes(), chance)
        begin = time.monotonic()
        try:
            tally[attempt(data, chance)] += 1
        except Exception:
            failures += 1
            report(source, data)
        if (took := time.monotonic() - begin) > SLOW_S:
            failures += 1
            print(f"{source.name} took {took:.1f} s")
            report(source, data)
    print(", ".join(f"{name}: {count}" for name, count in tally.most_common()), f"failures: {failures}", sep=", ")
    return 1 if failures else 0


def report(source: Path, data: bytes) -> None:
    traceback.print_exc()
    with tempfile.NamedTemporaryFile(prefix="fuzz-", suffix=source.suffix, delete=False) as file:
        file.write(data)
    print(f"{source.name}, damaged, is kept as {file.name}\n")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed, in the zip or in one of its parts; now and then as it is."""
    kind = chance.random()
    if kind < 0.1:
        return data
    if kind < 0.2:
        return mutated(data, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return mutated(data, chance)
    likely = [name for name in parts if name.lower().endswith((".xml", ".rels", ".vml"))] or list(parts)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(likely)
        parts[name] = mutated(parts[name], chance)
    if chance.random() < 0.1:
        parts.pop(chance.choice(likely))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, put in, taken out or repeated."""
    if not data:
        return chance.choice(PIECES)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randint(0, 30))
        new = chance.choice((b"", chance.choice(PIECES), bytes([chance.randrange(256)]), data[at:end] * 2))
        data = data[:at] + new + data[end if chance.random() < 0.5 else at :]
    return data


def attempt(data: bytes, chance: random.Random) -> str:
    """One edit; which of the documented ways it went."""
    try:
        package = Package.from_bytes(data, "fuzz.xlsx")
        grids = read_grids(package)
    except WorkbookUnreadable:
        return "unreadable"
    try:
        result = apply_plan(package, plan([grid.name for grid in grids], chance)).to_bytes()
    except Refused:
        return "refused"
    except WorkbookUnreadable:
        return "unreadable on writing"
    read_grids(Package.from_bytes(result, "fuzz.xlsx"))
    return "edited"


def plan(sheets: list[str], chance: random.Random) -> Plan:
    """Some changes anywhere near the top left, where workbooks are full."""
    changes: list[Change] = []
    for _ in range(chance.randint(1, 6)):
        sheet, row, column = chance.choice(sheets), chance.randint(1, 40), chance.randint(1, 12)
        changes.append(
            chance.choice(
                (
                    SetCell(CellRef(sheet, row, column), chance.choice(VALUES)),
                    SetCell(CellRef(sheet, row, column), chance.choice(VALUES)),
                    AddRow(sheet, row, {column: chance.choice(VALUES), column + 1: "y"}),
                    DeleteRow(sheet, row),
                    AddColumn(sheet, row, column, "Added", {row + 1: 5}),
                    AddSheet(SheetSpec(f"New {chance.randrange(1000)}", (("A", "B"), (1, "x")))),
                    SetProjectId("p-1"),
                )
            )
        )
    return Plan(tuple(changes))


if __name__ == "__main__":
    sys.exit(main())
