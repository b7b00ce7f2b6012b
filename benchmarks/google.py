"""Requests and bytes of a sync with a Google Sheet, beside the usual way with gspread: open, get_all_records, update.

Against the emulator on this computer: what is counted is exact, the seconds are those of the emulator and the parsing,
not of Google.  Google zips its answers and the emulator does not, so their zipped size stands beside it.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import requests

from benchmarks.table import show

HEADER = ["ID", "Name", "Organization", "Job title", "Email", "Phone", "Status", "Stay in touch", "Notes"]
SIZES = (500, 10_000)
ROBOT = "robot@project.iam.gserviceaccount.com"
AS_OF = date(2026, 11, 24)


def rows_of(count: int, *, with_ids: bool) -> list[list[Any]]:
    """A sheet of made-up contacts."""
    from sheet_sync.core.ids import ALPHABET

    def id_of(number: int) -> str:
        return "c-" + "".join(ALPHABET[number // 32**place % 32] for place in range(7, -1, -1))

    return [
        [
            id_of(number) if with_ids else None, f"Person {number}", f"Company {number % 300}", "Engineer",
            f"person{number}@company{number % 300}.example", f"+49 170 {1_000_000 + number}", "Met", "Quarterly",
            "Said that the field is small and that everybody knows everybody.",
        ]
        for number in range(1, count + 1)
    ]  # fmt: skip


@contextmanager
def signed_in(server: Any) -> Iterator[None]:
    """The tool talks to the emulator, with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        key = Path(home) / "key.json"
        key.write_text(json.dumps(server.service_account(ROBOT)), "utf-8")
        wanted = {
            "SHEET_SYNC_GOOGLE_API": server.url,
            "SHEET_SYNC_CREDENTIALS": str(key),
            "XDG_CONFIG_HOME": home,
            "HOME": home,
        }
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


class Meter:
    """Counts what goes over the wire, and how small the answers are once zipped, as Google zips them."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.zipped = 0

    def listen(self, session: requests.Session) -> None:
        session.hooks["response"] = [self._heard]

    def _heard(self, response: requests.Response, *_: object, **__: object) -> None:
        self.zipped += len(gzip.compress(response.content))

    def measure(self, do: Callable[[], object]) -> list[str]:
        """Requests, kilobytes out and in, zipped ones in, and seconds of something done; sign-in is not counted."""
        self.server.forget_requests()
        self.zipped = 0
        started = perf_counter()
        do()
        seconds = perf_counter() - started
        sent, received = self.server.bytes_moved
        sizes = [f"{size / 1000:,.0f}" for size in (sent, received, self.zipped)]
        return [str(self.server.counted()), *sizes, f"{seconds:.2f}"]


def ours(server: Any, count: int) -> Iterator[tuple[str, list[str]]]:
    from sheet_sync.app.sync import SyncOptions, sync
    from sheet_sync.google.auth import open_client
    from sheet_sync.google.links import link_of

    file_id = server.create("Mine", {"Contacts": [HEADER, *rows_of(count, with_ids=False)]})
    server.share(file_id, ROBOT)
    link, human, meter = link_of(file_id), server.human(file_id), Meter(server)
    with signed_in(server), tempfile.TemporaryDirectory() as store:
        meter.listen(open_client().http.session)
        options = SyncOptions(AS_OF, Path(store))
        yield "sheet-sync, first sync", meter.measure(lambda: sync(link, options))
        yield "sheet-sync, nothing changed", meter.measure(lambda: sync(link, options))
        human.fill("Contacts", [[None, "New Person", "Company 1", None, "new@company1.example"]], first_row=count + 2)
        yield "sheet-sync, one row is new", meter.measure(lambda: sync(link, options))


def usual(server: Any, count: int) -> Iterator[tuple[str, list[str]]]:
    """What most scripts do."""
    import gspread

    from sheet_sync.google.auth import open_client

    file_id = server.create("Theirs", {"Contacts": [HEADER, *rows_of(count, with_ids=True)]})
    server.share(file_id, ROBOT)
    meter = Meter(server)
    changed = [row[1:] for row in rows_of(count, with_ids=True)]

    def read() -> gspread.Worksheet:
        """gspread itself, at the emulator's address."""
        http = open_client().http
        meter.listen(http.session)
        client = gspread.Client(None, session=http.session, http_client=lambda *_, **__: http)  # type: ignore[arg-type]
        sheet = client.open_by_key(file_id).worksheet("Contacts")
        sheet.get_all_records()
        return sheet

    with signed_in(server):
        yield "gspread, nothing changed", meter.measure(read)
        yield "gspread, one cell changed", meter.measure(lambda: read().update_cell(2, 9, "called"))
        yield "gspread, all written back", meter.measure(lambda: read().update(changed, "B2"))


def main() -> None:
    from tests.servers.sheets import SheetsServer

    lines: list[list[str]] = []
    for count in SIZES:
        for way in (usual, ours):
            server = SheetsServer().start()
            try:
                lines += [[f"{count:,}", what, *figures] for what, figures in way(server, count)]
            finally:
                server.stop()
    show(["rows", "", "requests", "kB sent", "kB received", "zipped", "seconds"], lines)


if __name__ == "__main__":
    main()
