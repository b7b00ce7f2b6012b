"""Data validation, as far as a strict rule could refuse a write (only asked when that quirk is on)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.a1 import Box, spell
from tests.servers.api_errors import Invalid
from tests.servers.model import Formula

if TYPE_CHECKING:
    from tests.servers.model import Cell


def check(cell: Cell, row: int, column: int) -> None:
    """Refuse a value outside a strict list, or no truth value in a checkbox."""
    rule = cell.validation
    if not rule or not rule.get("strict") or cell.entered is None or isinstance(cell.entered, Formula):
        return
    condition = rule.get("condition", {})
    allowed = [str(value.get("userEnteredValue", "")) for value in condition.get("values", [])]
    fits = {
        "ONE_OF_LIST": str(cell.entered) in allowed,
        "BOOLEAN": isinstance(cell.entered, bool) or str(cell.entered) in allowed,
    }.get(condition.get("type", ""), True)
    if not fits:
        where = spell(Box(row, column, row + 1, column + 1))
        raise Invalid(f"The data that you entered in cell {where} violates the data validation rules set on this cell.")
