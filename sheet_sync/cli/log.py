"""``log``: note a call, an email, a coffee with a person."""

from __future__ import annotations

from datetime import date

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_store, takes_workbook_option
from sheet_sync.core.schema import TOUCH_KINDS
from sheet_sync.output.terminal import Terminal


@click.command("log")
@click.argument("name")
@click.argument("note")
@takes_workbook_option
@click.option("--date", "day", metavar="DATE", help="The day it was: 2026-11-20, yesterday, monday. [default: today]")
@click.option("--how", type=click.Choice(TOUCH_KINDS, case_sensitive=False), help="How you were in touch.")
@takes_as_of
@takes_dry_run
@takes_store
@speaks
def command(
    *,
    name: str,
    note: str,
    workbook: str,
    day: str | None,
    how: str | None,
    as_of: date,
    dry_run: bool,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Note in Touches that you were in touch with the contact NAME.

    NAME may also be an ID or a cell. NOTE is kept as you type it; where its first word is called, emailed, texted,
    coffee, letter and the like, the column How is filled from it.

    \b
    Examples:
      sheet-sync log "Dana Reyes" "called, she is back in May" -w interviews.xlsx
      sheet-sync log "Dana Reyes" "met at the alumni fair" --how Event --date yesterday -w interviews.xlsx
    """
    from sheet_sync.app.rows import HowToWrite, log_touch
    from sheet_sync.output.rows import print_outcome

    print_outcome(
        log_touch(workbook, name, note, as_of, day=day, how=how, writing=HowToWrite(dry_run, store)), terminal
    )
