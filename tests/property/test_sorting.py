"""Any sort that leaves the ID column behind: nothing is lost, and nobody's history becomes another's."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sheet_sync.core.records import Grid
from sheet_sync.core.values import Content
from sheet_sync.store.looking_back import Line
from sheet_sync.store.store import Store
from tests.pairs import Pair, grid, workbook

HEADER = ("Name", "Email", "Stay in touch", "Notes")
TOOLS = ("ID", "Last contact", "Next contact")
NAMES = ("Ann", "Bo", "Cy", "Dee", "Eve")


def contacts() -> Grid:
    people = ((name, f"{name.casefold()}@x.example", "Monthly" if name < "C" else None, "met") for name in NAMES)
    return grid("Contacts", HEADER, *people)


def touches() -> Grid:
    rows = ((name, date(2026, 11, number), "Call", "ok") for number, name in enumerate(NAMES, 1))
    return grid("Touches", ("Contact", "Date", "How", "Note"), *rows)


def sort(pair: Pair, order: list[int], along: tuple[str, ...]) -> None:
    """The user's columns are sorted, and of the tool's those that the filter reaches."""
    found = pair.replicas["excel"].contents.grid("Contacts")
    assert found is not None
    header = list(found.rows[1])
    moving = {header.index(title) for title in (*HEADER, *along) if title in header}
    rows: list[list[Content]] = [[*row, *[None] * (len(header) - len(row))] for row in list(found.rows.values())[1:]]
    mixed = [[rows[order[i]][c] if c in moving else rows[i][c] for c in range(len(header))] for i in range(len(rows))]
    pair.put_sheet("excel", grid("Contacts", header, *mixed))


@given(
    order=st.permutations(range(len(NAMES))),
    along=st.sampled_from([(), ("Last contact",), ("Last contact", "Next contact")]),
    edited=st.none() | st.integers(0, len(NAMES) - 1),
)
def test_ids_and_histories_stay_with_the_people(order: list[int], along: tuple[str, ...], edited: int | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair.of(Path(folder), workbook("excel", contacts(), touches()))
        pair.sync()
        before = {str(row["Name"]): row for row in pair.rows("excel")}
        sort(pair, order, along)
        if edited is not None:
            pair.edit("excel", "Contacts", edited + 1, "Notes", "met again")

        report = pair.sync()

        expected = dict(before)
        if edited is not None:
            name = NAMES[order[edited]]
            expected[name] = {**before[name], "Notes": "met again"}
        assert {str(row["Name"]): row for row in pair.rows("excel")} == expected
        assert report.replicas[0].changes_in.changed == (edited is not None)
        assert bool(report.notes) == (order != sorted(order))
        changed = [line.event for line in history(pair) if line.event.action != "added"]
        assert [event.new for event in changed] == ["met again"] * (edited is not None)
        assert not pair.sync().replicas[0].cells


def history(pair: Pair) -> tuple[Line, ...]:
    project = pair.replicas["excel"].contents.project_id
    assert project is not None
    with Store.open(pair.store, read_only=True) as store:
        return store.history(project)
