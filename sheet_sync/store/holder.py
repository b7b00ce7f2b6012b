"""Who holds the records, so that those who wait for them are told: a note beside the lock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sheet_sync.errors import SyncUnderWay
from sheet_sync.store.place import HOLDER_NAME


@contextmanager
def noted(folder: Path, workbook: str) -> Iterator[None]:
    """While it holds, the note says which workbook and since when.  A note that cannot be written is not missed."""
    note = folder / HOLDER_NAME
    with suppress(OSError):
        note.write_text(json.dumps([workbook, datetime.now(UTC).isoformat()]), "utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink()


def under_way(folder: Path) -> SyncUnderWay:
    """The error for whoever has waited long enough."""
    which = ""
    with suppress(OSError, ValueError, TypeError):  # it is just being written, or gone again
        workbook, since = json.loads((folder / HOLDER_NAME).read_text("utf-8"))
        which = f" of {workbook}," if workbook else ""
        which += f" since {_moment(datetime.fromisoformat(since))},"
    return SyncUnderWay(
        f"Another sync is under way,{which} so this one did nothing.", hint="Wait until it is done, and run sync again."
    )


def _moment(at: datetime) -> str:
    here = at.astimezone()
    is_today = here.date() == datetime.now().astimezone().date()
    return f"{here:%H:%M}" if is_today else f"{here:%Y-%m-%d at %H:%M}"
