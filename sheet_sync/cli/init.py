"""``init``: make a workbook, or add the missing sheets to one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run
from sheet_sync.output.terminal import Terminal


@click.command("init")
@click.argument("workbook_argument", type=click.Path(), metavar="[WORKBOOK]", required=False)
@click.option(
    "-w",
    "--workbook",
    "workbook_option",
    type=click.Path(),
    metavar="WORKBOOK",
    help="The workbook to make or to complete.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="OTHER",
    help="Take the rows over from a workbook of another kind; it is left as it is.",
)
@takes_as_of
@takes_dry_run
@speaks
def command(
    workbook_argument: str | None,
    workbook_option: str | None,
    source: Path | None,
    as_of: date,
    dry_run: bool,
    terminal: Terminal,
) -> None:
    """Make WORKBOOK (interviews.xlsx unless named), or add to it the sheets that it lacks.

    A workbook of your own is never rearranged: sheets and columns that mean the same under other names are used as they
    are, and only the missing sheets are added.

    \b
    Examples:
      sheet-sync init
      sheet-sync init "My networking.xlsx"
      sheet-sync init interviews.xlsx --from "Job tracker.xlsx"
    """
    from sheet_sync.app.init import init
    from sheet_sync.app.link import LinkOptions, complete
    from sheet_sync.app.opening import is_google
    from sheet_sync.output.init import say_made
    from sheet_sync.output.link import say_completed
    from sheet_sync.store.place import store_folder

    if workbook_argument and workbook_option and workbook_argument != workbook_option:
        raise click.UsageError("Name the workbook once: as the argument or with -w.")
    named = workbook_argument or workbook_option or "interviews.xlsx"
    if is_google(named):
        if source is not None:
            raise click.UsageError("--from makes an Excel file. Pair that with the Google Sheet: sheet-sync link LINK")
        say_completed(terminal, complete(named, LinkOptions(as_of, store_folder(), dry_run=dry_run)), dry_run=dry_run)
        return
    path = Path(named)
    say_made(terminal, init(path, as_of, source=source, dry_run=dry_run), dry_run=dry_run)
