"""``undo``: take back what was last written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_format, takes_store, takes_workbook

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("undo")
@takes_workbook
@takes_as_of
@takes_dry_run
@takes_format("text", "json")
@takes_store
@speaks
def command(workbook: str, as_of: date, dry_run: bool, format_: str, store: str | None, terminal: Terminal) -> None:
    """Take back what was last written into your rows: by a restore, by check --fix, done, log, snooze or letters, or
    as an edit carried over from the other side.

    Cells that were edited since are left as they are. IDs, computed columns and the sheet Problems are the tool's own
    and come back with each sync. A sync is taken back on both sides, also what you typed and it carried over; a
    conflict that it settled is open again. Undo again, and what was taken back is there again.

    \b
    Example:
      sheet-sync undo interviews.xlsx --dry-run
    """
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.app.undo import undo
    from sheet_sync.cli.sync import show_report
    from sheet_sync.store.place import store_folder

    options = SyncOptions(as_of=as_of, store=store_folder(store), dry_run=dry_run)
    show_report(undo(workbook, options), format_, terminal, tells_cells=True)
