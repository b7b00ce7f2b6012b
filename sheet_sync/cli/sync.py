"""``sync``: bring the workbook up to date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_format, takes_store, takes_workbook

if TYPE_CHECKING:
    from sheet_sync.app.sync_report import SyncReport
    from sheet_sync.output.terminal import Terminal


@click.command("sync")
@takes_workbook
@takes_as_of
@takes_dry_run
@takes_format("text", "json")
@takes_store
@click.option("--allow-deletions", is_flag=True, help="Go on although many rows are gone since the last sync.")
@click.option("--allow-empty", is_flag=True, help="Go on although a table, or all of them, is empty now.")
@click.option("--as-new", is_flag=True, help="Treat a copy as a workbook of its own.")
@click.option("--replace", is_flag=True, help="Treat a copy as the workbook, in place of the original.")
@click.option(
    "--also",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Merge a copy that a cloud drive made, cell by cell, and leave it alone. May be given again.",
)
@click.option("--prefer", type=click.Choice(("excel", "google", "newest")), help="Settle every conflict this way.")
@speaks
def command(
    workbook: str,
    as_of: date,
    dry_run: bool,
    format_: str,
    store: str | None,
    allow_deletions: bool,
    allow_empty: bool,
    as_new: bool,
    replace: bool,
    also: tuple[str, ...],
    prefer: str | None,
    terminal: Terminal,
) -> None:
    """Bring the WORKBOOK up to date, and remember every cell that changed.

    It gives new rows an ID, fills the columns that sheet-sync computes (Last contact, Thank-you due, ...), lists
    what is wrong in the sheet Problems, and keeps the history. It writes only the cells that must change; run again
    without an edit, it writes nothing.

    \b
    Examples:
      sheet-sync sync interviews.xlsx
      sheet-sync sync interviews.xlsx --dry-run
    """
    from sheet_sync.app.sync import SyncOptions, sync
    from sheet_sync.store.place import store_folder

    if as_new and replace:
        raise click.UsageError("A copy is either --as-new or --replace, not both.")
    options = SyncOptions(
        as_of=as_of,
        store=store_folder(store),
        dry_run=dry_run,
        allow_deletions=allow_deletions,
        allow_empty=allow_empty,
        as_new=as_new,
        replace=replace,
        also=also,
        prefer=prefer,
    )
    with terminal.working("Syncing"):
        report = sync(workbook, options)
    show_report(report, format_, terminal)


def show_report(report: SyncReport, format_: str, terminal: Terminal, *, tells_cells: bool = False) -> None:
    """Print what a sync did, and exit as it asks for; ``tells_cells`` lists what it wrote."""
    if format_ == "json":
        from sheet_sync.output.as_json import as_json

        terminal.data(as_json(report.as_document()))
    else:
        from sheet_sync.output.sync import print_sync

        print_sync(report, terminal, tells_cells=tells_cells)
    for absence in report.absences:
        terminal.remark(absence)
    if report.exit_code:
        click.get_current_context().exit(report.exit_code)
