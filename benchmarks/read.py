"""How fast and in how much memory a big workbook is read, beside the libraries that others would use.

Each reader runs in a process of its own, best of three; the figures are the time to have all values as Python objects
(imports not counted) and the peak memory of the whole process.  Run it with:  python benchmarks/read.py [ROWS]
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

Reader = Callable[[Path], object]

ROOT = Path(__file__).resolve().parent.parent
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIRST = ["Dana", "Amélie", "Wei", "Tomás", "Noor", "Sam", "Ingrid", "Kofi", "Li", "Marta", "Yuki", "Omar"]
LAST = ["Reyes", "Schmidt", "O'Brien", "Chen", "Okafor", "Larsen", "Novak", "Silva", "Haddad", "Tan", "Fischer", "Ito"]
FIELDS = ["Nursing", "Law & policy", "Architecture", "Biology", "Journalism", "Teaching", "Design", "Software"]


def main() -> None:
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.xlsx"
        make_workbook(path, rows)
        print(f"{rows:,} rows x 12 columns, {path.stat().st_size / 1e6:.1f} MB\n")
        report({name: best_of(name, path, 3 if name != "openpyxl" else 1) for name in READERS})


def report(results: dict[str, dict[str, float]]) -> None:
    calamine, openpyxl = results["calamine"], results["openpyxl"]
    print(f"{'reader':<22}{'seconds':>9}{'x calamine':>12}{'peak MB':>9}{'x openpyxl':>12}")
    for name, result in results.items():
        slower, larger = result["seconds"] / calamine["seconds"], result["peak_mb"] / openpyxl["peak_mb"]
        print(f"{name:<22}{result['seconds']:>9.2f}{slower:>12.2f}{result['peak_mb']:>9.0f}{larger:>12.2f}")


def best_of(name: str, path: Path, times: int) -> dict[str, float]:
    command = [sys.executable, __file__, name, str(path)]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout) for _ in range(times)]
    return min(runs, key=lambda run: run["seconds"])


def measure(name: str, path: Path) -> dict[str, float]:
    read = READERS[name]()
    start = time.perf_counter()
    values = read(path)
    seconds = time.perf_counter() - start
    assert values is not None
    return {"seconds": seconds, "peak_mb": peak_mb()}


def peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows has no such figure without another library
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def ours(*, with_patterns: bool = True) -> Reader:
    sys.path.insert(0, str(ROOT))
    from sheet_sync.excel.file.package import Package
    from sheet_sync.excel.read.reading import read_grids

    return lambda path: read_grids(Package.open(path), with_patterns=with_patterns)


def calamine() -> Reader:
    from python_calamine import CalamineWorkbook

    return lambda path: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def openpyxl() -> Reader:
    from openpyxl import load_workbook

    def read(path: Path) -> int:
        return sum(1 for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "sheet_sync": ours,
    "sheet_sync, parser only": lambda: ours(with_patterns=False),
    "calamine": calamine,
    "openpyxl": openpyxl,
}


def make_workbook(path: Path, rows: int) -> None:
    """Contacts as Excel stores them: shared texts, dates as formatted numbers, whole and broken numbers, gaps."""
    rng = random.Random(20261124)
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in FRAME.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(
                f'<?xml version="1.0"?>\n<worksheet xmlns="{MAIN}"><dimension ref="A1:L{rows}"/><sheetData>'.encode()
            )
            for row in range(1, rows + 1):
                part.write(row_xml(row, rng, strings).encode())
            part.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        archive.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?>\n<sst xmlns="{MAIN}">{items}</sst>')


def row_xml(row: int, rng: random.Random, strings: dict[str, int]) -> str:
    first, last = rng.choice(FIRST), rng.choice(LAST)
    values: list[str | float | None] = [
        f"c-{rng.getrandbits(40):08x}",
        f"{first} {last}",
        f"{first.lower()}.{last.lower()}{row % 5000}@example.org",
        rng.choice(FIELDS),
        f"Organization {rng.randrange(400)}",
        float(45_000 + rng.randrange(900)),
        float(45_000 + rng.randrange(900)) if rng.random() < 0.8 else None,
        45_000 + rng.randrange(900 * 48) / 48,
        float(rng.randrange(10, 60)),
        round(rng.uniform(0, 5), 4),
        rng.choice(["Met", "Asked", "Scheduled", "To contact"]),
        f"Told me about {rng.choice(FIELDS).lower()}, asked for {rng.randrange(30)} names"
        if rng.random() < 0.7
        else None,
    ]
    return f'<row r="{row}" spans="1:12">' + "".join(cells_xml(row, values, strings)) + "</row>"


def cells_xml(row: int, values: list[str | float | None], strings: dict[str, int]) -> list[str]:
    cells = []
    for letter, value in zip("ABCDEFGHIJKL", values, strict=True):
        style = ' s="1"' if letter in "FG" else ' s="2"' if letter == "H" else ""
        if isinstance(value, str):
            cells.append(f'<c r="{letter}{row}"{style} t="s"><v>{strings.setdefault(value, len(strings))}</v></c>')
        elif value is not None:
            cells.append(f'<c r="{letter}{row}"{style}><v>{value:.12g}</v></c>')
        elif style:
            cells.append(f'<c r="{letter}{row}"{style}/>')
    return cells


FRAME = {
    "[Content_Types].xml": (
        '<?xml version="1.0"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{TYPES}.{kind}+xml"/>'
            for part, kind in [
                ("workbook", "sheet.main"),
                ("worksheets/sheet1", "worksheet"),
                ("styles", "styles"),
                ("sharedStrings", "sharedStrings"),
            ]
        )
        + "</Types>"
    ),
    "_rels/.rels": (
        '<?xml version="1.0"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<?xml version="1.0"?>\n<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Contacts" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<?xml version="1.0"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<?xml version="1.0"?>\n<styleSheet xmlns="{MAIN}"><fonts><font><sz val="11"/></font></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        "<cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
        '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'
    ),
}


if __name__ == "__main__":
    main()
