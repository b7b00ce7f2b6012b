"""``link``: pair the workbook with a Google Sheet."""

from __future__ import annotations

from datetime import date

import click

from sheet_sync.cli.options import speaks, takes_as_of, takes_dry_run, takes_store
from sheet_sync.output.terminal import Terminal


@click.command("link")
@click.argument("sheet", metavar="[LINK|ID]", required=False)
@click.option("--create", "title", metavar="TITLE", help="Make a new Google Sheet of that title.")
@click.option("-w", "--workbook", metavar="WORKBOOK", help="The Excel file to pair it with.")
@click.option("--replace", is_flag=True, help="End an earlier pairing of either, and pair these two.")
@takes_as_of
@takes_dry_run
@takes_store
@speaks
def command(
    sheet: str | None,
    title: str | None,
    workbook: str | None,
    replace: bool,
    as_of: date,
    dry_run: bool,
    store: str | None,
    terminal: Terminal,
) -> None:
    """Pair the WORKBOOK with the Google Sheet at LINK, so that sync keeps both in step.

    LINK is the address in the browser's address bar. An empty Sheet gets its tables, with drop-downs and colours.
    Without a workbook, here or in sheet-sync.toml, the Google Sheet is worked on alone.

    \b
    Examples:
      sheet-sync link "https://docs.google.com/spreadsheets/d/1AbC.../edit" -w interviews.xlsx
      sheet-sync link --create "My interviews" -w interviews.xlsx
    """
    from sheet_sync.app import link as use_case
    from sheet_sync.app.opening import named_workbook
    from sheet_sync.output.link import say_linked
    from sheet_sync.store.place import store_folder

    if (sheet is None) == (title is None):
        raise click.UsageError("Name the Google Sheet by its link, or have one made with --create TITLE.")
    options = use_case.LinkOptions(as_of, store_folder(store), replace, dry_run)
    named = named_workbook(workbook)
    made = use_case.link(named, sheet, options) if sheet is not None else use_case.create(named, title or "", options)
    say_linked(made, terminal, dry_run=dry_run)
