"""``conflicts``: cells that were edited differently in two places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_format, takes_store, takes_workbook

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("conflicts")
@takes_workbook
@takes_format("text", "json")
@takes_store
@speaks
def command(workbook: str, format_: str, store: str | None, terminal: Terminal) -> None:
    """List the cells that were edited differently in two places, as the last sync found them.

    Nothing is overwritten until you have chosen. The exit code is 1 while something is open.

    \b
    Examples:
      sheet-sync conflicts interviews.xlsx
      sheet-sync conflicts interviews.xlsx --format json
    """
    from sheet_sync.app.conflicts import list_conflicts
    from sheet_sync.store.place import store_folder

    found = list_conflicts(workbook, store_folder(store))
    if format_ == "json":
        from sheet_sync.output.as_json import as_json
        from sheet_sync.output.conflicts import conflicts_document

        terminal.data(as_json(conflicts_document(found)))
    else:
        from sheet_sync.output.conflicts import print_conflicts

        print_conflicts(found, terminal)
    if found:
        click.get_current_context().exit(1)
