"""What changing 100 cells of a workbook costs, next to what it could cost at the least and what others take.

    python benchmarks/patch.py [ROWS ...]        default: 1000 10000 100000 (add 1000000 for the long run)

Every figure is the best of three, each in a process of its own; ratios are of times measured in this run.
    copy      unpack the sheet's part, copy it, pack it again (level 6): the limit for this design
    ours      patch_workbook: read, decide, write, flush
    openpyxl  load, change, save; it loses what it does not know
    wolfxl    modify mode, where it is installed
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

COLUMNS = 12
CELLS = 100
RUNS = 3


def make(path: Path, rows: int) -> None:
    """Shared strings, numbers and dates, as Excel writes them."""
    texts = [f"Text number {i} of some length" for i in range(5000)]
    letters = "ABCDEFGHIJKL"
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    xf = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application'
        '/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Contacts" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="rId{i}" Type="{office}/{name}" Target="{target}.xml"/>'
            for i, (name, target) in enumerate(
                [("worksheet", "worksheets/sheet1"), ("styles", "styles"), ("sharedStrings", "sharedStrings")], 1
            )
        )
        + "</Relationships>",
        "xl/styles.xml": f'<styleSheet {main}><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="2">{xf.format(0)}{xf.format(14)}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst {main} count="{rows * 8}" uniqueCount="{len(texts)}">{strings}</sst>',
    }
    chance = random.Random(1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{text}')
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"<worksheet {main}><sheetData>".encode())
            for row in range(1, rows + 1):
                cells = []
                for column in range(COLUMNS):
                    ref = f"{letters[column]}{row}"
                    if column < 8:
                        cells.append(f'<c r="{ref}" t="s"><v>{chance.randrange(len(texts))}</v></c>')
                    elif column == 8:
                        cells.append(f'<c r="{ref}" s="1"><v>{46000 + chance.randrange(400)}</v></c>')
                    else:
                        cells.append(f'<c r="{ref}"><v>{chance.random() * 1000:.12g}</v></c>')
                sheet.write(f'<row r="{row}" spans="1:12">{"".join(cells)}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


def changes(rows: int) -> dict[str, str | float | date]:
    """A hundred cells all over the sheet, of three types."""
    chance = random.Random(2)
    cells: dict[str, str | float | date] = {}
    for number in range(CELLS):
        name = f"Contacts!{chance.choice('ABCDEFGHIJKL')}{chance.randrange(1, rows + 1)}"
        cells[name] = ("changed", 3.5, date(2026, 1, 1) + timedelta(number))[number % 3]
    return cells


# --- the candidates: each changes the file and gives the seconds that it took, imports not counted ---


def copy(path: Path, _rows: int, out: Path) -> float:
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
        data = path.read_bytes()
        start = (
            info.header_offset + 30 + int.from_bytes(data[info.header_offset + 26 : info.header_offset + 28], "little")
        )
        start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
        packed = data[start : start + info.compress_size]
    begin = time.perf_counter()
    inflate, deflate = zlib.decompressobj(-15), zlib.compressobj(6, zlib.DEFLATED, -15)
    pieces = []
    for at in range(0, len(packed), 1 << 18):
        piece = bytes(bytearray(inflate.decompress(packed[at : at + (1 << 18)])))
        pieces.append(deflate.compress(piece))
    pieces.append(deflate.flush())
    out.write_bytes(b"".join(pieces))
    return time.perf_counter() - begin


def ours(path: Path, rows: int, out: Path) -> float:
    from sheet_sync.excel import patch_workbook
    from sheet_sync.excel.edit.sheet_edit import SheetEdit  # noqa: F401 - imported before the clock starts

    cells = changes(rows)
    begin = time.perf_counter()
    patch_workbook(path, out, cells)
    return time.perf_counter() - begin


def with_openpyxl(path: Path, rows: int, out: Path) -> float:
    import openpyxl

    cells = changes(rows)
    begin = time.perf_counter()
    workbook = openpyxl.load_workbook(path)
    for name, value in cells.items():
        workbook["Contacts"][name.partition("!")[2]] = value
    workbook.save(out)
    return time.perf_counter() - begin


def with_wolfxl(path: Path, rows: int, out: Path) -> float:
    import wolfxl

    cells = changes(rows)
    begin = time.perf_counter()
    workbook = wolfxl.load_workbook(str(path), modify=True)
    for name, value in cells.items():
        workbook["Contacts"][name.partition("!")[2]] = value
    workbook.save(str(out))
    return time.perf_counter() - begin


CANDIDATES: dict[str, Callable[[Path, int, Path], float]] = {
    "copy": copy,
    "ours": ours,
    "openpyxl": with_openpyxl,
    "wolfxl": with_wolfxl,
}


def peak_mb() -> float:
    """The most memory that this process held."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024


def one(name: str, path: Path, rows: int) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--candidate", name, "--file", str(path), str(rows)]
    answer: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer


def best(name: str, path: Path, rows: int, runs: int) -> dict[str, float]:
    return min((one(name, path, rows) for _ in range(runs)), key=lambda answer: answer["s"])


def table(sizes: list[int], folder: Path, *, others: bool) -> None:
    print(f"{'rows':>9} {'candidate':>10} {'s':>8} {'x copy':>7} {'x ours':>7} {'MB peak':>8} {'size':>7}")
    for rows in sizes:
        path = folder / f"{rows}.xlsx"
        make(path, rows)
        names = ["copy", "ours"]
        if others and rows <= 100_000:
            names += ["openpyxl"] + (["wolfxl"] if importlib.util.find_spec("wolfxl") else [])
        found = {name: best(name, path, rows, 1 if name == "openpyxl" else RUNS) for name in names}
        for name in names:
            run = found[name]
            size = f"{run['bytes'] / path.stat().st_size:.1%}" if name != "copy" else ""
            against_copy, against_ours = run["s"] / found["copy"]["s"], run["s"] / found["ours"]["s"]
            print(
                f"{rows:>9} {name:>10} {run['s']:>8.3f} {against_copy:>7.2f} {against_ours:>7.2f} {run['mb']:>8.0f} {size:>7}"
            )
        path.unlink()


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--candidate", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", action="store_true", help="only ours and the limit")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if options.candidate:
            out = Path(folder) / "out.xlsx"
            seconds = CANDIDATES[options.candidate](options.file, options.rows[0], out)
            print(json.dumps({"s": seconds, "mb": peak_mb(), "bytes": out.stat().st_size}))
        else:
            table(options.rows, Path(folder), others=not options.alone)


if __name__ == "__main__":
    main(sys.argv[1:])
