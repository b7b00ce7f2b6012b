"""``snooze``: be silent about a person until a day."""

from __future__ import annotations

from datetime import date

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_store, takes_workbook_option
from sheet_sync.output.terminal import Terminal


@click.command("snooze")
@click.argument("name")
@click.argument("until", metavar="DATE")
@takes_workbook_option
@takes_as_of
@takes_dry_run
@takes_store
@speaks
def command(
    *, name: str, until: str, workbook: str, as_of: date, dry_run: bool, store: str | None, terminal: Terminal
) -> None:
    """Be silent about the contact NAME until DATE, whatever is due.

    NAME may also be an ID or a cell. DATE is a day such as 2026-12-01, a span such as +2w or "3 months", or a weekday,
    which is the next one; off ends a snooze.

    \b
    Examples:
      sheet-sync snooze "Dana Reyes" 2027-01-11 -w interviews.xlsx
      sheet-sync snooze "Dana Reyes" +2w -w interviews.xlsx
      sheet-sync snooze "Dana Reyes" off -w interviews.xlsx
    """
    from sheet_sync.app.rows import HowToWrite, snooze
    from sheet_sync.output.rows import print_outcome

    print_outcome(snooze(workbook, name, until, as_of, writing=HowToWrite(dry_run, store)), terminal)
