"""Runs the benchmarks that are named, or all: ``python -m benchmarks startup read``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem not in ("table", "workbooks"))


def main(wanted: list[str]) -> int:
    """Print the table of each benchmark; names that do not exist are listed."""
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    for name in wanted or NAMES:
        print(f"\n== {name}", flush=True)
        sys.argv[1:] = []  # a benchmark run by itself takes sizes there
        import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
