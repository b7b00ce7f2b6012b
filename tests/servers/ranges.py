"""From the range a request names to a sheet and its cells, and back to the range an answer names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers.a1 import Box, parse_reference, quoted, spell, split_sheet
from tests.servers.api_errors import Invalid

if TYPE_CHECKING:
    from tests.servers.model import Sheet, Spreadsheet


@dataclass(frozen=True, slots=True)
class Target:
    """A range that was found. ``is_anchor``: written as one cell, so a write may reach beyond it (recorded)."""

    sheet: Sheet
    box: Box
    is_anchor: bool = False

    @property
    def text(self) -> str:
        """As answers spell it."""
        return spelled(self.sheet, self.box)


def spelled(sheet: Sheet, box: Box) -> str:
    """``Sheet1!A1:D4``."""
    return f"{quoted(sheet.title)}!{spell(box)}"


def resolve(book: Spreadsheet, text: str) -> Target:
    """The cells a range means: a sheet, a reference, a named range, or a reference on the first sheet.

    Raises:
        Invalid: it means nothing here, or starts outside the grid.
    """
    title, rest = split_sheet(text)
    if title is None:
        return _named(book, rest) or _bare(book, rest) or _unreadable(text)
    sheet = book.by_title(title)
    if sheet is None or text.endswith("!"):
        return _unreadable(text)
    if not rest:
        return Target(sheet, sheet.grid)
    return _on_sheet(sheet, rest) or _named(book, rest) or _unreadable(text)


def _bare(book: Spreadsheet, text: str) -> Target | None:
    """A sheet's name alone wins over a cell of the first sheet (assumed)."""
    sheet = book.by_title(text)
    if sheet is not None:
        return Target(sheet, sheet.grid)
    return _on_sheet(book.sheets[0], text)


def _on_sheet(sheet: Sheet, text: str) -> Target | None:
    reference = parse_reference(text)
    if reference is None:
        return None
    box = reference.box(len(sheet.rows), len(sheet.columns))
    if box.top >= len(sheet.rows) or box.left >= len(sheet.columns):
        raise Invalid(
            f"Range ({spelled(sheet, box)}) exceeds grid limits. "
            f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
        )
    return Target(sheet, box & sheet.grid, reference.is_single)


def _named(book: Spreadsheet, name: str) -> Target | None:
    for named in book.named_ranges:
        if named["name"].casefold() == name.casefold():
            sheet = book.by_id(named["range"].get("sheetId", 0))
            return Target(sheet, sheet.box(named["range"]))
    return None


def _unreadable(text: str) -> Target:
    raise Invalid(f"Unable to parse range: {text}")


def ranged(node: Any) -> Any:
    """A copy in which ranges on the sheet with ID 0 do not name it (recorded)."""
    if isinstance(node, list):
        return [ranged(item) for item in node]
    if not isinstance(node, dict):
        return node
    is_range = "startRowIndex" in node or "startColumnIndex" in node or "dimension" in node or set(node) == {"sheetId"}
    return {k: ranged(v) for k, v in node.items() if not (is_range and k == "sheetId" and v == 0)}
