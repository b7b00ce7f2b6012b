"""Cells as CellData JSON, both ways."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.servers import colors, defaults, masks
from tests.servers.api_errors import Invalid, Json
from tests.servers.entering import check_length, number
from tests.servers.formatting import shown
from tests.servers.model import Cell, Effective, Entered, Failure, Formula
from tests.servers.references import Ref, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.formulas import Calculator
    from tests.servers.masks import Mask
    from tests.servers.model import Sheet

_EXTRA = ("textFormatRuns", "chipRuns")
READ_ONLY = ("effectiveValue", "formattedValue", "effectiveFormat", "hyperlink")


def value_json(value: Entered | Effective) -> Json:
    """An ExtendedValue: exactly one kind."""
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, Failure):
        return {"errorValue": {"type": value.type, **({"message": value.message} if value.message else {})}}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def value_from(data: Json | None) -> Entered:
    """The value of an ExtendedValue; an empty one, or none, empties the cell."""
    if not data:
        return None
    if len(data) > 1:
        raise Invalid("oneof field 'value' is already set. Cannot set more than one kind of value.")  # wording assumed
    kind, value = next(iter(data.items()))
    if kind == "errorValue":
        raise Invalid("errorValue is read-only.")  # wording assumed
    if kind == "numberValue":
        return number(float(value))
    if kind == "boolValue":
        return bool(value)
    check_length(value)
    if kind == "formulaValue":
        return Formula(value if value.startswith("=") else "=" + value)
    return str(value) or None  # an empty string empties the cell (assumed, as with values.update)


class CellWriter:
    """Turns cells of one sheet into CellData, building only what the mask keeps."""

    def __init__(self, calculator: Calculator, sheet: Sheet, mask: Mask) -> None:
        self.calculator, self.sheet = calculator, sheet
        self.locale = calculator.book.properties["locale"]
        builders: dict[str, Callable[[int, int, Cell], Any]] = {
            "userEnteredValue": lambda r, c, cell: None if cell.entered is None else value_json(cell.entered),
            "effectiveValue": self._effective,
            "formattedValue": self._formatted,
            "userEnteredFormat": lambda r, c, cell: colors.completed(cell.format) if cell.format else None,
            "effectiveFormat": lambda r, c, cell: self._effective_format(cell),
            "hyperlink": lambda r, c, cell: hyperlink(cell),
            "note": lambda r, c, cell: cell.note,
            "dataValidation": lambda r, c, cell: cell.validation,
            "textFormatRuns": lambda r, c, cell: (cell.extra or {}).get("textFormatRuns"),
            "chipRuns": lambda r, c, cell: (cell.extra or {}).get("chipRuns"),
        }
        every = not mask or "*" in mask
        self.builders = [
            (name, build, {} if every else mask[name]) for name, build in builders.items() if every or name in mask
        ]

    def json(self, row: int, column: int, cell: Cell) -> Json:
        """The CellData of one cell; keys without a value are left out."""
        data: Json = {}
        for name, build, below in self.builders:
            value = build(row, column, cell)
            if value is not None:
                data[name] = masks.cut(below, value) if below else value
        return data

    def _effective(self, row: int, column: int, cell: Cell) -> Json | None:
        value = self.calculator.value(self.sheet, row, column)
        return None if value is None else value_json(value)

    def _formatted(self, row: int, column: int, cell: Cell) -> str | None:
        value = self.calculator.value(self.sheet, row, column)
        return None if value is None else shown(value, self._as_shown(cell), self.locale)

    def _as_shown(self, cell: Cell) -> Cell:
        implied = implied_format(cell, self.sheet)
        return replace(cell, format={**(cell.format or {}), "numberFormat": implied}) if implied else cell

    def _effective_format(self, cell: Cell) -> Json | None:
        if cell.is_bare:
            return None
        own = colors.completed(self._as_shown(cell).format or {})
        return {**defaults.FORMAT, **own, "textFormat": {**defaults.FORMAT["textFormat"], **own.get("textFormat", {})}}


def implied_format(cell: Cell, sheet: Sheet) -> Json | None:
    """The number format a formula brings along: that of a date function, or of the first cell it counts from.

    The discovery document only says that there is one; which one is assumed.
    """
    if not isinstance(cell.entered, Formula) or (cell.format or {}).get("numberFormat"):
        return None
    parts = [(kind, text) for kind, text in tokens(cell.entered.text[1:]) if kind != "space"]
    names = [text.upper() for kind, text in parts if kind == "name"]
    if names[:1] in (["TODAY"], ["DATE"]):
        return {"type": "DATE"}
    if names[:1] == ["NOW"]:
        return {"type": "DATE_TIME"}
    first = next((Ref.parse(text) for kind, text in parts if kind == "ref"), None)
    if names or first is None or first.end or first.prefix or first.start.row is None or first.start.column is None:
        return None
    if first.start.row >= len(sheet.rows):
        return None
    format_there: Json | None = (sheet.cell(first.start.row, first.start.column).format or {}).get("numberFormat")
    return format_there


def hyperlink(cell: Cell) -> str | None:
    """The address of a HYPERLINK formula, or of a link on the whole cell."""
    if isinstance(cell.entered, Formula):
        parts = [text for kind, text in tokens(cell.entered.text) if kind != "space"]
        if len(parts) > 3 and parts[1].upper() == "HYPERLINK" and parts[3].startswith('"'):
            return parts[3][1:-1].replace('""', '"')
    link: str | None = (((cell.format or {}).get("textFormat") or {}).get("link") or {}).get("uri")
    return link


def written(cell: Cell, data: Json, mask: Mask) -> Cell:
    """The cell after CellData was written under a mask: what the mask names and the data lacks is cleared."""
    for name in mask:
        if name in READ_ONLY:
            raise Invalid(f"Invalid field: {name} is read-only.")  # wording assumed
    every = "*" in mask
    if every or "userEnteredValue" in mask:
        cell = cell.with_value(value_from(data.get("userEnteredValue")))
    if every or "userEnteredFormat" in mask:
        cell = replace(cell, format=_format(cell, data, mask))
    if every or "note" in mask:
        cell = replace(cell, note=data.get("note") or None)
    if every or "dataValidation" in mask:
        cell = replace(cell, validation=data.get("dataValidation") or None)
    for name in _EXTRA:
        if every or name in mask:
            extra = {k: v for k, v in {**(cell.extra or {}), name: data.get(name)}.items() if v}
            cell = replace(cell, extra=extra or None)
    return cell


def _format(cell: Cell, data: Json, mask: Mask) -> Json | None:
    below = (
        {"userEnteredFormat": mask["userEnteredFormat"]} if "userEnteredFormat" in mask else {"userEnteredFormat": {}}
    )
    new = data.get("userEnteredFormat") or {}
    kept = colors.without_twins(cell.format or {}, new)
    result = masks.update({"userEnteredFormat": kept}, {"userEnteredFormat": new}, below)
    return result.get("userEnteredFormat") or None
