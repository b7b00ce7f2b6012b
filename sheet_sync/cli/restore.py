"""``restore``: a row or a cell as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_format, takes_store, takes_workbook_option
from sheet_sync.cli.times import Moment

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("restore")
@click.argument("row", metavar="ROW|CELL")
@takes_workbook_option
@click.option("--at", type=Moment(), metavar="TIME", help="As it was then: 2026-11-20, or “2026-11-20 14:30”.")
@click.option("--field", metavar="COLUMN", help="Only this column of the row.")
@takes_as_of
@takes_dry_run
@takes_format("text", "json")
@takes_store
@speaks
def command(
    row: str,
    workbook: str,
    at: datetime | None,
    field: str | None,
    as_of: date,
    dry_run: bool,
    format_: str,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Bring back a ROW or a CELL as it was at a time.

    A day alone means its end. Without --at it is as it was before its last change; a deleted row comes back. What is
    there now stays in the history. It is written by a sync, so edits you have made meanwhile come in first.

    \b
    Examples:
      sheet-sync restore c-7k3f9q2m -w interviews.xlsx
      sheet-sync restore 'Contacts!E5' --at "2026-11-20 14:30" -w interviews.xlsx
      sheet-sync restore "Dana Reyes" --field Notes --at 2026-11-20 -w interviews.xlsx
    """
    from sheet_sync.app.history import restore
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.cli.sync import show_report
    from sheet_sync.store.place import store_folder

    options = SyncOptions(as_of=as_of, store=store_folder(store), dry_run=dry_run)
    show_report(restore(workbook, options, row, at, field=field), format_, terminal)
