"""A sync killed at a chosen step, as a process: ``python -m tests.store.killed_sync STEP BOOK STORE [PARTNER]``.

Without a step it runs to its end.  IDs are numbered, so that runs can be compared.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sheet_sync.app.sync import SyncOptions, sync
from tests.pairs import AS_OF, numbered_ids


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str) -> None:
    setattr(owner, name, _die)


def _after(owner: Any, name: str) -> None:
    real = getattr(owner, name)

    def then_die(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        _die()

    setattr(owner, name, then_die)


def _steps() -> dict[str, Callable[[], None]]:
    from sheet_sync.app import sync_write
    from sheet_sync.excel import save
    from sheet_sync.excel.replica import ExcelReplica
    from sheet_sync.google.replica import GoogleReplica
    from sheet_sync.store import saving
    from sheet_sync.store.store import Store

    return {
        "before the intent is noted": lambda: _before(Store, "note_intent"),
        "after the intent is noted": lambda: _after(Store, "note_intent"),
        "while the new file is written beside": lambda: _after(save, "_write_beside"),
        "before the rename": lambda: _before(os, "replace"),
        "after the rename": lambda: _after(os, "replace"),
        "after the write": lambda: _after(ExcelReplica, "write"),
        "before the Sheet is written": lambda: _before(GoogleReplica, "write"),
        "after the Sheet is written": lambda: _after(GoogleReplica, "write"),
        "before the records are saved": lambda: _before(sync_write, "_save"),
        "while the records are saved": lambda: _after(saving, "_save_records"),
        "just before the commit": lambda: _after(saving, "save"),
        "after the records are saved": lambda: _after(Store, "save"),
    }


FILE_STEPS = (
    "while the new file is written beside",
    "before the rename",
    "after the rename",
    "after the write",
)
SHEET_STEPS = ("before the Sheet is written", "after the Sheet is written")
STORE_STEPS = (
    "before the intent is noted",
    "after the intent is noted",
    "before the records are saved",
    "while the records are saved",
    "just before the commit",
    "after the records are saved",
)


def main(step: str, workbook: str, store: str, *partners: str) -> None:
    if step:
        _steps()[step]()
    sync(workbook, SyncOptions(AS_OF, Path(store), partners=partners, make_id=numbered_ids()))


if __name__ == "__main__":
    main(*sys.argv[1:])
