"""The summary of a sync, as it is read by somebody who does not know what the other one did."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheet_sync.app.sync_report import SyncReport
from sheet_sync.output.sync import print_sync
from sheet_sync.output.terminal import Terminal
from tests.pairs import CONTACTS, Pair, grid, workbook

PEOPLE = [(None, f"Person {letter}", "Orchard", f"{letter}@orchard.example".lower()) for letter in "ABCDEFG"]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    pair = Pair.of(
        tmp_path,
        workbook("excel", grid("Contacts", CONTACTS, *PEOPLE)),
        workbook("google", grid("Contacts", CONTACTS)),
    )
    pair.sync()
    return pair


def said(report: SyncReport, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    print_sync(report, Terminal())
    return capsys.readouterr().out


def test_rows_that_are_deleted_are_named(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    pair.rearrange("google", "Contacts", [1, 2, 4, 5, 6, 7])
    shown = said(pair.sync(), capsys)

    assert "Edited since the last sync: 1 row deleted (Person C)." in shown
    assert "Written: 1 row deleted (Person C)." in shown


def test_of_many_that_are_deleted_three_are_named(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    pair.rearrange("google", "Contacts", [1, 2])
    shown = said(pair.sync(dry_run=True), capsys)

    assert "Edited since the last sync: 5 rows deleted (Person C, Person D, Person E and 2 more)." in shown
    assert "To write: 5 rows deleted (Person C, Person D, Person E and 2 more)." in shown


def test_an_open_conflict_is_no_edit_of_every_sync(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    pair.edit("excel", "Contacts", 1, "Notes", "this")
    pair.edit("google", "Contacts", 1, "Notes", "that")
    pair.sync()
    report = pair.sync()

    assert "Edited" not in said(report, capsys)
    assert not any(replica["changes_in"]["changed"] for replica in report.as_document()["replicas"])
