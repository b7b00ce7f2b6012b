"""The emulator's own tests use its fixtures under their own names."""

from __future__ import annotations

from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server
