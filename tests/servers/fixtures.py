"""Fixtures other tests import: ``from tests.servers.fixtures import sheets_server as sheets_server``."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

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
    assert not server.service.bugs, f"the emulator itself failed:\n{server.service.bugs[0]}"


@pytest.fixture
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No connection leaves this machine; the hosts that something tried to reach are in the list it gives.

    google-auth asks iamcredentials.googleapis.com from a thread of its own, where an error goes unseen: hence the list.
    """
    tried: list[str] = []
    look_up = socket.getaddrinfo

    def guarded(host: Any, *args: Any, **options: Any) -> Any:
        if host not in ("127.0.0.1", "localhost", "::1", None):
            tried.append(str(host))
            raise OSError(f"a test tried to reach {host}")
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", guarded)
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    return tried
