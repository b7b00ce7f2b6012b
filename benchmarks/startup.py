"""How a command feels: whole processes, against a bare Click hello-world measured in the same run.

Promised: ``--help`` and ``--version`` at most 1.6 times, ``check-followups`` and a ``sync`` without changes on 500 rows
at most 4 times that hello-world, everything included.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import show, timed
from sheet_sync.excel.new.make import new_workbook

_HELLO = "import click\n@click.command()\ndef hello():\n    click.echo('hello')\nhello()\n"
_RUNS = 9
_ROWS = 500


def _workbook(path: Path) -> None:
    """A record of 500 people and 500 talks, thanked and to be thanked."""
    start = date(2025, 1, 1)
    people = [
        {"Name": f"Person {n:03} Example", "Email": f"person{n}@host{n % 9}.example", "Organization": f"Firm {n % 40}", "Status": "Met", "Stay in touch": "Yearly"}
        for n in range(_ROWS)
    ]  # fmt: skip
    talks = [
        {"Contact": f"Person {n:03} Example", "Date": start + timedelta(days=n), "Minutes": 30, "Status": "Done", "What I learned": f"Lesson {n}", "Thank-you sent": start + timedelta(days=n + 1)}
        for n in range(_ROWS)
    ]  # fmt: skip
    path.write_bytes(new_workbook({"Contacts": people, "Interviews": talks}, {"Your name": "Robin"}))


def main() -> None:
    """Print each command's median and its ratio to hello-world."""
    with TemporaryDirectory() as folder:
        workbook = Path(folder, "interviews.xlsx")
        _workbook(workbook)
        environment = {**os.environ, "SHEET_SYNC_STORE": str(Path(folder, "store"))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled; measure that

        def seconds(*command: str) -> float:
            return timed([sys.executable, *command], runs=_RUNS, cwd=Path(folder), env=environment)

        hello = seconds("-c", _HELLO)
        tool = ("-m", "sheet_sync")
        measured = {
            "--help": (seconds(*tool, "--help"), 1.6),
            "--version": (seconds(*tool, "--version"), 1.6),
            "check-followups, 500 rows": (seconds(*tool, "check-followups", workbook.name), 4.0),
            "sync without changes, 500 rows": (seconds(*tool, "sync", workbook.name), 4.0),
        }
        rows = [("click hello-world", f"{hello * 1000:.0f}", "1.0", "")]
        rows += [(n, f"{s * 1000:.0f}", f"{s / hello:.2f}", f"{limit:.1f}") for n, (s, limit) in measured.items()]
        show(("command", "ms", "x hello", "promised"), rows)


if __name__ == "__main__":
    main()
