"""An Excel file and a Google Sheet in one sync, while a person edits the Sheet: each request, one by one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sheet_sync.app.opening import open_replica
from sheet_sync.cli import cli
from sheet_sync.excel import patch_workbook
from sheet_sync.google.links import link_of
from tests.google.stage import Stage
from tests.servers import faults
from tests.servers.human import Human
from tests.tables import write_xlsx

DAY = "2026-11-24"
BOOK = """
    Name       | Organization | Email                | Notes
    Dana Reyes | Orchard      | dana@orchard.example | met at the fair
    Lee Wong   | Harbour      | lee@harbour.example  |
    Kim Park   | Mill         | kim@mill.example     |
"""


class Pair:
    """A workbook and its Sheet, in step, with an edit on the Excel side that the next sync carries over."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage, self.book = stage, folder / "interviews.xlsx"
        write_xlsx(self.book, {"Contacts": BOOK})
        stage.open({"Contacts": [["Name", "Organization", "Email", "Notes"]]})
        self.run("link", link_of(stage.file_id), "-w", str(self.book))
        self.sync()
        self.sync()

    def run(self, *args: str) -> Any:
        result = CliRunner().invoke(cli, [*args, "--as-of", DAY], catch_exceptions=False)
        assert result.exit_code in (0, 1), (result.stdout, result.stderr)
        return result

    def sync(self) -> Any:
        return json.loads(self.run("sync", str(self.book), "--format", "json").stdout)

    def until_quiet(self) -> None:
        """Sync until nothing is left to do: twice at the most."""
        for _ in range(3):
            if not self.sync()["cells"]:
                return
        raise AssertionError("the two are never in step")

    @property
    def sheet(self) -> list[dict[str, str]]:
        table = self.stage.human.table("Contacts")
        top = next(number for number, row in enumerate(table) if "Name" in row)
        rows = [dict(zip(table[top], row, strict=False)) for row in table[top + 1 :] if any(row)]
        return [{field: cell for field, cell in row.items() if cell} for row in rows]

    @property
    def excel(self) -> list[dict[str, Any]]:
        grid = open_replica(str(self.book)).read().grid("Contacts")
        assert grid is not None
        header = grid.rows[1]
        rows = [dict(zip(header, cells, strict=False)) for row, cells in grid.rows.items() if row > 1]
        return [{str(field): cell for field, cell in row.items() if cell is not None} for row in rows]

    def address(self, name: str, field: str) -> str:
        table = self.stage.human.table("Contacts")
        top = next(number for number, row in enumerate(table) if "Name" in row)
        row = next(number for number, cells in enumerate(table, 1) if name in cells)
        return f"Contacts!{'ABCDEFGHIJ'[table[top].index(field)]}{row}"


@pytest.fixture
def pair(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    monkeypatch.chdir(tmp_path)
    made = Pair(stage, tmp_path)
    patch_workbook(made.book, made.book, {"Contacts!D3": "from Excel", "Contacts!C4": "kim@new.example"})
    return made


def row_of(human: Human, name: str) -> int:
    return next(number for number, cells in enumerate(human.table("Contacts"), 1) if name in cells)


EDITS: dict[str, Callable[[Human], object]] = {
    "insert": lambda human: human.insert_rows("Contacts", 2),
    "insert above the header": lambda human: human.insert_rows("Contacts", 1),
    "delete": lambda human: human.delete_rows("Contacts", row_of(human, "Dana Reyes")),
    "sort": lambda human: human.sort("Contacts", "A", descending=True),
    "type a new row": lambda human: human.fill("Contacts", [["Typed Now", "Field"]], first_row=9),
}


@pytest.mark.parametrize("where", [("before", "read"), ("after", "read"), ("before", "write"), ("after", "write"),
                                   ("after", "tidying")], ids=" ".join)  # fmt: skip
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_around_any_request_is_kept_and_both_end_in_step(pair: Pair, name: str, where: tuple[str, str]) -> None:
    when, on = where
    human, server = pair.stage.human, pair.stage.server
    getattr(server, when)(
        "write" if on == "tidying" else on, lambda: EDITS[name](human), nth=2 if on == "tidying" else 1
    )
    pair.sync()
    assert server.waiting == 0
    pair.until_quiet()

    expected = {"Dana Reyes", "Lee Wong", "Kim Park"}
    if name == "type a new row":
        expected.add("Typed Now")
    gone = expected - {row["Name"] for row in pair.sheet}
    assert len(pair.sheet) == len({row["Name"] for row in pair.sheet})
    assert len(gone) == (1 if name == "delete" else 0)
    assert sorted(row["Name"] for row in pair.excel) == sorted(row["Name"] for row in pair.sheet)
    for row in (*pair.sheet, *pair.excel):
        assert row.get("Notes") == {"Dana Reyes": "met at the fair", "Lee Wong": "from Excel"}.get(row["Name"])
        if row["Name"] == "Kim Park":
            assert row["Email"] == "kim@new.example"


@pytest.mark.parametrize("when", ["before", "after"])
def test_typing_into_the_very_cell_is_a_conflict_and_not_a_loss(pair: Pair, when: str) -> None:
    human = pair.stage.human
    getattr(pair.stage.server, when)("write", lambda: human.put(pair.address("Lee Wong", "Notes"), "typed just now"))
    pair.sync()
    report = pair.sync()

    notes = next(row["Notes"] for row in pair.sheet if row["Name"] == "Lee Wong")
    assert notes == "typed just now"
    if when == "before":  # neither had seen the other
        assert [conflict["values"] for conflict in report["conflicts"]] == [
            {"excel": "from Excel", "google": "typed just now"}
        ]
    else:  # they saw ours and typed over it
        assert next(row["Notes"] for row in pair.excel if row["Name"] == "Lee Wong") == "typed just now"


def test_a_row_edited_in_the_moment_it_is_deleted_comes_back(pair: Pair) -> None:
    import openpyxl

    pair.until_quiet()
    book = openpyxl.load_workbook(pair.book)
    book["Contacts"].delete_rows(2)
    book.save(pair.book)
    human = pair.stage.human
    pair.stage.server.before("write", lambda: human.put(pair.address("Dana Reyes", "Notes"), "called just now"))
    pair.sync()
    pair.until_quiet()

    assert {"called just now"} == {row["Notes"] for row in (*pair.sheet, *pair.excel) if row["Name"] == "Dana Reyes"}
    assert len(pair.sheet) == len(pair.excel) == 3


def test_a_protected_cell_is_tried_again_and_never_takes_the_edit_back(pair: Pair) -> None:
    human = pair.stage.human
    human.protect(pair.address("Lee Wong", "Notes"))
    said = pair.run("sync", str(pair.book))
    again = pair.sync()

    assert "protected in the Google Sheet" in said.stderr
    assert next(row["Notes"] for row in pair.excel if row["Name"] == "Lee Wong") == "from Excel"
    assert [cell["new"] for cell in again["cells"] if cell["replica"] == "google"] == ["from Excel"]


FAULTS = {
    "500": faults.internal,
    "502": faults.bad_gateway,
    "503": faults.unavailable,
    "408": faults.request_timeout,
    "cut": faults.cut,
}


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_mid_sync_loses_and_doubles_nothing(pair: Pair, name: str, nth: int, applied: bool) -> None:
    pair.stage.server.fail(FAULTS[name](applied=applied), on="write", nth=nth)
    pair.sync()
    pair.until_quiet()

    assert sorted(row["Name"] for row in pair.sheet) == ["Dana Reyes", "Kim Park", "Lee Wong"]
    assert next(row["Notes"] for row in pair.sheet if row["Name"] == "Lee Wong") == "from Excel"


def test_any_change_takes_at_most_four_requests(pair: Pair) -> None:
    pair.stage.server.forget_requests()
    report = pair.sync()

    assert report["replicas"][1]["requests"] == pair.stage.server.counted() == 3


@pytest.mark.parametrize(("is_1904", "first"), [(False, 1900), (True, 1904)])
def test_a_date_too_early_for_excel_is_named_and_holds_nothing_up(pair: Pair, is_1904: bool, first: int) -> None:
    if is_1904:
        _count_from_1904(pair.book)
    pair.stage.human.type(pair.address("Kim Park", "Notes"), f"{first - 1}-07-14")
    pair.stage.human.put(pair.address("Dana Reyes", "Organization"), "Grove")
    said = pair.run("sync", str(pair.book))
    again = pair.run("sync", str(pair.book))

    for each in (said, again):
        assert f"was not written: {first - 1}-07-14 is too early" in each.stderr
        assert f"dates in this Excel file begin with the year {first}" in each.stderr
    assert [row.get("Notes") for row in pair.excel if row["Name"] == "Kim Park"] == [None]
    assert [row["Organization"] for row in pair.excel if row["Name"] == "Dana Reyes"] == ["Grove"]


def _count_from_1904(path: Path) -> None:
    """Let the workbook count its days as old Macs did."""
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    book.save(path)


def test_a_text_too_long_for_excel_is_named_and_holds_nothing_up(pair: Pair) -> None:
    long = "x" * 40_000
    pair.stage.human.put(pair.address("Kim Park", "Notes"), long)
    pair.stage.human.put(pair.address("Dana Reyes", "Organization"), "Grove")
    said = pair.run("sync", str(pair.book))
    again = pair.run("sync", str(pair.book))

    for each in (said, again):
        assert "was not written: the text has 40,000 characters, and an Excel cell holds 32,767" in each.stderr
    assert [row.get("Notes") for row in pair.excel if row["Name"] == "Kim Park"] == [None]
    assert [row["Organization"] for row in pair.excel if row["Name"] == "Dana Reyes"] == ["Grove"]
    assert [row["Notes"] for row in pair.sheet if row["Name"] == "Kim Park"] == [long]
