"""``snooze``: be silent about a person until a day."""

from __future__ import annotations

from datetime import date

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_store, takes_where, takes_workbook_option
from sheet_sync.output.terminal import Terminal


@click.command("snooze")
@click.argument("words", metavar="[NAME] DATE", nargs=-1, required=True)
@takes_workbook_option
@takes_where
@takes_as_of
@takes_dry_run
@takes_store
@speaks
def command(
    *,
    words: tuple[str, ...],
    workbook: str,
    where: str | None,
    as_of: date,
    dry_run: bool,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Be silent about the contact NAME until DATE, whatever is due.

    NAME may also be an ID or a cell. DATE is a day such as 2026-12-01, a span such as +2w or "3 months", or a weekday,
    which is the next one; off ends a snooze. With --where it is about all contacts of that kind, and NAME is left out.

    \b
    Examples:
      sheet-sync snooze "Dana Reyes" 2027-01-11 -w interviews.xlsx
      sheet-sync snooze "Dana Reyes" +2w -w interviews.xlsx
      sheet-sync snooze "Dana Reyes" off -w interviews.xlsx
      sheet-sync snooze 2027-01-11 --where "Career field~nursing" -w interviews.xlsx
    """
    from sheet_sync.app.rows import HowToWrite, snooze, snooze_where
    from sheet_sync.output.rows import print_outcome

    *names, until = words
    if len(names) != (0 if where is not None else 1):
        raise click.UsageError(
            "With --where type only the day: snooze 2027-01-11 --where CONDITIONS."
            if where is not None
            else 'Type the name, in quotes, and the day: snooze "Dana Reyes" 2027-01-11.'
        )
    writing = HowToWrite(dry_run, store)
    if where is not None:
        print_outcome(snooze_where(workbook, where, until, as_of, writing=writing), terminal)
    else:
        print_outcome(snooze(workbook, names[0], until, as_of, writing=writing), terminal)
