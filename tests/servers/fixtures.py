"""The fixture other tests import: ``from tests.servers.fixtures import sheets_server as sheets_server``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.sheets import SheetsServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sheets_server() -> Iterator[SheetsServer]:
    """An emulator of its own for each test, on a free loopback port."""
    server = SheetsServer().start()
    yield server
    server.stop()
