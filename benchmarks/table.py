"""Timing whole processes, and printing what was measured as a table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter


def timed(command: Sequence[str], *, runs: int, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> float:
    """The median wall-clock seconds of a command as a whole process, after one run that is not counted."""
    seconds = []
    for run in range(runs + 1):
        started = perf_counter()
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)
        if run:
            seconds.append(perf_counter() - started)
        if done.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return median(seconds)


def show(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The rows under their header, columns aligned."""
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    for row in (header, ["-" * width for width in widths], *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
