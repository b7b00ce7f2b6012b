"""``python -m sheet_sync`` and the ``sheet-sync`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line.  Text that the console cannot show is replaced, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    from sheet_sync.cli import cli

    cli(prog_name="sheet-sync")


if __name__ == "__main__":
    main()
