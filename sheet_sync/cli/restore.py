"""``restore``: a row, a cell or a table as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_format, takes_store, takes_workbook_option
from sheet_sync.cli.times import Moment

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("restore")
@click.argument("row", metavar="[ROW|CELL|TABLE]", required=False)
@takes_workbook_option
@click.option("--at", type=Moment(), metavar="TIME", help="As it was then: 2026-11-20, or “2026-11-20 14:30”.")
@click.option("--field", metavar="COLUMN", help="Only this column of the row.")
@click.option("--line", type=click.IntRange(min=1), metavar="N", help="What line N of the history says is no more.")
@click.option("--deleted", is_flag=True, help="Every row that was deleted; with --at, those deleted since.")
@takes_as_of
@takes_dry_run
@takes_format("text", "json")
@takes_store
@speaks
def command(
    row: str | None,
    workbook: str,
    at: datetime | None,
    field: str | None,
    line: int | None,
    deleted: bool,
    as_of: date,
    dry_run: bool,
    format_: str,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Bring back a ROW, a CELL or a TABLE as it was at a time, or every row that was deleted.

    A day means its end, and so does a minute. Without --at it is as it was before its last change; a deleted row comes
    back. A value that was kept aside in a conflict comes back by the number of its line in the history. Of a table,
    rows that came later stay. What is there now stays in the history. It is written by a sync, so
    edits you have made meanwhile come in first.

    \b
    Examples:
      sheet-sync restore c-7k3f9q2m -w interviews.xlsx
      sheet-sync restore 'Contacts!E5' --at "2026-11-20 14:30" -w interviews.xlsx
      sheet-sync restore "Dana Reyes" --field Notes --at 2026-11-20 -w interviews.xlsx
      sheet-sync restore Contacts --at 2026-11-20 -w interviews.xlsx
      sheet-sync restore --line 214 -w interviews.xlsx
      sheet-sync restore --deleted -w interviews.xlsx
    """
    from sheet_sync.app.kept_aside import restore_line
    from sheet_sync.app.restore import restore, restore_deleted
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.cli.sync import show_report
    from sheet_sync.store.place import store_folder

    if [row is not None, line is not None, deleted].count(True) != 1:
        raise click.UsageError(
            'Name a row, a cell or a table (sheet-sync restore "Dana Reyes"), or a --line, or say --deleted.'
        )
    if line is not None and (at is not None or field is not None):
        raise click.UsageError("--line names one value by itself, so leave out --at and --field.")
    if at is not None and at.date() > datetime.now().astimezone().date():
        raise click.UsageError(f"{at:%Y-%m-%d} is yet to come. Name a time that is past.")
    options = SyncOptions(as_of=as_of, store=store_folder(store), dry_run=dry_run)
    if line is not None:
        report = restore_line(workbook, options, line)
    else:
        report = restore(workbook, options, row, at, field=field) if row else restore_deleted(workbook, options, at)
    show_report(report, format_, terminal, tells_cells=True)
