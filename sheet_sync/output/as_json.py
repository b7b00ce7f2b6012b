"""Values as JSON: dates as ISO 8601, cells as the spreadsheet names them, errors as they are shown."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from sheet_sync.core.records import CellRef
from sheet_sync.core.values import ErrorValue, Formula


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        return value.total_seconds() / 60
    if isinstance(value, CellRef | ErrorValue):
        return str(value)
    if isinstance(value, Formula):
        return value.result
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def as_json(document: Any) -> str:
    """The document as indented JSON text, letters of all scripts as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
