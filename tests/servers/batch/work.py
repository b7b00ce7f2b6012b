"""The working copy a batch changes, and what its requests may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.servers import masks
from tests.servers.api_errors import Invalid, Json

if TYPE_CHECKING:
    from datetime import datetime

    from tests.servers.a1 import Box
    from tests.servers.ids import Ids
    from tests.servers.masks import Mask
    from tests.servers.model import Sheet, Spreadsheet
    from tests.servers.protection import Guard
    from tests.servers.quirks import Quirks


@dataclass(slots=True)
class Work:
    """A copy of a spreadsheet, and who is at work on it."""

    book: Spreadsheet
    ids: Ids
    guard: Guard
    quirks: Quirks
    now: datetime

    def sheet(self, body: Json) -> Sheet:
        """The sheet a range, a coordinate or a request names; the first one's ID 0 may be left out."""
        return self.book.by_id(body.get("sheetId", 0))

    def box(self, range_json: Json) -> tuple[Sheet, Box]:
        """A GridRange as sheet and cells.

        Raises:
            Invalid: it reaches outside the grid (wording from an issue tracker).
        """
        sheet = self.sheet(range_json)
        for name, limit in (
            ("endRowIndex", len(sheet.rows)),
            ("endColumnIndex", len(sheet.columns)),
            ("startRowIndex", len(sheet.rows)),
            ("startColumnIndex", len(sheet.columns)),
        ):
            if range_json.get(name, 0) > limit:
                raise Invalid(
                    f"Range exceeds grid limits. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
                )
        return sheet, sheet.box(range_json)

    def touch(self, sheet: Sheet, box: Box) -> None:
        """Refuse an edit of cells that are protected from this user."""
        self.guard.touch(sheet, box)

    def cut(self, sheet: Sheet, box: Box, dimension: str) -> None:
        """Refuse to insert between two lines of which both are protected from this user, by one and the same range."""
        self.guard.cut(sheet, box, dimension)


Handler = Callable[[Work, Json], Json | None]
"""Does one request; gives its reply, or None where the reply is empty."""


def fields(body: Json) -> Mask:
    """The ``fields`` of a request.

    Raises:
        Invalid: there are none (documented: at least one must be specified).
    """
    text = body.get("fields", "")
    if not text:
        raise Invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return masks.parse(text)
