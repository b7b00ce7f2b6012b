"""Protected ranges: who may edit what.

Documented: the owner always may, editors named in the range may, everyone may where it only warns; a sheet can be
protected but for some ranges.  From an issue tracker: the wording, and that one protected cell fails the whole request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.servers.api_errors import PROTECTED, Invalid, Json

if TYPE_CHECKING:
    from tests.servers.a1 import Box
    from tests.servers.model import Sheet, Spreadsheet


@dataclass(frozen=True, slots=True)
class Guard:
    """What one user may do in one spreadsheet."""

    user: str
    owner: str
    book: Spreadsheet

    def may_edit(self, protected: Json) -> bool:
        """Whether the user may edit inside this protected range."""
        editors = protected.get("editors", {}).get("users", [])
        return bool(protected.get("warningOnly")) or self.user == self.owner or self.user in editors

    def shown(self, protected: Json) -> Json:
        """The ProtectedRange as this user sees it: editors only if they may edit (documented)."""
        allowed = self.may_edit(protected)
        visible = {name: value for name, value in protected.items() if allowed or name != "editors"}
        return visible | ({"requestingUserCanEdit": True} if allowed else {})

    def touch(self, sheet: Sheet, box: Box) -> None:
        """Refuse an edit of cells that are not the user's to edit."""
        for protected in sheet.protected:
            if self.may_edit(protected):
                continue
            hit = self._box(sheet, protected) & box
            free = [sheet.box(item) for item in protected.get("unprotectedRanges", [])]
            if hit and not (free and all(any(f.top <= r < f.bottom and f.left <= c < f.right for f in free)
                                         for r, c in hit.cells())):  # fmt: skip
                raise Invalid(PROTECTED)

    def cut(self, sheet: Sheet, box: Box, dimension: str) -> None:
        """Refuse to part two neighbouring rows, or columns, of one protected range."""
        for protected in sheet.protected:
            hit = self._box(sheet, protected) & box
            if hit and not self.may_edit(protected) and (hit.height if dimension == "ROWS" else hit.width) == 2:
                raise Invalid(PROTECTED)

    def _box(self, sheet: Sheet, protected: Json) -> Box:
        """The cells of a protected range, which may stand for a named range or a table."""
        if "namedRangeId" in protected:
            for named in self.book.named_ranges:
                if named["namedRangeId"] == protected["namedRangeId"]:
                    return sheet.box(named["range"])
        if "tableId" in protected:
            for table in sheet.tables:
                if table["tableId"] == protected["tableId"]:
                    return sheet.box(table["range"])
        return sheet.box(protected.get("range", {}))
