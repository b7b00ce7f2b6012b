"""``done``: note that a thank-you is sent, or a promise kept."""

from __future__ import annotations

from datetime import date

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_store, takes_where, takes_workbook_option
from sheet_sync.output.terminal import Terminal

KINDS = ("thank-you", "no-answer", "upcoming", "stay-in-touch", "referral", "promise")


@click.command("done")
@click.argument("row", metavar="[ROW]", required=False)
@takes_workbook_option
@click.option("--kind", type=click.Choice(KINDS), help="What is done, where several things are open.")
@takes_where
@takes_as_of
@takes_dry_run
@takes_store
@speaks
def command(
    *,
    row: str | None,
    workbook: str,
    kind: str | None,
    where: str | None,
    as_of: date,
    dry_run: bool,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Mark what is open in ROW as done.

    ROW is a contact's name, an ID, or a cell. A thank-you gets the day in "Thank-you sent", a promise "done:" in front,
    a talk that took place the Status Done; a letter written to stay in touch, or to ask again, becomes a row in
    Touches. With --where and --kind, all thank-yous, promises or talks (upcoming) of such rows are marked.

    \b
    Examples:
      sheet-sync done "Dana Reyes" -w interviews.xlsx
      sheet-sync done "Dana Reyes" --kind promise -w interviews.xlsx
      sheet-sync done --where "Career field~nursing" --kind thank-you --dry-run -w interviews.xlsx
      sheet-sync done 'Interviews!C5' --as-of 2026-11-20 -w interviews.xlsx
    """
    from sheet_sync.app.rows import HowToWrite, mark_done, mark_done_where
    from sheet_sync.core.rows.marking import DONE_FOR_ALL
    from sheet_sync.output.rows import print_outcome

    writing = HowToWrite(dry_run, store)
    if row is not None and where is None:
        print_outcome(mark_done(workbook, row, as_of, kind=kind, writing=writing), terminal)
    elif row is None and where is not None and kind in DONE_FOR_ALL:
        print_outcome(mark_done_where(workbook, where, kind, as_of, writing=writing), terminal)
    elif where is not None:
        kinds = ", ".join(DONE_FOR_ALL)
        raise click.UsageError(f"With --where name no row, but the kind that is done: --kind with one of {kinds}.")
    else:
        raise click.UsageError('Name the row: a contact, an ID or a cell, such as done "Dana Reyes".')
