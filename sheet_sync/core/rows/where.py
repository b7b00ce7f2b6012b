"""``--where "Status=Met and Career field~nursing"``: which rows a command acts on, as typed and taken apart.

    where      = all ("or" all)...
    all        = condition ("and" condition)...
    condition  = field operator value        Contacts.Status = Met

What the fields and values mean in one workbook is found in :mod:`sheet_sync.core.rows.where_rows`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sheet_sync.errors import WrongUsage

OPERATORS = ("!=", "!~", ">=", "<=", "=", "~", "<", ">")
MAX_CHARACTERS = 1_000
"""More is no condition that somebody typed, and looking for its parts would take long."""
EXAMPLE = '"Status=Met and Career field~nursing"'
_OPERATOR = r"!=|!~|>=|<=|=|~|<|>"
_CONDITION = re.compile(
    rf"""\s*(?P<field>[^=~<>!]+?)\s*(?P<operator>{_OPERATOR})\s*
    (?P<value>"[^"]*"|'[^']*'|.*?)\s*
    (?:$|\s(?P<join>and|or)\s+(?=[^=~<>!]+(?:{_OPERATOR})))""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison as typed; ``value`` is empty where an empty cell is meant."""

    field: str
    operator: str
    value: str

    def __str__(self) -> str:
        return f"{self.field}{self.operator}{self.value}"


def parse_where(text: str) -> tuple[tuple[Condition, ...], ...]:
    """The alternatives, each the conditions that must all hold.

    >>> parse_where("Status=Met and Career field~nursing")[0][1]
    Condition(field='Career field', operator='~', value='nursing')
    >>> parse_where("Organization=Research and Development")[0][0].value
    'Research and Development'

    Raises:
        WrongUsage: it is no such list of conditions.
    """
    if len(text) > MAX_CHARACTERS:
        raise _not_understood(text)
    alternatives: list[list[Condition]] = [[]]
    at = 0
    while True:
        found = _CONDITION.match(text, at)
        if found is None:
            raise _not_understood(text[at:].strip())
        alternatives[-1].append(Condition(found["field"], found["operator"], _unquoted(found["value"])))
        if found["join"] is None:
            return tuple(tuple(conditions) for conditions in alternatives)
        if found["join"].casefold() == "or":
            alternatives.append([])
        at = found.end()


def _unquoted(value: str) -> str:
    is_quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _not_understood(rest: str) -> WrongUsage:
    shown = rest if len(rest) <= 60 else f"{rest[:59]}…"
    return WrongUsage(
        f"“{shown}” is not a condition for --where." if rest else "--where names no condition.",
        hint=f"Type a column, one of {' '.join(OPERATORS)} and a value, such as {EXAMPLE}.",
    )
