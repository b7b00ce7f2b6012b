"""Which rows below a header are records, and which only look like some: examples, dividers, totals, defaults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sheet_sync.core.layout.headers import Mapping
from sheet_sync.core.readings import Do
from sheet_sync.core.records import Area, CellRef, Grid
from sheet_sync.core.schema import header_key
from sheet_sync.core.tables import LayoutNote
from sheet_sync.core.values import Content, ErrorValue, Formula, shown

DEFAULTS = frozenset({"n/a", "na", "-", "–", "—", "none", "false", "tbd", "0"})
"""Texts that a template puts into rows nobody has filled."""

_ODD_START = frozenset("eEzZxXjJtTsSgGcC—–-=#*_~•►▶")
_EXAMPLE = r"(?i)^\W*(?:e\.\s?g\.?|eg\.|ex\.|z\.\s?b\.|p\.\s?ex\.|(?:example|sample|beispiel|exemple|ejemplo)\b)"
_TOTAL = r"(?i)^\W*(?:grand total|sub-?total|totals?|sum|count|average|gesamt|summe|anzahl|somme|suma)\b"
_RULED = r"^\s*(?:[—–\-=#*_~•►▶]+\s*\S.*|\S.*[—–\-=#*_~]{2,}|[—–\-=#*_~]{2,})\s*$"
_LONGEST_HEADING = 250
_STAND_IN_NAMES = frozenset({"john doe", "jane doe", "john smith", "jane smith", "max mustermann", "erika mustermann"})
_STAND_IN_FIRMS = frozenset(
    {"abc corp", "abc company", "abc inc", "acme", "acme corp", "acme inc", "xyz corp", "xyz inc"}
)


@dataclass(slots=True)
class Body:
    """A table's rows below its header."""

    rows: list[int] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    notes: list[LayoutNote] = field(default_factory=list)
    last_row: int = 0


def read_body(grid: Grid, header_row: int, mapping: Mapping, bottom: int | None) -> Body:
    """The rows that belong to a table, ``bottom`` its last one where the sheet itself says so."""
    numbers = [column.number for column in mapping.columns]
    left, right = min(numbers), max(numbers)
    merged = {a.top: a for a in grid.merged if a.top > header_row}
    body = Body(last_row=header_row)
    lead = next((c for c in mapping.columns if c.field is not None and c.field.required), mapping.columns[0])
    for number in sorted(grid.rows) if not _is_sorted(grid.rows) else grid.rows:
        if number <= header_row:
            continue
        if bottom is not None and number > bottom:
            break
        cells = grid.rows[number][left - 1 : right]
        if number not in merged and _is_plain(cells, lead.number - left, lead.header):
            body.rows.append(number)
            body.last_row = number
        else:
            _judge(body, grid, number, cells, mapping, merged.get(number))
    return body


def _is_sorted(rows: dict[int, list[Content]]) -> bool:
    previous = 0
    for number in rows:
        if number < previous:
            return False
        previous = number
    return True


def _is_plain(cells: Sequence[Content], lead: int, header: str) -> bool:
    """Whether a row is a record at first sight: its leading cell is ordinary text and another cell is filled too."""
    if lead >= len(cells):
        return False
    name = cells[lead]
    if type(name) is not str or not name or name == header:
        return False
    if name[0] in _ODD_START and _is_odd(name):
        return False
    filled = 0
    for content in cells:
        if content is None or content is False or content == "":
            continue
        if type(content) is str and len(content) < 6 and content.casefold() in DEFAULTS:
            continue
        filled += 1
        if filled == 2:
            return True
    return False


def _is_odd(name: str) -> bool:
    """Whether a name may belong to an example, a total or a divider."""
    return bool(
        re.match(_EXAMPLE, name) or re.match(_TOTAL, name) or _is_ruled(name) or header_key(name) in _STAND_IN_NAMES
    )


def _is_ruled(text: str) -> bool:
    """Whether a text is a line or a heading between lines."""
    return len(text) <= _LONGEST_HEADING and re.match(_RULED, text) is not None


def _judge(
    body: Body, grid: Grid, number: int, cells: Sequence[Content], mapping: Mapping, merged: Area | None
) -> None:
    """Say what an unusual row is."""
    columns = mapping.columns
    left = min(column.number for column in columns)
    filled = {left + index: content for index, content in enumerate(cells) if not _is_nothing(content)}
    if not filled:
        return
    reason = _why_no_row(filled, mapping, merged)
    first = CellRef(grid.name, number, min(filled))
    if reason is None:
        if _may_be_divider(filled, mapping):
            body.notes.append(
                LayoutNote(
                    "perhaps-divider",
                    Do.FLAG,
                    first,
                    f"“{shown(next(iter(filled.values())))}” may be a heading and not a person.",
                    "If it is a heading, merge it over the table's width or put dashes around it.",
                    mapping.schema.name,
                )
            )
        body.rows.append(number)
        body.last_row = number
        return
    body.skipped[number] = reason
    if reason == "example":
        body.notes.append(
            LayoutNote(
                "example-row",
                Do.ASK,
                first,
                "This row looks like a template's example, so it is left out.",
                "Delete it, or change the words if it is a real entry.",
                mapping.schema.name,
            )
        )
    if reason in ("example", "divider"):
        body.last_row = number


def _why_no_row(filled: dict[int, Content], mapping: Mapping, merged: Area | None) -> str | None:
    if all(_is_default(content, mapping, column) for column, content in filled.items()):
        return "defaults"
    texts = {column: text for column, content in filled.items() if isinstance(text := shown(content), str)}
    lone = len(filled) == 1
    first = texts.get(min(filled), "")
    if merged and lone and (merged.right - merged.left + 1) * 2 >= len(mapping.columns):
        return "divider"
    if lone and _is_ruled(first):
        return "divider"
    if re.match(_TOTAL, first) and all(
        _is_total_cell(content) for column, content in filled.items() if column != min(filled)
    ):
        return "total"
    if _is_example(texts, mapping):
        return "example"
    if len(texts) >= 2 and all(header_key(text) == _header_at(mapping, column) for column, text in texts.items()):
        return "header again"
    return None


def _header_at(mapping: Mapping, number: int) -> str | None:
    return next((header_key(column.header) for column in mapping.columns if column.number == number), None)


def _is_nothing(content: Content) -> bool:
    return shown(content) in (None, "") or (isinstance(content, str) and not content.strip())


def _is_default(content: Content, mapping: Mapping, number: int) -> bool:
    """A value that says nothing: an unticked box, N/A, a formula filled down, a running number, a computed cell."""
    value = shown(content)
    if isinstance(value, ErrorValue):
        return isinstance(content, Formula)
    if value is False or (isinstance(value, str) and value.strip().casefold() in DEFAULTS):
        return True
    column = next((column for column in mapping.columns if column.number == number), None)
    if column is None:
        return True
    if column.field is not None:
        return column.field.computed and column.field.name != "ID"
    return isinstance(content, Formula) or (
        isinstance(value, int) and header_key(column.header) in ("", "no", "nr", "s no", "number", "num", "n")
    )


def _is_total_cell(content: Content) -> bool:
    return isinstance(content, Formula) or not isinstance(shown(content), str)


def _is_example(texts: dict[int, str], mapping: Mapping) -> bool:
    named = {c.key: texts[c.number] for c in mapping.columns if c.field is not None and c.number in texts}
    if any(re.match(_EXAMPLE, text) for key, text in named.items() if key.startswith(("Name", "Contact", "Question"))):
        return True
    name, firm = header_key(named.get("Name", "")), header_key(named.get("Organization", ""))
    return name in _STAND_IN_NAMES and firm in _STAND_IN_FIRMS


def _may_be_divider(filled: dict[int, Content], mapping: Mapping) -> bool:
    content = next(iter(filled.values()))
    return (
        len(filled) == 1
        and mapping.schema.name in ("Contacts", "Interviews")
        and isinstance(content, str)
        and content.isupper()
        and len(content) > 3
    )
