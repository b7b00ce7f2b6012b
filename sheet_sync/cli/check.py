"""``check``: what is wrong with the entries, cell by cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict

import click

from sheet_sync.cli.options import (
    speaks,
    takes_as_of,
    takes_dry_run,
    takes_format,
    takes_store,
    takes_where,
    takes_workbook,
)

if TYPE_CHECKING:
    from sheet_sync.output.terminal import Terminal

EXIT_ERRORS = 1


class Wanted(TypedDict):
    """What checking and mending are both asked for."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    store: str | None
    where: str | None


@click.command("check")
@takes_workbook
@takes_as_of
@click.option("--select", multiple=True, metavar="CODE", help="Look for these problems only (EM01, or EM for all EM).")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave these problems out; may be repeated.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, in the workbook.")
@takes_where
@takes_dry_run
@takes_store
@takes_format("text", "json", "csv", "html")
@speaks
@click.pass_context
def command(
    ctx: click.Context,
    *,
    workbook: str,
    as_of: date,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    where: str | None,
    dry_run: bool,
    store: str | None,
    format_: str,
    terminal: Terminal,
) -> None:
    """Say what is wrong with the entries, cell by cell, and what to do.

    --fix mends what is safe: stray spaces, letter case of choices and emails, phone numbers, dates typed as text, and
    the like. It never touches a formula, nor anything that could be meant in two ways. Ends with 1 when there are
    errors.

    \b
    Examples:
      sheet-sync check interviews.xlsx
      sheet-sync check interviews.xlsx --fix --dry-run
      sheet-sync check interviews.xlsx --ignore PH,TX03
      sheet-sync check interviews.xlsx --where "Status=Met and Career field~nursing"
      sheet-sync check interviews.xlsx --format html > problems.html
    """
    from sheet_sync.app.check import check_workbook, fix_workbook
    from sheet_sync.output import findings as output

    if dry_run and not fix:
        raise click.UsageError("--dry-run goes with --fix: check alone changes nothing.")
    wanted: Wanted = {"select": select, "ignore": ignore, "store": store, "where": where}
    with terminal.working("Checking"):
        if fix:
            checked = fix_workbook(workbook, as_of, dry_run=dry_run, **wanted)
        else:
            checked = check_workbook(workbook, as_of, **wanted)
    if format_ == "text":
        output.print_text(checked, terminal)
    else:
        render = {"json": output.render_json, "csv": output.render_csv, "html": output.render_html}[format_]
        terminal.data(render(checked))
    if checked.has_errors:
        ctx.exit(EXIT_ERRORS)
