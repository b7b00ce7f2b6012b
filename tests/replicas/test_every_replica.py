"""The shared suite against each kind of replica."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from sheet_sync.core.records import CellRef, Grid, Snapshot
from sheet_sync.core.values import Scalar
from sheet_sync.excel.replica import ExcelReplica
from sheet_sync.google import auth
from sheet_sync.google.replica import GoogleReplica
from sheet_sync.replica import MemoryReplica, Replica
from tests.google.conftest import signed_in as signed_in
from tests.pairs import grid
from tests.replicas.suite import Place, ReplicaSuite, Sheets
from tests.servers.fixtures import loopback_only as loopback_only
from tests.servers.fixtures import sheets_server as sheets_server

if TYPE_CHECKING:
    from tests.servers.sheets import SheetsServer


class Memory:
    """A workbook in memory."""

    replica: MemoryReplica

    def make(self, sheets: Sheets) -> Replica:
        grids = tuple(grid(name, *rows) for name, rows in sheets.items())
        self.replica = MemoryReplica(Snapshot("excel", "memory", "", grids))
        return self.replica

    def edit(self, address: str, value: Scalar) -> None:
        ref = CellRef.parse(address)
        contents = self.replica.contents
        found = cast(Grid, contents.grid(ref.sheet))
        row = list(found.rows.get(ref.row, ()))
        row.extend([None] * (ref.column - len(row)))
        row[ref.column - 1] = value
        changed = replace(found, rows={**found.rows, ref.row: row})
        self.replica.contents = replace(contents, grids=(changed,))


class TestMemory(ReplicaSuite):
    @pytest.fixture
    def place(self) -> Place:
        return Memory()


class File:
    """A real .xlsx, edited by openpyxl as by another program."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "contacts.xlsx"

    def make(self, sheets: Sheets) -> Replica:
        from openpyxl import Workbook

        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(self.path)
        return ExcelReplica(self.path)

    def edit(self, address: str, value: Scalar) -> None:
        from openpyxl import load_workbook

        ref = CellRef.parse(address)
        book = load_workbook(self.path)
        book[ref.sheet].cell(ref.row, ref.column, value)
        book.save(self.path)


class TestExcel(ReplicaSuite):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return File(tmp_path)


class Cloud:
    """A Google Sheet on the emulator, over HTTP, with gspread and google-auth."""

    def __init__(self, server: SheetsServer, robot: str) -> None:
        self.server, self.robot = server, robot

    def make(self, sheets: Sheets) -> Replica:
        self.file_id = self.server.create("Mine", {name: [list(row) for row in rows] for name, rows in sheets.items()})
        self.server.share(self.file_id, self.robot)
        return GoogleReplica(self.file_id, auth.open_client())

    def edit(self, address: str, value: Scalar) -> None:
        assert not isinstance(value, bytes)
        self.server.human(self.file_id).put(address, cast("str | int | float | bool", value))


class TestGoogle(ReplicaSuite):
    @pytest.fixture
    def place(self, sheets_server: SheetsServer, signed_in: str) -> Iterator[Place]:
        yield Cloud(sheets_server, signed_in)
        auth._client.cache_clear()
