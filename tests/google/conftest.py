"""A signed-in replica on the emulator, and a clock that does not make anyone wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sheet_sync.google import auth, client
from sheet_sync.google.replica import GoogleReplica
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server

if TYPE_CHECKING:
    from tests.google.stage import Stage
    from tests.servers.sheets import SheetsServer

ROBOT = "robot@project.iam.gserviceaccount.com"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """How long each pause would have been."""
    paused: list[float] = []
    monkeypatch.setattr(client.PATIENCE, "sleep", paused.append)
    yield paused
    auth._client.cache_clear()


@pytest.fixture
def signed_in(
    sheets_server: SheetsServer, loopback_only: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """The tool talks to the emulator as a service account, whose address this is; nothing leaves the computer."""
    key = tmp_path / "key.json"
    key.write_text(json.dumps(sheets_server.service_account(ROBOT)), "utf-8")
    key.chmod(0o600)
    monkeypatch.setenv("SHEET_SYNC_GOOGLE_API", sheets_server.url)
    monkeypatch.setenv("SHEET_SYNC_CREDENTIALS", str(key))
    yield ROBOT
    assert loopback_only == []


@pytest.fixture
def stage(sheets_server: SheetsServer, signed_in: str) -> Stage:
    from tests.google.stage import Stage

    return Stage(sheets_server)


@pytest.fixture
def replica(stage: Stage) -> GoogleReplica:
    """A Sheet with three contacts."""
    return stage.contacts()
