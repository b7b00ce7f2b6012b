"""A Google Sheet that cannot be reached: everything else is synced, as if it had not been looked at, and it follows."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sheet_sync.app.conflicts import list_conflicts, resolve
from sheet_sync.app.merge_people import merge_people
from sheet_sync.app.restore import restore
from sheet_sync.app.sync import SyncOptions, sync
from sheet_sync.app.sync_report import Counts, SyncReport
from sheet_sync.app.undo import undo
from sheet_sync.core.sync.sync_state import State
from sheet_sync.errors import GoogleUnreachable, WorkbookUnreadable
from sheet_sync.google import auth
from sheet_sync.store.store import Store
from tests.conftest import ROOT
from tests.google.conftest import ROBOT
from tests.google.conftest import signed_in as signed_in
from tests.google.conftest import waits as waits
from tests.pairs import CONTACTS, grid
from tests.replicas.test_file_and_cloud import Pair
from tests.servers import faults
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
from tests.servers.sheets import SheetsServer
from tests.worlds import CloudPlace, FilePlace, Killed, World, empty_contacts

AWAY = (
    "Google cannot be reached, so the Google Sheet was left out; "
    "what waits for it goes there with the next sync that reaches it."
)


def closed_port() -> str:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


class Offline(Pair):
    """A pair in step, and a network that comes and goes."""

    @contextmanager
    def offline(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SHEET_SYNC_GOOGLE_API", closed_port())
            yield

    def sync_offline(self, **options: object) -> SyncReport:
        with self.offline():
            return self.world.sync(**options)

    @property
    def options(self) -> SyncOptions:
        return self.world.options()

    def state(self) -> State:
        with Store.open(self.world.store, read_only=True) as store:
            known = store.find_by_location(str(self.file.path))
            assert known is not None
            return store.load(known.project)

    def quarrel(self) -> None:
        """Notes of Dana (row 2) differ, and both are known."""
        self.type_in_file(E2="from here")
        self.cloud.human.put("Contacts!E2", "from there")
        self.world.sync()


@pytest.fixture
def pair(tmp_path: Path, sheets_server: SheetsServer, signed_in: str) -> Iterator[Offline]:
    yield Offline(tmp_path, sheets_server)
    auth._client.cache_clear()


# --- the half that can be reached ---


def test_what_is_new_in_the_file_gets_its_id_problems_and_history(pair: Offline) -> None:
    pair.type_in_file(B4="Kim Park", D4="no address", E2="called")
    report = pair.sync_offline()

    assert str(pair.file_cell("A4")).startswith("c-")
    assert report.problems["error"] == 1
    with Store.open(pair.world.store, read_only=True) as store:
        events = {(line.event.action, line.event.new) for line in store.history(pair.state().project_id)}
    assert ("changed", "called") in events
    assert report.exit_code == 4


def test_the_sheet_is_named_with_a_note_and_no_counts(pair: Offline) -> None:
    pair.type_in_file(E2="called")
    report = pair.sync_offline()
    google = report.as_document()["replicas"][1]

    zero = {"added": 0, "changed": 0, "deleted": 0}
    assert google == {
        "kind": "google",
        "location": pair.cloud.location,
        "changes_in": zero,
        "changes_out": zero,
        "requests": 0,
        "note": AWAY,
    }


def test_what_waited_goes_there_once_it_is_back(pair: Offline) -> None:
    pair.type_in_file(B4="Kim Park", E2="called")
    pair.sync_offline()
    pair.cloud.human.put("Contacts!E3", "from the coach")
    report = pair.world.sync()

    assert (pair.cloud_cell("E2"), pair.cloud_cell("B4")) == ("called", "Kim Park")
    assert pair.file_cell("E3") == "from the coach"
    assert pair.cloud_cell("A4") == pair.file_cell("A4")
    assert not report.conflicts
    assert report.exit_code == 0
    assert not pair.world.sync().replicas[0].cells


def test_what_waited_goes_there_although_nothing_was_edited_since(pair: Offline) -> None:
    pair.type_in_file(E2="called")
    pair.sync_offline()
    pair.sync_offline()
    pair.world.sync()

    assert pair.cloud_cell("E2") == "called"


def test_a_sheet_out_of_reach_is_as_if_it_had_not_been_looked_at(pair: Offline) -> None:
    pair.quarrel()
    before = pair.state()
    pair.type_in_file(E3="called")
    pair.sync_offline()
    after = pair.state()

    assert after.replica("google") == before.replica("google")
    assert after.conflicts == before.conflicts


def test_the_other_side_of_an_open_conflict_stays_when_it_is_out_of_reach(pair: Offline) -> None:
    pair.quarrel()
    pair.type_in_file(E2="typed anew")
    report = pair.sync_offline()

    assert [dict(each.values) for each in report.conflicts] == [{"excel": "typed anew", "google": "from there"}]
    assert pair.file_cell("E2") == "typed anew"
    assert pair.cloud_cell("E2") == "from there"


@pytest.mark.parametrize("word", ["Here", "There"])
def test_a_choice_under_keep_waits_for_the_side_that_is_out_of_reach(pair: Offline, word: str) -> None:
    pair.quarrel()
    from openpyxl import load_workbook

    book = load_workbook(pair.file.path)
    book["Conflicts"]["F2"].value = word
    book.save(pair.file.path)
    report = pair.sync_offline()
    assert len(report.conflicts) == 1
    assert any("waits" in note for note in report.notes)
    assert pair.state().conflicts

    assert not pair.world.sync().conflicts
    wanted = "from here" if word == "Here" else "from there"
    assert pair.file_cell("E2") == pair.cloud_cell("E2") == wanted


def test_a_choice_that_a_killed_sync_had_taken_out_of_the_sheet_waits_too(pair: Offline) -> None:
    from openpyxl import load_workbook

    pair.quarrel()
    book = load_workbook(pair.file.path)
    book["Conflicts"]["F2"].value = "Here"
    book.save(pair.file.path)
    pair.world.faults[pair.file.location] = "killed after"
    with pytest.raises(Killed):
        pair.world.sync()
    assert len(pair.sync_offline().conflicts) == 1

    assert not pair.world.sync().conflicts
    assert pair.cloud_cell("E2") == "from here"


def test_preferring_a_side_waits_for_the_side_that_is_out_of_reach(pair: Offline) -> None:
    pair.quarrel()
    report = pair.sync_offline(prefer="excel")

    assert len(report.conflicts) == 1
    assert any("waits" in note for note in report.notes)


def test_edits_on_both_sides_while_it_was_out_of_reach_are_a_conflict(pair: Offline) -> None:
    pair.type_in_file(E2="from here")
    pair.sync_offline()
    pair.cloud.human.put("Contacts!E2", "from there")
    report = pair.world.sync()

    assert len(report.conflicts) == 1
    assert pair.file_cell("E2") == "from here"
    assert pair.cloud_cell("E2") == "from there"


def test_a_row_deleted_here_and_edited_there_meanwhile_is_back(pair: Offline) -> None:
    from openpyxl import load_workbook

    book = load_workbook(pair.file.path)
    book["Contacts"].delete_rows(3)
    book.save(pair.file.path)
    pair.sync_offline()
    pair.cloud.human.put("Contacts!E3", "still wanted")
    pair.world.sync()

    assert "still wanted" in {row.get("Notes") for row in pair.world.rows("excel")}


def test_it_is_never_taken_for_empty(pair: Offline) -> None:
    report = pair.sync_offline()

    assert not report.replicas[0].changes_out
    assert pair.file_cell("B2") == "Dana Reyes"


def test_a_dry_run_says_the_same_and_touches_nothing(pair: Offline) -> None:
    pair.type_in_file(B4="Kim Park", E2="called")
    before, next_id = pair.world.image(), pair.world.make_id.next
    promised = pair.sync_offline(dry_run=True)
    assert pair.world.image() == before
    pair.world.make_id.next = next_id
    report = pair.sync_offline()

    assert [each.cells for each in promised.replicas] == [each.cells for each in report.replicas]
    assert promised.absences == report.absences == (AWAY,)


def test_a_second_sync_writes_nothing(pair: Offline) -> None:
    pair.type_in_file(B4="Kim Park", E2="called")
    pair.sync_offline()
    before = pair.file.image()
    pair.sync_offline()

    assert pair.file.image() == before


def test_google_is_asked_once_a_sync(pair: Offline, waits: list[float]) -> None:
    pair.type_in_file(B4="Kim Park")
    pair.sync_offline()

    assert len(waits) == 1


def test_the_sheets_own_link_syncs_the_file_it_is_paired_with(pair: Offline) -> None:
    pair.type_in_file(B4="Kim Park")
    with pair.offline():
        report = sync(pair.cloud.location, pair.options)

    assert str(pair.file_cell("A4")).startswith("c-")
    assert report.absences == (AWAY,)


def test_a_first_sync_with_a_sheet_out_of_reach_fails_before_anything_is_written(
    tmp_path: Path, sheets_server: SheetsServer, signed_in: str, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    file = FilePlace(tmp_path / "contacts.xlsx", grid("Contacts", CONTACTS, (None, "Dana Reyes", None, None, None)))
    cloud = CloudPlace(sheets_server, ROBOT, empty_contacts())
    before = file.image()
    monkeypatch.setenv("SHEET_SYNC_GOOGLE_API", closed_port())
    with pytest.raises(GoogleUnreachable, match=r"^Google cannot be reached\."):
        World(tmp_path / "store", {"excel": file, "google": cloud}).sync()

    assert file.image() == before


# --- other reasons ---


def test_an_expired_sign_in_is_named_with_its_cure_and_the_file_is_synced(pair: Offline) -> None:
    pair.type_in_file(B4="Kim Park")
    pair.server.fail(faults.unauthenticated(), on="read", times=9)
    report = pair.world.sync()
    pair.server.service.plans.clear()

    assert str(pair.file_cell("A4")).startswith("c-")
    assert "auth service-account" in report.absences[0]
    assert "left out" in report.absences[0]


def test_a_google_that_stays_busy_is_left_out(pair: Offline, monkeypatch: pytest.MonkeyPatch) -> None:
    from sheet_sync.google import client

    monkeypatch.setattr(client.PATIENCE, "deadline_s", 0.0)
    pair.type_in_file(B4="Kim Park")
    pair.server.fail(faults.unavailable(), on="read", times=99)
    report = pair.world.sync()
    pair.server.service.plans.clear()

    assert str(pair.file_cell("A4")).startswith("c-")
    assert report.absences[0].startswith("Google Sheets does not work properly at the moment (error 503), so")


def test_a_sheet_that_is_gone_stops_the_sync(pair: Offline) -> None:
    pair.type_in_file(B4="Kim Park")
    pair.server.fail(faults.not_found(), on="read", times=9)
    with pytest.raises(WorkbookUnreadable):
        pair.world.sync()
    pair.server.service.plans.clear()

    assert pair.file_cell("A4") is None


# --- other commands ---


def test_restoring_works_and_goes_there_later(pair: Offline) -> None:
    pair.type_in_file(E2="by mistake")
    pair.world.sync()
    row = str(pair.file_cell("A2"))
    with pair.offline():
        report = restore(str(pair.file.path), pair.options, row, None, field="Notes")
    assert pair.file_cell("E2") == "met at the fair"
    assert report.exit_code == 4

    pair.world.sync()
    assert pair.cloud_cell("E2") == "met at the fair"


def test_settling_waits_until_all_sides_can_be_read(pair: Offline) -> None:
    pair.quarrel()
    conflict = list_conflicts(str(pair.file.path), pair.world.store)[0]
    before = pair.world.image()
    with pair.offline(), pytest.raises(GoogleUnreachable, match="nothing was settled"):
        resolve(str(pair.file.path), pair.options, {conflict.id: "excel"})

    assert pair.world.image() == before


def test_joining_people_waits_until_all_places_can_be_read(pair: Offline) -> None:
    ids = str(pair.file_cell("A2")), str(pair.file_cell("A3"))
    before = pair.world.image()
    with pair.offline(), pytest.raises(GoogleUnreachable, match="nobody was joined"):
        merge_people(str(pair.file.path), pair.options, *ids)

    assert pair.world.image() == before


def test_undo_waits_until_all_places_can_be_read(pair: Offline) -> None:
    pair.type_in_file(E2="called")
    pair.world.sync()
    before = pair.world.image()
    with pair.offline(), pytest.raises(GoogleUnreachable, match="nothing was taken back"):
        undo(str(pair.file.path), pair.options)

    assert pair.world.image() == before


def test_undo_takes_back_what_waited_and_went_there(pair: Offline) -> None:
    pair.type_in_file(E2="called")
    pair.sync_offline()
    pair.world.sync()
    undo(str(pair.file.path), pair.options)

    assert pair.cloud_cell("E2") == pair.file_cell("E2") == "met at the fair"


def test_nothing_waits_for_a_sheet_that_one_may_only_view(pair: Offline) -> None:
    pair.server.share(pair.cloud.file_id, ROBOT, "reader")
    pair.type_in_file(E2="called")
    pair.world.sync()
    pair.type_in_file(E2="called twice")
    pair.sync_offline()

    with Store.open(pair.world.store, read_only=True) as store:
        last = store.history(pair.state().project_id)[0]
    assert (last.event.new, last.event.written_to) == ("called twice", ())


# --- the command ---


def test_the_command_says_one_sentence_and_exits_with_4(pair: Offline) -> None:
    pair.type_in_file(E2="called")
    command = [sys.executable, "-m", "sheet_sync", "sync", str(pair.file.path), "--store", str(pair.world.store)]
    away = {**os.environ, "SHEET_SYNC_GOOGLE_API": closed_port()}
    text = subprocess.run(command, cwd=ROOT, env=away, capture_output=True, text=True, timeout=60, check=False)
    as_json = subprocess.run(
        [*command, "--format", "json"], cwd=ROOT, env=away, capture_output=True, text=True, timeout=60, check=False
    )

    assert text.returncode == as_json.returncode == 4
    assert text.stderr.count(AWAY) == as_json.stderr.count(AWAY) == 1
    assert "again" not in text.stderr
    assert 'Google Sheet "Contacts"\n  Left out' in text.stdout
    assert json.loads(as_json.stdout)["replicas"][1]["note"] == AWAY
    assert Counts().changed == json.loads(as_json.stdout)["replicas"][1]["changes_in"]["changed"]
