"""The few calls of Drive that the recordings hold: create, get, list, copy, export, delete, import of a CSV."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from tests.servers import masks
from tests.servers.api_errors import ApiError, Json
from tests.servers.formatting import shown
from tests.servers.formulas import Calculator
from tests.servers.model import Cell, Sheet, Spreadsheet
from tests.servers.store import SHEET_TYPE, File

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.sheets_api import Call

_DEFAULT_FIELDS = "kind,id,name,mimeType"


def answer(call: Call) -> Json | str | None:
    """Do the call; JSON, or the text of a CSV, or None where Drive sends no body."""
    result: Json | str | None = _CALLS[call.route.kind](call)
    if not isinstance(result, dict):
        return result
    text = call.query.get("fields", [""])[0]
    cut: Json = masks.cut(masks.parse(text), result) if text else result
    return cut


def _file(call: Call, role: str = "reader") -> File:
    return call.store.drive_file(call.route.parts["file"], call.user, role)


def _json(file: File, user: str) -> Json:
    return {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
        "createdTime": file.created,
        "modifiedTime": file.modified,
        "version": str(file.version),
        "capabilities": {"canEdit": file.role(user) in ("owner", "writer")},
    }


def _short(call: Call, file: File) -> Json:
    """What Drive sends when no fields were asked for (recorded)."""
    full = _json(file, call.user)
    return full if "fields" in call.query else masks.cut(masks.parse(_DEFAULT_FIELDS), full)


def create(call: Call) -> Json:
    """A new, empty file."""
    mime, title = call.body.get("mimeType", SHEET_TYPE), call.body.get("name") or "Untitled"
    book = Spreadsheet.new(title) if mime == SHEET_TYPE else None
    return _short(call, call.store.create(call.user, book, title=title, mime_type=mime))


def get(call: Call) -> Json:
    """One file."""
    return _short(call, _file(call))


def delete(call: Call) -> None:
    """Gone at once, by its owner only."""
    del call.store.files[_file(call, "owner").id]


def copy(call: Call) -> Json:
    """A copy with all that is in it, developer metadata included (assumed)."""
    source = _file(call)
    title = call.body.get("name") or f"Copy of {source.name}"
    book = source.book.copied() if source.book else None
    if book:
        book.properties["title"] = title
    return _short(call, call.store.create(call.user, book, title=title, mime_type=source.mime_type))


def comments(call: Call) -> Json:
    """No file has any."""
    _file(call)
    return {"comments": []}


def listing(call: Call) -> Json:
    """Files of the caller, newest first (recorded), by name and type."""
    text = call.query.get("q", [""])[0]
    wanted = dict(re.findall(r'(\w+)\s*=\s*"([^"]*)"', text))
    found = [
        _json(file, call.user)
        for file in reversed(call.store.files.values())
        if file.role(call.user)
        and file.mime_type == wanted.get("mimeType", file.mime_type)
        and file.name == wanted.get("name", file.name)
    ]
    return {"kind": "drive#fileList", "files": found}


def share(call: Call) -> Json:
    """A new permission."""
    file = _file(call, "writer")
    role, address = call.body.get("role", "reader"), call.body.get("emailAddress", "")
    if call.body.get("type") == "anyone":
        file.link_role = role
    else:
        file.roles[address] = role
    return {"kind": "drive#permission", "id": str(call.store.ids.number()), "type": call.body.get("type"), "role": role}


def export(call: Call) -> str:
    """The first sheet as CSV."""
    file, kind = _file(call), call.query.get("mimeType", [""])[0]
    if kind != "text/csv" or file.book is None:
        raise ApiError(400, "The requested conversion is not supported.")
    sheet, calculator = file.book.sheets[0], Calculator(file.book, call.store.now_in(file.book))
    locale, rows = file.book.properties["locale"], []
    for index, row in enumerate(sheet.rows):
        width = max((c for c, cell in row.cells.items() if cell.entered is not None), default=-1) + 1
        rows.append([shown(calculator.value(sheet, index, c), sheet.cell(index, c), locale) for c in range(width)])
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(row + [""] * (width - len(row)) for row in rows)
    return text.getvalue().removesuffix("\r\n")


def upload(call: Call) -> Json:
    """A CSV takes the place of all sheets; the one sheet it makes is named after the file (recorded).

    The recorded answer is Drive v2's long description of a file; of that, only what a client could use is here.
    """
    file = _file(call, "writer")
    assert file.book is not None
    rows = list(csv.reader(io.StringIO(call.body)))
    sheet = Sheet.new(call.store.ids.number(), file.name, max(1000, len(rows)), max(26, *map(len, rows or [[]])))
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.put(index, column, Cell(value or None))
    book = file.book.copied()
    book.sheets, book.named_ranges = [sheet], []
    book.properties["timeZone"] = "America/Los_Angeles"  # recorded
    call.store.replace(file, book)
    return {
        "kind": "drive#file",
        "id": file.id,
        "title": file.name,
        "mimeType": file.mime_type,
        "version": str(file.version),
    }


_CALLS: dict[str, Callable[[Call], Any]] = {
    "files.create": create,
    "files.get": get,
    "files.delete": delete,
    "files.copy": copy,
    "files.comments": comments,
    "files.list": listing,
    "files.permissions": share,
    "files.export": export,
    "files.upload": upload,
}
