"""The words for every reason why a workbook cannot be read, in one place, so that they sound alike.

``detail`` carries the technical reason; a user sees it with ``--verbose`` only.
"""

from __future__ import annotations

from sheet_sync.errors import WorkbookUnreadable

_REPAIR = "Open it in Excel or LibreOffice, let the program repair it and save it, or go back to an earlier copy."
_SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel Workbook (.xlsx), then try again with that file."


def damaged(name: str, detail: str, where: str | None = None) -> WorkbookUnreadable:
    """The file is a workbook, but something inside contradicts itself or is missing."""
    return WorkbookUnreadable(
        f"{name} is damaged and cannot be read.", where=where or name, hint=_REPAIR, detail=detail
    )


def cut_off(name: str) -> WorkbookUnreadable:
    """The beginning of a workbook is there, the end is not."""
    return WorkbookUnreadable(
        f"{name} is not complete: its end is missing.",
        where=name,
        hint="Copy or download it again, and wait until that has finished.",
        detail="no end-of-central-directory record",
    )


def unsafe(name: str, detail: str) -> WorkbookUnreadable:
    """Nothing that a spreadsheet program writes looks like this."""
    return WorkbookUnreadable(
        f"{name} is built in a way that no spreadsheet program builds its files, so it was not opened.",
        where=name,
        hint="If you trust where it comes from, open it in Excel, save it under a new name and use that file.",
        detail=detail,
    )


def too_big(name: str, what: str, detail: str = "") -> WorkbookUnreadable:
    """A limit was passed; ``what`` completes "contacts.xlsx ..." ("holds more than 3,000,000 filled cells")."""
    return WorkbookUnreadable(
        f"{name} {what}, which is more than sheet_sync reads.",
        where=name,
        hint="Keep your contacts and interviews in a workbook of their own.",
        detail=detail or what,
    )


def absent(name: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"There is no file {name}.",
        where=name,
        hint="Check the name and the folder; quote the name if it has spaces in it.",
    )


def folder(name: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} is a folder, not a workbook.", where=name, hint="Name the Excel file inside it, such as contacts.xlsx."
    )


def not_allowed(name: str, detail: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} may not be read by you on this computer.",
        where=name,
        hint="Check who may open the file, and whether another program is holding it, then try again.",
        detail=detail,
    )


def not_readable(name: str, detail: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} could not be read from the disk.",
        where=name,
        hint="Check that the drive is connected and the file is fully downloaded, then try again.",
        detail=detail,
    )


def empty(name: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} is an empty file, with nothing in it at all.",
        where=name,
        hint="Copy or download it again, or make a new workbook with: sheet-sync init",
    )


def with_password(name: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} is protected with a password, so it cannot be read.",
        where=name,
        hint="In Excel, choose File > Info > Protect Workbook > Encrypt with Password, clear the password and save.",
    )


def other_kind(name: str, kind: str) -> WorkbookUnreadable:
    """``kind`` completes "contacts.xls is ..." ("an Excel file of the old kind (.xls)")."""
    return WorkbookUnreadable(f"{name} is {kind}, which cannot be read.", where=name, hint=_SAVE_AS)


def google_shortcut(name: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} is a shortcut to a Google Sheet, not an Excel workbook.",
        where=name,
        hint="Open the Google Sheet in the browser and give its link instead of this file.",
    )


def no_workbook(name: str, detail: str = "") -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} is not an Excel workbook, whatever its name says.", where=name, hint=_SAVE_AS, detail=detail
    )


def no_sheets(name: str) -> WorkbookUnreadable:
    return WorkbookUnreadable(
        f"{name} has no sheet with cells in it.", where=name, hint="Add a sheet to it in Excel and save it."
    )
