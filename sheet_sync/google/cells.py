"""Cells as Google's JSON gives and takes them, and as typed contents: the two are each other's mirror.

A serial counts days from 1899-12-30, the fraction is the time of day, no zone anywhere; 1900 is no leap year, so that
serials from 61 on are those of Excel.  Source: Sheets API v4 discovery document, ExtendedValue and NumberFormat.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from sheet_sync.core.changes import Written
from sheet_sync.core.values import Content, ErrorValue, Formula, Scalar

Json = dict[str, Any]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's dates carry no zone
_EPOCH_DAY = _EPOCH.date()
_EPOCH_ORDINAL = _EPOCH.toordinal()
_MS_A_DAY = 86_400_000

_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)

CHIP_FIELDS = "chipRuns(startIndex,chip(personProperties.email,richLinkProperties.uri))"
"""Of a cell with smart chips; Google leaves it out of all others."""

FORMATS = {
    date: {"type": "DATE", "pattern": "yyyy-mm-dd"},
    datetime: {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"},
    time: {"type": "TIME", "pattern": "hh:mm"},
    timedelta: {"type": "TIME", "pattern": "[h]:mm"},
}
_FITTING = {date: ("DATE", "DATE_TIME"), datetime: ("DATE_TIME",), time: ("TIME", "DATE_TIME"), timedelta: ("TIME",)}
"""Formats under which a date is a date, whatever their pattern."""


def read_cell(cell: Json) -> Content:
    """What a CellData holds."""
    entered = cell.get("userEnteredValue")
    if not entered:
        return None
    kind, value = next(iter(entered.items()))
    if kind == "stringValue":
        return (_with_chips(value, cell["chipRuns"]) if "chipRuns" in cell else str(value)) or None
    if kind == "numberValue":
        return _number(value, cell.get("userEnteredFormat") or cell.get("effectiveFormat"))
    if kind == "boolValue":
        return bool(value)
    if kind == "formulaValue":
        return Formula(str(value).removeprefix("="), _result(cell))
    return _error(value)


def _with_chips(text: str, runs: list[Json]) -> str:
    """A text with what its smart chips stand for: a person's address, a file's link; Google writes ``@`` in its place.

    >>> _with_chips("ask @", [{"chip": {}}, {"startIndex": 4, "chip": {"personProperties": {"email": "a@b.example"}}}])
    'ask a@b.example'

    Source: Sheets API v4 discovery document, CellData.chipRuns; places count in UTF-16.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    placeholder = "@".encode("utf-16-le")
    for run in reversed(runs):
        chip, at = run.get("chip") or {}, 2 * run.get("startIndex", 0)
        meant = chip.get("personProperties", {}).get("email") or chip.get("richLinkProperties", {}).get("uri")
        if meant and units[at : at + 2] == placeholder:
            units = units[:at] + meant.encode("utf-16-le", "surrogatepass") + units[at + 2 :]
    return units.decode("utf-16-le", "surrogatepass")


def _result(cell: Json) -> Scalar | ErrorValue:
    """What a formula shows; one that still waits for its data shows nothing yet."""
    effective = cell.get("effectiveValue")
    if not effective:
        return None
    kind, value = next(iter(effective.items()))
    if kind == "numberValue":
        return _number(value, cell.get("userEnteredFormat") or cell.get("effectiveFormat"))
    if kind == "errorValue":
        return _error(value)
    return bool(value) if kind == "boolValue" else str(value) or None


def _error(value: Json) -> ErrorValue | None:
    kind = value.get("type", "ERROR")
    return None if kind == "LOADING" else ErrorValue(_ERRORS.get(kind, "#ERROR!"))


def _number(value: float, cell_format: Json | None) -> Scalar:
    if cell_format is not None:
        number_format: Json = cell_format.get("numberFormat") or {}
        kind = number_format.get("type")
        if kind in ("DATE", "DATE_TIME", "TIME"):
            moment = from_serial(value, kind, number_format.get("pattern", ""))
            if moment is not None:
                return moment
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


def number_format_of(cell: Json) -> Json | None:
    """A cell's own number format: its type, such as ``DATE``, and its pattern."""
    cell_format = cell.get("userEnteredFormat")
    return cell_format.get("numberFormat") if cell_format else None


def from_serial(serial: float, kind: str, pattern: str = "") -> date | datetime | time | timedelta | None:
    """What a serial is under a format of that kind; ``None`` where it is none (year 10000, a bare 0 as a date).

    >>> from_serial(46350.5, "DATE_TIME"), from_serial(0.375, "TIME"), from_serial(46350, "DATE")
    (datetime.datetime(2026, 11, 24, 12, 0), datetime.time(9, 0), datetime.date(2026, 11, 24))
    """
    if not -3_000_000 < serial < 3_000_000:
        return None
    days, milliseconds = divmod(round(serial * _MS_A_DAY), _MS_A_DAY)
    if kind == "TIME" and _ELAPSED.search(pattern):
        return timedelta(days=days, milliseconds=milliseconds)
    if days == 0 and (milliseconds or kind == "TIME"):
        return (_EPOCH + timedelta(milliseconds=milliseconds)).time()
    if days == 0:
        return None
    try:
        if milliseconds:
            return _EPOCH + timedelta(days=days, milliseconds=milliseconds)
        return date.fromordinal(_EPOCH_ORDINAL + days)
    except (OverflowError, ValueError):
        return None


def to_serial(moment: date | datetime | time | timedelta) -> float:
    """The serial of a date, moment, time of day or duration.

    >>> to_serial(date(2026, 11, 24)), to_serial(time(9, 0))
    (46350, 0.375)
    """
    if isinstance(moment, datetime):
        since = moment.replace(tzinfo=None) - _EPOCH
    elif isinstance(moment, date):
        return (moment - _EPOCH_DAY).days
    elif isinstance(moment, time):
        since = timedelta(
            hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
        )
    else:
        since = moment
    serial = since / timedelta(days=1)
    return int(serial) if serial.is_integer() else serial


def written_value(value: Written) -> Json:
    """The ``userEnteredValue`` of a value, typed and never parsed; ``{}`` empties the cell."""
    if value is None or value == "":
        return {}
    if isinstance(value, Formula):
        return {"formulaValue": f"={value.text}"}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": to_serial(value)}


def needed_format(value: object, present: Json | None) -> Json | None:
    """The number format that a cell must be given so that a date shows as one; ``None`` where it needs none.

    A number in a cell formatted as plain text gets one, too: whether it stayed a number there is documented nowhere.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        is_text = (present or {}).get("type") == "TEXT"
        return {"type": "NUMBER", "pattern": "0" if isinstance(value, int) else "0.##########"} if is_text else None
    if not isinstance(value, date | time | timedelta):
        return None
    wanted = FORMATS[type(value)]
    return None if (present or {}).get("type") in _FITTING[type(value)] else wanted
