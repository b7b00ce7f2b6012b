"""A workbook or a Google Sheet that changes its partner: a new pair begins without what was known of the old one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheet_sync.google import auth
from tests.cli.test_linked_pair import Desk
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.google.conftest import waits as waits
from tests.pairs import CONTACTS
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer
from tests.tables import write_xlsx

OTHERS = {
    "Contacts": """
        ID | Name     | Organization | Email            | Notes
           | Ada Bell | Foundry      | ada@foundry.test | a friend of Kim
    """,
}


def new_sheet(server: SheetsServer, *rows: list[str], role: str = "writer") -> str:
    file_id = server.create("Contacts", {"Contacts": [list(CONTACTS), *rows]})
    server.share(file_id, ROBOT, role)
    return file_id


@pytest.fixture
def desk(tmp_path: Path, sheets_server: SheetsServer, signed_in: str) -> Iterator[Desk]:
    """Linked and synced."""
    made = Desk(tmp_path / "one", new_sheet(sheets_server), sheets_server)
    made.link()
    made.sync()
    yield made
    auth._client.cache_clear()


def link_to(desk: Desk, file_id: str, *options: str, book: Path | None = None) -> str:
    return desk.run("link", file_id, "-w", str(book or desk.book), *options).stdout


def test_another_sheet_in_place_of_the_first_is_a_first_sync(desk: Desk, sheets_server: SheetsServer) -> None:
    first = desk.file_id
    desk.file_id = new_sheet(sheets_server, ["", "Ada Bell", "Foundry", "ada@foundry.test", "from the coach"])
    link_to(desk, desk.file_id, "--replace")
    desk.sync()

    assert set(desk.notes()) == set(desk.notes_in_google()) == {"Dana Reyes", "Lee Wong", "Ada Bell"}
    desk.run("sync", first)  # it is nobody's partner any more, so it gets records of its own


def test_a_copy_of_the_sheet_in_its_place_goes_on_where_that_was(desk: Desk, sheets_server: SheetsServer) -> None:
    original = sheets_server.human(desk.file_id).book
    copy = new_sheet(sheets_server)
    sheets_server.service.store.files[copy].book = original.copied()
    desk.file_id = copy
    link_to(desk, copy, "--replace")
    desk.type_in_google("Dana Reyes", "in the copy")
    desk.sync()

    assert desk.notes()["Dana Reyes"] == "in the copy"


def test_a_sheet_that_was_taken_away_leaves_nothing_behind(desk: Desk, sheets_server: SheetsServer) -> None:
    other = write_xlsx(desk.folder / "other.xlsx", OTHERS)
    link_to(desk, desk.file_id, "--replace", book=other)
    desk.file_id = new_sheet(sheets_server)
    desk.link()
    desk.sync()

    assert set(desk.notes()) == set(desk.notes_in_google()) == {"Dana Reyes", "Lee Wong"}


def test_a_workbook_that_went_its_own_way_leaves_nothing_behind(desk: Desk) -> None:
    write_xlsx(desk.book, OTHERS)
    desk.sync("--as-new")
    desk.book = write_xlsx(desk.folder / "third.xlsx", OTHERS)
    desk.link()
    desk.sync()

    assert set(desk.notes()) == set(desk.notes_in_google()) == {"Dana Reyes", "Lee Wong", "Ada Bell"}


def test_a_sheet_one_may_only_view_is_linked_as_a_one_way_partner(desk: Desk, sheets_server: SheetsServer) -> None:
    desk.run("unlink", str(desk.book))
    desk.file_id = new_sheet(
        sheets_server, ["", "Ada Bell", "Foundry", "ada@foundry.test", "from the coach"], role="reader"
    )
    said = desk.link()
    before = sheets_server.human(desk.file_id).table("Contacts")

    assert "Until then its edits come in, and nothing goes out." in said.stderr
    desk.sync()
    assert desk.notes()["Ada Bell"] == "from the coach"
    assert sheets_server.human(desk.file_id).table("Contacts") == before


def test_what_a_viewer_could_not_write_goes_out_once_he_may_edit(desk: Desk, sheets_server: SheetsServer) -> None:
    sheets_server.share(desk.file_id, ROBOT, "reader")
    desk.type("E2", "typed meanwhile")
    desk.sync()
    sheets_server.share(desk.file_id, ROBOT, "writer")
    desk.run("doctor", str(desk.book))
    desk.sync()

    assert desk.notes_in_google()["Dana Reyes"] == "typed meanwhile"


def test_a_sheet_that_is_gone_can_be_parted_from_without_a_word_about_it(
    desk: Desk, sheets_server: SheetsServer
) -> None:
    sheets_server.delete(desk.file_id)
    said = desk.run("unlink", str(desk.book))

    assert said.stderr == ""
    desk.sync()
