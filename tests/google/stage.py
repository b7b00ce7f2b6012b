"""Google Sheets for tests: made in a line, edited as a person would, seen as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sheet_sync.core.changes import AddRow, Change, DeleteRow, Plan, SetCell
from sheet_sync.core.records import CellRef
from sheet_sync.google.auth import open_client
from sheet_sync.google.book import GoogleSnapshot
from sheet_sync.google.replica import GoogleReplica
from tests.google.conftest import ROBOT

if TYPE_CHECKING:
    from tests.servers.human import Human
    from tests.servers.sheets import SheetsServer

HEADER = ["ID", "Name", "Organization", "Email", "Notes"]
CONTACTS: list[list[Any]] = [
    HEADER,
    ["c-00000001", "Dana Reyes", "Orchard", "dana@orchard.example", "met at the fair"],
    ["c-00000002", "Lee Wong", "Harbour", "lee@harbour.example", None],
    ["c-00000003", "Kim Park", "Mill", "kim@mill.example", "likes maps"],
]


@dataclass
class Stage:
    """The emulator, and the Sheet that a test is about."""

    server: SheetsServer
    file_id: str = ""

    def contacts(self, rows: list[list[Any]] | None = None, role: str = "writer") -> GoogleReplica:
        return self.open({"Contacts": rows or CONTACTS}, role)

    def open(self, sheets: dict[str, list[list[Any]]], role: str = "writer") -> GoogleReplica:
        self.file_id = self.server.create("Mine", sheets)
        if role:
            self.server.share(self.file_id, ROBOT, role)
        return GoogleReplica(self.file_id, open_client())

    @property
    def human(self) -> Human:
        return self.server.human(self.file_id)

    def names(self) -> list[str]:
        """The Name column from the row below the header on."""
        return [row[1] if len(row) > 1 else "" for row in self.human.table("Contacts")[1:]]

    def titles(self) -> list[str]:
        return [sheet.title for sheet in self.human.book.sheets]


def set_cell(seen: GoogleSnapshot, address: str, value: Any, row_id: str | None = None) -> SetCell:
    """A change of a cell in Contacts."""
    ref = CellRef.parse(f"Contacts!{address}")
    found = seen.grid("Contacts")
    assert found is not None
    header = str(found.at(1, ref.column) or "")
    return SetCell(ref, value, found.at(ref.row, ref.column), "Contacts", row_id, header)


def add_row(after: int, *values: Any) -> AddRow:
    """A new contact."""
    cells = {column: value for column, value in enumerate(values, 1) if value is not None}
    return AddRow("Contacts", after, cells, "Contacts", str(values[0]))


def delete_row(row: int, row_id: str) -> DeleteRow:
    return DeleteRow("Contacts", row, "Contacts", row_id)


def plan(*changes: Change) -> Plan:
    return Plan(changes)
