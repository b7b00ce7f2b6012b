"""Run as a program: saves a workbook again and again, each time killed (SIGKILL) one step later.

Every call into the system that changes a file is a step; the process is killed before it, and in the next round after.
Prints one line a round: the step, and what the file was found to be.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from sheet_sync.excel import patch_workbook
from sheet_sync.excel.replica import ExcelReplica

FILES = ("open", "write", "flush", "close", "replace", "unlink", "mkdir", "sendfile")
KEEPING = ("fsync", "chmod", "fchown", "setxattr", "listxattr")
STEPS = frozenset(FILES + KEEPING)


def main(folder: Path) -> None:
    """Rounds until the save gets through without being killed."""
    source = folder / "source.xlsx"
    old = source.read_bytes()
    expected = folder / "expected.xlsx"
    patch_workbook(source, expected, {"Sheet1!A1": "new"})
    new = expected.read_bytes()
    step = 0
    while True:
        step += 1
        home = folder / f"round{step}"
        home.mkdir()
        path = home / "contacts.xlsx"
        path.write_bytes(old)
        if (pid := os.fork()) == 0:
            run(path, home / "backups", step)
        _, status = os.waitpid(pid, 0)
        found = path.read_bytes()
        state = "old" if found == old else "new" if found == new else f"broken ({len(found)} bytes)"
        kept = [b.read_bytes() for b in (home / "backups").glob("contacts.*")] if (home / "backups").exists() else []
        whole = all(each == old for each in kept)
        print(step, "killed" if os.WIFSIGNALED(status) else "done", state, "kept" if whole else "backup broken")
        if not os.WIFSIGNALED(status):
            return


def run(path: Path, backups: Path, step: int) -> None:
    """One save, killed at its step; never returns."""
    from sheet_sync.core.changes import Plan, SetCell
    from sheet_sync.core.records import CellRef

    replica = ExcelReplica(path, backups)
    seen = replica.read()
    plan = Plan((SetCell(CellRef("Sheet1", 1, 1), "new"),))
    sys.setprofile(killer(step))
    replica.write(plan, seen)
    sys.setprofile(None)
    os._exit(0)


def killer(step: int) -> Callable[[FrameType, str, Any], None]:
    """A profile function that kills the process before (odd) or after (even) a call into the system."""
    left = [step]

    def count(_frame: FrameType, event: str, function: Any) -> None:
        if event in ("c_call", "c_return") and getattr(function, "__name__", "") in STEPS:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    return count


if __name__ == "__main__":
    main(Path(sys.argv[1]))
