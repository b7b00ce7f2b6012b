"""``merge-people``: two rows of one person become one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_format, takes_store, takes_workbook_option

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal


@click.command("merge-people")
@click.argument("stays", metavar="A")
@click.argument("goes", metavar="B")
@takes_workbook_option
@takes_as_of
@takes_dry_run
@takes_format("text", "json")
@takes_store
@speaks
def command(
    stays: str,
    goes: str,
    workbook: str,
    as_of: date,
    dry_run: bool,
    format_: str,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Join the contact B into the contact A: two rows of one person become one.

    A and B are names, IDs, or cells. A's empty cells are filled from B; where both say something different, A keeps its
    own and the other value is listed in the sheet Conflicts. Talks, answers, touches and letters of B become A's. The
    history of both is kept, and undo makes two rows of them again.

    \b
    Examples:
      sheet-sync merge-people c-7k3f9q2m c-x4m2n8pd -w interviews.xlsx --dry-run
      sheet-sync merge-people "Dana Reyes" "D. Reyes" -w interviews.xlsx
    """
    from sheet_sync.app.merge_people import merge_people
    from sheet_sync.app.sync import SyncOptions
    from sheet_sync.cli.sync import show_report
    from sheet_sync.store.place import store_folder

    done = merge_people(workbook, SyncOptions(as_of=as_of, store=store_folder(store), dry_run=dry_run), stays, goes)
    if format_ == "text":
        count = done.references
        rows = "No other row named it" if not count else f"{count} row{' that' if count == 1 else 's that'} named it"
        verb, names = ("would go", "would name") if dry_run else ("went", "now names" if count == 1 else "now name")
        moved = "." if not count else f" {names} the other."
        terminal.say(f"{done.goes} {verb} into {done.stays}. {rows}{moved}")
    show_report(done.report, format_, terminal)
