"""``doctor`` names each failure and its cure."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sheet_sync.cli import cli
from sheet_sync.google import client
from sheet_sync.google.links import link_of
from sheet_sync.google.replica import GoogleReplica
from tests.google.conftest import ROBOT
from tests.google.stage import Stage
from tests.servers import faults


def doctor(*args: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the points by what they are about."""
    result = CliRunner().invoke(cli, ["doctor", *args, "--format", "json"], catch_exceptions=False)
    return result.exit_code, {point["check"]: point for point in json.loads(result.stdout)["checks"]}


@pytest.fixture
def link(stage: Stage, replica: GoogleReplica) -> str:
    return link_of(stage.file_id)


def test_all_is_well(stage: Stage, link: str) -> None:
    before = stage.human.table("Contacts")
    code, points = doctor(link)

    assert code == 0
    assert all(point["ok"] for point in points.values())
    assert points["Sign-in"]["message"] == f"Google accepts the sign-in as the service account {ROBOT}."
    assert points["Editing"]["message"] == "The Sheet may be edited."
    assert stage.human.table("Contacts") == before
    assert stage.human.book.metadata == []


def test_in_words_it_is_a_list_to_read(link: str) -> None:
    result = CliRunner().invoke(cli, ["doctor", link])

    assert result.stdout.splitlines()[0] == (f"✓ Sign-in: Google accepts the sign-in as the service account {ROBOT}.")


def test_nobody_signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    code, points = doctor()

    assert code == 4
    assert "auth login" in points["Sign-in"]["hint"]


@pytest.mark.skipif(os.name == "nt", reason="Windows guards the user's folders by itself")
def test_a_key_that_others_can_read_is_told_and_stops_nothing(stage: Stage, link: str, tmp_path: Path) -> None:
    (tmp_path / "key.json").chmod(0o644)
    code, points = doctor(link)

    assert code == 0
    assert not points["Privacy"]["ok"]
    assert points["Editing"]["ok"]


def test_a_file_that_is_not_there_is_paired_with_nothing(stage: Stage) -> None:
    code, points = doctor("nowhere.xlsx")

    assert code == 3
    assert "Google Sheet" not in points


def test_not_shared(stage: Stage) -> None:
    stage.contacts(role="")
    code, points = doctor(link_of(stage.file_id))

    assert code == 4
    assert f"add {ROBOT} as an Editor" in points["Google Sheet"]["hint"]


def test_only_viewer(stage: Stage) -> None:
    stage.contacts(role="reader")
    code, points = doctor(link_of(stage.file_id))

    assert code == 4
    assert "may view this Google Sheet but not edit it" in points["Editing"]["message"]
    stage.server.share(stage.file_id, ROBOT, "writer")
    assert doctor(link_of(stage.file_id))[0] == 0


def test_the_api_not_switched_on(stage: Stage, link: str) -> None:
    stage.server.service.disabled.add("sheets")
    code, points = doctor(link)

    assert code == 4
    assert "press Enable" in points["Google Sheet"]["hint"]


def test_an_excel_file_in_drive(stage: Stage) -> None:
    code, points = doctor(stage.server.create_xlsx(owner=ROBOT))

    assert code == 3
    assert "Save as Google Sheets" in points["Google Sheet"]["hint"]


def test_a_wrong_link(stage: Stage) -> None:
    assert doctor("https://docs.google.com/document/d/1/edit")[0] == 2
    assert doctor("1" * 44)[1]["Google Sheet"]["message"].startswith("There is no Google Sheet at this link")


def test_no_network(stage: Stage, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.PATIENCE, "deadline_s", 0.0)
    stage.server.stop()
    code, points = doctor(link)

    assert code == 4
    assert points["Sign-in"]["message"] == "Google cannot be reached."


def test_the_quota_used_up(stage: Stage, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.PATIENCE, "deadline_s", 0.0)
    stage.server.fail(faults.too_many_requests(), on="read", times=9)
    code, points = doctor(link)

    assert code == 4
    assert "wait a minute" in points["Google Sheet"]["hint"]


def test_a_clock_that_refuses_the_sign_in(stage: Stage, link: str) -> None:
    stage.server.service.store.clock.advance(90_000)
    code, points = doctor(link)

    assert code == 4
    assert "clock of this computer is wrong" in points["Sign-in"]["message"]


def test_protected_cells_are_named(stage: Stage, link: str) -> None:
    stage.human.protect("Contacts!D2:D9")
    _, points = doctor(link)

    assert "D2:D9" in points["Protected cells"]["message"]


def test_an_excel_file_that_is_paired(stage: Stage, link: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.tables import write_xlsx

    monkeypatch.chdir(tmp_path)
    book = tmp_path / "interviews.xlsx"
    write_xlsx(book, {"Contacts": "Name | Email\nBen Oak | ben@oak.example"})
    alone = doctor(str(book))[1]
    CliRunner().invoke(cli, ["link", link, "-w", str(book)], catch_exceptions=False)
    code, points = doctor(str(book))

    assert alone["Google Sheet"]["message"] == "interviews.xlsx is not paired with a Google Sheet."
    assert (code, points["Excel file"]["ok"], points["Editing"]["ok"]) == (0, True, True)
