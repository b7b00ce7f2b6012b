"""``make demo``: the main job on a copy of the sample workbook, as of the day the sample was made for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-11-24"
_NEEDS_ATTENTION = 1
"""The exit code of a command that found something for the user to look at; the sample is full of it."""


def main() -> int:
    """Copy the sample into ``demo/`` and run each command of a usual evening on it."""
    folder = ROOT / "demo"
    _put_aside(folder)
    folder.mkdir()
    workbook = folder / "interviews.xlsx"
    shutil.copyfile(ROOT / "sample_workbook.xlsx", workbook)
    for command in ("sync", "check", "check-followups", "letters"):
        code = _run(command, workbook.relative_to(ROOT), folder / "store")
        if code not in (0, _NEEDS_ATTENTION):
            return code
    print(f"\nThe workbook and the letters are in {folder.relative_to(ROOT)}{os.sep}: open them.")
    return 0


def _put_aside(folder: Path) -> None:
    """Keep the last demo, which may have been edited, under another name."""
    if folder.exists():
        number = 1
        while (kept := folder.with_name(f"{folder.name}.{number}")).exists():
            number += 1
        folder.rename(kept)
        print(f"The last demo is now in {kept.name}{os.sep}.")


def _run(command: str, workbook: Path, store: Path) -> int:
    line = ["sheet-sync", command, str(workbook), "--as-of", AS_OF]
    print(f"\n$ {' '.join(line)}", flush=True)
    environment = {**os.environ, "SHEET_SYNC_STORE": str(store)}
    return subprocess.run(
        [sys.executable, "-m", "sheet_sync", *line[1:]], cwd=ROOT, env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
