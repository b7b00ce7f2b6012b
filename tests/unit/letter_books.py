"""Books for the tests of letters, written as a few rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sheet_sync.core.book import Book
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.schema import TABLES_BY_NAME
from sheet_sync.core.values import Content

Row = Mapping[str, Content]

AS_OF = date(2026, 11, 24)

DANA: Row = {
    "ID": "c-7k3f9q2m",
    "Name": "Dana Reyes",
    "Greet as": "Dana",
    "Job title": "Nurse Practitioner",
    "Organization": "Northgate Clinic",
    "Career field": "Nursing",
    "Email": "dana.reyes@northgate-clinic.example",
    "Phone": "+1 202-555-0114",
    "Found through": "Alumni directory",
    "Status": "Met",
}
SETTINGS: Row = {
    "Your name": "Avery Lindgren",
    "Your email": "avery.lindgren@northgate-college.example",
    "Your phone": "+1 202-555-0171",
    "Signature": "Second-year student, Northgate College",
    "Goal": "Midwifery and how midwives train",
    "Default country": "US",
}


def talk(contact: str = "Dana Reyes", day: Content = date(2026, 11, 23), **more: Content) -> Row:
    """A Done talk; further columns by name, ``_`` for a blank."""
    row: dict[str, Content] = {"ID": "i-1a2b3c4d", "Contact": contact, "Date": day, "Status": "Done"}
    return row | {name.replace("_", " "): value for name, value in more.items()}


def book_of(
    contacts: Sequence[Row] = (DANA,),
    interviews: Sequence[Row] = (),
    *,
    settings: Row = SETTINGS,
    as_of: date = AS_OF,
    **tables: Sequence[Row],
) -> Book:
    """A book of these rows; further tables by name."""
    rows = {"Contacts": contacts, "Interviews": interviews, **tables}
    grids = [_grid(name, of_table) for name, of_table in rows.items() if of_table]
    lines: list[list[Content]] = [["Setting", "Value"], *([name, value] for name, value in settings.items())]
    grids.append(Grid("Settings", dict(enumerate(lines, 1))))
    return Book(Snapshot("excel", "interviews.xlsx", "0", tuple(grids)), as_of)


def _grid(name: str, rows: Sequence[Row]) -> Grid:
    columns = [field.name for field in TABLES_BY_NAME[name].fields]
    lines: list[list[Content]] = [list(columns), *([row.get(column) for column in columns] for row in rows)]
    return Grid(name, dict(enumerate(lines, 1)))
