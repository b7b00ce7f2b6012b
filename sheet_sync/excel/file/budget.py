"""How much one workbook may hold, so that a hostile one costs seconds and megabytes, not the machine.

Together these keep reading below 10 seconds and 500 MB, whatever the file.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_CELLS = 3_000_000
"""Filled cells of all sheets, and ``ROW_COST`` for each row that has any: 210,000 rows of twelve."""
ROW_COST = 2
"""A row costs the memory of so many cells besides its own."""
MAX_SLOTS = 12_000_000
"""Cells from column A up to the last filled one of each row: rows are lists, 8 bytes a place."""
MAX_TEXT = 48 * 2**20
"""Characters of all different texts.  The Bible has 4.3 million."""
MAX_ROWS = 4_000_000
"""Rows that are written down, filled or not: a sheet has 1,048,576."""
MAX_TAGS = 6_000_000
"""Tags that are left to the parser, in sheets and shared texts, at up to a microsecond each."""
MAX_AREAS = 100_000
"""Merged areas, tables."""
MAX_STRINGS = 1_500_000
"""Shared texts; each costs 50 bytes besides its characters."""
MAX_SHEETS = 1_000


class OverBudget(Exception):
    """A limit was passed; the text completes "contacts.xlsx ..."."""


@dataclass(slots=True)
class Budget:
    """What has been used so far, over all sheets of one workbook."""

    cells: int = 0
    slots: int = 0
    text: int = 0
    rows: int = 0
    tags: int = 0
    areas: int = 0

    def take_row(self, cells: int, slots: int) -> None:
        """A row with so many filled cells, in a list of so many places."""
        self.cells += cells + ROW_COST
        self.slots += slots
        if self.cells > MAX_CELLS:
            raise OverBudget(f"holds more than {MAX_CELLS:,} filled rows and cells")
        if self.slots > MAX_SLOTS:
            raise OverBudget("holds too many cells far out to the right")

    def take_filled_formula(self, characters: int) -> None:
        """A formula that had to be written out for its cell, which takes longer than reading it."""
        self.take_text(4 * characters)

    def take_text(self, characters: int) -> None:
        self.text += characters
        if self.text > MAX_TEXT:
            raise OverBudget(f"holds more than {MAX_TEXT // 2**20} million characters of text")

    def take_rows(self, rows: int) -> None:
        self.rows += rows
        if self.rows > MAX_ROWS:
            raise OverBudget(f"holds more than {MAX_ROWS:,} rows")

    def take_tags(self, tags: int) -> None:
        self.tags += tags
        if self.tags > MAX_TAGS:
            raise OverBudget("holds more than its size lets one expect")

    def take_area(self) -> None:
        self.areas += 1
        if self.areas > MAX_AREAS:
            raise OverBudget(f"holds more than {MAX_AREAS:,} merged areas")
