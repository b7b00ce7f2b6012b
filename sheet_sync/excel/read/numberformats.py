"""Whether a number format shows a date, a time of day, a duration or a number.

Source: ECMA-376 part 1, sections 18.8.30 (built-in formats) and 18.8.31 (format codes).
"""

from __future__ import annotations

import re

from sheet_sync.excel.read.serials import Shown

_BUILT_IN: dict[int, Shown] = {
    **dict.fromkeys((*range(14, 18), 22), Shown.DATE),
    **dict.fromkeys((*range(18, 22), 45, 47), Shown.TIME),
    46: Shown.DURATION,
    # Given to East Asian and Thai versions of Excel: dates, with some times among them.
    **dict.fromkeys((*range(27, 37), *range(50, 59), *range(71, 82)), Shown.DATE),
    **dict.fromkeys((32, 33, 75, 76, 77, 78, 80), Shown.TIME),
    79: Shown.DURATION,
}

_ASIDE = re.compile(
    r'"[^"]*"?'  # text
    r"|\\.|_.|\*."  # one character: as it is, as wide as, repeated
    r"|\[(?!(?:h+|m+|s+)\])[^\]]*\]"  # colour, condition, language; not elapsed time
    r"|general|am/pm|a/p",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER = re.compile(r"[0#?]")


def built_in(number_format: int) -> Shown:
    """What the format of that number is, without a code of its own in the workbook."""
    return _BUILT_IN.get(number_format, Shown.NUMBER)


def of_code(code: str) -> Shown:
    """What a format code shows; of several sections the first that formats anything counts.

    >>> [of_code(code).name for code in ("yyyy-mm-dd", "[h]:mm", "h:mm AM/PM", '0.00 "days"', "[Red]#,##0;[Blue]@")]
    ['DATE', 'DURATION', 'TIME', 'NUMBER', 'NUMBER']
    """
    for section in _ASIDE.sub("", code).lower().split(";"):
        shown = _of_section(section)
        if shown is not None:
            return shown
    return Shown.NUMBER


def _of_section(section: str) -> Shown | None:
    letters = set(section)
    has_digits = _PLACEHOLDER.search(section) is not None
    if (letters & set("yd") and "#" not in letters) or (letters & set("geb") and not has_digits):
        return Shown.DATE
    if "[" in letters:
        return Shown.DURATION
    if letters & set("hs"):
        return Shown.TIME
    if "m" in letters and not has_digits:
        return Shown.DATE
    return Shown.NUMBER if has_digits or "@" in letters else None
