"""A workbook linked with a Google Sheet, all of it by commands: linked, quarrelled over, unlinked, linked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sheet_sync.app.opening import open_replica
from sheet_sync.cli import cli
from sheet_sync.core.values import Content
from sheet_sync.excel import patch_workbook
from sheet_sync.google import auth
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.google.conftest import waits as waits
from tests.pairs import CONTACTS
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer
from tests.tables import write_xlsx

SHEETS = {
    "Contacts": """
        ID | Name       | Organization | Email                | Notes
           | Dana Reyes | Orchard      | dana@orchard.example | met at the fair
           | Lee Wong   | Harbour      | lee@harbour.example  |
    """,
}


class Desk:
    """One computer: a workbook and a store."""

    def __init__(self, folder: Path, file_id: str, server: SheetsServer) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.server, self.file_id = folder, server, file_id
        self.book = write_xlsx(folder / "talks.xlsx", SHEETS)

    def run(self, command: str, *arguments: str, code: int = 0) -> Result:
        words = [command, *arguments, "--store", str(self.folder / "store")]
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == code, result.output + result.stderr
        return result

    def link(self) -> Result:
        return self.run("link", f"https://docs.google.com/spreadsheets/d/{self.file_id}", "-w", str(self.book))

    def sync(self, *options: str, code: int = 0) -> Result:
        return self.run("sync", str(self.book), *options, code=code)

    def type(self, address: str, value: str) -> None:
        patch_workbook(self.book, self.book, {f"Contacts!{address}": value})

    def type_in_google(self, name: str, value: str) -> None:
        human = self.server.human(self.file_id)
        row = next(number for number, row in enumerate(human.table("Contacts"), 1) if row[1:2] == [name])
        human.put(f"Contacts!E{row}", value)

    def notes(self) -> dict[Content, Content]:
        """Notes by name, in the workbook."""
        grid = open_replica(str(self.book)).read().grid("Contacts")
        assert grid is not None
        return {grid.at(row, 2): grid.at(row, 5) for row in grid.rows if row > 1}

    def notes_in_google(self) -> dict[str, str]:
        rows = self.server.human(self.file_id).table("Contacts")[1:]
        return {row[1]: row[4] if len(row) > 4 else "" for row in rows}

    def conflicts(self, code: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(
            self.run("conflicts", str(self.book), "--format", "json", code=code).stdout
        )["conflicts"]
        return found


@pytest.fixture
def desk(tmp_path: Path, sheets_server: SheetsServer, signed_in: str) -> Iterator[Desk]:
    """Linked and synced."""
    file_id = sheets_server.create("Contacts", {"Contacts": [list(CONTACTS)]})
    sheets_server.share(file_id, ROBOT, "writer")
    made = Desk(tmp_path / "one", file_id, sheets_server)
    made.link()
    made.sync()
    yield made
    auth._client.cache_clear()


@pytest.fixture
def torn(desk: Desk) -> Desk:
    """Dana's notes say one thing here and another there."""
    desk.type("E2", "from Excel")
    desk.type_in_google("Dana Reyes", "from Google")
    desk.sync(code=1)
    return desk


def test_the_first_sync_of_a_pair_says_that_it_is_the_first(
    tmp_path: Path, sheets_server: SheetsServer, signed_in: str
) -> None:
    file_id = sheets_server.create("Contacts", {"Contacts": [list(CONTACTS)]})
    sheets_server.share(file_id, ROBOT, "writer")
    desk = Desk(tmp_path / "one", file_id, sheets_server)
    desk.link()
    said = desk.sync().stdout

    assert said.count("First sync") == 2
    assert said.count('Google Sheet "Contacts"\n') == 1  # by its title: a link says nothing to most people
    assert "https://" not in said
    assert "Edited since" not in said


def test_edits_meet(desk: Desk) -> None:
    desk.type("E3", "from Excel")
    desk.type_in_google("Dana Reyes", "from Google")
    desk.sync()

    assert desk.notes() == desk.notes_in_google() == {"Dana Reyes": "from Google", "Lee Wong": "from Excel"}


@pytest.mark.parametrize(("side", "kept"), [("excel", "from Excel"), ("google", "from Google")])
def test_resolve_keeps_a_side(torn: Desk, side: str, kept: str) -> None:
    torn.run("resolve", "--keep", side, "-w", str(torn.book))

    assert torn.notes()["Dana Reyes"] == torn.notes_in_google()["Dana Reyes"] == kept
    assert torn.conflicts(code=0) == []


def test_prefer_keeps_a_side(torn: Desk) -> None:
    torn.sync("--prefer", "google")

    assert torn.notes()["Dana Reyes"] == "from Google"


def test_undo_of_a_choice_opens_the_conflict_again_with_both_values(torn: Desk) -> None:
    before = torn.conflicts(code=1)
    torn.run("resolve", "--keep", "excel", "-w", str(torn.book))
    said = torn.run("undo", str(torn.book), code=1)
    assert "This takes back what was written on 20" in said.stderr
    assert "Conflict: Notes of Dana Reyes (Contacts) is “from Excel” (Excel) and “from Google” (Google)." in said.stdout
    assert torn.notes()["Dana Reyes"] == "from Excel"
    assert torn.notes_in_google()["Dana Reyes"] == "from Google"
    torn.sync(code=1)
    assert [each["values"] for each in torn.conflicts(code=1)] == [each["values"] for each in before]

    torn.run("resolve", "--keep", "google", "-w", str(torn.book))
    assert torn.notes()["Dana Reyes"] == torn.notes_in_google()["Dana Reyes"] == "from Google"


def test_undo_twice_leaves_a_choice_as_it_was_made(torn: Desk) -> None:
    torn.run("resolve", "--keep", "excel", "-w", str(torn.book))
    torn.run("undo", str(torn.book), code=1)
    torn.run("undo", str(torn.book))

    assert torn.notes()["Dana Reyes"] == torn.notes_in_google()["Dana Reyes"] == "from Excel"
    assert torn.conflicts(code=0) == []


def test_undo_leaves_what_was_edited_since_and_says_so(desk: Desk) -> None:
    desk.type_in_google("Dana Reyes", "from Google")
    desk.sync()
    desk.type("E2", "edited since")
    said = desk.run("undo", str(desk.book)).stderr

    assert "has been edited since, so it is left" in said
    assert desk.notes()["Dana Reyes"] == desk.notes_in_google()["Dana Reyes"] == "edited since"


def test_a_long_value_that_gave_way_can_be_read_whole(desk: Desk) -> None:
    long = f"{'all that she said ' * 10}and the last word"
    desk.type("E2", long)
    desk.type_in_google("Dana Reyes", "short")
    desk.sync("--prefer", "google")

    assert "the last word" not in (said := desk.run("history", "Dana Reyes", "-w", str(desk.book))).stdout
    assert "--full" in said.stderr
    for option in ("--full", "--verbose"):
        assert "the last word" in desk.run("history", "Dana Reyes", option, "-w", str(desk.book)).stdout


def test_rows_of_a_tab_that_the_other_one_deleted_are_said_to_be_back(desk: Desk) -> None:
    human = desk.server.human(desk.file_id)
    human.add_sheet("Mine")
    human.delete_sheet("Contacts")
    desk.sync(code=5)
    said = desk.run("restore", "--deleted", "-w", str(desk.book))

    assert "2 rows are back." in said.stderr
    assert "No row was deleted" not in said.stderr
    assert "rows deleted" not in said.stdout
    assert desk.notes_in_google().keys() == {"Dana Reyes", "Lee Wong"}


class TestWhatWasKeptAside:
    @pytest.fixture
    def kept(self, torn: Desk) -> dict[str, Any]:
        """The line of the history about Google's value, which gave way."""
        torn.run("resolve", "--keep", "excel", "-w", str(torn.book))
        words = ("history", "Dana Reyes", "--field", "Notes", "--format", "json", "-w", str(torn.book))
        lines: list[dict[str, Any]] = json.loads(torn.run(*words).stdout)["history"]
        return next(line for line in lines if (line["action"], line["new"]) == ("kept", "from Google"))

    def test_the_history_says_how_it_comes_back(self, torn: Desk, kept: dict[str, Any]) -> None:
        said = torn.run("history", "Dana Reyes", "-w", str(torn.book))
        lines = [line.split("\t") for line in said.stdout.splitlines()]

        assert ["Notes (kept aside)", "", "from Google", str(kept["line"])] in [line[3:] for line in lines]
        assert "Notes (conflict settled)" in [line[3] for line in lines]
        assert "comes back by its line's number: sheet-sync restore --line" in said.stderr

    def test_it_comes_back_by_the_number_of_its_line(self, torn: Desk, kept: dict[str, Any]) -> None:
        torn.run("restore", "--line", str(kept["line"]), "-w", str(torn.book))
        assert torn.notes()["Dana Reyes"] == torn.notes_in_google()["Dana Reyes"] == "from Google"

        said = torn.run("restore", "--line", str(kept["line"]), "-w", str(torn.book)).stderr
        assert "Notes of Dana Reyes says so already, so nothing was changed." in said

    def test_a_restore_that_changes_nothing_says_why_and_offers_it(self, torn: Desk, kept: dict[str, Any]) -> None:
        row = ("restore", "Dana Reyes", "--field", "Notes")
        said = torn.run(*row, "--at", "2099-01-01", "-w", str(torn.book), code=2).stderr
        assert "yet to come" in said
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        said = torn.run(*row, "--at", now, "-w", str(torn.book)).stderr

        assert "Notes of Dana Reyes (Contacts) has not changed since" in said
        assert f"Kept aside, in the history: line {kept['line']}, “from Google”." in said
        assert f"To bring one back: sheet-sync restore --line {kept['line']}" in said

    def test_what_was_replaced_comes_back_as_well(self, desk: Desk) -> None:
        desk.type("E2", "something new")
        desk.sync()
        words = ("history", "Dana Reyes", "--field", "Notes", "--last", "1", "--format", "json", "-w", str(desk.book))
        number = json.loads(desk.run(*words).stdout)["history"][0]["line"]
        desk.run("restore", "--line", str(number), "-w", str(desk.book))

        assert desk.notes()["Dana Reyes"] == desk.notes_in_google()["Dana Reyes"] == "met at the fair"

    def test_lines_that_tell_of_nothing_to_bring_back(self, torn: Desk, kept: dict[str, Any]) -> None:
        words = ("history", "--format", "json", "-w", str(torn.book))
        actions = {line["action"]: line["line"] for line in json.loads(torn.run(*words).stdout)["history"]}
        for number, reason in (
            (99999, "has no line 99999"),
            (actions["settled"], "says that a conflict was settled"),
            (actions["added"], "tells of nothing that can be brought back"),
        ):
            assert reason in torn.run("restore", "--line", str(number), "-w", str(torn.book), code=2).stderr
        both = ("restore", "Dana Reyes", "--line", "1", "-w", str(torn.book))
        assert "or a --line" in torn.run(*both, code=2).stderr


def test_a_conflict_outlives_the_pair_and_can_still_be_settled_either_way(torn: Desk) -> None:
    torn.run("unlink", "-w", str(torn.book))
    torn.sync(code=1)
    assert torn.conflicts(code=1)[0]["values"] == {"excel": "from Excel", "google": "from Google"}

    torn.run("resolve", "--keep", "google", "-w", str(torn.book))
    assert torn.notes()["Dana Reyes"] == "from Google"
    assert torn.conflicts(code=0) == []


def test_linked_again_nothing_is_doubled(desk: Desk) -> None:
    desk.run("unlink", "-w", str(desk.book))
    desk.type("E3", "while apart")
    desk.type_in_google("Dana Reyes", "meanwhile")
    desk.sync()
    desk.link()
    desk.sync("--prefer", "google")
    desk.sync()

    assert desk.notes() == desk.notes_in_google()
    assert desk.notes()["Dana Reyes"] == "meanwhile"
    assert len(desk.notes()) == 2


def test_two_computers_converge(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "two", desk.file_id, desk.server)
    other.link()
    other.sync()
    desk.type("E2", "typed on one")
    other.type("E3", "typed on the other")
    desk.sync()
    other.sync()
    desk.sync()

    assert desk.notes() == other.notes() == desk.notes_in_google()
    assert desk.notes() == {"Dana Reyes": "typed on one", "Lee Wong": "typed on the other"}
