"""``python -m sheet_sync`` and the ``sheet-sync`` command."""

from __future__ import annotations

import gc
import sys

_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Python looks for rubbish each 700; reading a workbook makes many and drops few, and the looks take a tenth of it."""


def main() -> None:
    """Run the command line.  Text that the console cannot show is replaced, never an error."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    from sheet_sync.cli import cli

    cli(prog_name="sheet-sync")


if __name__ == "__main__":
    main()
