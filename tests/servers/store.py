"""The files there are, who may do what with them, and when they changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers import serials
from tests.servers.api_errors import file_not_found, forbidden, not_a_spreadsheet, not_found
from tests.servers.clock import Clock
from tests.servers.ids import Ids
from tests.servers.model import Spreadsheet
from tests.servers.protection import Guard
from tests.servers.quirks import Quirks

if TYPE_CHECKING:
    from datetime import datetime

SHEET_TYPE = "application/vnd.google-apps.spreadsheet"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ROLES = ("reader", "writer", "owner")


@dataclass(slots=True)
class File:
    """A file in Drive. ``book`` is None for an .xlsx that merely lies there."""

    id: str
    owner: str
    created: str
    modified: str
    mime_type: str = SHEET_TYPE
    title: str = ""
    book: Spreadsheet | None = None
    roles: dict[str, str] = field(default_factory=dict)
    link_role: str = ""
    version: int = 1

    @property
    def name(self) -> str:
        return str(self.book.properties["title"]) if self.book else self.title

    def role(self, user: str) -> str:
        """``owner``, ``writer``, ``reader`` or ``""``."""
        return "owner" if user == self.owner else self.roles.get(user, self.link_role)


@dataclass(slots=True)
class Store:
    """All files, oldest first."""

    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    quirks: Quirks = field(default_factory=Quirks)
    files: dict[str, File] = field(default_factory=dict)

    def create(self, owner: str, book: Spreadsheet | None, *, title: str = "", mime_type: str = SHEET_TYPE) -> File:
        """A new file of one owner, shared with nobody."""
        now = self.clock.stamp()
        file = File(self.ids.file(), owner, now, now, mime_type, title, book)
        self.files[file.id] = file
        return file

    def replace(self, file: File, book: Spreadsheet) -> None:
        """Put a changed copy in the place of a spreadsheet: the moment a write happens."""
        file.book, file.modified, file.version = book, self.clock.stamp(), file.version + 1

    def spreadsheet(self, file_id: str, user: str, *, write: bool) -> tuple[File, Spreadsheet]:
        """A spreadsheet the user may read, or write.

        Raises:
            ApiError: 404 it does not exist; 403 it is not shared, or only to read; 400 it is an .xlsx.
        """
        file = self.files.get(file_id)
        if file is None:
            raise not_found()
        role = file.role(user)
        if not role or (write and role == "reader"):
            raise forbidden()
        if file.book is None:
            raise not_a_spreadsheet()
        return file, file.book

    def drive_file(self, file_id: str, user: str, role: str = "reader") -> File:
        """A file the user has at least this role in; Drive does not even admit to the others."""
        file = self.files.get(file_id)
        if file is None or not file.role(user):
            raise file_not_found(file_id)
        if ROLES.index(file.role(user)) < ROLES.index(role):
            raise forbidden()
        return file

    def guard(self, file: File, user: str, book: Spreadsheet) -> Guard:
        return Guard(user, file.owner, book)

    def now_in(self, book: Spreadsheet) -> datetime:
        """The wall clock where the spreadsheet is."""
        return serials.now_in(book.properties["timeZone"], self.clock.seconds())
