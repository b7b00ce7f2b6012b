"""Getting a file's bytes, and saying what a file is that is no workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sheet_sync.excel.file import faults

if TYPE_CHECKING:
    from sheet_sync.errors import WorkbookUnreadable

MAX_FILE_BYTES = 128 * 2**20
"""The file itself; it is held in memory.  Mail and cloud drives stop at 25 to 100 MB."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of Office 97 begin, and those that Office encrypted.  Source: Microsoft, [MS-CFB] section 2.2."""


def read_file(path: Path) -> bytes:
    """All bytes of a file, which is closed again at once: nobody is kept from saving it.

    Raises:
        WorkbookUnreadable: it is absent, a folder, larger than ``MAX_FILE_BYTES``, or may not be read.
    """
    try:
        if path.is_dir():
            raise faults.folder(path.name or str(path))
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise faults.absent(str(path)) from error
    except PermissionError as error:
        raise faults.not_allowed(path.name, str(error)) from error
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise faults.not_readable(path.name, str(error)) from error
    if len(data) > MAX_FILE_BYTES:
        raise faults.too_big(path.name, f"is larger than {MAX_FILE_BYTES // 2**20} MB")
    return data


def of_another_kind(data: bytes, name: str) -> WorkbookUnreadable:
    """The error for bytes that are no zip file, as every workbook is."""
    ending = Path(name).suffix.lower()
    if not data:
        return faults.empty(name)
    if data.startswith(_OLE):
        return _of_old_office(data, name)
    if ending == ".gsheet":
        return faults.google_shortcut(name)
    if ending in (".csv", ".tsv", ".txt"):
        return faults.other_kind(name, f"a text file ({ending}), not an Excel workbook")
    return faults.no_workbook(name, f"begins with {data[:8]!r}")


def _of_old_office(data: bytes, name: str) -> WorkbookUnreadable:
    """Streams are named in UTF-16; which there are tells the programs apart."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return faults.with_password(name)
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return faults.other_kind(name, "an Excel file of the old kind (.xls)")
    return faults.no_workbook(name, "a compound file without a workbook")


def of_another_program(name: str, parts: Iterable[str], mimetype: bytes, kind: str) -> WorkbookUnreadable:
    """The error for a zip file that holds something else.

    ``parts`` are the names of what it holds, ``mimetype`` is what the part of that name says, ``kind`` the content type
    of its main part; each is empty where there is none.
    """
    held = {part.lower() for part in parts}
    if b"opendocument" in mimetype:
        return faults.other_kind(name, "an OpenDocument file (.ods), not an Excel workbook")
    if "index.zip" in held or any(part.endswith(".iwa") for part in held):
        return faults.other_kind(name, "an Apple Numbers file, not an Excel workbook")
    if "ms-excel.sheet.binary" in kind.lower() or "xl/workbook.bin" in held:
        return faults.other_kind(name, "an Excel binary workbook (.xlsb)")
    if "wordprocessingml" in kind or "presentationml" in kind:
        return faults.other_kind(name, "a Word or PowerPoint file, not a workbook")
    return faults.no_workbook(name, f"main part of type {kind!r}" if kind else "no main part")
