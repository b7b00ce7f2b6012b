"""A new Google Sheet, or an empty one that gets its tables: what was typed meanwhile, and what is not allowed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sheet_sync.google import auth
from sheet_sync.google.links import link_of
from sheet_sync.google.place import VIEWED, write_private
from tests.google.conftest import ROBOT
from tests.google.stage import Stage
from tests.google.test_cli import book as book
from tests.google.test_cli import run, sync
from tests.servers import faults

# --- an empty Sheet ---


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "answer lost"])
def test_what_is_typed_into_an_empty_sheet_meanwhile_stays(stage: Stage, book: Path, lost: bool) -> None:
    stage.open({"Sheet1": [], "Sheet2": []})
    stage.server.before("write", lambda: stage.human.type("Sheet1!A1", "a thought"))
    if lost:
        stage.server.fail(faults.unavailable(applied=True), on="write")
    run("link", link_of(stage.file_id), "-w", str(book))

    assert stage.human.text("Sheet1!A1") == "a thought"
    assert not stage.human.sheet("Sheet1").properties.get("hidden")
    assert "Sheet2" not in stage.titles()
    assert stage.titles()[1:3] == ["Guide", "Contacts"]


def test_a_note_is_something(stage: Stage, book: Path) -> None:
    stage.open({"Sheet1": []})
    stage.human.note("Sheet1!B2", "ask Dana")
    run("link", link_of(stage.file_id), "-w", str(book))

    assert stage.human.cell("Sheet1!B2").note == "ask Dana"


def test_a_sheet_that_bears_a_tables_name_keeps_what_is_typed_under_another(stage: Stage, book: Path) -> None:
    stage.open({"Contacts": []})
    stage.server.before("write", lambda: stage.human.type("Contacts!A1", "a thought"))
    run("link", link_of(stage.file_id), "-w", str(book))

    assert stage.human.text("'Contacts (before)'!A1") == "a thought"
    assert stage.human.text("Contacts!B1") == "Name"


def test_a_lost_answer_fills_an_empty_sheet_once(stage: Stage, book: Path) -> None:
    stage.open({"Sheet1": []})
    stage.server.fail(faults.cut(applied=True), on="write")
    run("link", link_of(stage.file_id), "-w", str(book))

    assert stage.titles()[:2] == ["Guide", "Contacts"]
    assert len(stage.titles()) == len(set(stage.titles()))


def test_an_empty_sheet_that_one_may_only_view_is_told_so(stage: Stage, book: Path) -> None:
    stage.open({"Sheet1": []}, role="reader")
    said = run("link", link_of(stage.file_id), "-w", str(book), code=4)

    assert "may view this Google Sheet but not edit it, so nothing was written" in said.stderr


def test_one_who_is_made_an_editor_need_not_wait_long(stage: Stage) -> None:
    stage.contacts(role="reader")
    stage.human.fill("Contacts", [[None, "Ada Vale"]], first_row=5)
    sync(link_of(stage.file_id))
    stage.server.share(stage.file_id, ROBOT, "writer")
    three_minutes_ago = datetime.now(UTC) - timedelta(minutes=3)
    write_private(VIEWED, {stage.file_id: three_minutes_ago.isoformat()})
    sync(link_of(stage.file_id))

    assert stage.human.text("Contacts!A5").startswith("c-")


# --- a new one ---


def test_a_robot_that_may_make_no_sheet_says_how_to_make_one(stage: Stage, book: Path) -> None:
    stage.server.fail(faults.forbidden(), on="spreadsheets.create")
    said = run("link", "--create", "My interviews", "-w", str(book), code=4)

    assert f"Google does not let {ROBOT} make a Google Sheet." in said.stderr
    assert f"press Share, and add {ROBOT} as an Editor. Then run: sheet-sync link LINK" in said.stderr


def test_a_sheet_that_may_have_been_made_is_not_made_twice(
    stage: Stage, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "me.json").write_text(json.dumps(stage.server.authorized_user()), "utf-8")
    monkeypatch.setenv("SHEET_SYNC_CREDENTIALS", str(tmp_path / "me.json"))
    auth._client.cache_clear()
    stage.server.fail(faults.unavailable(applied=True), on="spreadsheets.create")
    said = run("link", "--create", "My interviews", "-w", str(book), code=4)

    assert "it is not known whether the Google Sheet was made" in said.stderr
    assert "If it is there, run sheet-sync link with its link" in said.stderr
    assert stage.server.counted("spreadsheets.create") == 1


def test_a_sheet_that_was_made_and_not_linked_is_named(stage: Stage, book: Path) -> None:
    stage.server.fail(faults.not_found(), on="read")
    said = run("link", "--create", "My interviews", "-w", str(book), code=3)

    assert 'The new Sheet is there; go on with: sheet-sync link "https://docs.google.com/spreadsheets/d/' in said.stderr


def test_a_folder_that_takes_no_file_is_no_reason_to_fail(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stage.contacts()

    def refuse(self: Path, *args: object, **options: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    said = run("link", link_of(stage.file_id))

    assert f'Next: sheet-sync sync "{link_of(stage.file_id)}"' in said.stdout
