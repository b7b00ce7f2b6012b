"""What ``check`` costs: the time of the rules beside the reading of the cells, and the memory of it all.

Promised for 100,000 contacts: at most 1 second of rule time for every five rules, and a peak memory of at most 3 times
the uncompressed sheet.  Each size runs in a process of its own, best of three.  ``python -m benchmarks check``
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.read import FIELDS, FIRST, FRAME, MAIN, cells_xml, peak_mb
from benchmarks.table import show

HEADER = (
    "ID", "Name", "Job title", "Organization", "Career field", "Birthday", "Snooze until", "Seen", "Visits", "Score",
    "Status", "Email", "Phone", "Referred by", "Stay in touch", "Notes",
)  # fmt: skip
SIZES = (1_000, 10_000, 100_000)
RULES_A_SECOND = 5
AS_OF = date(2026, 11, 24)
LETTERS = "ABCDEFGHIJKLMNOP"


def main() -> None:
    """Print a row a size, and what is promised for the largest."""
    if len(sys.argv) > 2 and sys.argv[1] == "--measure":
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    rows = []
    with TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder, f"{size}.xlsx")
            sheet_mb = make_workbook(path, size)
            best = best_of_three(path)
            allowed = best["rules"] / RULES_A_SECOND * size / 100_000
            rows.append(
                (
                    f"{size:,}",
                    f"{best['read']:.2f}",
                    f"{best['cells']:.2f}",
                    f"{best['rule_time']:.2f}",
                    f"{allowed:.2f}",
                    f"{best['findings']:,.0f}",
                    f"{best['peak_mb'] / sheet_mb:.1f}",
                    f"{best['peak_mb']:.0f}",
                )
            )
    show(("contacts", "read s", "cells s", "rules s", "allowed s", "findings", "x sheet", "peak MB"), rows)


def best_of_three(path: Path) -> dict[str, float]:
    """The best of each figure; the rules' time is what they add to the reading of the cells."""
    runs = []
    for _ in range(3):
        command = [sys.executable, "-m", "benchmarks.check", "--measure", str(path)]
        runs.append(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    return best | {"rule_time": best["everything"] - best["cells"]}


def measure(path: Path) -> dict[str, float]:
    """Seconds for reading the file, for reading its cells as values, and for the rules beyond that."""
    from sheet_sync.core.book import Book
    from sheet_sync.core.rules import RULES
    from sheet_sync.core.rules.engine import run
    from sheet_sync.excel.replica import ExcelReplica

    started = perf_counter()
    snapshot = ExcelReplica(path).read()
    read = perf_counter() - started
    run(Book(snapshot, AS_OF), ())  # also loads what reading needs, so it is done twice
    started = perf_counter()
    run(Book(snapshot, AS_OF), ())
    cells = perf_counter() - started
    started = perf_counter()
    findings = run(Book(snapshot, AS_OF), RULES)
    everything = perf_counter() - started
    return {
        "read": read,
        "cells": cells,
        "everything": everything,
        "findings": len(findings),
        "rules": len(RULES),
        "peak_mb": peak_mb(),
    }


def make_workbook(path: Path, rows: int) -> float:
    """A list of contacts as Excel stores it, one cell in a hundred with something to say about it; gives the megabytes
    of the uncompressed sheet."""
    rng = random.Random(20261124)
    written = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in FRAME.items():
            archive.writestr(name, text)
        strings: dict[str, int] = {}
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            start = f'<?xml version="1.0"?>\n<worksheet xmlns="{MAIN}"><sheetData>'
            for piece in (start, _row(1, list(HEADER), strings)):
                written += part.write(piece.encode())
            for row in range(2, rows + 2):
                written += part.write(_row(row, _contact(row, rng), strings).encode())
            written += part.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t xml:space='preserve'>{text}</t></si>".replace("&", "&amp;") for text in strings)
        archive.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?>\n<sst xmlns="{MAIN}">{items}</sst>')
    return written / 2**20


def _row(number: int, values: list[str | float | None], strings: dict[str, int]) -> str:
    twelve = cells_xml(number, values[:12], strings)
    rest = [
        f'<c r="{letter}{number}" t="s"><v>{strings.setdefault(str(value), len(strings))}</v></c>'
        for letter, value in zip(LETTERS[12:], values[12:], strict=True)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(twelve + rest)}</row>'


def person_name(row: int) -> str:
    """A name that no other row has."""
    syllables = ("ba", "do", "fi", "ka", "lu", "me", "no", "ri", "sa", "tu")
    last = "".join(syllables[int(digit)] for digit in f"{row:06}"[::-1])
    return f"{FIRST[row % len(FIRST)]} {last.capitalize()}"


def _contact(row: int, rng: random.Random) -> list[str | float | None]:
    odd = rng.random() < 0.05
    return [
        f"c-{rng.getrandbits(40):08x}"[:10].replace("l", "1"),
        person_name(row),
        "Analyst " if odd else "Analyst",
        f"Organization {rng.randrange(400)}",
        rng.choice(FIELDS),
        float(30_000 + rng.randrange(9000)),
        float(46_400 + rng.randrange(90)) if rng.random() < 0.1 else None,
        45_000 + rng.randrange(900 * 48) / 48,
        float(rng.randrange(10, 60)),
        round(rng.uniform(0, 5), 4),
        rng.choice(["Met", "Asked", "reached out" if odd else "In touch", "To contact"]),
        f"person.{row}@example.org",
        f"+1 206-555-{rng.randrange(100, 200):04}",
        person_name(rng.randrange(2, row + 1)) if rng.random() < 0.05 else None,
        rng.choice(["Yearly", "Quarterly", None]),
        f"Told me about {rng.choice(FIELDS).lower()}, asked for {rng.randrange(30)} names",
    ]


if __name__ == "__main__":
    main()
