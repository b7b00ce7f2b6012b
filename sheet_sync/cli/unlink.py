"""``unlink``: end the pairing with a Google Sheet."""

from __future__ import annotations

import click

from sheet_sync.cli.options import speaks, takes_dry_run, takes_store, takes_workbook
from sheet_sync.output.terminal import Terminal


@click.command("unlink")
@takes_workbook
@takes_dry_run
@takes_store
@speaks
def command(workbook: str, dry_run: bool, store: str | None, terminal: Terminal) -> None:
    """Let the WORKBOOK and its Google Sheet go their own ways. Neither loses a cell.

    \b
    Example:
      sheet-sync unlink interviews.xlsx
    """
    from sheet_sync.app.link import unlink
    from sheet_sync.store.place import store_folder

    sheet, note = unlink(workbook, store_folder(store), dry_run=dry_run)
    terminal.result(f"{'Would end' if dry_run else 'Ended'} the pairing with {sheet}.")
    if note:
        terminal.remark(note)
    if not dry_run:
        terminal.say("Both keep all they hold. To pair them again: sheet-sync link LINK")
