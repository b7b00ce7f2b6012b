"""One workbook as it was read: grids of cells, before anybody asks what they mean.

Rows and columns are counted from 1, as the user sees them.  A replica (an Excel file, a Google Sheet) is read into a
:class:`Snapshot`; what the grids mean is decided once, in :mod:`sheet_sync.core.layout`, for all kinds alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sheet_sync.core.values import Content

_PLAIN_SHEET_NAME = re.compile(r"^[^\W\d]\w*$")
_LOOKS_LIKE_A_CELL = re.compile(r"^(?:[A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]\d*|[Rr]|[Cc])$")

MAX_ROW = 1_048_576
"""Rows of an Excel sheet.  Source: Microsoft, Excel specifications and limits."""
MAX_COLUMN = 16_384
"""Columns of an Excel sheet (XFD).  Source: as above."""
MAX_TEXT = 32_767
"""Characters an Excel cell can hold.  Source: as above."""


def column_letters(column: int) -> str:
    """The letters of a column: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column: ``A`` is 1, ``AB`` is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def quoted_sheet(name: str) -> str:
    """A sheet's name as it stands in a reference: quoted where the spreadsheet quotes it.

    >>> quoted_sheet("Contacts"), quoted_sheet("My list"), quoted_sheet("Dana's"), quoted_sheet("Q1")
    ('Contacts', "'My list'", "'Dana''s'", "'Q1'")
    """
    if _PLAIN_SHEET_NAME.match(name) and not _LOOKS_LIKE_A_CELL.match(name):
        return name
    return "'" + name.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell, named as the spreadsheet names it: ``Contacts!F7``, ``'My list'!A1``."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{quoted_sheet(self.sheet)}!{self.address}"

    @property
    def address(self) -> str:
        """The cell without its sheet: ``F7``."""
        return f"{column_letters(self.column)}{self.row}"

    @classmethod
    def parse(cls, text: str) -> CellRef:
        """``Contacts!F7`` or ``'My list'!$A$1``; quotes are optional, around the sheet or around all of it.

        The Windows command prompt hands on the single quotes that other shells need and take away.

        Raises:
            ValueError: the text does not name one cell within XFD1048576.
        """
        text = text.strip()
        if len(text) > 2 and text[0] == text[-1] and text[0] in "'\"":
            text = text[1:-1]
        sheet, _, address = text.rpartition("!")
        if len(sheet) >= 2 and sheet[0] == sheet[-1] == "'":
            sheet = sheet[1:-1].replace("''", "'")
        match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", address.strip())
        if not sheet or match is None:
            raise ValueError(f"{text!r} does not name a cell, such as Contacts!F7")
        ref = cls(sheet, int(match[2]), column_number(match[1]))
        if ref.row > MAX_ROW or ref.column > MAX_COLUMN:
            raise ValueError(f"{text!r} lies beyond the last cell of a sheet, XFD1048576")
        return ref


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> Area:
        """``A1:K14``, ``B2`` (one cell), with or without ``$``.  Raises ``ValueError``."""
        first, _, last = text.replace("$", "").partition(":")
        one, other = CellRef.parse(f"x!{first}"), CellRef.parse(f"x!{last or first}")
        rows, columns = sorted((one.row, other.row)), sorted((one.column, other.column))
        return cls(rows[0], columns[0], rows[1], columns[1])

    def __str__(self) -> str:
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class ListObject:
    """An Excel Table (or a typed Table of Google): ``area`` covers header, rows and totals row."""

    name: str
    area: Area
    columns: tuple[str, ...]
    has_header: bool = True
    has_totals: bool = False


@dataclass(slots=True)
class Grid:
    """One worksheet's cells.

    ``rows`` maps a row's number to its contents from column A on, trailing empty cells cut; a row that holds
    nothing is absent, however it is formatted.  Numbers shown as dates or times are ``date``/``datetime``/``time``.
    """

    name: str
    rows: dict[int, list[Content]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    list_objects: tuple[ListObject, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_protected: bool = False

    def at(self, row: int, column: int) -> Content:
        """The content of a cell, ``None`` where there is none."""
        cells = self.rows.get(row)
        return cells[column - 1] if cells is not None and column <= len(cells) else None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One replica as it was read, at one moment.

    ``fingerprint`` changes whenever the replica does (for a file: the SHA-256 of its bytes).
    ``project_id`` is the ID that ties the replica to its store, ``None`` where it carries none yet.
    ``read_only`` says in words why nothing can be written, ``None`` where it can.
    ``links`` maps a sheet's name to what opens it in a browser (a Google Sheet's ``#gid=``), empty for files.
    ``modified`` is when it was last saved, ``None`` where the place does not tell.
    ``first_day`` is the first that a cell can hold as a date.
    ``title`` is what its owner calls it where the location does not tell.
    """

    kind: str
    location: str
    fingerprint: str
    grids: tuple[Grid, ...]
    project_id: str | None = None
    read_only: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = field(default=None, compare=False)
    first_day: date = date.min
    title: str = field(default="", compare=False)

    def grid(self, name: str) -> Grid | None:
        """The sheet of that name (letter case does not matter, as in Excel), or ``None``."""
        wanted = name.casefold()
        return next((grid for grid in self.grids if grid.name.casefold() == wanted), None)
