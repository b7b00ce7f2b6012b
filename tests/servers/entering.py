"""What becomes of a value that is written: as it stands (RAW), or as if a person had typed it (USER_ENTERED).

Recorded: ``0042`` becomes 42, ``2020-01-01`` a date, ``=4/2`` a formula, ``3_1_0`` stays text.  The other cases are
from the discovery document and issue trackers; where they differ by locale they are assumed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tests.servers import serials
from tests.servers.api_errors import Invalid
from tests.servers.locales import habits
from tests.servers.model import MAX_CHARACTERS, Cell, Entered, Formula

if TYPE_CHECKING:
    from tests.servers.api_errors import Json
    from tests.servers.locales import Habits

_ISO_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_SHORT_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{2,4}))?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])[Mm])?")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(E[-+]?\d+)?", re.IGNORECASE)
_CURRENCY = "$€£¥"


@dataclass(frozen=True, slots=True)
class Typed:
    """A value, and the number format that typing it brings along."""

    value: Entered
    number_format: Json | None = None


def number(value: float) -> float:
    """A JSON number as it is kept: whole ones as int, so that they go out again without a point (recorded)."""
    return int(value) if math.isfinite(value) and value == int(value) and abs(value) < 2**53 else value


def check_length(text: str) -> None:
    """Refuse what no cell can hold."""
    if len(text) > MAX_CHARACTERS:
        raise Invalid(f"Your input contains more than the maximum of {MAX_CHARACTERS} characters in a single cell.")


def entered(cell: Cell, value: Any, option: str, locale: str, today: date) -> Cell:
    """The cell after one value of a ValueRange; ``""`` empties it, the caller skips null."""
    if isinstance(value, bool):
        return cell.with_value(value)
    if isinstance(value, int | float):
        return cell.with_value(number(value))
    if not isinstance(value, str):
        raise Invalid(f"Invalid values: a cell cannot hold {type(value).__name__}.")  # wording assumed
    check_length(value)
    if value == "":
        return cell.with_value(None)
    if option == "RAW":
        return cell.with_value(value)
    typed = typed_text(value, cell, locale, today)
    changed = cell.with_value(typed.value)
    if typed.number_format and not (cell.format or {}).get("numberFormat"):
        changed = replace(changed, format={**(cell.format or {}), "numberFormat": typed.number_format})
    return changed


def typed_text(text: str, cell: Cell, locale: str, today: date) -> Typed:
    """What Sheets makes of typed text."""
    kind = ((cell.format or {}).get("numberFormat") or {}).get("type")
    if text.startswith("'"):
        return Typed(text[1:])
    if kind == "TEXT":
        return Typed(text)
    if text.startswith("=") and len(text) > 1:
        return Typed(Formula(text))
    by, bare = habits(locale), text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return Typed(bare.upper() == "TRUE")
    found = _typed_number(bare, by) or _typed_moment(bare, by, today)
    if found is None and text[0] in "+-" and len(text) > 1:
        return Typed(Formula("=" + text))  # assumed: "+49 170 1" becomes a formula that cannot be read
    return found or Typed(text)


def _typed_number(text: str, by: Habits) -> Typed | None:
    number_format: Json | None = None
    if text.endswith("%"):
        text, number_format = text[:-1], {"type": "PERCENT", "pattern": "0.00%" if by.decimal in text else "0%"}
    elif text[:1] in _CURRENCY and text[:1]:
        number_format = {"type": "CURRENCY", "pattern": f'"{text[0]}"#,##0.00'}
        text = text[1:].strip()
    grouped = re.escape(by.group)
    if by.group in text and not re.match(rf"[-+]?\d{{1,3}}({grouped}\d{{3}})+(?!\d)", text):
        return None
    plain = text.replace(by.group, "")
    if by.decimal != ".":
        if "." in plain:
            return None
        plain = plain.replace(by.decimal, ".")
    if not _NUMBER.fullmatch(plain):
        return None
    if not math.isfinite(float(plain)):
        return None
    value = float(plain) / 100 if number_format and number_format["type"] == "PERCENT" else float(plain)
    return Typed(number(value), number_format)


def _typed_moment(text: str, by: Habits, today: date) -> Typed | None:
    day_text, space, time_text = text.partition(" ")
    found = _typed_date(day_text, by, today)
    if found is None:
        fraction = _typed_time(text)
        return Typed(fraction, {"type": "TIME", "pattern": "h:mm:ss"}) if fraction is not None else None
    day, pattern = found
    if not space:
        return Typed(serials.of_date(day), {"type": "DATE", "pattern": pattern})
    fraction = _typed_time(time_text)
    if fraction is None:
        return None
    return Typed(serials.of_date(day) + fraction, {"type": "DATE_TIME", "pattern": f"{pattern} h:mm:ss"})


def _typed_date(text: str, by: Habits, today: date) -> tuple[date, str] | None:
    iso, short = _ISO_DATE.fullmatch(text), _SHORT_DATE.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])), "yyyy-mm-dd"
        if short:
            return _ordered_date(short, by, today), by.date_pattern
    except ValueError:
        return None
    return None


def _ordered_date(match: re.Match[str], by: Habits, today: date) -> date:
    first, second = int(match[1]), int(match[3])
    year = int(match[4]) if match[4] else today.year
    if year < 100:
        year += 2000 if year < 30 else 1900
    return (
        date(year, first, second) if by.date_order.index("m") < by.date_order.index("d") else date(year, second, first)
    )


def _typed_time(text: str) -> float | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return serials.of_moment(datetime(1899, 12, 30, hour, minute, second))  # noqa: DTZ001 - a serial knows no zone
