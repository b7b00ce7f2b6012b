"""How a value shows: number formats, by the spreadsheet's locale.

Recorded are plain numbers, text and ISO dates; the rest follows the vendor's guide to number formats
(developers.google.com/workspace/sheets/api/guides/formats) as far as a list of interviews needs it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.servers import serials
from tests.servers.locales import Habits, habits
from tests.servers.model import Cell, Effective, Failure

if TYPE_CHECKING:
    from datetime import datetime

_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|(yyyy|yy|y|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p|\.0+)', re.IGNORECASE
)
_NUMBER_CORE = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?(?:E\+0+)?")
_DEFAULTS = {
    "PERCENT": "0.00%",
    "NUMBER": "#,##0.00",
    "CURRENCY": "$#,##0.00",
    "SCIENTIFIC": "0.00E+00",
    "TIME": "h:mm:ss am/pm",
}
_DATE_TYPES = ("DATE", "TIME", "DATE_TIME")


def shown(value: Effective, cell: Cell, locale: str) -> str:
    """What a person sees in the cell, and what FORMATTED_VALUE gives."""
    if value is None:
        return ""
    if isinstance(value, Failure):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    return number_text(value, (cell.format or {}).get("numberFormat") or {}, habits(locale))


def number_text(value: float, number_format: dict[str, str], by: Habits) -> str:
    """A number under a number format."""
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or _default_pattern(kind, by)
    if not pattern or pattern in ("General", "@"):
        return general(value, by)
    if kind in _DATE_TYPES:
        return date_text(serials.to_moment(value), pattern, by)
    return _patterned(value, pattern.split(";")[0], by)


def _default_pattern(kind: str, by: Habits) -> str:
    if kind == "DATE":
        return by.date_pattern
    if kind == "DATE_TIME":
        return f"{by.date_pattern} H:mm:ss"
    return _DEFAULTS.get(kind, "")


def general(value: float, by: Habits) -> str:
    """A number without a format: ten decimals at most (assumed), no point where it is whole (recorded)."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        return f"{value:.5E}".replace(".", by.decimal)
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", by.decimal)


def _patterned(value: float, pattern: str, by: Habits) -> str:
    core = _NUMBER_CORE.search(pattern)
    if core is None:
        return pattern.replace('"', "")
    scaled = value * 100 if "%" in pattern else value
    decimals = len(core[1] or "")
    if "E+" in core[0]:
        text = f"{abs(scaled):.{decimals}E}"
    else:
        text = f"{abs(scaled):{',' if ',' in core[0] else ''}.{decimals}f}"
    text = text.translate({ord(","): by.group, ord("."): by.decimal})
    sign = "-" if scaled < 0 else ""
    return sign + _literal(pattern[: core.start()]) + text + _literal(pattern[core.end() :])


def _literal(text: str) -> str:
    return re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", text).replace('"', "").replace("\\", "")


def date_text(moment: datetime, pattern: str, by: Habits) -> str:
    """A moment under a date pattern; ``m`` beside hours or seconds means minutes."""
    has_half = re.search("am/pm|a/p", pattern, re.IGNORECASE) is not None
    result, at, after_hour = "", 0, False
    for match in _DATE_TOKEN.finditer(pattern):
        result += pattern[at : match.start()]
        at = match.end()
        token = (match[3] or "").lower()
        if not token:
            result += match[1] if match[1] is not None else match[2]
            continue
        minutes = token in ("m", "mm") and (after_hour or re.match(r"\W*s", pattern[at:], re.IGNORECASE) is not None)
        result += _date_part("minute" if minutes else token, token, moment, by, has_half)
        after_hour = token in ("h", "hh")
    return result + pattern[at:]


def _date_part(meaning: str, token: str, moment: datetime, by: Habits, has_half: bool) -> str:
    width = len(token)
    hour = (moment.hour % 12 or 12) if has_half else moment.hour
    numbers = {"d": moment.day, "m": moment.month, "h": hour, "s": moment.second, "minute": moment.minute}
    key = meaning if meaning == "minute" else token[0]
    if key == "y":
        return f"{moment.year:04}" if width > 2 else f"{moment.year % 100:02}"
    if key == "a":
        return "AM" if moment.hour < 12 else "PM"
    if key == ".":
        return f".{moment.microsecond:06}"[:width]
    if width > 2:
        return moment.strftime("%A" if width > 3 else "%a") if key == "d" else by.months[moment.month - 1]
    return f"{numbers[key]:0{width}}"
