"""The Python API: what the commands do, for scripts, with the results that their JSON shows.

    >>> import sheet_sync
    >>> sheet_sync.check("interviews.xlsx")["counts"]  # doctest: +SKIP
    {'error': 2, 'warning': 1, 'info': 0}

Every function takes the workbook's path and gives plain dictionaries, lists and values; dates are ``date`` objects.
What a user can cause is raised as :class:`sheet_sync.errors.SheetSyncError`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from os import PathLike, fspath
from typing import Any

__all__ = ["check", "followups", "read", "sync"]

Workbook = str | PathLike[str]


def _day(as_of: date | None) -> date:
    return as_of or datetime.now().astimezone().date()


def read(workbook: Workbook, *, as_of: date | None = None) -> dict[str, Any]:
    """The tables as the tool understands them: by table a list of rows, each with its sheet row, ID and values.

    ``values`` holds typed values by column: dates, times, numbers, choices as the contract spells them; ``None`` where
    nothing usable is typed.  Columns of the user's own come as they were typed.

    Raises:
        WorkbookUnreadable: the workbook cannot be read, or holds none of the tables.
    """
    from sheet_sync.app.opening import read_book
    from sheet_sync.core.new_workbook.conversion import own_values

    _, _, book = read_book(fspath(workbook), _day(as_of))
    tables = {
        name: [
            {
                "row": entry.number,
                "id": entry.id,
                "values": {field.name: entry.value(field.name) for field in table.schema.fields if field.name != "ID"},
                "own": dict(own_values(entry)),
            }
            for entry in book.entries(name)
        ]
        for name, table in book.layout.tables.items()
    }
    sheets = {name: table.grid.name for name, table in book.layout.tables.items()}
    return {"version": 1, "tables": tables, "sheets": sheets, "own_sheets": list(book.layout.own_sheets)}


def check(
    workbook: Workbook, *, as_of: date | None = None, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> dict[str, Any]:
    """What is wrong with the entries, as ``sheet-sync check --format json`` shows it.

    Raises:
        WorkbookUnreadable: as for :func:`read`.
        WrongUsage: ``select`` or ``ignore`` names no rule.
    """
    from sheet_sync.app.check import check_workbook
    from sheet_sync.output.findings import document

    return document(check_workbook(fspath(workbook), _day(as_of), select=select, ignore=ignore))


def followups(
    workbook: Workbook, *, as_of: date | None = None, within: int = 7, kinds: Collection[str] | None = None
) -> dict[str, Any]:
    """Whom to thank and whom to write to, as ``sheet-sync check-followups --format json`` shows it.

    ``within`` is in days; ``kinds`` are those of the contract, all of them when left out.

    Raises:
        WorkbookUnreadable: as for :func:`read`.
    """
    from sheet_sync.app.followups import followups as list_followups
    from sheet_sync.output.followups import document

    return document(list_followups(fspath(workbook), _day(as_of), within, kinds))


def sync(
    workbook: Workbook, *, as_of: date | None = None, dry_run: bool = False, store: Workbook | None = None
) -> dict[str, Any]:
    """Bring the workbook up to date, as ``sheet-sync sync --format json`` shows it.

    Raises:
        WorkbookUnreadable: as for :func:`read`.
        Refused: the workbook is open elsewhere, is a copy, or too many rows are gone; nothing was written.
    """
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.app.sync import sync as bring_up_to_date
    from sheet_sync.store.place import store_folder

    folder = store_folder(fspath(store) if store is not None else None)
    options = SyncOptions(as_of=_day(as_of), store=folder, dry_run=dry_run)
    return bring_up_to_date(fspath(workbook), options).as_document()
