"""Sheets that were found to be open for viewing only.

Reading a Sheet does not tell whether one may edit it; only a write does, by being refused.  That is remembered for two
minutes, so that the command itself, and one that follows, treat the Sheet as one that is only read; whoever has asked
for more in the meantime finds it granted at the next try.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

from sheet_sync.errors import Refused
from sheet_sync.google.place import VIEWED, read_private, write_private

_REMEMBERED = timedelta(minutes=2)


def is_only_viewed(file_id: str) -> bool:
    """Whether a write was refused a moment ago."""
    kept = (read_private(VIEWED) or {}).get(file_id)
    try:
        return kept is not None and datetime.now(UTC) - datetime.fromisoformat(kept) < _REMEMBERED
    except (TypeError, ValueError):
        return False


def note_viewed(file_id: str, *, is_only_viewed: bool) -> None:
    """Remember it, or forget it once a write went through."""
    known = read_private(VIEWED) or {}
    if not is_only_viewed and file_id not in known:
        return
    known.pop(file_id, None)
    if is_only_viewed:
        known[file_id] = datetime.now(UTC).isoformat()
    with contextlib.suppress(Refused):
        write_private(VIEWED, known)
