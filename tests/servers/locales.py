"""What the spreadsheet's locale decides: decimal point, thousands, the order of a date.

Taken from CLDR through Babel.  No recording shows any locale but ``en_US``: the rest is assumed.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import babel
from babel.dates import get_date_format, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol


@dataclass(frozen=True, slots=True)
class Habits:
    """How numbers and dates are written."""

    decimal: str
    group: str
    date_order: str  # "mdy", "dmy", "ymd"
    date_pattern: str  # in Sheets' letters, such as M/d/yyyy
    months: tuple[str, ...]  # short names, January first


@functools.cache
def habits(locale: str) -> Habits:
    """Those of a spreadsheet's ``properties.locale``; of American English where CLDR does not know it."""
    try:
        known = babel.Locale.parse(locale)
    except (ValueError, babel.UnknownLocaleError):
        known = babel.Locale.parse("en_US")
    pattern = re.sub("y+", "yyyy", str(get_date_format("short", locale=known).pattern))
    letters = [letter for letter in pattern.lower() if letter in "dmy"]
    names = get_month_names("abbreviated", locale=known)
    return Habits(
        decimal=get_decimal_symbol(known),
        group=get_group_symbol(known),
        date_order="".join(dict.fromkeys(letters)),
        date_pattern=pattern,
        months=tuple(names[month] for month in range(1, 13)),
    )
