"""A person edits the Sheet in the very moment it is written to: nothing of theirs is lost, nothing of ours doubled.

Each edit is slipped in before or after one request of a write, by the emulator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

from sheet_sync.core.changes import AddRow, Change, DeleteRow, Plan, SetCell
from sheet_sync.core.records import CellRef, column_letters
from sheet_sync.errors import WorkbookChanged
from sheet_sync.google.book import GoogleSnapshot
from sheet_sync.google.replica import GoogleReplica
from tests.google.stage import CONTACTS, HEADER, Stage
from tests.servers.human import Human

DANA, LEE, KIM, ADA = "c-00000001", "c-00000002", "c-00000003", "c-00000004"
Rows = dict[str, dict[str, str]]
TYPED_ROW = {"Name": "Typed Now", "Organization": "Field"}


def shown(human: Human) -> tuple[list[str], dict[str, int], list[list[str]]]:
    """The header, the rows' numbers by ID, and all rows, wherever the table stands."""
    table = human.table(human.book.sheets[0].title)
    top = next(number for number, row in enumerate(table) if "Name" in row)
    header = table[top]
    at = header.index("ID")
    numbers = {row[at]: number for number, row in enumerate(table, 1) if number > top + 1 and len(row) > at and row[at]}
    return header, numbers, table


def type_into(row: str, field: str, words: str) -> Callable[[Human], object]:
    """Type into a person's cell, if they are still there."""

    def edit(human: Human) -> None:
        header, numbers, _ = shown(human)
        if row in numbers and field in header:
            sheet = human.book.sheets[0].title
            human.put(f"{sheet}!{column_letters(header.index(field) + 1)}{numbers[row]}", words)

    return edit


def delete(row: str) -> Callable[[Human], object]:
    def edit(human: Human) -> None:
        _, numbers, _ = shown(human)
        if row in numbers:
            human.delete_rows(human.book.sheets[0].title, numbers[row])

    return edit


def type_new_row(human: Human) -> None:
    """Right below the last row, as people do."""
    _, _, table = shown(human)
    human.fill("Contacts", [[None, "Typed Now", "Field"]], first_row=len(table) + 1)


def copy_below(human: Human) -> None:
    _, numbers, table = shown(human)
    human.copy_row("Contacts", numbers[KIM], len(table) + 1)


@dataclass(frozen=True)
class Edit:
    """What a person does, and what becomes of the rows if they do it while everybody else is still."""

    do: Callable[[Human], object]
    means: Callable[[Rows], object] = lambda rows: None


def _set(row: str, field: str, words: str) -> Callable[[Rows], object]:
    return lambda rows: rows.get(row, {}).update({field: words})


def _drop_field(rows: Rows) -> None:
    for row in rows.values():
        row.pop("Organization", None)


EDITS = {
    "insert a row above": Edit(lambda human: human.insert_rows("Contacts", 2)),
    "insert a row above the header": Edit(lambda human: human.insert_rows("Contacts", 1)),
    "insert nine rows above the header": Edit(lambda human: human.insert_rows("Contacts", 1, 9)),
    "insert five rows in the middle": Edit(lambda human: human.insert_rows("Contacts", 3, 5)),
    "delete the row that is deleted": Edit(delete(DANA), lambda rows: rows.pop(DANA, None)),
    "delete a row that is written": Edit(delete(LEE), lambda rows: rows.pop(LEE, None)),
    "sort backwards": Edit(lambda human: human.sort("Contacts", "B", descending=True)),
    "sort": Edit(lambda human: human.sort("Contacts", "C")),
    "type into another cell": Edit(type_into(LEE, "Email", "new@example.org"), _set(LEE, "Email", "new@example.org")),
    "type into a cell that is written": Edit(type_into(LEE, "Notes", "mine"), _set(LEE, "Notes", "mine")),
    "type into a row that is deleted": Edit(type_into(DANA, "Notes", "mine"), _set(DANA, "Notes", "mine")),
    "type a new row": Edit(type_new_row, lambda rows: rows.update({"Typed Now": TYPED_ROW})),
    "drag a row down": Edit(lambda human: human.move_row("Contacts", 2, 5)),
    "copy a row": Edit(copy_below, lambda rows: rows.update({f"{KIM} again": dict(rows[KIM])})),
    "insert a column": Edit(lambda human: human.insert_columns("Contacts", "C")),
    "insert a column at the left": Edit(lambda human: human.insert_columns("Contacts", "A")),
    "delete a column": Edit(lambda human: human.delete_columns("Contacts", "C"), _drop_field),
    "rename the sheet": Edit(lambda human: human.rename_sheet("Contacts", "People")),
    "add a sheet": Edit(lambda human: human.add_sheet("Other", [["x"]])),
}  # fmt: skip


def make_plan(seen: GoogleSnapshot) -> Plan:
    """What sync would decide: two cells, a new row and a row that goes, as long as they are not there yet."""
    grid = seen.grids[0]
    top = next(row for row, cells in grid.rows.items() if "Name" in cells)
    columns = {str(name): number for number, name in enumerate(grid.rows[top], 1) if name}
    numbers: dict[str, int] = {}
    for row in grid.rows:
        if row > top and grid.at(row, columns["ID"]) is not None:
            numbers.setdefault(str(grid.at(row, columns["ID"])), row)
    changes: list[Change] = []
    for id_, field, old, new in ((LEE, "Notes", None, "from Excel"), (KIM, "Organization", "Mill", "Millhouse")):
        if id_ in numbers and field in columns:
            ref = CellRef(grid.name, numbers[id_], columns[field])
            if grid.at(ref.row, ref.column) == old:
                changes.append(SetCell(ref, new, old, "Contacts", id_, field))
    if ADA not in numbers:
        cells = {
            columns[f]: v for f, v in (("ID", ADA), ("Name", "Ada Vale"), ("Organization", "Vale")) if f in columns
        }
        changes.append(AddRow(grid.name, max(grid.rows), cells, "Contacts", ADA))
    if DANA in numbers and "met at the fair" in grid.rows[numbers[DANA]]:
        changes.append(DeleteRow(grid.name, numbers[DANA], "Contacts", DANA))
    return Plan(tuple(changes))


def write(replica: GoogleReplica) -> int:
    """As sync does: begin anew where the Sheet changed under its hands.  How often it took."""
    for attempt in range(1, 4):
        seen = replica.read()
        try:
            replica.write(make_plan(seen), seen)
        except WorkbookChanged:
            continue
        return attempt
    raise AssertionError("never done")


def rows_of(human: Human) -> Rows:
    """What the Sheet holds, by ID, or by name where there is none."""
    header, _, table = shown(human)
    top = next(number for number, row in enumerate(table) if "Name" in row)
    assert not any(any(row) for row in table[:top]), "something stands above the header"
    rows: Rows = {}
    for row in table[top + 1 :]:
        cells = {name: cell for name, cell in zip(header, row, strict=False) if cell}
        if cells:
            key = cells.get("ID") or cells["Name"]
            rows[f"{key} again" if key in rows else key] = cells
    return rows


def expected(edit: Edit, *, is_first: bool) -> Rows:
    """Our changes and theirs, theirs where they meet; ``is_first``: they came before us."""
    rows: Rows = {row[0]: {name: cell for name, cell in zip(HEADER, row, strict=True) if cell} for row in CONTACTS[1:]}
    before = {key: dict(row) for key, row in rows.items()}
    if is_first:
        edit.means(rows)
    if rows.get(DANA) in (before[DANA], {k: v for k, v in before[DANA].items() if k != "Organization"}):
        del rows[DANA]
    for row, field, words in ((LEE, "Notes", "from Excel"), (KIM, "Organization", "Millhouse")):
        if row in rows and rows[row].get(field) == before[row].get(field):
            rows[row][field] = words
    rows[ADA] = {"ID": ADA, "Name": "Ada Vale"}
    if any("Organization" in row for row in rows.values()):
        rows[ADA]["Organization"] = "Vale"
    if not is_first:
        edit.means(rows)
    return rows


@pytest.mark.parametrize("nth", [1, 2], ids=["first write", "second write"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_during_a_write_is_kept_and_ours_goes_where_it_belongs(
    stage: Stage, replica: GoogleReplica, name: str, when: str, nth: int
) -> None:
    edit = EDITS[name]
    getattr(stage.server, when)("write", lambda: edit.do(stage.human), nth=nth)
    write(replica)

    is_first = (when, nth) == ("before", 1)
    assert stage.server.waiting == 0
    assert rows_of(stage.human) == expected(edit, is_first=is_first)
    assert not [title for title in stage.titles() if title.startswith("sheet-sync")]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_around_the_reading_is_seen_or_met(stage: Stage, replica: GoogleReplica, name: str, when: str) -> None:
    edit = EDITS[name]
    getattr(stage.server, when)("read", lambda: edit.do(stage.human))
    write(replica)

    assert rows_of(stage.human) == expected(edit, is_first=True)


@pytest.mark.parametrize("pair", [("sort", "type a new row"), ("insert a row above", "sort backwards"),
                                  ("delete a row that is written", "insert five rows in the middle"),
                                  ("sort", "sort backwards"), ("type a new row", "sort")])  # fmt: skip
def test_two_edits_in_a_row_are_kept_too(stage: Stage, replica: GoogleReplica, pair: Iterable[str]) -> None:
    """The second comes while the first is being put right."""
    first, second = (EDITS[name] for name in pair)
    stage.server.before("write", lambda: first.do(stage.human), nth=1)
    stage.server.before("write", lambda: second.do(stage.human), nth=2)
    write(replica)

    both = Edit(first.do, lambda rows: (first.means(rows), second.means(rows)))
    assert rows_of(stage.human) == expected(both, is_first=True)
    assert not [title for title in stage.titles() if title.startswith("sheet-sync")]


def test_putting_a_write_right_takes_one_request_more(stage: Stage, replica: GoogleReplica) -> None:
    stage.server.before("write", lambda: stage.human.sort("Contacts", "B", descending=True))
    stage.server.forget_requests()
    write(replica)

    assert stage.server.counted() == 4


def test_what_was_edited_meanwhile_is_said_by_cell_and_counts_as_not_written(
    stage: Stage, replica: GoogleReplica
) -> None:
    stage.server.before("write", lambda: stage.human.put("Contacts!E3", "mine"))
    seen = replica.read()
    made = make_plan(seen)
    replica.write(made, seen)

    assert replica.unwritten == (made.changes[0],)
    assert replica.notes == (
        "Contacts!E2 was edited in the Google Sheet at that very moment; the edit stayed. Sync again to bring it in.",
    )


def test_what_was_put_back_looks_as_before(stage: Stage, replica: GoogleReplica) -> None:
    """A note and a colour of a row that was hit by mistake, or deleted by mistake, come back with it."""
    stage.human.note("Contacts!B2", "dear Dana")
    stage.human.note("Contacts!B3", "dear Lee")
    stage.human.format("Contacts!E3", "TEXT")
    stage.server.before("write", lambda: stage.human.insert_rows("Contacts", 2))
    write(replica)

    _, numbers, _ = shown(stage.human)
    assert stage.human.cell(f"Contacts!B{numbers[LEE]}").note == "dear Lee"
