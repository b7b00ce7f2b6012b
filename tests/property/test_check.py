"""Whatever stands in a workbook, check says something sensible about it, and fixing settles."""

from __future__ import annotations

from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.book import Book
from sheet_sync.core.records import Grid, Snapshot
from sheet_sync.core.rules import Severity, check
from sheet_sync.core.rules.fixing import plan_fixes
from sheet_sync.core.schema import TABLES, TableSchema
from sheet_sync.core.sync.applied import apply_plan
from sheet_sync.core.values import Content, ErrorValue, Formula

AS_OF = date(2026, 11, 24)
TYPED = (
    "Dana Reyes", "dana", "Reyes, Dana", " Lee  Park ", "LEE@PARK.EXAMPLE", "lee@", "2065550118", "+1 206-555-0118 x2",
    "3/4/2026", "4 Mar 26", "last week", "TBD", "yes", "sent 9/18", "10:00 - 10:30", "noon", "1h", "★★★★", "Zoom",
    "Completed, thank you sent", "=1+1", "c-7k3f9q2m", "i-7k3f9q2m", "Dana Reyes, 2026-11-20", "Scheduled", "０１２",
)  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.sampled_from(TYPED),
    st.text(max_size=12),
    st.booleans(),
    st.integers(-5, 60_000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 (cells have no zone)
    st.times().map(lambda moment: time(moment.hour, moment.minute)),
)
ERRORS = st.sampled_from(("#N/A", "#REF!", "#DIV/0!")).map(ErrorValue)
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    SCALARS, SCALARS, ERRORS, st.builds(Formula, st.just("A1"), st.one_of(SCALARS, ERRORS))
)


@st.composite
def grids(draw: st.DrawFn, schema: TableSchema) -> Grid:
    """A sheet of a table: some of its columns, the required ones among them, in any order, and odd rows below."""
    names = [field.name for field in schema.fields if field.required or draw(st.booleans())]
    header: list[Content] = [*draw(st.permutations(names)), "A column of mine"]
    rows = draw(st.lists(st.lists(CONTENTS, min_size=len(header), max_size=len(header)), max_size=2))
    return Grid(schema.name, {1: header} | {number: row for number, row in enumerate(rows, start=2) if any(row)})


WORKBOOKS = st.tuples(*(grids(schema) for schema in TABLES)).map(
    lambda sheets: Snapshot("excel", "odd.xlsx", "made by hypothesis", sheets)
)


@given(WORKBOOKS)
def test_no_rule_and_no_reading_fails_whatever_the_cells_hold(snapshot: Snapshot) -> None:
    findings = check(Book(snapshot, AS_OF))

    assert not [one for one in findings if one.code == "TX09" or "fault of its own" in one.message]
    assert all(one.message and one.code and isinstance(one.severity, Severity) for one in findings)


@given(WORKBOOKS)
def test_fixing_settles_and_never_touches_formulas_errors_or_empty_cells(snapshot: Snapshot) -> None:
    fixes = plan_fixes(Book(snapshot, AS_OF), check)
    fixed = Book(apply_plan(snapshot, fixes.plan), AS_OF)

    assert not plan_fixes(fixed, check).plan
    for one in fixes.fixed:
        grid = snapshot.grid(one.change.ref.sheet)
        assert grid is not None
        assert grid.at(one.change.ref.row, one.change.ref.column) == one.change.old
        assert not isinstance(one.change.old, Formula | ErrorValue)
