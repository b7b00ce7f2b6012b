"""Whatever a sheet holds: reading it never fails, and no row of a table is lost."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.book import Book
from sheet_sync.core.layout import LAYOUT_KINDS, find_tables
from sheet_sync.core.readings import EMPTY
from sheet_sync.core.records import Area, Grid, Snapshot
from sheet_sync.core.schema import TABLES
from sheet_sync.core.values import Content, ErrorValue, Formula, shown

_HEADERS = sorted({name for table in TABLES for field in table.fields for name in (field.name, *field.aliases[:2])})
_WORDS = [
    "Dana Reyes",
    "Total",
    "e.g. Jane",
    "ALUMNI",
    "— x —",
    "TBD",
    "n/a",
    "10:00-10:30",
    "3/4/26",
    "d@x.org",
    "First",
    "Last",
]
_cells: st.SearchStrategy[Content] = st.one_of(
    st.none(),
    st.sampled_from(_HEADERS),
    st.sampled_from(_WORDS),
    st.text(max_size=12),
    st.booleans(),
    st.integers(-5, 50_000),
    st.dates(),
    st.just(ErrorValue("#N/A")),
    st.builds(Formula, st.just("A1"), st.sampled_from(["x", 1, None, ErrorValue("#REF!")])),
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A sheet with a row of headers somewhere, and anything around it."""
    header: list[Content] = list(draw(st.lists(st.sampled_from(_HEADERS), min_size=1, max_size=8)))
    above = draw(st.lists(st.lists(_cells, max_size=8), max_size=3))
    below = draw(st.lists(st.lists(_cells, max_size=8), max_size=8))
    rows = {
        number: cells for number, cells in enumerate([*above, header, *below], 1) if any(c is not None for c in cells)
    }
    merged = draw(st.sampled_from([(), (Area(1, 1, 1, 4),), (Area(1, 1, 1, 2), Area(1, 3, 1, 4)), (Area(4, 1, 4, 6),)]))
    return Grid(draw(st.sampled_from(["Contacts", "Interviews", "Sheet1", "Settings", "Touches"])), rows, merged)


@given(st.lists(grids(), min_size=1, max_size=2, unique_by=lambda grid: grid.name))
def test_any_sheet_is_read_and_no_row_is_lost(sheets: list[Grid]) -> None:
    book = Book(Snapshot("excel", "x", "", tuple(sheets)), date(2026, 11, 24))

    for entry in book.all_entries():
        for field in entry.table.schema.fields:
            assert entry.reading(field.name) is not None
    for note in book.layout.notes:
        assert note.kind in LAYOUT_KINDS
    for table in book.layout.tables.values():
        if table.is_combined and table.name == "Interviews":
            continue
        numbers = [column.number for column in table.columns]
        known = {*table.rows, *table.skipped, *(row for rows in table.joined.values() for row in rows)}
        others = {other.header_row for other in book.layout.tables.values() if other.grid is table.grid}
        end = min((row for row in others if row > table.header_row), default=max(table.grid.rows) + 1)
        for row, cells in table.grid.rows.items():
            filled = any(shown(c) not in (None, "") for c in cells[min(numbers) - 1 : max(numbers)])
            blank = all(isinstance(c, str) and not c.strip() for c in cells if shown(c) not in (None, ""))
            assert not (table.header_row < row < end) or row in known or not filled or blank, row


@given(grids())
def test_columns_of_a_table_have_keys_of_their_own(grid: Grid) -> None:
    """Two columns never share a field or a key, and a column is in a table once."""
    for table in find_tables([grid]).tables.values():
        keys = [column.key for column in table.columns]

        assert len(keys) == len(set(keys))
        assert len({column.number for column in table.columns}) == len(keys)


def test_an_empty_reading_is_one_value() -> None:
    """Nothing is made for the many cells that hold nothing."""
    book = Book(
        Snapshot("excel", "x", "", (Grid("Contacts", {1: ["Name", "Email"], 2: ["Dana"]}),)), date(2026, 11, 24)
    )

    assert book.contacts[0].reading("Email") is EMPTY
