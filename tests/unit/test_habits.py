"""Real people's sheets: mapping, rows, values and advice as ../shared/habits states them, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sheet_sync.core.book import Book, Entry
from sheet_sync.core.readings import Do, Note
from sheet_sync.core.records import CellRef, Grid, Snapshot, column_letters
from sheet_sync.core.schema import SETTINGS_SHEET
from sheet_sync.core.tables import OWN, Table
from sheet_sync.excel.file.package import Package
from sheet_sync.excel.read.reading import read_grids
from tests.conftest import SHARED, shared

FILES = ("title-rows", "one-sheet-for-all", "split-names-messy-dates")
_ORDER = (Do.READ, Do.FIX, Do.FLAG, Do.ASK)


def _expected(name: str) -> dict[str, Any]:
    path = SHARED / "habits" / f"{name}.expected.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"tables": [], "advice": []}
    return loaded


@cache
def _grids(path: Path) -> tuple[Grid, ...]:
    return read_grids(Package.open(path))


@cache
def _book(name: str, date_order: str = "M/D/Y") -> Book:
    """A workbook of ../shared/habits with the settings that its expectations assume."""
    settings = Grid(
        SETTINGS_SHEET,
        {1: ["Setting", "Value"], 2: ["Default country", "US"], 3: ["Date order", date_order or None]},
    )
    grids = (*_grids(shared("habits", f"{name}.xlsx")), settings)
    return Book(Snapshot("excel", f"{name}.xlsx", "", grids), date(2026, 11, 24))


def _tables() -> Iterator[Any]:
    for name in FILES:
        for table in _expected(name)["tables"]:
            yield pytest.param(name, table, id=f"{name}-{table['table']}")


def _rows() -> Iterator[Any]:
    for name in FILES:
        for table in _expected(name)["tables"]:
            for row in table["rows"]:
                number = row["rows"][0] if "rows" in row else row["row"]
                yield pytest.param(name, table["table"], number, row, id=f"{name}-{table['table']}-row-{number}")


def _advice() -> Iterator[Any]:
    for name in FILES:
        for advice in _expected(name)["advice"]:
            yield pytest.param(name, advice, id=f"{name}-{advice['cell']}")


def _by_order() -> Iterator[Any]:
    for name in FILES:
        for advice in _expected(name)["advice"]:
            for order, value in advice.get("value_by_date_order", {}).items():
                yield pytest.param(name, advice["cell"], order, value, id=f"{name}-{advice['cell']}-{order}")


pytestmark = pytest.mark.skipif(
    not (SHARED / "habits").exists(), reason="../shared/habits is not beside this checkout, so its cases are not run"
)


@pytest.mark.parametrize(("name", "expected"), list(_tables()))
def test_each_column_is_read_as_its_field(name: str, expected: dict[str, Any]) -> None:
    """The header is found where it stands, and each column means what the evidence says."""
    table = _book(name).layout.tables[expected["table"]]

    assert table.grid.name == expected["sheet"]
    assert table.header_row == expected["header_row"]
    for letters, meaning in expected["columns"].items():
        assert _meaning(table, letters, meaning), f"{letters}: {meaning}"


def _meaning(table: Table, letters: str, meaning: str) -> bool:
    columns = {column_letters(column.number): column for column in table.columns}
    here = [columns[letter] for letter in letters.split("+")]
    if meaning.startswith(("own column", "Address (offered fix) or own")):
        return all(column.key.startswith(OWN) for column in here)
    if meaning.startswith("Name ("):
        nick = next(column for column in table.columns if "nickname" in column.gives)
        return [column.key for column in here] == ["Name/first", "Name/last"] and column_letters(nick.number) == "C"
    if meaning.startswith("(Last contact is computed"):
        return here[0].key == "Last contact"
    first, _, second = meaning.partition(" + ")
    column = here[0]
    if meaning == "Email + Phone":
        return column.gives == ("Email", "Phone")
    return column.key == first and (not second or second in column.gives)


@pytest.mark.parametrize(("name", "expected"), list(_tables()))
def test_only_records_are_rows(name: str, expected: dict[str, Any]) -> None:
    """Examples, dividers, totals and blanks are no rows; every other row is one, none is lost."""
    table = _book(name).layout.tables[expected["table"]]
    rows = [row["rows"] if "rows" in row else [row["row"]] for row in expected["rows"]]

    assert [[number, *table.joined.get(number, ())] for number in table.rows] == rows
    assert not {row["row"] for row in expected.get("not_rows", ())} & set(table.rows)


@pytest.mark.parametrize(("name", "table", "number", "expected"), list(_rows()))
def test_each_row_has_the_values_that_were_meant(name: str, table: str, number: int, expected: dict[str, Any]) -> None:
    """Every field's value, and nothing where nothing usable stands."""
    entry = next(entry for entry in _book(name).entries(table) if entry.number == number)
    computed = {field.name for field in entry.table.schema.computed}
    found = {field.name: _value(entry, field.name) for field in entry.table.schema.fields if field.name not in computed}

    wanted = dict.fromkeys(found) | {key: value for key, value in expected["values"].items() if key != "nickname"}
    for key in ("Contact", "Referred by"):
        wanted[key] = _row_meant(entry, wanted.get(key)) if key in wanted else None
    assert found == {key: value for key, value in wanted.items() if key in found}
    if "typed_last_contact" in expected:
        assert str(entry.value("Last contact")) == expected["typed_last_contact"]
    assert list(entry.reading("Email").also.get("other emails", ()) if table == "Contacts" else ()) == expected.get(
        "other_emails", []
    )
    assert list(
        entry.reading("Phone").also.get("other phones", ()) if "other_phones" in expected else ()
    ) == expected.get("other_phones", [])


def _value(entry: Entry, field: str) -> Any:
    """A value as the expectations have it: ISO texts, a row for a reference, null for sent on no known day."""
    if field in ("Contact", "Referred by"):
        match = entry.referred(field)
        return match.entry.number if match.entry else None
    value = entry.value(field)
    if value is True:
        return None
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date | datetime) else value


def _row_meant(entry: Entry, wanted: str | None) -> int | None:
    """``row 6``, ``People row 2`` or a name, as the contact's row."""
    if wanted is None:
        return None
    if "row " in wanted:
        return int(wanted.rpartition(" ")[2])
    return next(contact.number for contact in entry.book.contacts if contact.text("Name") == wanted)


@pytest.mark.parametrize(("name", "advice"), list(_advice()))
def test_each_cell_is_read_fixed_flagged_or_asked_about(name: str, advice: dict[str, Any]) -> None:
    """What the tool does about a cell is what a careful person would."""
    book = _book(name)
    where = CellRef.parse(advice["cell"])
    found = [note.do for note in _notes_at(book, where)]

    if "gone by" in advice["why"]:  # two columns together say so: a rule's matter
        from sheet_sync.core.rules import check

        assert any(finding.cell == where and not finding.fixable for finding in check(book))
    else:
        assert max(found, key=_ORDER.index, default=Do.READ) == advice["do"], list(_notes_at(book, where))


def _notes_at(book: Book, where: CellRef) -> Iterator[Note]:
    """Every note about a cell: of the layout, and of all the fields that are read from it."""
    for layout_note in book.layout.notes:
        if layout_note.where == where:
            yield Note(layout_note.kind, layout_note.do, layout_note.message)
    for table in book.layout.tables.values():
        for entry in book.entries(table.name):
            rows = {entry.number, *table.joined.get(entry.number, ())}
            if table.grid.name == where.sheet and where.row in rows:
                yield from _notes_of(entry, where)


def _notes_of(entry: Entry, where: CellRef) -> Iterator[Note]:
    for field in entry.table.schema.fields:
        for note in entry.reading(field.name).notes:
            if (note.where or entry.ref(field.name)) == where:
                yield note


@pytest.mark.parametrize(("name", "cell", "order", "value"), list(_by_order()))
def test_dates_follow_the_date_order(name: str, cell: str, order: str, value: str | None) -> None:
    """A date such as 3/4/26 is read by the setting, and left alone where there is none."""
    book = _book(name, "" if order == "none" else order)
    where = CellRef.parse(cell)
    entry = next(e for e in book.all_entries() if e.table.grid.name == where.sheet and e.number == where.row)
    if name == "one-sheet-for-all":
        entry = next(e for e in book.interviews if e.number == where.row)
    column = next(column for column in entry.table.columns if column.number == where.column)

    found = entry.value(column.key)
    assert (found.isoformat() if isinstance(found, date) else None) == value


def test_the_users_own_sheets_stay_their_own() -> None:
    """Instructions and lists beside the table are left alone."""
    book = _book("title-rows")

    assert list(book.layout.own_sheets) == _expected("title-rows")["own_sheets"]


def test_a_sheet_for_all_is_named_as_such() -> None:
    """It is read, and a conversion is offered; it is never split unasked."""
    layout = _book("one-sheet-for-all").layout

    assert layout.combined == "Sheet1"
    assert any(note.kind == "combined-sheet" and note.do is Do.ASK for note in layout.notes)
