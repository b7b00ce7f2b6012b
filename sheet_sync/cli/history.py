"""``history``: who changed what, and when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_format, takes_store, takes_workbook_option
from sheet_sync.cli.times import Moment

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("history")
@click.argument("row", metavar="[ROW|CELL|prune]", required=False)
@takes_workbook_option
@click.option("--field", metavar="COLUMN", help="Only this column of the row.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last N changes.")
@click.option("--full", is_flag=True, help="Long texts whole.")
@click.option("--before", type=Moment(is_start=True), metavar="TIME", help="With prune: forget what is older.")
@takes_format("text", "json")
@takes_store
@speaks
def command(
    row: str | None,
    workbook: str,
    field: str | None,
    last: int | None,
    full: bool,
    before: datetime | None,
    format_: str,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Show who changed what, when, from what, to what: the newest first.

    ROW is an ID, a name, or a cell; deleted rows are found by ID or name. Without it, all changes are shown. Long texts
    are cut, with --full they are whole. What a line says is no more comes back by its number: sheet-sync restore --line
    N. Nothing is ever forgotten, unless you say so with prune and --before.

    \b
    Examples:
      sheet-sync history -w interviews.xlsx --last 20
      sheet-sync history "Dana Reyes" -w interviews.xlsx
      sheet-sync history "Dana Reyes" --field Notes --full -w interviews.xlsx
      sheet-sync history 'Contacts!E5' -w interviews.xlsx
      sheet-sync history prune --before 2025-01-01 -w interviews.xlsx
    """
    from sheet_sync.app.history import prune, show_history
    from sheet_sync.store.place import store_folder

    if row == "prune":
        if before is None:
            raise click.UsageError("Say up to when: sheet-sync history prune --before 2025-01-01")
        count = prune(workbook, store_folder(store), before)
        terminal.result(
            f"{count:,} line{'' if count == 1 else 's'} of the history forgotten. Your rows are as they were."
        )
        return
    if before is not None:
        raise click.UsageError("--before goes with prune only.")
    lines = show_history(workbook, store_folder(store), row, field=field, limit=last)
    if format_ == "json":
        from sheet_sync.output.as_json import as_json
        from sheet_sync.output.history import history_document

        terminal.data(as_json(history_document(lines)))
    else:
        from sheet_sync.output.history import print_history

        print_history(lines, terminal, full=full)
