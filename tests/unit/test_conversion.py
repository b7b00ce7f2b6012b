"""A workbook of another kind becomes a new one: each filled cell of it is found again."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sheet_sync.core.book import Book
from sheet_sync.core.layout.headers import FIRST_NAMES, LAST_NAMES, aliases
from sheet_sync.core.new_workbook.conversion import Conversion, converted, left_sheet
from sheet_sync.core.records import CellRef, Snapshot
from sheet_sync.core.schema import TABLES, header_key
from sheet_sync.core.values import shown
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.new.make import new_workbook
from sheet_sync.excel.read.reading import read_grids
from tests.conftest import shared
from tests.tables import snapshot_of

AS_OF = date(2026, 11, 24)

YEARS = {
    "2025": "Name | Company | Email | Follow up\nDana Reyes | Harbor | dana@harbor.example | call her",
    "2026": "Name | Company | Email | Follow up | Notes\nLee Park | Blue | lee@blue.example | 2026-12-01 | tall",
}
TYPED_DATES = {
    "People": """
Name | E-mail | Follow-up date | Last contact | ID | Birthday | Notes | Notes
Dana Reyes | dana@harbor.example | 2026-12-01 | 2026-10-01 | 7 | 1980-05-04 | one | two
Lee Park | lee@blue.example | soon | | 8 | 46268 | three | four
"""
}
COMBINED = {
    "Networking": """
My networking list 2026
Name | Company | Email | Interview date | Minutes | What I learned | Thank you sent | Reached out | Follow up
Dana Reyes | Harbor | dana@harbor.example | 2026-10-01 | 30 | A lot | yes | 2026-09-01 | write in May
Dana Reyes | Harbor | | 2026-11-02 | 25 | More | no | 2026-10-20 | send the book
Lee Park | Blue | lee@blue.example | TBD | | | no | 2026-10-21 | ask Dana
Lee Park | Blue | | TBA | | | | 2026-10-22 | ask again
Total | 2
""",
    "Books to read": "Title | Who said so\nDeep Work | Dana",
}
DIFFERENT = {
    "Contacts": """
First name | Last name | Contact info | Status | Link | Box
Ana | Ruiz | a@sol.example / 555 123 4567 | spoke to her already | =HYPERLINK("https://a.example","site") => site | TRUE
Bo | Lindt (Bob) | n/a | Met | #N/A | FALSE
| | | | stray
""",
    "Interviews": """
Contact | Date | Start | Minutes | Status | Mood
Ana Ruiz | Oct 3, 2026 | 10:00 - 10:30 | | Done | sunny
Bo Lindt | some day | 3pm | half an hour | done, I think | grey
""",
    "Settings": "Setting | Value\nYour name | Robin\nDate order | M/D/Y\nMy own | 4",
}


def _taken(sheets: Mapping[str, str]) -> tuple[Snapshot, Conversion]:
    snapshot = snapshot_of(sheets)
    return snapshot, converted(Book(snapshot, AS_OF))


def _made(conversion: Conversion) -> set[str]:
    """The texts of all cells of the new workbook, as a file."""
    owned = [left_sheet(conversion.left)] if conversion.left else []
    made = new_workbook(conversion.tables, conversion.settings, owned)
    grids = read_grids(Package.from_bytes(made, "new.xlsx"))
    return {str(shown(cell)) for grid in grids for row in grid.rows.values() for cell in row}


_KNOWN = {key for schema in TABLES for key in aliases(schema)} | FIRST_NAMES | LAST_NAMES
"""Headers that a field of the new workbook stands for."""


def _mended(book: Book) -> dict[CellRef, str]:
    """What ``check --fix`` would write into a cell."""
    return {
        note.where or ref: str(note.fix)
        for entry in book.all_entries()
        for field in entry.table.schema.fields
        if (ref := entry.ref(field.name)) is not None
        for note in entry.reading(field.name).notes
        if note.has_fix
    }


def _texts(conversion: Conversion) -> set[str]:
    """What the new workbook will hold."""
    rows = [row for table in conversion.tables.values() for row in table]
    headers = {header for row in rows for header in row}
    values = {str(value) for row in [*rows, conversion.settings] for value in row.values()}
    return headers | values | {str(one.value) for one in conversion.left}


def _lost(snapshot: Snapshot, texts: set[str]) -> list[str]:
    """The filled cells that are nowhere in the new workbook, neither as typed nor as they would be mended."""
    book = Book(snapshot, AS_OF)
    mended = _mended(book)
    lost = []
    for grid in snapshot.grids:
        for number, cells in grid.rows.items():
            for column, content in enumerate(cells, 1):
                ref, value = CellRef(grid.name, number, column), shown(content)
                if value in (None, "", False) or str(value) in texts or header_key(str(value)) in _KNOWN:
                    continue
                if mended.get(ref) not in texts and not any(str(value) in name for name in texts):
                    lost.append(f"{ref}: {value}")
    return lost


@pytest.mark.parametrize("sheets", [YEARS, TYPED_DATES, COMBINED, DIFFERENT], ids=["years", "dates", "combined", "odd"])
def test_each_filled_cell_is_found_in_the_new_workbook(sheets: Mapping[str, str]) -> None:
    snapshot, conversion = _taken(sheets)

    assert _lost(snapshot, _made(conversion)) == []


@pytest.mark.parametrize("name", ["title-rows", "one-sheet-for-all", "split-names-messy-dates"])
def test_each_filled_cell_of_real_peoples_sheets_is_found(name: str) -> None:
    snapshot = Snapshot("excel", name, "f", read_grids(Package.open(shared("habits", f"{name}.xlsx"))))

    assert _lost(snapshot, _made(converted(Book(snapshot, AS_OF)))) == []


_WORDS = st.sampled_from(
    ["Dana Reyes", "Lee Park", "TBD", "no", "yes", "42", "x@y.example", "2026-10-01", "10:00", "'7", ""]
)
_HEADERS = st.sampled_from(
    [
        "Name",
        "Company",
        "Email",
        "Interview date",
        "What I learned",
        "Thank you sent",
        "Notes",
        "Mood",
        "Follow-up date",
        "Minutes",
        "Status",
        "ID",
        "Last contact",
        "First name",
        "Last name",
        "Datum",
    ]
)


@settings(max_examples=30)
@given(st.data())
def test_whatever_the_sheets_hold_nothing_is_lost(data: st.DataObject) -> None:
    sheets = {}
    for name in data.draw(st.lists(st.sampled_from(["2025", "2026", "People", "Talks"]), unique=True, min_size=1)):
        headers = data.draw(st.lists(_HEADERS, min_size=2, max_size=9))
        rows = data.draw(st.lists(st.lists(_WORDS, min_size=len(headers), max_size=len(headers)), max_size=5))
        sheets[name] = "\n".join(" | ".join(line) for line in [headers, *rows])
    snapshot, conversion = _taken(sheets)

    assert _lost(snapshot, _texts(conversion)) == []


def test_sheets_of_one_kind_come_one_after_the_other() -> None:
    _, conversion = _taken(YEARS)

    assert [row["Name"] for row in conversion.tables["Contacts"]] == ["Dana Reyes", "Lee Park"]
    assert [row["Follow up"] for row in conversion.tables["Contacts"]] == ["call her", date(2026, 12, 1)]
    assert conversion.left == ()


def test_days_in_columns_of_ones_own_are_shown_as_days() -> None:
    _, conversion = _taken(TYPED_DATES)
    owned = [left_sheet(conversion.left)]
    sheet = load_workbook(io.BytesIO(new_workbook(conversion.tables, {}, owned)))["Contacts"]
    shown_as = {header.value: cell.number_format for header, cell in zip(sheet[1], sheet[2], strict=True)}

    assert shown_as["Birthday"] == shown_as["Next contact"] == shown_as["Last contact, as typed"] == "yyyy-mm-dd"
    assert "Follow-up date" in shown_as, "what is no day stays under its own header"


def test_settings_are_taken_over() -> None:
    _, conversion = _taken(DIFFERENT)

    assert conversion.settings == {"Your name": "Robin", "Date order": "M/D/Y"}
    assert [str(one.cell) for one in conversion.left if one.cell.sheet == "Settings"] == ["Settings!A4", "Settings!B4"]


def test_ids_stay_so_that_what_refers_to_them_still_does() -> None:
    _, conversion = _taken(
        {
            "Contacts": "ID | Name | Email\nc-7k3f9q2m | Dana Reyes | d@x.example",
            "Interviews": "Contact | Date\nc-7k3f9q2m | 2026-10-01",
        }
    )

    assert conversion.tables["Contacts"][0]["ID"] == "c-7k3f9q2m"
    assert conversion.tables["Interviews"][0]["Contact"] == "c-7k3f9q2m"
