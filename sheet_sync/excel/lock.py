"""Whether a workbook is open in a spreadsheet program, told by the lock file that it leaves beside it.

    Excel         ~$contacts.xlsx          length, name, blanks up to byte 55, length, name in UTF-16
    LibreOffice   .~lock.contacts.xlsx#    ,name,computer,time,profile;
    WPS           .~contacts.xlsx          as Excel

A program that crashed leaves its lock file behind, and a cloud drive brings along those of other computers, so that
nothing here can tell for sure whether a lock still holds.  It is believed, and the message names the file to delete.
Source: LibreOffice, svl/source/misc/documentlockfile.cxx and msodocumentlockfile.cxx.
"""

from __future__ import annotations

from pathlib import Path

from sheet_sync.errors import WorkbookBusy

_NAME_AT = 55
_MAX_NAME = 54
_MAX_BYTES = 4096


def lock_files(path: Path) -> list[tuple[Path, str]]:
    """The lock files that lie beside a workbook, and the program of each."""
    found = []
    for file in dict.fromkeys((path.absolute(), path.resolve())):
        candidates = (
            (file.with_name(f"~${file.name}"), "Excel"),
            (file.with_name(f".~lock.{file.name}#"), "LibreOffice"),
            (file.with_name(f".~{file.name}"), "WPS Office"),
        )
        found += [(lock, program) for lock, program in candidates if lock.is_file()]
    return found


def refuse_open(path: Path) -> None:
    """Stop where a workbook is open in a spreadsheet program.

    Raises:
        WorkbookBusy: it is, or a lock file says so.
    """
    for lock, program in lock_files(path):
        who = _holder(lock, program)
        raise WorkbookBusy(
            f"{path.name} is open in {program}{f' ({who})' if who else ''}, so nothing was written.",
            where=str(path),
            hint="Close it there and run this again."
            f" If it is not open anywhere, a program left the file {lock.name} beside it: delete that file.",
        )


def _holder(lock: Path, program: str) -> str:
    """Who has it open, as the lock file says; empty where it does not say."""
    try:
        with lock.open("rb") as file:
            data = file.read(_MAX_BYTES)
    except OSError:
        return ""
    if program == "LibreOffice":
        fields = data.decode("utf-8", "replace").split(",")
        name = fields[1] if len(fields) > 1 else ""
    else:
        length = int.from_bytes(data[_NAME_AT : _NAME_AT + 2], "little")
        name = data[_NAME_AT + 2 : _NAME_AT + 2 + 2 * length].decode("utf-16-le", "replace")
    name = name.strip()
    return name if name.isprintable() and len(name) <= _MAX_NAME else ""
