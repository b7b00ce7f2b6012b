"""An Excel file as a place to sync with: read, written whole or not at all, and told apart from what was seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sheet_sync.core.changes import AddRow, DeleteRow, Plan, SetCell, SetProjectId
from sheet_sync.core.records import CellRef
from sheet_sync.core.values import Formula
from sheet_sync.errors import Refused, WorkbookBusy, WorkbookChanged, WorkbookUnreadable
from sheet_sync.excel import ExcelReplica
from sheet_sync.replica import Replica
from tests.excel.workbooks import parts_of, saved

ROWS = (
    '<row r="1"><c r="A1" t="str"><v>Name</v></c></row><row r="2"><c r="A2" t="str"><v>Ann</v></c></row>'
    '<row r="3"><c r="A3" t="str"><v>Bo</v></c></row><row r="4"><c r="C4"><f>A3</f><v>0</v></c></row>'
)


@pytest.fixture
def replica(tmp_path: Path) -> ExcelReplica:
    return ExcelReplica(saved(tmp_path / "contacts.xlsx", parts_of(ROWS)), tmp_path / "backups")


def change(value: str = "Anna") -> SetCell:
    return SetCell(CellRef("Sheet1", 2, 1), value)


def test_it_is_a_replica(replica: ExcelReplica) -> None:
    """By the protocol, as mypy sees it, and by what it calls itself."""
    as_replica: Replica = replica

    assert (as_replica.kind, as_replica.location) == ("excel", str(replica.path))
    seen = as_replica.read()
    assert (seen.kind, seen.location, seen.project_id, seen.read_only) == ("excel", str(replica.path), None, None)


def test_a_write_gives_the_workbook_as_it_is_afterwards(replica: ExcelReplica) -> None:
    """The same as reading it again; the earlier version is kept."""
    before = replica.path.read_bytes()
    after = replica.write(Plan((change(), SetProjectId("p-1"), AddRow("Sheet1", 3, {1: "Cy"}))), replica.read())

    assert after == replica.read()
    assert after.project_id == "p-1"
    grid = after.grid("sheet1")
    assert grid is not None
    assert [grid.at(row, 1) for row in range(1, 5)] == ["Name", "Anna", "Bo", "Cy"]
    assert grid.at(4, 3) == Formula("A3", 0)
    assert [path.read_bytes() for path in (replica.path.parent / "backups").iterdir()] == [before]


def test_an_empty_plan_writes_nothing(replica: ExcelReplica) -> None:
    """Not even the file's date, nor a backup."""
    seen, stat = replica.read(), replica.path.stat()

    assert replica.write(Plan(), seen) is seen
    assert replica.path.stat() == stat
    assert not (replica.path.parent / "backups").exists()


def test_what_changed_since_it_was_read_is_not_overwritten(replica: ExcelReplica) -> None:
    """Whoever saved it in between keeps what they saved."""
    seen = replica.read()
    replica.write(Plan((change("by hand"),)), seen)
    before = replica.path.read_bytes()

    with pytest.raises(WorkbookChanged):
        replica.write(Plan((change(),)), seen)
    assert replica.path.read_bytes() == before


def test_a_workbook_opened_while_the_new_one_is_made_is_not_replaced(
    replica: ExcelReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is looked for again at the last moment."""
    seen, before = replica.read(), replica.path.read_bytes()
    from sheet_sync.excel.edit import patch

    decide = patch.apply_plan

    def opened_meanwhile(*arguments: object) -> object:
        replica.path.with_name("~$contacts.xlsx").write_bytes(b"")
        return decide(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(patch, "apply_plan", opened_meanwhile)
    with pytest.raises(WorkbookBusy, match="open in Excel"):
        replica.write(Plan((change(),)), seen)
    assert replica.path.read_bytes() == before


def test_a_refused_plan_changes_nothing(replica: ExcelReplica) -> None:
    """All or nothing: the first change could have been made."""
    before = replica.path.read_bytes()

    with pytest.raises(Refused):
        replica.write(Plan((change(), change("x" * 40_000))), replica.read())
    assert replica.path.read_bytes() == before
    assert [path.name for path in replica.path.parent.iterdir()] == ["contacts.xlsx"]


def test_it_says_which_rows_it_could_only_empty(replica: ExcelReplica) -> None:
    """The notes are those of the last write."""
    replica.write(Plan((DeleteRow("Sheet1", 3),)), replica.read())
    assert list(replica.notes) == ["Row 3 of Sheet1 was emptied and not taken out, for the formula A3 refers to it."]

    replica.write(Plan((change(),)), replica.read())
    assert list(replica.notes) == []


def test_a_workbook_that_went_is_told(replica: ExcelReplica) -> None:
    """In the reader's words."""
    seen = replica.read()
    replica.path.unlink()

    with pytest.raises(WorkbookUnreadable, match="There is no file"):
        replica.write(Plan((change(),)), seen)


def test_importing_the_package_costs_nothing() -> None:
    """No zip, no XML, no openpyxl before something is asked for."""
    code = "import sys; import sheet_sync.excel; print(len(sys.modules))"
    bare = "import sys; import sheet_sync; print(len(sys.modules))"
    counts = [int(subprocess.check_output([sys.executable, "-c", each])) for each in (code, bare)]

    assert counts[0] - counts[1] <= 2
