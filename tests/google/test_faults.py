"""What Google or the network does wrong: nothing is lost, nothing is doubled, and the user is told in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sheet_sync.core.changes import Plan
from sheet_sync.errors import GoogleUnreachable, Refused, SheetSyncError, WorkbookChanged, WorkbookUnreadable
from sheet_sync.google import client, faults, keeping, verify, writing
from sheet_sync.google.auth import open_client
from sheet_sync.google.book import GoogleSnapshot
from sheet_sync.google.replica import GoogleReplica
from tests.google.conftest import ROBOT
from tests.google.stage import Stage, add_row, delete_row, plan, set_cell
from tests.servers import faults as server_faults
from tests.servers.faults import Fault

Make = Callable[[bool], Fault]

PASSING: dict[str, Make] = {
    "408": lambda applied: server_faults.request_timeout(applied=applied),
    "500": lambda applied: server_faults.internal(applied=applied),
    "502 with a page": lambda applied: server_faults.bad_gateway(applied=applied),
    "503": lambda applied: server_faults.unavailable(applied=applied),
    "connection cut": lambda applied: server_faults.cut(applied=applied),
    "silence": lambda applied: server_faults.hang(0.8, applied=applied),
}


@pytest.fixture
def name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a fault; where it is silence, nobody waits for long."""
    named: str = request.param
    if named == "silence":
        monkeypatch.setattr(client, "TIMEOUTS_S", (2.0, 0.4))
    return named


def changes(seen: GoogleSnapshot) -> Plan:
    return plan(
        set_cell(seen, "E3", "from Excel", "c-00000002"),
        add_row(4, "c-00000004", "Ada Vale"),
        delete_row(2, "c-00000001"),
    )


def assert_written_once(stage: Stage) -> None:
    assert stage.names() == ["Lee Wong", "Kim Park", "Ada Vale"]
    assert stage.human.text("Contacts!E2") == "from Excel"
    assert stage.titles() == ["Contacts"]
    assert stage.server.waiting == 0


# --- what passes ---


@pytest.mark.parametrize("name", PASSING, indirect=True)
def test_a_read_is_tried_again(stage: Stage, name: str, waits: list[float]) -> None:
    replica = stage.contacts()
    stage.server.fail(PASSING[name](False), on="read")

    assert len(replica.read().grids) == 1
    assert len(waits) == 1


@pytest.mark.parametrize("applied", [False, True], ids=["not applied", "applied"])
@pytest.mark.parametrize("nth", [1, 2], ids=["the write", "the tidying"])
@pytest.mark.parametrize("name", PASSING, indirect=True)
def test_a_write_takes_effect_once_whatever_becomes_of_the_answer(
    stage: Stage, name: str, nth: int, applied: bool
) -> None:
    replica = stage.contacts()
    seen = replica.read()
    stage.server.fail(PASSING[name](applied), on="write", nth=nth)
    replica.write(changes(seen), seen)

    if nth == 2:  # the hidden copy may stay; the next write takes it away
        assert stage.names() == ["Lee Wong", "Kim Park", "Ada Vale"]
        return
    assert_written_once(stage)


def test_a_write_takes_effect_once_after_two_lost_answers(stage: Stage, replica: GoogleReplica) -> None:
    """The first is lost before it is applied, the second after."""
    seen = replica.read()
    stage.server.fail(server_faults.unavailable(applied=False), on="write", nth=1)
    stage.server.fail(server_faults.unavailable(applied=True), on="write", nth=2)
    replica.write(changes(seen), seen)

    assert_written_once(stage)


def test_a_batch_that_arrives_late_is_not_applied_twice(stage: Stage, replica: GoogleReplica) -> None:
    """The answer is lost while the batch is still under way; it lands just before the next try."""
    seen = replica.read()
    bodies: list[object] = []
    stage.server.fail(server_faults.unavailable(applied=False), on="write", nth=1)
    stage.server.before("write", lambda: bodies.append(_apply_first_batch(stage)), nth=2)
    replica.write(changes(seen), seen)

    assert bodies
    assert_written_once(stage)


def _apply_first_batch(stage: Stage) -> object:
    first = next(seen for seen in stage.server.requests if seen.kind == "spreadsheets.batchUpdate")
    return stage.human.batch(first.body["requests"])


def test_rows_that_move_after_a_write_whose_answer_was_lost_do_no_harm(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()
    stage.server.fail(server_faults.unavailable(applied=True), on="write")
    stage.server.after("write", lambda: stage.human.sort("Contacts", "B", descending=True))
    replica.write(changes(seen), seen)

    assert sorted(stage.names()) == ["Ada Vale", "Kim Park", "Lee Wong"]
    assert stage.titles() == ["Contacts"]


def test_a_quota_is_waited_for_as_long_as_google_says(stage: Stage, replica: GoogleReplica, waits: list[float]) -> None:
    stage.server.fail(server_faults.too_many_requests(7), on="read")
    seen = replica.read()
    stage.server.fail(server_faults.too_many_requests(11), on="write")
    replica.write(changes(seen), seen)

    assert [int(wait) for wait in waits] == [7, 11]
    assert all(wait % 1 for wait in waits)  # by chance a little more, so that two computers do not come back at once
    assert_written_once(stage)


def test_a_quota_without_a_time_is_waited_for_longer_each_time(
    stage: Stage, replica: GoogleReplica, waits: list[float]
) -> None:
    stage.server.fail(server_faults.too_many_requests(), on="read", times=4)
    replica.read()

    assert [int(wait) for wait in waits] == [1, 2, 4, 8]


def test_patience_ends(stage: Stage, replica: GoogleReplica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.PATIENCE, "deadline_s", 0.0)
    stage.server.fail(server_faults.too_many_requests(), on="read", times=99)
    with pytest.raises(faults.QuotaExceeded) as caught:
        replica.read()

    assert str(caught.value) == (
        "Google asks for a pause: too many requests within a minute. "
        "Nothing is lost: wait a minute and run the command again."
    )
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("name", PASSING, indirect=True)
def test_a_write_that_never_gets_through_changes_nothing(stage: Stage, name: str) -> None:
    replica = stage.contacts()
    seen = replica.read()
    stage.server.fail(PASSING[name](False), on="write", times=99)
    with pytest.raises(GoogleUnreachable) as caught:
        replica.write(changes(seen), seen)

    assert caught.value.exit_code == 4
    assert stage.names() == ["Dana Reyes", "Lee Wong", "Kim Park"]


def test_a_token_that_expires_in_mid_run_is_renewed(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()
    stage.server.expire_tokens()
    replica.write(changes(seen), seen)

    assert_written_once(stage)


def test_a_stray_401_is_met_with_a_new_token(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()
    stage.server.fail(server_faults.unauthenticated(), on="write")
    replica.write(changes(seen), seen)

    assert_written_once(stage)


# --- a write that was cut short ---


class Killed(BaseException):
    """The process dies here."""


@pytest.fixture
def dies_before_tidying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C, or worse, once the write is done and before what it kept is taken away."""
    send = client.SheetsClient.batch_update

    def dying(self: client.SheetsClient, file_id: str, body: Any, fields: str) -> Any:
        if len(body["requests"]) == 1 and "deleteSheet" in body["requests"][0]:
            monkeypatch.setattr(client.SheetsClient, "batch_update", send)
            raise Killed
        return send(self, file_id, body, fields)

    monkeypatch.setattr(client.SheetsClient, "batch_update", dying)


@pytest.fixture
def much_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_STILL_AT_WORK", timedelta(-1))


def test_what_a_killed_write_kept_is_no_sheet_of_the_workbook(
    stage: Stage, replica: GoogleReplica, dies_before_tidying: None
) -> None:
    seen = replica.read()
    with pytest.raises(Killed):
        replica.write(changes(seen), seen)

    assert [grid.name for grid in replica.read().grids] == ["Contacts"]
    assert len(stage.titles()) == 2


def test_what_a_killed_write_kept_is_left_while_it_may_be_another_sync_at_work(
    stage: Stage, replica: GoogleReplica, dies_before_tidying: None
) -> None:
    seen = replica.read()
    with pytest.raises(Killed):
        replica.write(changes(seen), seen)
    seen = replica.read()
    replica.write(plan(set_cell(seen, "E2", "again", "c-00000002")), seen)

    assert len(stage.titles()) == 2


def test_what_a_killed_write_kept_is_taken_away_where_nobody_had_typed(
    stage: Stage, replica: GoogleReplica, dies_before_tidying: None, much_later: None
) -> None:
    seen = replica.read()
    with pytest.raises(Killed):
        replica.write(changes(seen), seen)
    seen = replica.read()
    replica.write(plan(set_cell(seen, "E2", "again", "c-00000002")), seen)

    assert stage.titles() == ["Contacts"]
    assert replica.notes == ()


def test_what_was_typed_under_a_killed_write_is_shown_to_the_user(
    stage: Stage, replica: GoogleReplica, dies_before_tidying: None, much_later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before it could see that a person had typed into the very cell: their words are in a sheet, not lost."""
    monkeypatch.setattr(writing, "check", lambda *_, **__: verify.Verdict())
    seen = replica.read()
    stage.server.before("write", lambda: stage.human.put("Contacts!E3", "typed just now"))
    with pytest.raises(Killed):
        replica.write(changes(seen), seen)
    monkeypatch.undo()
    monkeypatch.setattr(keeping, "_STILL_AT_WORK", timedelta(-1))
    seen = replica.read()
    replica.write(plan(set_cell(seen, "E2", "again", "c-00000002")), seen)

    contacts, replaced = stage.titles()
    assert contacts == "Contacts"
    assert any("typed just now" in row for row in stage.human.table(replaced))
    assert replica.notes == (
        f"A sync was cut short while somebody was typing. What it replaced is kept in the sheet {replaced}: "
        "look through it, and delete it when nothing is missing.",
    )


# --- what does not pass ---


def error_of(replica: GoogleReplica) -> SheetSyncError:
    with pytest.raises(SheetSyncError) as caught:
        replica.read()
    return caught.value


def test_not_shared_names_the_address_to_share_with(stage: Stage) -> None:
    error = error_of(stage.contacts(role=""))

    assert str(error) == (
        f"This Google Sheet is not shared with {ROBOT}. "
        f"Open the Sheet in the browser, press Share, and add {ROBOT} as an Editor."
    )
    assert error.exit_code == 4


def test_a_link_to_nothing(signed_in: str) -> None:
    error = error_of(GoogleReplica("1" * 44, open_client()))

    assert isinstance(error, WorkbookUnreadable)
    assert "There is no Google Sheet at this link" in str(error)


def test_an_excel_file_lying_in_drive(stage: Stage) -> None:
    replica = GoogleReplica(stage.server.create_xlsx(owner=ROBOT), open_client())
    error = error_of(replica)

    assert "File > Save as Google Sheets" in str(error)
    assert error.exit_code == 3


def test_the_api_not_switched_on(stage: Stage, replica: GoogleReplica) -> None:
    stage.server.service.disabled.add("sheets")
    error = error_of(replica)

    assert str(error).startswith("The Google Sheets API is not switched on in your Google Cloud project. Open https://")
    assert "press Enable" in str(error)


def test_only_viewer_is_learned_by_writing_and_remembered(stage: Stage) -> None:
    replica = stage.contacts(role="reader")
    seen = replica.read()
    with pytest.raises(faults.OnlyViewer) as caught:
        replica.write(changes(seen), seen)
    again = replica.read()

    assert str(caught.value) == (
        f"{ROBOT} may view this Google Sheet but not edit it, so nothing was written. "
        f"To change that, open the Sheet, press Share, and make {ROBOT} an Editor."
    )
    assert isinstance(caught.value, WorkbookChanged)
    assert again.read_only is not None
    with pytest.raises(Refused):
        replica.write(changes(again), again)


def test_a_protected_cell_is_left_out_and_named(stage: Stage, replica: GoogleReplica) -> None:
    stage.human.protect("Contacts!E3")
    seen = replica.read()
    made = changes(seen)
    replica.write(made, seen)

    assert stage.names() == ["Lee Wong", "Kim Park", "Ada Vale"]
    assert stage.human.text("Contacts!E2") == ""
    assert replica.unwritten == (made.changes[0],)
    assert replica.notes == (
        f"Contacts!E3 is protected in the Google Sheet and left as it is. Ask its owner to let {ROBOT} edit it "
        "(Data > Protect sheets and ranges).",
    )


def test_a_protection_of_the_last_moment_makes_the_work_begin_anew(stage: Stage, replica: GoogleReplica) -> None:
    seen = replica.read()
    stage.server.before("write", lambda: stage.human.protect("Contacts!E3"))
    with pytest.raises(WorkbookChanged):
        replica.write(changes(seen), seen)

    assert stage.names() == ["Dana Reyes", "Lee Wong", "Kim Park"]


def test_nothing_is_sent_where_everything_is_protected(stage: Stage, replica: GoogleReplica) -> None:
    stage.human.protect("Contacts!A1:E1000")
    seen = replica.read()
    stage.server.forget_requests()
    replica.write(changes(seen), seen)

    assert stage.server.counted() == 0
    assert len(replica.unwritten) == 3


def test_a_value_that_a_cells_rule_does_not_allow_is_left_out_alone(stage: Stage, replica: GoogleReplica) -> None:
    """Whether Google refuses such a write is not documented; here it does."""
    stage.server.service.store.quirks.strict_validation_refuses = True
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "yes"}]}
    stage.human.batch([{"setDataValidation": {
        "range": {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 4, "endColumnIndex": 5},
        "rule": {"condition": condition, "strict": True}}}])  # fmt: skip
    seen = replica.read()
    made = changes(seen)
    replica.write(made, seen)

    assert stage.names() == ["Lee Wong", "Kim Park", "Ada Vale"]
    assert stage.human.text("Contacts!E2") == ""
    assert replica.unwritten == (made.changes[0],)
    assert replica.notes[0].startswith("Contacts!E3 has a rule in the Google Sheet that does not allow from Excel")


def test_a_connection_that_breaks_before_a_write_is_put_right_says_where_to_look(
    stage: Stage, replica: GoogleReplica
) -> None:
    stage.server.before("write", lambda: stage.human.sort("Contacts", "B", descending=True))
    stage.server.fail(server_faults.unavailable(), on="write", nth=2, times=99)
    seen = replica.read()
    with pytest.raises(GoogleUnreachable) as caught:
        replica.write(changes(seen), seen)

    hidden = next(title for title in stage.titles() if title.startswith("sheet-sync keeps"))
    assert "could not be put right" in str(caught.value)
    assert hidden in str(caught.value)
    assert any("Dana Reyes" in row for row in stage.human.table(hidden))


@pytest.mark.parametrize("keeps", [True, False])
def test_a_number_stays_one_in_a_cell_formatted_as_text(stage: Stage, replica: GoogleReplica, keeps: bool) -> None:
    stage.server.service.store.quirks.text_cells_keep_numbers = keeps
    stage.human.format("Contacts!E3", "TEXT")
    seen = replica.read()
    replica.write(plan(set_cell(seen, "E3", 30, "c-00000002")), seen)
    grid = replica.read().grid("Contacts")

    assert grid is not None
    assert grid.at(3, 5) == 30


def test_a_wrong_clock(stage: Stage, replica: GoogleReplica) -> None:
    stage.server.service.store.clock.advance(90_000)
    error = error_of(replica)

    assert "clock of this computer" in str(error)


def test_a_key_that_google_does_not_know(stage: Stage, replica: GoogleReplica) -> None:
    stage.server.service.oauth.keys.clear()
    stage.server.expire_tokens()
    error = error_of(replica)

    assert "auth service-account" in str(error)


def test_no_network(stage: Stage, replica: GoogleReplica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.PATIENCE, "deadline_s", 0.0)
    replica.read()
    stage.server.stop()
    error = error_of(replica)

    assert str(error) == "Google cannot be reached. Check the internet connection and run the command again."
