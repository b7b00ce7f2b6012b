"""Rows as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from typing import Any

_FORMULA_STARTS = tuple("=+-@＝＋－＠")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What would steer the terminal that the CSV is printed on, or turn its text around."""
_BLANK_STARTS = ("\t", "\n")
"""What makes a spreadsheet take a field for a formula, full width too.  Source: OWASP, CSV Injection."""


def harmless(value: Any) -> str:
    """A field's text; what would be taken for a formula gets an apostrophe in front.

    >>> harmless("=1+1"), harmless("Dana"), harmless(-4), harmless(None)
    ("'=1+1", 'Dana', '-4', '')
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")  # a bare return would end the line for some readers
    text = _CONTROL.sub("�", text)
    is_risky = text.startswith(_BLANK_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if isinstance(value, str) and is_risky else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A header line and one line a row, without a line end after the last."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue().rstrip("\n")
