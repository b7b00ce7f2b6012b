"""Typed values as JSON text: what is plain in JSON stands as it is, all else as ``[mark, text]``.

Text is ASCII with keys in order, so that equal rows are equal text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sheet_sync.core.sync.sync_state import ToolCell
from sheet_sync.core.sync.synced import Cells, Tick, Value, scalar_of
from sheet_sync.core.values import Content, ErrorValue, Formula

_dumps = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


def encode_value(value: Value | Content) -> str:
    """One value as JSON text."""
    return _dumps(_marked(value))


def decode_value(text: str) -> Value:
    """One value from its JSON text."""
    return _unmarked(json.loads(text))


def encode_cells(cells: Cells) -> str:
    """A row as JSON text."""
    return _dumps({key: _marked(value) for key, value in cells.items()})


def decode_cells(text: str) -> dict[str, Value]:
    """A row from its JSON text."""
    return _unmark(json.loads(text))


def decode_all(texts: Sequence[str]) -> Iterator[dict[str, Value]]:
    """Rows from their JSON texts, read as one: quicker than one by one, and equal keys are one and the same text."""
    rows: list[dict[str, Any]] = json.loads(f"[{','.join(texts)}]")
    for text, cells in zip(texts, rows, strict=True):
        yield _unmark(cells) if _may_hold_marks(text) else cells


def _may_hold_marks(text: str) -> bool:
    return "[" in text or "true" in text or "false" in text


def _unmark(cells: dict[str, Any]) -> dict[str, Value]:
    for key, value in cells.items():
        if type(value) is list or type(value) is bool:
            cells[key] = _unmarked(value)
    return cells


def encode_tool(cells: Mapping[str, ToolCell]) -> str:
    """The computed cells of a row as JSON text."""
    return _dumps({field: [_marked(cell.value), cell.is_typed] for field, cell in cells.items()})


def decode_tool(text: str) -> dict[str, ToolCell]:
    """The computed cells of a row from their JSON text."""
    marked: dict[str, list[Any]] = json.loads(text)
    return {field: ToolCell(scalar_of(_unmarked(value)), is_typed) for field, (value, is_typed) in marked.items()}


def _marked(value: Value | Content) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Tick):
        return value.value
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, timedelta):
        return ["microseconds", value // timedelta(microseconds=1)]
    if isinstance(value, Formula):
        return f"={value.text}"
    assert isinstance(value, ErrorValue)
    return value.code


_READERS: Mapping[str, Callable[[Any], Value]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "microseconds": lambda count: timedelta(microseconds=count),
}


def _unmarked(value: Any) -> Value:
    if isinstance(value, bool):
        return Tick(value)
    if isinstance(value, list):
        mark, text = value
        return _READERS[mark](text)
    plain: Value = value
    return plain
